# Signing in, joining, one's own account.

accounts-sign-in = Sign in
accounts-sign-out = Sign out
accounts-forgot = Forgotten your password?
accounts-no-account = New here?
accounts-join = Create an account
accounts-go-on = Continue
accounts-field-email = E-mail address
accounts-field-password = Password
accounts-field-password-new = New password
accounts-field-present-password = Current password
accounts-field-name = Name
accounts-field-language = Language
accounts-field-code = Six digits
accounts-field-token-name = Name
accounts-field-token-scopes = What it may do
accounts-name-hint = What we call you in letters. We ask for the delivery address when you buy.
accounts-password-hint = At least { $least } characters. A few words that only you would put together are good.

accounts-code-title = Your second factor
accounts-code-hint = Your authenticator shows them anew every thirty seconds.

accounts-join-title = Create an account
accounts-join-lead = We send you a letter with a link; there you choose a password. You can also buy without an account.
accounts-join-go = Send me the letter
accounts-have-account = Already have an account?
accounts-want-to-sell = Want to sell?

accounts-forgot-title = A new password
accounts-forgot-lead = We send you a letter with a link; there you choose a new password.
accounts-forgot-go = Send me the letter

accounts-mail-title = Check your mail
accounts-mail-lead = A letter is on its way to the address you gave.
accounts-mail-hint = Nothing after a few minutes? Look in the spam folder, and check that the address was right. For your protection this page says the same whether or not the address has an account.
accounts-mail-demo = This is a marketplace to try out. Your letter is on the page:

accounts-link-confirm-email-title = Is this your address?
accounts-link-confirm-email-lead = Confirm that the letter reached you.
accounts-link-confirm-email-go = Confirm my address
accounts-link-reset-password-title = Choose a password
accounts-link-reset-password-lead = With it you sign in from now on.
accounts-link-reset-password-go = Save this password
accounts-link-guest-link-title = Your order
accounts-link-guest-link-lead = Go on to see your order, confirm receipt, or write to the seller.
accounts-link-guest-link-go = Go to my order
accounts-confirmed = Thank you. Your address is confirmed.
accounts-password-set = Your password is set, and you are signed in.

accounts-title = Your account
accounts-tab-account = Account
accounts-tab-password = Password
accounts-tab-second-factor = Second factor
accounts-tab-sessions = Sign-ins
accounts-tab-tokens = API tokens
accounts-tab-data = Your data
accounts-role = You are here as
accounts-role-buyer = Buyer
accounts-role-seller = Seller
accounts-role-operator = Operator
accounts-confirmed-badge = confirmed
accounts-unconfirmed-badge = not confirmed
accounts-unconfirmed = Your address is not confirmed yet. Open the link in our letter.
accounts-confirm-again = Send the letter again
accounts-language-hint = The language of our pages and letters.
accounts-keep = Save
accounts-kept = Saved.
accounts-your-orders = Your orders

accounts-password-is-set = Set
accounts-password-is-not-set = None.
accounts-password-choose = Choose one
accounts-password-change = Change password
accounts-password-changed = Your password is changed. Everyone else who was signed in to your account is signed out.
accounts-password-ends = Everyone else who is signed in to your account is signed out.
accounts-password-by-mail = Your account has no password yet. We send you a letter with a link to choose one.

accounts-second-factor-is-on = On
accounts-second-factor-is-off = Off.
accounts-second-factor-lead = With a second factor, your password alone opens nothing: signing in also takes six digits from an authenticator on your phone.
accounts-second-factor-wanted = Operators need a second factor before they can do anything else.
accounts-second-factor-begin = Set it up
accounts-second-factor-scan = Scan this with your authenticator:
accounts-second-factor-type = Or type it in:
accounts-second-factor-open = Open the authenticator on this device
accounts-second-factor-once = This is shown until you have entered a first code, and never after.
accounts-second-factor-finish = Switch it on
accounts-second-factor-done = The second factor is on. From now on, signing in asks for a code.
accounts-second-factor-on = The second factor is on: signing in asks for a code of your authenticator.
accounts-second-factor-remove = Switch it off
accounts-second-factor-removed = The second factor is off.

