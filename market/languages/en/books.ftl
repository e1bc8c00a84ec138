# A seller's statement and balance.

books-balance = Balance
books-balance-yours = Yours
books-balance-escrow = In escrow
books-balance-orders = { $count ->
    [one] one order
   *[other] { $count } orders
}
books-balance-words = Escrow is released when the buyer confirms receipt, or fourteen days after delivery. The amount in escrow is your price of the goods, before delivery and the fee.
books-statement-of = Statement, { $month }
books-months = Months
books-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
books-opening = Before
books-closing = After
books-at = When
books-order = Order
books-what = What
books-amount = Amount
books-line-sale = Goods and delivery sold
books-line-fee = Fee
books-line-refund = Given back
books-line-fee-returned = Fee returned
books-line-other = Other
books-none = Nothing moved in this month
books-none-words = A line appears when escrow of an order is released, and when something goes back.
books-words = In US dollars, converted at the rate that each order was placed at. Every balance is the one above it and the line's amount. Times are UTC.
books-drawn-up = Drawn up { $at }
books-more = The month has more lines than fit on paper; all of them are in the CSV file.
