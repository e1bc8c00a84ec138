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
