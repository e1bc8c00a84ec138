# Letters. Each has a subject and a body; the greeting and the foot are put around the body.

mail-greeting = Hello { $name },
mail-greeting-nobody = Hello,
mail-foot = Sampan · From American farms and workshops to your door
    We never ask for your password by e-mail.

mail-confirm-subject = Please confirm your e-mail address
mail-confirm-body = An account at Sampan was made with this address. Open this page and confirm that it is yours:

    { $link }

    If it was not you, do nothing.

mail-welcome-subject = Choose your password for Sampan
mail-welcome-body = Someone, we hope you, wants to join Sampan with this address. Choose a password here; that also confirms the address:

    { $link }

    The link works once, for two hours. If it was not you, do nothing.

mail-reset-subject = A new password for Sampan
mail-reset-body = You asked for a new password. Choose it here:

    { $link }

    The link works once, for two hours. Everyone who is signed in to your account is signed out then. If you did not ask, do nothing: your password stays as it is.

mail-taken-subject = You have an account at Sampan already
mail-taken-body = Someone, we hope you, wanted to join Sampan with this address. It has an account already, so nothing was changed. Sign in here, or ask for a new password on the same page:

    { $link }

mail-guest-order-subject = Your order { $number }
mail-guest-order-body = We have your order { $number } for { $amount }. Please pay by { $date }; until then the goods are set aside for you.

    Your order, on any device:
    { $link }

    Whoever has this link sees your order, so keep it to yourself.

mail-new-order-subject = New order { $number }
mail-new-order-body = You have sold something: order { $number } for { $amount } is paid, and the money is held for you. Please ship it by { $date }.

    { $link }

mail-order-paid-subject = Paid: order { $number }
mail-order-paid-body = Thank you. We have your { $amount } for order { $number } and hold it until your parcel is there. The seller has until { $date }.

    { $link }

mail-order-expired-subject = Order { $number } was not paid in time
mail-order-expired-body = Order { $number } was not paid in time, so the goods went back on the shelf and nothing was charged. You can order again at any time.

    { $link }

mail-order-shipped-subject = On its way: order { $number }
mail-order-shipped-body = Order { $number } has been shipped. It should be with you by { $date }. If nothing has come by then, tell us on the order's page and you will have your money back or your parcel.

    { $link }

mail-order-delivered-subject = Delivered: order { $number }
mail-order-delivered-body = The carrier says that order { $number } is there. Please say on the order's page that you have it, or that something is wrong. If we hear nothing, the seller is paid on { $date }.

    { $link }

mail-order-completed-subject = Completed: order { $number }
mail-order-completed-body = Order { $number } is complete, and the money that was held for it has been released to the seller.

    { $link }

mail-order-cancelled-subject = Cancelled: order { $number }
mail-order-cancelled-body = Order { $number } has been cancelled. Whatever was paid for it goes back to the buyer in full.

    Reason: { $reason }

    { $link }

mail-order-returned-subject = Returned: order { $number }
mail-order-returned-body = Goods of order { $number } were returned, and { $amount } goes back to the buyer.

    Reason: { $reason }

    { $link }

mail-order-refunded-subject = Your money for order { $number }
mail-order-refunded-body = We have sent { $amount } for order { $number } back to you, the way you paid it. Your bank may take a few days to show it.

    { $link }

mail-refund-late-payment-subject = We send back your payment for order { $number }
mail-refund-late-payment-body = Your payment of { $amount } came after order { $number } had ended. We send it back in full, the way you paid it. If you still want the goods, please order again.

    { $link }

mail-refund-other-payment-subject = We send back a payment for order { $number }
mail-refund-other-payment-body = A payment of { $amount } for order { $number } came in that we could not take: it was paid already, or it was not the amount asked for. We send it back in full, the way you paid it.

    { $link }

mail-claim-opened-subject = Order { $number }: the buyer says nothing came
mail-claim-opened-body = There is a claim on order { $number }. We decide it by { $date }; until then the money stays where it is.

    In the buyer's words: { $reason }

    { $link }

mail-claim-decided-subject = Order { $number }: the claim is decided
mail-claim-decided-body = We have decided the claim on order { $number }.

    Reason: { $reason }

    What it means for the money is on the order's page:
    { $link }

mail-message-subject = A message about order { $number }
mail-message-body = You have a new message about order { $number }. Read it and answer here:

    { $link }

mail-seller-approved-subject = Your shop is open
mail-seller-approved-body = We have looked at your shop and approved it. What you publish is on sale from now on.

    { $link }

mail-seller-declined-subject = About your shop on Sampan
mail-seller-declined-body = We could not approve your shop.

    Reason: { $reason }

    When that is put right, ask again here:
    { $link }

mail-seller-suspended-subject = Your shop has been suspended
mail-seller-suspended-body = Your shop is not shown for now. Orders that are paid must still be shipped, and you are paid for them.

    Reason: { $reason }

    { $link }

mail-listing-withdrawn-subject = We have taken a product off the site
mail-listing-withdrawn-body = One of your products is no longer shown.

    Reason: { $reason }

    Put it right and publish it again here:
    { $link }

mail-seller-fee-subject = The fee of your shop
mail-seller-fee-body = The fee of your shop has been changed. Orders placed before keep theirs. Your desk:

    { $link }

mail-staff-invited-subject = You are invited to { $shop }
mail-staff-invited-body = The owner of { $shop } wants you to help with the shop on Sampan. Choose a password here; that also confirms your address:

    { $link }

    The link works once, for a week; after that you can ask for a new one where you sign in. If you do not know the shop, do nothing.

mail-listing-restored-subject = You can publish your product again
mail-listing-restored-body = We had taken one of your products off the site and have given it back to you. You can publish it again:

    { $link }

mail-law-change-subject = A change of law reaches your products on { $date }
mail-law-change-body = “{ $name }” holds from { $date }. An offer is one of your products in one market. Your offers whose price at the buyer's door rises: { $dearer }; falls: { $cheaper }; that can no longer be sold: { $stops }; that can be sold and could not before: { $starts }. Your own prices stay as you set them:

    { $link }

mail-outbox-title = Sent letters
mail-outbox-demo = This is a marketplace to try out: letters are not sent but shown here, the latest hundred.
mail-outbox-live = The latest hundred letters. What they say is for their readers alone.
mail-outbox-empty = No letter yet
mail-outbox-empty-lead = Letters appear here a moment after what they tell of.
