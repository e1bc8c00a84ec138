# The basket, the checkout, the payment and the test provider.

checkout-basket-title = Your basket
checkout-basket-empty = Your basket is empty
checkout-basket-empty-words = Put something in, and you see here what it comes to at your door.
checkout-look-around = Look around
checkout-added = Added to your basket.
checkout-gone = { $count ->
    [one] One thing in your basket is no longer there.
   *[other] { $count } things in your basket are no longer there.
  }
checkout-take-out = Remove
checkout-change = Update
checkout-quantity-of = Pieces of { $title }
checkout-quantity-wanted = A whole number from { $least } to { $most }.
checkout-unit-price = { $price } each
checkout-lot-parcel = One parcel
checkout-lot-service = A service
checkout-service = { $place }. { $when }. Until { $until }.
checkout-way = { $name }, { $from } to { $to } days:
checkout-days = { $from } to { $to } days on the way
checkout-way-not = Not possible for this parcel
checkout-no-way = None of the ways to send these goods is open to them. The reason stands beside each.
checkout-not-sold = This is not on sale at the moment. Please remove it.
checkout-sold-out = This is sold out.
checkout-left = Only { $left } left.
checkout-left-lying = Only { $left } left, and { $lying } are in your basket already.
checkout-service-over = The last day of this service is over.
checkout-sum-title = Summary
checkout-total = Total
checkout-hint-limits = For goods bought abroad for own use, China allows { $order } an order and { $year } a person and year at reduced tax. Each parcel here is an order of its own.
checkout-not-ready = Not all of this can be ordered as it stands. Please look at the marked places.
checkout-go = To the checkout
checkout-escrow = We hold your money until the parcel is with you, or the code of a service has been used.

checkout-title = Checkout
checkout-step-basket = Basket
checkout-step-address = Address and delivery
checkout-step-pay = Payment
checkout-you = You
checkout-guest = You can buy without an account. If you have one:
checkout-email-hint = We send the way to your order there.
checkout-address = Where it goes
checkout-address-place = The address is in { $place }. Another place can be chosen at the top of the page.
checkout-show-list = Show the list that follows
checkout-identity = Who imports it
checkout-document-label-resident-id = Identity number
checkout-document-why-resident-id = China's customs clear goods like these in the name of a person. Name and number are kept encrypted, go to customs alone, and are shown to no seller.
checkout-document-hint-resident-id = The 18 characters on your resident identity card.
checkout-document-label-pccc = Personal customs clearance code
checkout-document-why-pccc = Korea's customs know you by this code; name and telephone above must be those that belong to it. It is kept encrypted and stands on the parcel's customs paper, which the seller prints, and nowhere else.
checkout-document-hint-pccc = P and 12 digits, such as P123456789012.
checkout-document-label-taiwan-id = National number or number of the resident certificate
checkout-document-why-taiwan-id = Taiwan's customs ask you in the app EZ WAY to confirm the parcel; name and telephone above must be those of the app. The number is kept encrypted and stands on the invoice for customs, which the seller prints, and nowhere else.
checkout-document-hint-taiwan-id = A letter and 9 digits, such as A123456789.
checkout-document-label-kyc = Aadhaar, PAN or passport number
checkout-document-why-kyc = India's customs want to know who receives a parcel. The number is kept encrypted and stands on the papers for customs, which the seller prints, and nowhere else.
checkout-document-hint-kyc = 12 digits (Aadhaar), 5 letters, 4 digits and a letter (PAN), or a passport's 6 to 9 characters.
checkout-document-label-nik = NIK or NPWP
checkout-document-why-nik = Indonesia's customs clear a parcel in the name of its receiver. The number is kept encrypted and stands on the parcel's customs paper, which the seller prints, and nowhere else.
checkout-document-hint-nik = 16 digits (NIK), 15 or 16 digits (NPWP), or a foreigner's passport number.
checkout-document-label-citizen-id = Citizen number
checkout-document-why-citizen-id = Vietnam's customs clear a parcel in the name of its receiver. The number is kept encrypted and stands on the papers for customs, which the seller prints, and nowhere else.
checkout-document-hint-citizen-id = The 12 digits on your citizen card.
checkout-orders = Your orders
checkout-delivery-of = Delivery from { $seller }
checkout-look-again = I have changed something, look again
checkout-new-total = Update the total
checkout-rate-hint = The exchange rate and every amount stay fixed for 30 minutes once you have placed the order.
checkout-place = Place the order and go on to pay
checkout-place-hint = Nothing is charged yet.
checkout-to-basket = Back to the basket
checkout-such-as = Such as { $example }

checkout-address-name = Name
checkout-address-phone = Telephone
checkout-address-postcode = Postcode
checkout-address-street = Street and number
checkout-address-unit = Flat, floor, building
checkout-address-province = Province
checkout-address-state = State
checkout-address-prefecture = Prefecture
checkout-address-area = Area
checkout-address-city = City
checkout-address-suburb = Suburb or town
checkout-address-regency = Regency or city
checkout-address-city-district = City and district
checkout-address-district = District
checkout-address-subdistrict = Subdistrict
checkout-address-kecamatan = Kecamatan
checkout-address-ward = Ward
checkout-address-barangay = Barangay

checkout-field-quantity = Quantity
checkout-field-email = E-mail address
checkout-field-identity-name = Name as on the card
checkout-field-identity-number = Number for customs
checkout-field-address-name = Name
checkout-field-address-phone = Telephone
checkout-field-address-postcode = Postcode
checkout-field-address-region = Province, state or area
checkout-field-address-city = City
checkout-field-address-district = District
checkout-field-address-ward = Ward
checkout-field-address-street = Street and number
checkout-field-address-unit = Flat, floor, building

