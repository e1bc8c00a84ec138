# 法律对价格与销售的说明：税种、字段、原因。原因的键以税则答复的代码结尾。

tariff-covers = 送达{ $place }，含关税和税费（{ $delivery }，{ $from } 至 { $to } 天）
tariff-delivery-express = 国际快递
tariff-delivery-post = 国际邮政
tariff-covers-service = 已含全部税费
tariff-rule-goods = 卖家标价按下方汇率折算。
tariff-rule-delivery = { $delivery }：该包裹的卖家运费为 { $price }。
tariff-rule-law = { $regime }；税则数据行 { $rule }
tariff-rate-note = 1 { $base } = { $rate } { $quote }，{ $day }汇率（{ $source }）。

tariff-no-answer = 金额超出可计算的范围。
tariff-not-served = 该卖家不发往{ $place }。
tariff-too-heavy = 包裹重 { $gross } 克，发往{ $place }最多 { $most } 克。
tariff-no-such-option = 该卖家没有这种配送方式。
tariff-rate-stale = { $base } 对 { $quote } 的最新汇率为 { $day }，已过期。

tariff-measure-duty = 进口关税
tariff-measure-additional-duty = 加征关税
tariff-measure-consumption-tax = 消费税
tariff-measure-excise = 国内货物税
tariff-measure-liquor-tax = 酒税
tariff-measure-education-tax = 教育税
tariff-measure-environment-tax = 环境税
tariff-measure-anti-dumping = 反倾销税
tariff-measure-vat = 增值税
tariff-measure-gst = 消费服务税（GST）
tariff-measure-sales-tax = 销售税
tariff-measure-income-tax = 所得税
tariff-measure-parcel-tax = 行邮税
tariff-measure-fee = 口岸费用

tariff-field-hs = HS 编码
tariff-field-origin = 原产国
tariff-field-net-weight = 净重
tariff-field-gross-weight = 毛重
tariff-field-volume = 容量
tariff-field-abv = 酒精度
tariff-field-content = 净重或容量
tariff-field-retail-packs = 零售包装数
tariff-field-sheets = 片数
tariff-field-exchange-rate = 汇率
tariff-field-mode = 寄送方式
tariff-field-amount = 金额
tariff-field-price = 价格
tariff-field-unit-price = 单价
tariff-field-quantity = 数量
tariff-field-lines = 商品行数
tariff-field-freight = 运费

tariff-mode-post = 邮寄
tariff-mode-express = 快递
tariff-mode-cargo = 货运
tariff-mode-bonded = 保税仓

tariff-regime-cbec = 跨境电商零售进口
tariff-regime-post = 个人邮递物品
tariff-regime-general = 一般贸易
tariff-regime-lvg = 低值货物，销售时征税
tariff-regime-import = 进口，口岸征税

tariff-service-digital-download = 数字下载
tariff-service-online-course = 在线课程
tariff-service-remote-consulting = 远程咨询
tariff-service-on-site = 现场服务
tariff-service-event-on-site = 现场活动门票
tariff-service-event-online = 线上活动门票

tariff-when-at-listing = 上架前
tariff-when-once = 一次
tariff-when-per-lot = 每批次
tariff-when-per-shipment = 每次发货

tariff-reason-unknown-destination = 未知目的地 { $destination }。
tariff-reason-no-rules-yet = 尚无{ $destination }的税则，暂不发售。
tariff-reason-unknown-regime = 此寄送方式在{ $destination }没有该通关方式（{ $regime }）。
tariff-reason-regime-not-in-force = “{ $regime }”于 { $date }尚未生效。
tariff-reason-out-of-range = { $field }超出可计算的范围。
tariff-reason-missing = 缺少：{ $field }。
tariff-reason-no-exchange-rate = 没有 { $base } 对 { $quote } 的汇率。
tariff-reason-hs-not-a-number = { $hs } 不是 HS 编码：需要 4 至 12 位数字。
tariff-reason-hs-too-short = 编码 { $hs } 位数不足，已知的有 { $candidates }。
tariff-reason-hs-completed = 编码 { $hs } 按 { $full } 处理。
tariff-reason-no-rate = 未查到 { $hs } 的{ $measure }税率。
tariff-reason-rate-unknown = { $hs } 的{ $measure }税率未知（{ $layer }）。
tariff-reason-rate-ended = { $ended }之后 { $hs } 的{ $measure }规定未知。
tariff-reason-last-known-rate = { $ended }之后 { $hs } 的{ $measure }规定未知，沿用最近已知税率 { $rate }。
tariff-reason-rate-to-verify = { $hs } 的{ $measure }税率有待核实。
tariff-reason-uses-rows-to-verify = 部分依据有待核实：{ $rules }。
tariff-reason-restricted = { $text }
tariff-reason-restriction-unknown = 尚不清楚能否寄送：{ $text }
tariff-reason-restriction-to-verify = 针对该商品的规定有待核实：{ $text }
tariff-reason-not-on-list = 尚不清楚 { $hs } 是否在跨境电商零售进口商品清单内。
tariff-reason-off-list = { $hs } 不在跨境电商零售进口商品清单内。
tariff-reason-list-to-verify = { $hs } 是否在跨境电商零售进口商品清单内有待核实。
tariff-reason-only-bonded = { $hs } 仅限网购保税方式进口。
tariff-reason-over-order-limit = 订单金额 { $value }，单次交易限值为 { $limit }。
tariff-reason-single-item-over-limit = 订单超过限值 { $limit }，但为单件不可分割商品，按货物税率全额征税。
tariff-reason-over-yearly-limit = 订单金额 { $value }，年度限额 { $limit } 已使用 { $used }。
tariff-reason-allowance-not-tested = 您的年度限额 { $limit } 将在结算时核对。
tariff-reason-over-parcel-limit = 包裹价值 { $value }，每个包裹限值为 { $limit }。
tariff-reason-not-personal-use = 此方式仅限个人自用物品。
tariff-reason-below-waiver = 应征税额 { $tax } 不超过 { $limit }，予以免征。
tariff-reason-below-relief = 价值 { $value } 不超过 { $limit }，口岸免税。
tariff-reason-over-item-limit = 单件价值 { $value }；不超过 { $limit } 的货物在销售时征税，此商品在口岸征税。
tariff-reason-dutiable = 应征货物税或关税的商品不论价值均在口岸征税。
tariff-reason-not-by-this-mode = 以{ $mode }寄送的商品不适用此通关方式。
tariff-reason-taxed-at-sale = 税款已在销售时收取，口岸不再征收。
tariff-reason-not-registered = 平台未登记代收此税，法律要求时在口岸缴纳。
tariff-reason-priced-by-customs = { $goods }按海关完税价格 { $price } 计税。
tariff-reason-may-be-priced-by-customs = 海关可能另行审定完税价格。
tariff-reason-accounted-by-buyer = { $rate } 的税款由买方自行申报，销售时不代收。
tariff-reason-service-tax-unknown = { $destination }对{ $kind }的税务规定未知。
tariff-reason-price-to-verify = { $goods }的海关完税价格有待核实。
tariff-reason-preference-claimed = { $agreement } 协定税率须有原产地证明。
tariff-reason-preference-without-proof = 有 { $agreement } 原产地证明时，关税为 { $rate }。
tariff-reason-preference-to-verify = { $agreement } 协定税率 { $rate } 待核实，未采用。
tariff-reason-export-filing-due = { $hs } 货值 { $value } 超过 { $limit }，须在美国办理出口申报。
