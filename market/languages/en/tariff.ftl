# What the law says of a price and of a sale: measures, fields, reasons. Keys of reasons end in the code of the law's answer.

tariff-covers = at your door in { $place }, duty and tax included ({ $delivery }, { $from } to { $to } days)
tariff-delivery-express = Express
tariff-delivery-post = International post
tariff-covers-service = all taxes included
tariff-rule-goods = The seller's price at the exchange rate below.
tariff-rule-delivery = { $delivery }: the seller's rate is { $price } for this parcel.
tariff-rule-law = { $regime }; row { $rule } of the book
tariff-rate-note = 1 { $base } = { $rate } { $quote }, rate of { $day } ({ $source }).

tariff-no-answer = The amounts are beyond what can be worked out.
tariff-not-served = The seller does not send to { $place }.
tariff-too-heavy = The parcel weighs { $gross } g; at most { $most } g can be sent to { $place }.
tariff-no-such-option = The seller has no such way to send.
tariff-rate-stale = The newest exchange rate from { $base } to { $quote } is of { $day }, which is too old.

tariff-measure-duty = Import duty
tariff-measure-additional-duty = Additional duty
tariff-measure-consumption-tax = Consumption tax
tariff-measure-excise = Excise duty
tariff-measure-liquor-tax = Liquor tax
tariff-measure-education-tax = Education tax
tariff-measure-environment-tax = Environment tax
tariff-measure-anti-dumping = Anti-dumping duty
tariff-measure-vat = Value-added tax
tariff-measure-gst = Goods and services tax
tariff-measure-sales-tax = Sales tax
tariff-measure-income-tax = Income tax
tariff-measure-parcel-tax = Parcel tax
tariff-measure-fee = Fee at the border

tariff-field-hs = HS code
tariff-field-origin = country of origin
tariff-field-net-weight = net weight
tariff-field-gross-weight = gross weight
tariff-field-volume = volume
tariff-field-abv = alcohol content
tariff-field-content = net weight or volume
tariff-field-retail-packs = number of retail packs
tariff-field-sheets = number of sheets
tariff-field-watt-hours = watt-hours of the battery
tariff-field-retail-price = price at retail in the destination
tariff-field-exchange-rate = exchange rate
tariff-field-mode = way of sending
tariff-field-amount = The amount
tariff-field-price = The price
tariff-field-unit-price = The price
tariff-field-quantity = The quantity
tariff-field-lines = The number of lines
tariff-field-freight = The delivery price

tariff-mode-post = post
tariff-mode-express = express
tariff-mode-cargo = cargo
tariff-mode-bonded = a bonded warehouse

tariff-regime-cbec = Retail import by cross-border e-commerce
tariff-regime-post = Personal articles by post
tariff-regime-general = General trade
tariff-regime-lvg = Low-value goods, taxed at the sale
tariff-regime-import = Import, taxed at the border
tariff-regime-parcel = Small parcel, flat rates
tariff-regime-informal = Informal entry of small parcels
tariff-regime-formal = Formal entry
tariff-regime-simplified = Simplified rates for small parcels
tariff-regime-list = Clearance by list
tariff-regime-personal = Goods for one's own use

tariff-service-digital-download = downloads
tariff-service-online-course = online courses
tariff-service-remote-consulting = advice from afar
tariff-service-on-site = services on the spot
tariff-service-event-on-site = tickets to events on the spot
tariff-service-event-online = tickets to online events

tariff-when-at-listing = before it is listed
tariff-when-once = once
tariff-when-per-lot = for each lot
tariff-when-per-shipment = for each shipment
tariff-paper-days = { $count ->
    [one] good for a day
   *[other] good for { $count } days
}
tariff-paper-months = { $count ->
    [one] good for a month
   *[other] good for { $count } months
}
tariff-paper-years = { $count ->
    [one] good for a year
   *[other] good for { $count } years
}
tariff-paper-lead = { $days ->
    [one] allow a day
   *[other] allow { $days } days
}