checkout-wanted-something = Please fill this in.
checkout-wanted-at-most = At most { $characters } characters.
checkout-wanted-plain-text = One line of plain text.
checkout-wanted-digits = { $digits } digits, such as { $example }.
checkout-wanted-no-postcode = There are no postcodes there; please leave it empty.
checkout-wanted-phone = A telephone number there (+{ $calling }), such as { $example }.
checkout-wanted-choice = Please choose from the list.
checkout-wanted-email = An e-mail address, such as mei@example.com.
checkout-wanted-name-length = The name has 2 to 50 characters.
checkout-wanted-name-characters = The name in Chinese characters, as on the card.
checkout-wanted-name-dot = The dot · stands between two parts of a name.
checkout-wanted-id-length = The number has 18 characters; { $found } were typed.
checkout-wanted-id-characters = Only digits, and X as the last character.
checkout-wanted-id-region = The first two digits name no province.
checkout-wanted-id-birth-date = Digits 7 to 14 are no possible date of birth.
checkout-wanted-code-check-digit = The check digit does not fit the others. Please look for a mistyped character.
checkout-wanted-id-check-digit = The last character does not fit the others. Please look for a mistyped digit.

field-quantity-not-whole = “{ $found }” is no whole number. { $wanted }
field-quantity-too-few = “{ $found }” is too few. { $wanted }
field-quantity-too-many = “{ $found }” is too many. { $wanted }
field-stock = { $wanted }
field-address-something = { $wanted }
field-address-at-most = { $wanted }
field-address-plain-text = { $wanted }
field-address-digits = “{ $found }” is no postcode there. { $wanted }
field-address-no-postcode = { $wanted }
field-address-phone = “{ $found }” is no number there. { $wanted }
field-address-one-of-the-list = { $wanted }
field-name-length = { $wanted }
field-name-characters = { $wanted }
field-name-dot = { $wanted }
field-id-length = { $wanted }
field-id-characters = { $wanted }
field-id-region = { $wanted }
field-id-birth-date = { $wanted }
field-code-form = { $wanted }
field-code-check-digit = { $wanted }
field-id-check-digit = { $wanted }

checkout-status-title = Your payment
checkout-state-awaiting = Your order is placed and waits for your payment
checkout-state-declined = The payment did not succeed; you can try again
checkout-state-paid = Paid. The seller has been told
checkout-state-expired = The time to pay is over; the goods went back on the shelf
checkout-state-refunded-late = Your payment came too late and goes back to you
checkout-state-cancelled = You have called this order off
checkout-time-left = { $minutes ->
    [one] One minute left, until { $until }.
   *[other] { $minutes } minutes left, until { $until }.
  }
checkout-pay = Pay now
checkout-cancel = Call it off
checkout-cancel-question = The order is called off and the goods go back on the shelf. Nothing is charged.
checkout-cancel-yes = Yes, call it off
checkout-status-orders = Orders
checkout-order-number = Order { $number }
checkout-goes-back = { $amount } came in that no order could take. It goes back to you in full.
checkout-went-back = { $amount } has been sent back to you.
checkout-rate-locked = Locked at 1 { $base } = { $rate } { $quote }, rate of { $day }.
checkout-to-orders = To your orders

checkout-sandbox-title = Test provider
checkout-sandbox-banner = This is a test payment provider. No money moves.
checkout-sandbox-asks = A shop asks for this payment:
checkout-sandbox-charge = Charge { $number }: { $amount }, of which { $back } went back.
checkout-sandbox-approve = Approve
checkout-sandbox-approve-hint = The payment succeeds.
checkout-sandbox-decline = Decline
checkout-sandbox-decline-hint = The payment fails; it can be tried again.
checkout-sandbox-approve-twice = Approve twice
checkout-sandbox-approve-twice-hint = You are charged twice by mistake, and the shop is told of each twice.
checkout-sandbox-approve-late = Approve late
checkout-sandbox-approve-late-hint = The payment succeeds, but the shop hears of it only after its time is over.
checkout-sandbox-out-of-order = Tell it out of order
checkout-sandbox-out-of-order-hint = It fails first and then succeeds, and the shop hears of the success first.
checkout-sandbox-back = Back to the shop

# Where an order is over a limit or the law does not let it go.
checkout-ways = What you can do
checkout-ways-note = One purchase sent in several parcels to stay below a limit is not lawful, so it is not offered here.
checkout-way-delivery = Sent by { $way } it goes ({ $regime }) and comes to { $total }.
checkout-way-delivery-do = Send by { $way }
checkout-way-fewer = With { $count } instead of { $wanted } of “{ $title }” it goes and comes to { $total }.
checkout-way-fewer-do = Take { $count }
checkout-way-leave-out = Without { $titles } it goes and comes to { $total }.
checkout-way-leave-out-do = Leave out { $titles }
checkout-way-day = From { $day } on the law lets it go; at today’s prices it would come to { $total }.
checkout-way-new-year = From { $day } on your room of the year is whole again; at today’s prices it would come to { $total }.
checkout-papers = { $count ->
    [one] Sold with one paper
   *[other] Sold with { $count } papers
 }
checkout-paper-missing = The seller does not have it yet; the parcel leaves once it is there. If it does not leave in time, all your money comes back.
checkout-paper-buyer = You give it to the seller once you have ordered.
checkout-paper-market = The marketplace sees to it.
checkout-paper-checkout = You are asked for it with the order.
checkout-paper-border = It is asked for on arrival.
