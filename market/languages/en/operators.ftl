# The operator's desk.

operators-done = Done, and written down.
operators-all = All
operators-yes = Yes
operators-no = No
operators-save = Save
operators-field-reason = Reason
operators-field-percent = Fee
operators-reason-hint = The seller reads it as it stands.
field-fee-out-of-range = Found “{ $found }”; wanted 0 to 50 with at most two decimals.
field-text-missing = Please give a reason.
field-text-too-long = At most 2,000 characters.

operators-today-waiting = Waiting for you
operators-today-sellers = Sellers to approve
operators-today-claims = Claims to decide
operators-today-going-on = Going on
operators-today-selling = Sellers selling
operators-today-published = Listings published
operators-today-withdrawn = Listings withdrawn
operators-today-paid = Orders to be sent
operators-today-shipped = Parcels on the way
operators-today-pressing = { $count ->
    [one] One claim decides itself for the buyer within a week.
   *[other] { $count } claims decide themselves for the buyer within a week.
}
operators-today-rates = Nothing can be priced in { $currencies }: the exchange rate is missing or older than { $days } days.
operators-today-letters = { $count ->
    [one] One letter could not be delivered and is tried again.
   *[other] { $count } letters could not be delivered and are tried again.
}

operators-seller-status = Status
operators-seller-applied = Waiting
operators-seller-approved = Selling
operators-seller-suspended = Suspended
operators-seller-declined = Declined
operators-seller-find = Part of the name
operators-seller-name = Seller
operators-seller-place = Place
operators-seller-applied-at = Applied
operators-seller-ready = Ready
operators-seller-ready-yes = Yes
operators-seller-ready-email = E-mail not confirmed
operators-seller-ready-terms = Terms not accepted
operators-sellers-none = Nobody here
operators-sellers-none-words = No seller has this status and name.
operators-seller-email = E-mail confirmed
operators-seller-terms = Terms accepted
operators-seller-fee = Fee
operators-seller-fee-usual = everyone's
operators-seller-fee-set = Set the fee
operators-seller-fee-hint = Empty for everyone's fee of { $percent } %. Orders placed before keep theirs.
operators-seller-listings = { $published } published of { $all }
operators-seller-shop = Shop
operators-seller-decide = Decide
operators-seller-approve = Approve
operators-seller-refuse = Decline
operators-seller-suspend = Suspend
operators-seller-suspend-words = Nothing more is sold from this shop until it is approved again. Open orders go on.
operators-seller-not-ready = It can be approved once the e-mail address is confirmed and the terms are accepted.

operators-acts = What was done
operators-act = Act
operators-act-at = When
operators-act-reason = Reason
operators-act-seller-approved = Seller approved
operators-act-seller-declined = Seller declined
operators-act-seller-suspended = Seller suspended
operators-act-seller-fee = Seller's fee set

operators-one-seller = one seller
operators-one-buyer = one buyer
operators-filter = Filter

operators-listing = Listing
operators-listing-status = Status
operators-listing-published = Published
operators-listing-unpublished = Unpublished
operators-listing-draft = Draft
operators-listing-withdrawn = Withdrawn
operators-listing-find = Words of the title, or a part of the address
operators-listing-changed = Changed
operators-listing-variants = Variants
operators-listing-page = Page
operators-listing-withdraw = Take it down
operators-listing-restore = Give it back
operators-listing-restore-words = The seller can publish it again; it is not shown by itself.
operators-listings-none = No listings here
operators-listings-none-words = No listing has this status and these words.

operators-order = Order
operators-order-number = Order number
operators-order-state = State
operators-order-state-any = Any state
operators-order-placed = Placed
operators-order-to = To
operators-order-total = Total
operators-order-all = All orders
operators-order-by-email = Orders of this address
operators-field-email = E-mail of a buyer or seller
field-operators-nobody = Nobody has this address.
operators-orders-none = No orders here
operators-orders-none-words = No order has this number and state.
operators-order-awaiting-payment = Awaiting payment
operators-order-paid = Paid
operators-order-booked = Booked
operators-order-shipped = On its way
operators-order-delivered = Delivered
operators-order-claim-open = Claim open
operators-order-completed = Completed
operators-order-cancelled = Cancelled
operators-order-expired = Never paid
operators-order-refunded = Refunded

