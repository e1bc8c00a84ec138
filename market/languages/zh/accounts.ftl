# 登录、注册与个人账户。

accounts-sign-in = 登录
accounts-sign-out = 退出登录
accounts-forgot = 忘记密码？
accounts-no-account = 还没有账户？
accounts-join = 立即注册
accounts-go-on = 继续
accounts-field-email = 邮箱
accounts-field-password = 密码
accounts-field-password-new = 新密码
accounts-field-present-password = 当前密码
accounts-field-name = 称呼
accounts-field-language = 语言
accounts-field-code = 六位验证码
accounts-field-token-name = 名称
accounts-field-token-scopes = 权限
accounts-name-hint = 用于邮件中的称呼。收货地址在下单时填写。
accounts-password-hint = 至少 { $least } 个字符。建议使用只有您想得到的几个词组合。

accounts-code-title = 两步验证
accounts-code-hint = 验证器每三十秒更新一次。

accounts-join-title = 注册账户
accounts-join-lead = 我们会向您发送一封邮件，请通过其中的链接设置密码。不注册也可以购买。
accounts-join-go = 发送邮件
accounts-have-account = 已有账户？
accounts-want-to-sell = 想要开店？

accounts-forgot-title = 重设密码
accounts-forgot-lead = 我们会向您发送一封邮件，请通过其中的链接设置新密码。
accounts-forgot-go = 发送邮件

accounts-mail-title = 请查收邮件
accounts-mail-lead = 邮件正发往您填写的邮箱。
accounts-mail-hint = 几分钟后仍未收到？请查看垃圾邮件，并确认邮箱是否填写正确。为保护您的隐私，无论该邮箱是否已注册，此页内容都相同。
accounts-mail-demo = 这是试用市场，您的邮件显示在：

accounts-link-confirm-email-title = 这是您的邮箱吗？
accounts-link-confirm-email-lead = 请确认您已收到我们的邮件。
accounts-link-confirm-email-go = 确认邮箱
accounts-link-reset-password-title = 设置密码
accounts-link-reset-password-lead = 今后请用此密码登录。
accounts-link-reset-password-go = 保存密码
accounts-link-guest-link-title = 您的订单
accounts-link-guest-link-lead = 继续前往查看订单、确认收货或联系商家。
accounts-link-guest-link-go = 查看订单
accounts-confirmed = 感谢您，邮箱已确认。
accounts-password-set = 密码已设置，您已登录。

accounts-title = 我的账户
accounts-tab-account = 账户
accounts-tab-password = 密码
accounts-tab-second-factor = 两步验证
accounts-tab-sessions = 登录记录
accounts-tab-tokens = API 令牌
accounts-tab-data = 个人数据
accounts-role = 身份
accounts-role-buyer = 买家
accounts-role-seller = 商家
accounts-role-operator = 平台运营
accounts-confirmed-badge = 已确认
accounts-unconfirmed-badge = 未确认
accounts-unconfirmed = 您的邮箱尚未确认，请打开邮件中的链接。
accounts-confirm-again = 重新发送邮件
accounts-language-hint = 页面与邮件所用的语言。
accounts-keep = 保存
accounts-kept = 已保存。
accounts-your-orders = 我的订单

accounts-password-is-set = 已设置
accounts-password-is-not-set = 未设置。
accounts-password-choose = 去设置
accounts-password-change = 修改密码
accounts-password-changed = 密码已修改，您账户在其他设备上的登录均已退出。
accounts-password-ends = 修改后，您账户在其他设备上的登录将全部退出。
accounts-password-by-mail = 您的账户尚未设置密码。我们会向您发送一封邮件，请通过其中的链接设置。

accounts-second-factor-is-on = 已开启
accounts-second-factor-is-off = 未开启。
accounts-second-factor-lead = 开启两步验证后，仅凭密码无法登录，还需输入手机验证器上的六位验证码。
accounts-second-factor-wanted = 平台运营人员须先开启两步验证，方可进行其他操作。
accounts-second-factor-begin = 开启
accounts-second-factor-scan = 请用验证器扫描：
accounts-second-factor-type = 或手动输入：
accounts-second-factor-open = 在本设备上打开验证器
accounts-second-factor-once = 输入第一个验证码后，此密钥不再显示。
accounts-second-factor-finish = 开启
accounts-second-factor-done = 两步验证已开启，今后登录需要输入验证码。
accounts-second-factor-on = 两步验证已开启：登录时需要输入验证器上的验证码。
accounts-second-factor-remove = 关闭两步验证
accounts-second-factor-removed = 两步验证已关闭。