tariff-reason-unknown-destination = Nothing is known of the destination { $destination }.
tariff-reason-no-rules-yet = There are no rules for { $destination } yet, so nothing is sold there.
tariff-reason-unknown-regime = There is no such customs procedure ({ $regime }) for { $destination } by this way.
tariff-reason-regime-not-in-force = The procedure “{ $regime }” was not in force on { $date }.
tariff-reason-out-of-range = { $field } is beyond what can be worked out.
tariff-untold = { $place } wants to know, and the seller has not said: { $fact }
tariff-reason-missing = Missing: { $field }.
tariff-reason-no-exchange-rate = There is no exchange rate from { $base } to { $quote }.
tariff-reason-hs-not-a-number = { $hs } is no HS code: wanted 4 to 12 digits.
tariff-reason-hs-too-short = The code { $hs } needs more digits; known are { $candidates }.
tariff-reason-hs-completed = The code { $hs } was read as { $full }.
tariff-reason-no-rate = No rate of { $measure } is known for { $hs }.
tariff-reason-rate-unknown = The rate of { $measure } for { $hs } is not known ({ $layer }).
tariff-reason-rate-ended = The law on { $measure } for { $hs } after { $ended } is not known.
tariff-reason-last-known-rate = The law on { $measure } for { $hs } after { $ended } is not known; the last known rate, { $rate } ({ $rule }), is used.
tariff-reason-rate-to-verify = The rate of { $measure } for { $hs } is still to be verified.
tariff-reason-uses-rows-to-verify = Some rows used here are still to be verified: { $rules }.
tariff-reason-restricted = { $text }
tariff-reason-restriction-unknown = It is not known whether this may go: { $text }
tariff-reason-restriction-to-verify = A rule for these goods is still to be verified: { $text }
tariff-reason-not-on-list = It is not known whether { $hs } is on the list of goods for cross-border e-commerce.
tariff-reason-off-list = { $hs } is not on the list of goods for cross-border e-commerce.
tariff-reason-list-to-verify = That { $hs } is on the list of goods for cross-border e-commerce is still to be verified.
tariff-reason-only-bonded = { $hs } goes by cross-border e-commerce only out of a bonded warehouse.
tariff-reason-over-order-limit = The order is worth { $value }; the limit of one order is { $limit }.
tariff-reason-single-item-over-limit = The order is over the limit of { $limit } but is one indivisible item, so it is taxed in full.
tariff-reason-over-yearly-limit = The order is worth { $value }, and { $used } of the yearly { $limit } is used.
tariff-reason-allowance-not-tested = What the buyer has used of the yearly { $limit } is tested at checkout.
tariff-reason-over-parcel-limit = The parcel is worth { $value }; the limit of a parcel is { $limit }.
tariff-reason-not-personal-use = This way is only for goods for the buyer's own use.
tariff-reason-below-waiver = The tax of { $tax } is not above { $limit } and is not collected.
tariff-reason-below-relief = The value of { $value } is not above { $limit }, so no tax is due at the border.
tariff-reason-below-duty-relief = The value of { $value } is not above { $limit }, so no duty is due.
tariff-reason-below-vat-relief = The value of { $value } is not above { $limit }, so no value added tax is due.
tariff-reason-relief-disputed = Whether parcels of up to { $limit } are free of duty is disputed; duty is charged on this one of { $value }.
tariff-reason-below-unit-minimum = A piece costs { $value }; a marketplace may not sell across the border below { $limit } a piece.
tariff-reason-registration-due = Whoever sells for more than { $limit } a year into { $destination } must register and collect the tax at the sale.
tariff-reason-insurance-assumed = No insurance is known; customs takes { $share } of the price for it.
tariff-reason-levy-rounded = Each levy of the parcel is rounded up to { $unit }.
tariff-reason-over-item-limit = A piece is worth { $value }; goods up to { $limit } are taxed at the sale, these at the border.
tariff-reason-dutiable = Goods under excise or duty are taxed at the border, whatever their value.
tariff-reason-not-by-this-mode = This procedure is not open to goods sent by { $mode }.
tariff-reason-outside-regime = These goods are outside the regime { $regime }.
tariff-reason-taxed-at-sale = The tax is collected at the sale, so none is due at the border.
tariff-reason-not-registered = The market is not registered to collect this tax at the sale, so it falls due at the border where the law asks it.
tariff-reason-priced-by-customs = Customs' own price of { $price } for { $goods } was taken in place of the value.
tariff-reason-may-be-priced-by-customs = Customs may set its own price for these goods.
tariff-reason-controlled-filing-due = Goods under export control ({ $eccn }) go to { $destination }: an export filing is due in the United States whatever their value.
tariff-reason-postal-code-too-short = By post every item needs a code of { $digits } digits; { $hs } is too short.
tariff-reason-closed-destination = Nothing goes from the United States to { $destination }: { $text }
tariff-reason-quantity-not-tested = What the buyer has had this year of these goods is not known; the limit of { $limit } was tested on this order alone.
tariff-reason-free-parcels-not-tested = Above { $limit } parcels free of tax the relief is lost; how many the buyer has had is not known.
tariff-reason-free-parcels-used = The buyer has had { $used } parcels free of tax; above { $limit } the relief is lost.
tariff-reason-accounted-by-buyer = Tax of { $rate } is for the buyer to account for; it is not collected at the sale.
tariff-reason-service-tax-unknown = The tax on { $kind } in { $destination } is not known.
tariff-reason-price-to-verify = Customs' own price for { $goods } is still to be verified.
tariff-reason-preference-claimed = The duty under { $agreement } holds only with proof of origin.
tariff-reason-preference-without-proof = With proof of origin under { $agreement } the duty would be { $rate }.
tariff-reason-preference-to-verify = The duty of { $rate } under { $agreement } is still to be verified and was not used.
tariff-reason-export-filing-due = Goods of { $hs } for { $value } are above { $limit }: an export filing is due in the United States.
tariff-issuer-bis = BIS
tariff-issuer-cites-office-of-the-destination = CITES office of the destination
tariff-issuer-noaa-or-fda = NOAA or FDA
tariff-issuer-ttb = TTB
tariff-issuer-us-fish-and-wildlife-service = US Fish and Wildlife Service
tariff-issuer-usda = USDA
tariff-issuer-usda-ams-or-fda = USDA AMS or FDA
tariff-issuer-usda-aphis = USDA APHIS
tariff-issuer-usda-fsis = USDA FSIS
tariff-issuer-agriculture-ministry = agriculture ministry
tariff-issuer-airline = airline
tariff-issuer-authority-of-the-destination = authority of the destination
tariff-issuer-authority-of-the-origin = authority of the origin
tariff-issuer-aviation-authority = aviation authority
tariff-issuer-buyer = buyer
tariff-issuer-carrier = carrier
tariff-issuer-certification-body = certification body
tariff-issuer-chemicals-authority = chemicals authority
tariff-issuer-customs-of-the-destination = customs of the destination
tariff-issuer-customs-of-the-destination-usda-aphis = customs of the destination; USDA APHIS
tariff-issuer-drug-authority = drug authority
tariff-issuer-drug-or-health-authority = drug or health authority
tariff-issuer-exporter-or-producer = exporter or producer
tariff-issuer-finance-ministry-of-the-destination = finance ministry of the destination
tariff-issuer-food-agency = food agency
tariff-issuer-food-and-health-authorities = food and health authorities
tariff-issuer-food-authority-of-the-destination = food authority of the destination
tariff-issuer-food-or-drug-authority = food or drug authority
tariff-issuer-fumigator = fumigator
tariff-issuer-health-authority = health authority
tariff-issuer-health-ministry = health ministry
tariff-issuer-importer = importer
tariff-issuer-importer-exporter-or-producer = importer; exporter or producer
tariff-issuer-laboratory = laboratory
tariff-issuer-liquor-authority = liquor authority
tariff-issuer-maker = maker
tariff-issuer-market = market
tariff-issuer-market-regulator = market regulator
tariff-issuer-medicine-authority-of-the-destination = medicine authority of the destination
tariff-issuer-plant-authority-of-the-destination = plant authority of the destination
tariff-issuer-plant-authority-of-the-origin = plant authority of the origin
tariff-issuer-police = police
tariff-issuer-press-authority = press authority
tariff-issuer-quarantine-of-the-destination = quarantine of the destination
tariff-issuer-radio-authority = radio authority
tariff-issuer-recognised-halal-body = recognised halal body
tariff-issuer-revenue-office = revenue office
tariff-issuer-seller = seller
tariff-issuer-sender = sender
tariff-issuer-standards-authority = standards authority
tariff-issuer-state-of-the-harvest = state of the harvest
tariff-issuer-state-of-the-trader = state of the trader
tariff-issuer-trade-authority-of-the-destination = trade authority of the destination
tariff-issuer-trade-ministry = trade ministry
