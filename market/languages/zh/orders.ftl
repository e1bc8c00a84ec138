orders-reason-not-sent = 卖家未在规定时间内发货。
orders-reason-not-decided = 申诉未在规定时间内裁决，按规则判归买家。