accounts-sessions-lead = { $count ->
        [one] 您仅在此处登录。
       *[other] 您在 { $count } 处登录。
    }
accounts-since = 开始时间
accounts-until = 有效期至
accounts-this-one = 当前
accounts-shown = 已验证
accounts-not-shown = 未验证
accounts-end-others = 退出其他所有登录
accounts-others-ended = 其他登录均已退出。

accounts-tokens-lead = 令牌让您的程序在授权范围内代您使用编程接口，有效期一年。
accounts-token-new = 新建令牌
accounts-token-name = 名称
accounts-token-name-hint = 注明用途，例如“店铺系统同步库存”。
accounts-token-may = 权限
accounts-scope-read = 查看
accounts-scope-write = 修改
accounts-token-make = 创建令牌
accounts-token-made = 这是您的令牌，请立即复制：仅显示这一次，我们不保存。
accounts-token-revoke = 撤销
accounts-token-revoked = 令牌已撤销。

accounts-data-out = 导出数据
accounts-data-out-lead = 我们持有的关于您的全部信息，合为一个文件：账户、登录、订单、地址、消息、邮件。
accounts-data-out-go = 导出我的数据（JSON）
accounts-erase = 删除数据
accounts-erase-goes = 将被删除：您的称呼、邮箱与密码，收货地址与身份信息，您的消息，我们发给您的邮件，购物车，所有登录与令牌。此操作无法撤销。
accounts-erase-stays = { $count ->
        [0] 您没有订单，仅保留：
       *[other] 依法须保留 { $count } 个订单，但不再与您关联：
    }
accounts-erase-stays-orders = 订单与账目：售出何物、金额多少、发往何国。《中华人民共和国电子商务法》第三十一条要求至少保存三年；美国税法亦要求保存账簿。
accounts-erase-stays-papers = 已寄出包裹的报关单证，加密保存五年（15 CFR 30.10、19 CFR 163.4）。
accounts-erase-stays-limits = 由您的身份证号生成且无法还原的一个编号，用于中国跨境年度限额。
accounts-erase-not-here = 店铺与平台人员的账户不只属于一个人。如需删除，请与我们联系。
accounts-erase-open = 以下订单尚未完成，完成后即可删除数据：
accounts-erase-ask = 删除我的数据
accounts-erase-sure = 确定删除您的账户及个人数据吗？此操作无法撤销。
accounts-erase-go = 确定删除
accounts-erased = 您的数据已删除。
accounts-privacy-title = 隐私政策
accounts-privacy-lead = 我们保存您的哪些信息、用于何处、谁能看到，以及如何导出或删除。
accounts-privacy-kept = 我们保存什么
accounts-privacy-kept-detail = 您的邮箱、所用语言；注册账户的，还有无法还原的密码摘要。每笔订单：所购商品、收货地址、留言，以及海关要求提供的真实姓名与身份证号码。我们不记录您浏览了什么。
accounts-privacy-cookies = Cookie
accounts-privacy-cookies-detail = 仅限页面运行所需：登录状态、语言、收货地与币种、购物车。没有广告，没有跟踪，也不加载其他网站的内容。
accounts-privacy-seen = 谁能看到
accounts-privacy-seen-detail = 卖家为寄送包裹可看到您的姓名、地址和电话，承运人与海关可在随包单证上看到。身份证号码仅提供给海关，任何卖家都看不到。支付服务商只获知金额。平台工作人员的操作均有记录。
accounts-privacy-safe = 如何保管
accounts-privacy-safe-detail = 姓名、地址、身份证号码、留言与邮件均加密存储。
accounts-privacy-yours = 导出与删除
accounts-privacy-yours-detail = 在“我的账户”的“个人数据”中，您可以将全部信息导出为一个文件，也可以自行删除。
accounts-privacy-yours-go = 个人数据
accounts-privacy-stays = 依法须保留的内容

field-sign-in = 邮箱或密码不正确。如果您刚刚注册，请先打开邮件中的链接。
field-email = 您填写的是“{ $found }”，请填写邮箱，例如 mei@example.com。
field-second-factor = 验证码无效或已使用，请等待下一个。
field-present-password = 密码不正确。
field-password-short = 密码太短，至少 { $wanted } 个字符。
field-password-long = 密码太长，最多 256 字节。
field-long = 内容太长，最多 { $wanted } 个字符。
field-language = 请选择一种语言。
