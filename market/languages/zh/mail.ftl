# 邮件。每封邮件有主题和正文；称呼与落款加在正文前后。

mail-greeting = { $name }，您好：
mail-greeting-nobody = 您好：
mail-foot = Sampan · 美国农场与作坊，直达您家门口
    我们绝不会通过邮件索取您的密码。

mail-confirm-subject = 请确认您的邮箱
mail-confirm-body = 有人用此邮箱在 Sampan 注册了账户。请打开以下页面，确认邮箱属于您：

    { $link }

    如非您本人操作，请忽略此邮件。

mail-welcome-subject = 设置您的 Sampan 密码
mail-welcome-body = 有人（应该就是您）想用此邮箱注册 Sampan。请在此设置密码，同时完成邮箱确认：

    { $link }

    链接两小时内有效，仅可使用一次。如非您本人操作，请忽略此邮件。

mail-reset-subject = 重设您的 Sampan 密码
mail-reset-body = 您申请了重设密码。请在此设置新密码：

    { $link }

    链接两小时内有效，仅可使用一次。重设后，您账户的所有登录都会退出。如非您本人操作，请忽略此邮件，密码不会改变。

mail-taken-subject = 您已有 Sampan 账户
mail-taken-body = 有人（应该就是您）想用此邮箱注册 Sampan，但该邮箱已有账户，因此未作任何更改。请在此登录，或在同一页面重设密码：

    { $link }

mail-guest-order-subject = 您的订单 { $number }
mail-guest-order-body = 我们已收到您的订单 { $number }，金额 { $amount }。请于 { $date } 前付款，在此之前商品为您保留。

    在任何设备上查看订单：
    { $link }

    任何人拿到此链接都能看到您的订单，请勿转发。

mail-new-order-subject = 新订单 { $number }
mail-new-order-body = 您有新的成交：订单 { $number }，金额 { $amount }，买家已付款，货款由平台代管。请于 { $date } 前发货。

    { $link }

mail-order-paid-subject = 付款成功：订单 { $number }
mail-order-paid-body = 感谢您的购买。我们已收到订单 { $number } 的 { $amount }，在您收到包裹之前由平台代管。商家须于 { $date } 前发货。

    { $link }

mail-order-expired-subject = 订单 { $number } 逾期未付款
mail-order-expired-body = 订单 { $number } 未在规定时间内付款，商品已恢复销售，未向您收取任何费用。您可以随时重新下单。

    { $link }

mail-order-shipped-subject = 已发货：订单 { $number }
mail-order-shipped-body = 订单 { $number } 已发货，预计 { $date } 前送达。如届时仍未收到，请在订单页面告知我们，我们会为您退款或找到包裹。

    { $link }

mail-order-delivered-subject = 已送达：订单 { $number }
mail-order-delivered-body = 承运人显示订单 { $number } 已送达。请在订单页面确认收货，如有问题请告知我们。若未收到您的反馈，货款将于 { $date } 付给商家。

    { $link }

mail-order-completed-subject = 交易完成：订单 { $number }
mail-order-completed-body = 订单 { $number } 已完成，平台代管的货款已付给商家。

    { $link }

mail-order-cancelled-subject = 已取消：订单 { $number }
mail-order-cancelled-body = 订单 { $number } 已取消，已付款项将全额退还买家。

    原因：{ $reason }

    { $link }

mail-order-returned-subject = 已退货：订单 { $number }
mail-order-returned-body = 订单 { $number } 的商品已退货，{ $amount } 将退还买家。

    原因：{ $reason }

    { $link }

mail-order-refunded-subject = 订单 { $number } 已退款
mail-order-refunded-body = 订单 { $number } 的 { $amount } 已按原支付方式退还给您，到账可能需要几天时间。

    { $link }

mail-refund-late-payment-subject = 订单 { $number } 的付款将退还给您
mail-refund-late-payment-body = 您支付的 { $amount } 到账时，订单 { $number } 已关闭。我们将按原支付方式全额退还。如仍需购买，请重新下单。

    { $link }

mail-refund-other-payment-subject = 订单 { $number } 有一笔付款将退回
mail-refund-other-payment-body = 我们收到订单 { $number } 的一笔付款 { $amount }，因已付过款或金额不符而无法入账，将全额原路退回。

    { $link }

mail-claim-opened-subject = 订单 { $number }：买家反映未收到包裹
mail-claim-opened-body = 订单 { $number } 有一项申诉。我们将于 { $date } 前作出处理，在此之前货款暂不变动。

    买家说明：{ $reason }

    { $link }

mail-claim-decided-subject = 订单 { $number }：申诉已处理
mail-claim-decided-body = 订单 { $number } 的申诉已处理完毕。

    理由：{ $reason }

    款项如何处理，请见订单页面：
    { $link }

mail-message-subject = 关于订单 { $number } 的新消息
mail-message-body = 您收到一条关于订单 { $number } 的新消息。请在此查看并回复：

    { $link }

mail-seller-approved-subject = 您的店铺已开通
mail-seller-approved-body = 您的店铺已通过审核，即日起您发布的商品将上架销售。

    { $link }

mail-seller-declined-subject = 关于您的 Sampan 店铺申请
mail-seller-declined-body = 您的店铺未能通过审核。

    原因：{ $reason }

    修改后可在此重新申请：
    { $link }

mail-seller-suspended-subject = 您的店铺已暂停
mail-seller-suspended-body = 您的店铺暂不展示。已付款的订单仍须发货，货款照常支付给您。

    原因：{ $reason }

    { $link }

mail-listing-withdrawn-subject = 您的一件商品已被下架
mail-listing-withdrawn-body = 您的一件商品已不再展示。

    原因：{ $reason }

    修改后可在此重新发布：
    { $link }

mail-seller-fee-subject = 店铺服务费率调整
mail-seller-fee-body = 您店铺的服务费率已调整，此前的订单不受影响。工作台：

    { $link }

mail-staff-invited-subject = { $shop } 邀请您加入
mail-staff-invited-body = { $shop } 的店主邀请您协助管理其在 Sampan 的店铺。请在此设置密码，同时确认您的邮箱：

    { $link }

    链接只能使用一次，一周内有效；过期后可在登录页重新获取。如果您不认识该店铺，请忽略此邮件。

mail-listing-restored-subject = 您的商品可以重新上架
mail-listing-restored-body = 此前被下架的一件商品已交还给您，现在可以重新上架：

    { $link }

mail-law-change-subject = 法规变动将于 { $date } 影响您的商品
mail-law-change-body = “{ $name }”自 { $date } 起施行。以一件商品在一个市场计：到手价上涨 { $dearer } 项，下降 { $cheaper } 项；不能再销售 { $stops } 项，新增可售 { $starts } 项。您自己的定价不变：

    { $link }

mail-outbox-title = 已发出的邮件
mail-outbox-demo = 这是试用市场：邮件不会真正寄出，最近一百封显示在此。
mail-outbox-live = 最近一百封邮件。邮件内容仅供收件人阅读。
mail-outbox-empty = 暂无邮件
mail-outbox-empty-lead = 事情发生后片刻，邮件就会出现在这里。