operators-claims-open = To decide
operators-claims-decided = Decided
operators-claims-none = No claims here
operators-claims-none-words = A buyer whose parcel is late can say so on the order; the claim then waits here.
operators-claim-at = Made
operators-claim-decide-by = Decides itself
operators-claim-decision = Decision
operators-claim-for-buyer = For the buyer
operators-claim-for-seller = For the seller

operators-ledger-words = Every amount that ever moved is in one of these accounts. In each currency they sum to zero: what the providers have given is owed to somebody.
operators-ledger-none = Nothing has moved yet.
operators-ledger-kind-none = No account of this kind holds anything.
operators-account = Account
operators-balance = Balance
operators-account-none = This account has no entries.
operators-account-escrow = Escrow
operators-account-seller = Owed to sellers
operators-account-provider = Payment provider
operators-account-platform-fee = Fees earned
operators-account-tax-payable = Duty and tax payable
operators-account-exchange = Exchange
operators-account-buyer-refunds = Owed back to buyers
operators-entry-at = When
operators-entry-reason = Reason
operators-entry-posting = Posting
operators-entry-amount = Amount
operators-entry-about = Order or checkout
operators-posting = Posting
operators-posting-words = The entries of a posting sum to zero in every currency. A posting is never changed.
operators-reason-paid = Payment received
operators-reason-paid-in-vain = Payment nobody could take
operators-reason-sale = Sale
operators-reason-fee = Fee
operators-reason-tax-collected = Duty and tax owed
operators-reason-refund = Refund
operators-reason-fee-returned = Fee returned
operators-reason-tax-returned = Duty and tax returned
operators-reason-refund-sent = Refund sent

operators-figures-stretch = How far back
operators-figures-days = { $days } days
operators-figure-along-day = Day
operators-figure-along-state = US state
operators-figure-along-destination = Destination
operators-figure-unit-orders = orders
operators-figure-unit-usd = US$
operators-figure-unit-sellers = sellers
operators-figure-unit-listings = listings
operators-figure-question-orders = How many orders were placed each day?
operators-figure-question-sold = How much was sold each day?
operators-figure-question-fees = How much did we earn each day?
operators-figure-question-sellers = How many sellers joined each day?
operators-figure-question-listings = How many listings were made each day?
operators-figure-question-orders-by-state = Which states do orders come from?
operators-figure-question-sold-by-state = Which states sell most?
operators-figure-question-orders-by-destination = Where do orders go?
operators-figure-question-sold-by-destination = Which destinations buy most?
operators-figure-series-standing = Paid and standing
operators-figure-series-undone = Unpaid, cancelled or refunded
operators-figure-series-orders = Orders
operators-figure-series-sold = Goods sold
operators-figure-series-fees = Fees
operators-figure-series-sellers = Sellers
operators-figure-series-listings = Listings

operators-act-who = Who
operators-act-subject = On what
operators-audit-one-account = one account
operators-audit-one-subject = one subject
operators-audit-none = Nothing was done yet
operators-audit-none-words = Every act of the operator's staff is written down here with its reason.
operators-act-listing-withdrawn = Listing withdrawn
operators-act-listing-restored = Listing given back
operators-act-settings-set = Settings changed
operators-act-rate-entered = Exchange rate entered
operators-act-draft-saved = Draft saved
operators-act-draft-removed = Draft thrown away
operators-act-draft-published = Draft published
operators-act-draft-withdrawn = Published draft taken back
operators-act-clock-moved = Clock moved

