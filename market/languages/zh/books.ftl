# 商家对账单与余额。

books-balance = 余额
books-balance-yours = 归您所有
books-balance-escrow = 担保托管中
books-balance-orders = { $count } 笔订单
books-balance-words = 买家确认收货或送达十四天后放款。托管金额按商品售价计，不含运费，未扣服务费。
books-statement-of = { $month } 对账单
books-months = 月份
books-month = { $year }年{ $month }月
books-opening = 期初
books-closing = 期末
books-at = 时间
books-order = 订单
books-what = 事项
books-amount = 金额
books-line-sale = 商品与运费收入
books-line-fee = 服务费
books-line-refund = 退款
books-line-fee-returned = 退回服务费
books-line-other = 其他
books-none = 本月没有往来
books-none-words = 订单放款或退款时，会在此记一行。
books-words = 以美元计，按下单时锁定的汇率折算。每行余额等于上一行余额加本行金额。时间为 UTC。
books-drawn-up = 制表时间 { $at }
books-more = 本月行数超出纸面，全部明细见 CSV 文件。
