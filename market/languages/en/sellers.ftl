# Joining, the seller's day, settings, delivery rates.

sellers-join-title = Sell to Asia from where you are
sellers-join-lead = List your goods in dollars. Your buyer sees one price at the door in yuan or Singapore dollars, duty and tax included. You ship the parcel with the papers we prepare; you are paid in dollars.
sellers-join-do = Join
sellers-join-free = Joining costs nothing and needs no deposit. We keep a fee only when something is sold.
sellers-field-name = Business name
sellers-field-name-hint = As your customers know it. It is shown on your shop.
sellers-field-state = State
sellers-field-city = City
sellers-field-email = E-mail address
sellers-field-email-hint = We send a letter there to confirm that it is yours. Buyers do not see it.
sellers-field-password = Password
sellers-field-password-hint = At least ten characters.
sellers-field-terms = I have read the terms and accept them for this business.
sellers-terms-read = Read the terms (two minutes)
field-seller-field = Please write 1 to 120 characters.
field-seller-state = Please choose a state from the list.
field-seller-email = “{ $found }” is no e-mail address.
field-seller-password = Please choose 10 to 256 characters.
field-seller-terms = To sell here, the terms must be accepted.

sellers-sent-title = Look into your mailbox
sellers-sent-lead = We have sent a letter to the address you gave. Follow the link in it to confirm the address; it works for a week.
sellers-sent-hint = No letter after a few minutes? Look among the unwanted mail, or fill in the form again.
sellers-way-form = Form
sellers-way-letter = Letter
sellers-way-approval = Approval

sellers-today-shop = See your shop
sellers-today-to-ship = Orders to send
sellers-today-unanswered = Messages to answer
sellers-today-booked = Services booked
sellers-today-on-the-way = Parcels on the way
sellers-today-claims = Claims open
sellers-today-published = Listings published
sellers-status-applied = We are looking at your application. You can prepare everything meanwhile; buyers see your shop once it is approved.
sellers-status-approved = Your shop is open.
sellers-status-declined = Your application was declined: { $reason }
sellers-status-suspended = Your shop is closed for now; open orders go on. The reason: { $reason }
sellers-checklist = Until your first sale
sellers-checklist-left = { $count ->
    [one] One step is left.
   *[other] { $count } steps are left.
}
sellers-checklist-done = Done
sellers-checklist-open = Open
sellers-step-confirm-email = Your e-mail address is confirmed
sellers-step-confirm-email-do = Send the letter again
sellers-step-accept-terms = The terms are accepted
sellers-step-accept-terms-do = Read and accept
sellers-step-approval = We have approved your shop
sellers-step-rate-card = Delivery has its prices
sellers-step-rate-card-do = Set delivery rates
sellers-step-first-listing = There is a first listing
sellers-step-first-listing-do = Import your products
sellers-step-first-published = A listing is published
sellers-step-first-published-do = Publish

sellers-terms-title = Terms for sellers and buyers
sellers-terms-lead = These are the rules everyone here agrees to, in plain words. They apply to every order placed on this marketplace.
sellers-terms-who = Who may sell
sellers-terms-who-words = A business in the United States, its states, the District of Columbia or its territories. We look at each application before a shop opens, and say why when we decline one. Someone who owns a shop answers for what is sold there and for everyone invited to help.
sellers-terms-price = The price
sellers-terms-price-words = The seller sets the price of the goods and of delivery in dollars. The marketplace adds duty and tax of the buyer's country by the rules in force, and shows how each was worked out. What the buyer confirms at checkout is final: neither seller nor marketplace asks for more later.
sellers-terms-money = Whose money it is
sellers-terms-money-words = The buyer's payment lies in escrow. It is released when the buyer confirms receipt, or { $days } days after delivery. Then the seller's part is the seller's, duty and tax are owed to the state, and our fee is ours. Every cent can be followed in the statement.
sellers-terms-fee = The fee
sellers-terms-fee-words = { $percent } per cent of goods and delivery, unless another fee was agreed with a seller. Nothing is charged for joining, listing or waiting. What is refunded brings its fee back.
sellers-terms-ship = Shipping
sellers-terms-ship-words = A paid order is sent within { $days } days with the papers prepared here, truthful in contents, value and origin. An order not sent in time is cancelled and the buyer has the money back.
sellers-terms-back = Going back
sellers-terms-back-words = A buyer may cancel before the parcel is sent. A parcel that never arrives can be claimed; we decide with a reason both sides can read. For goods that are sent back, goods, delivery share, duty, tax and fee each go back where they came from.
sellers-terms-goods = What may not be sold
sellers-terms-goods-words = Anything that may not leave the United States or enter the buyer's country, anything that is not what it says it is, and anything whose papers would have to be untrue. We take such a listing down and tell the seller why.
sellers-terms-data = Personal data
sellers-terms-data-words = A buyer's name and address are given to the seller for sending the parcel and for nothing else. An identity number that customs asks for is shown to no seller. Personal data are stored encrypted and can be taken out or erased by their owner, but for what tax and trade law obliges us to keep.
sellers-terms-end = Ending
sellers-terms-end-words = A seller may leave at any time; open orders are still to be carried out. We may close a shop that breaks these rules, with a reason, and the money that is the seller's remains the seller's.