operators-field-fee-percent = Fee on goods and delivery
operators-fee-hint = For sellers without a fee of their own. Orders placed before keep theirs.
operators-field-sell-to-verify = Sell by rules that are marked “to be verified”
operators-field-continue-last-known = Where a law's rate has ended and no new one is known, the last one goes on
operators-book = Tariff book { $version }
operators-rates = Exchange rates
operators-rates-words = A rate older than { $days } days prices nothing. An order keeps the rate it was placed at.
operators-rate-pair = Currencies
operators-rate-stale = too old
operators-rate-enter = Enter a rate
operators-field-quote = One US dollar in
operators-field-rate = Rate
operators-field-date = Day
operators-field-source = Source
operators-source-hint = Who published it.
field-operators-currency = Choose a currency.
field-operators-rate = Found “{ $found }”; wanted a number above zero, such as 7.1023.
field-operators-date = Found “{ $found }”; wanted a day that is not in the future.
field-operators-source = Say who published the rate, in at most 200 characters.

operators-clock = Clock
operators-clock-now = It is now
operators-clock-ahead = Ahead
operators-clock-hours = { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
}
operators-clock-words = In this demonstration time can be moved forward, so that fourteen days pass in a moment: unpaid orders end, delivered ones complete, claims decide themselves. It cannot be moved back.
operators-clock-by-hours = { $hours ->
    [one] One hour on
   *[other] { $hours } hours on
}
operators-clock-by-days = { $days ->
    [one] One day on
   *[other] { $days } days on
}
operators-clock-move = Move the clock
operators-clock-is = The clock stands at { $now }.
operators-field-days = Days
operators-field-hours = Hours
field-operators-clock = The clock goes forward by an hour to a year at a time, five years in all.
operators-act-order-cancelled = Order cancelled
operators-act-order-returned = Pieces taken back
operators-act-order-delivered = Order marked delivered
operators-act-order-moved-on = Order moved on
operators-act-order-acted-for = Acted for one side of an order
operators-act-claim-decided-for-buyer = Claim decided for the buyer
operators-act-claim-decided-for-seller = Claim decided for the seller
operators-act-registrations-set = Customs registrations set
operators-act-events-replayed = What was set aside tried again
operators-queue = Work that waits
operators-queue-waiting = What waits
operators-queue-empty = Nothing waits, and nothing was given up.
operators-queue-topic = Kind
operators-queue-due = Due now
operators-queue-again = Tried again later
operators-queue-oldest = The oldest waits
operators-queue-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
operators-queue-aside = Given up
operators-queue-set-aside = Given up for now
operators-queue-words = What could not be done after twelve tries over more than two hours lies here, so that what comes after it goes on. Mend the cause, then have it tried again.
operators-queue-none = Nothing was given up.
operators-queue-why = Why it failed
operators-queue-tries = { $count ->
    [one] tried once
   *[other] tried { $count } times
}
operators-queue-replay = Try again
operators-queue-replay-all = Try all again
operators-queue-replayed = { $count ->
    [0] Nothing was left to try again.
    [one] One is being tried again.
   *[other] { $count } are being tried again.
}
operators-queue-workers = Who does the work
operators-queue-processes = { $count ->
    [one] One process runs on this database.
   *[other] { $count } processes run on this database and share the work; where one stops, the others take over within ten seconds.
}
operators-queue-worker = Work
operators-queue-process = Process
operators-queue-here = { $process } (this one)
operators-queue-nobody = nobody's just now
operators-queue-topic-mail = Letters
operators-queue-topic-refund = Refunds
operators-queue-topic-sandbox = The test provider's notifications
operators-queue-topic-imports = Imports
operators-queue-topic-drafts = Drafts of law
operators-queue-topic-expiry = Checkouts whose time is over
operators-queue-topic-orders--clock = Orders' deadlines
operators-queue-topic-demo-carrier = The demo's carrier
operators-queue-topic-answers = Old answers to repeated requests
operators-queue-topic-closing = Closing the books
operators-queue-topic-events = Delivered events that are thirty days old
operators-today-aside = { $count ->
    [one] One piece of work was given up.
   *[other] { $count } pieces of work were given up.
}