accounts-sessions-lead = { $count ->
        [one] You are signed in here alone.
       *[other] You are signed in at { $count } places.
    }
accounts-since = Since
accounts-until = Until
accounts-this-one = here
accounts-shown = shown
accounts-not-shown = not shown
accounts-end-others = Sign out everywhere else
accounts-others-ended = You are signed out everywhere else.

accounts-tokens-lead = A token lets a program of yours use the programming interface in your place, within what it may do. It holds for a year.
accounts-token-new = New token
accounts-token-name = Name
accounts-token-name-hint = What it is for, such as “stock from our shop system”.
accounts-token-may = What it may do
accounts-scope-read = Look
accounts-scope-write = Change
accounts-token-make = Create token
accounts-token-made = Your token. Copy it now: it is shown this once and stored nowhere.
accounts-token-revoke = Revoke
accounts-token-revoked = The token is revoked.

accounts-data-out = Download
accounts-data-out-lead = Everything we hold about you in one file: account, sign-ins, orders, addresses, messages, letters.
accounts-data-out-go = Download my data (JSON)
accounts-erase = Erase
accounts-erase-goes = What goes: your name, e-mail address and password, your delivery addresses and identity details, your messages, our letters to you, your basket, all sign-ins and tokens. This cannot be undone.
accounts-erase-stays = { $count ->
        [0] You have no orders, so little stays:
        [one] One order stays, without you, because the law wants it kept:
       *[other] { $count } orders stay, without you, because the law wants them kept:
    }
accounts-erase-stays-orders = Orders and the ledger’s entries: what was sold, for how much, to which country. China’s E-Commerce Law, article 31, wants them for at least three years; US tax law wants the books kept as well.
accounts-erase-stays-papers = Customs papers of parcels that were sent, sealed, for five years (15 CFR 30.10, 19 CFR 163.4).
accounts-erase-stays-limits = A number made from your identity number that cannot be turned back, for China’s yearly limit.
accounts-erase-not-here = An account of a shop or of the marketplace’s staff belongs to more than one person. Write to us to have it erased.
accounts-erase-open = These orders are still open. When they are done, you can erase your data:
accounts-erase-ask = Erase my data
accounts-erase-sure = Really erase your account and what is yours? It cannot be undone.
accounts-erase-go = Yes, erase it
accounts-erased = Your data are erased.
accounts-privacy-title = Privacy
accounts-privacy-lead = What we keep about you, what for, who sees it, and how to take it with you or have it erased.
accounts-privacy-kept = What we keep
accounts-privacy-kept-detail = Your e-mail address, your language and, if you have an account, your password in a form that cannot be read back. Of each order: what you bought, the delivery address, your messages and, where customs asks for them, your real name and identity number. We do not record what you look at.
accounts-privacy-cookies = Cookies
accounts-privacy-cookies-detail = Only what the pages need: that you are signed in, your language, place and currency, and your basket. No advertising, no tracking, nothing loaded from other sites.
accounts-privacy-seen = Who sees it
accounts-privacy-seen-detail = The seller sees your name, address and telephone number to send the parcel, and carriers and customs see them on its papers. Your identity number goes to customs alone; no seller sees it. The payment provider is told the amount. What our staff do is written down.
accounts-privacy-safe = How it is kept
accounts-privacy-safe-detail = Names, addresses, identity numbers, messages and letters are encrypted where they are stored.
accounts-privacy-yours = Taking it with you, having it erased
accounts-privacy-yours-detail = In your account, under “Your data”, you can download everything in one file and erase it yourself.
accounts-privacy-yours-go = Your data
accounts-privacy-stays = What the law wants kept

field-sign-in = The e-mail address or the password is not right. If you have just joined, first open the link in our letter.
field-email = Found “{ $found }”; wanted an e-mail address such as mei@example.com.
field-second-factor = This code does not hold, or has been used. Wait for the next one.
field-present-password = This is not your password.
field-password-short = Too short: at least { $wanted } characters.
field-password-long = Too long: at most 256 bytes.
field-long = Too long: at most { $wanted } characters.
field-language = Please choose one of the languages.
