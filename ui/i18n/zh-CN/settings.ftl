# 设置。

settings = 设置
settings-back = 返回
settings-close = 关闭设置
settings-pages = 设置的各个页面
settings-profile = 个人资料
settings-notifications = 通知
settings-privacy = 隐私
settings-appearance = 外观
settings-text = 语言和文字
settings-storage = 存储
settings-servers = 服务器
settings-devices = 设备
settings-keyboard = 键盘
settings-about = 关于围炉

## 个人资料

profile-name = 名字
profile-name-text = 到处显示的都是它
profile-handle = 用户名
profile-handle-text = 别人用它来@你，在这台服务器上不重复
profile-picture = 头像
profile-status = 状态
profile-status-hint = 在忙什么？
profile-status-text = 显示在名字下方的一行字
profile-zone = 时区
profile-zone-text = 填写后，别人能看到你那边的时间
profile-zone-time = 别人看到你那边现在是 { $time }
profile-zone-none = 不公开
profile-zone-here = 这台电脑的：{ $zone }
profile-save = 保存
profile-discard = 放弃
profile-password = 密码
profile-password-none = 还没有密码。设了密码，就能在别的电脑上登录。
profile-password-set = 可以用它在别的电脑上登录。
profile-password-make = 设置密码
profile-password-change = 修改密码
profile-password-current = 当前密码
profile-password-new = 新密码
profile-password-save = 保存密码
profile-password-saved = 新密码已经生效。
profile-sign-out = 退出登录
profile-sign-out-text = 结束这次登录，并从这台电脑上移除这个账号的记录。

## 通知

notify-on = 显示通知
notify-on-text = 由桌面显示，带发送人的头像
notify-test = 发一条测试通知
notify-service-unknown = 还没试过。发一条，看看桌面怎么显示。
notify-service-works = 通知由{ $name }显示。
notify-service-shown = { $time }由{ $name }显示了。
notify-service-shown-actions = { $time }由{ $name }显示了。点一下就会打开那条消息。
notify-service-no-bus = 这个会话没有消息总线，显示不了通知。请从桌面启动围炉，不要从单独的终端会话启动。
notify-service-no-service = 没有通知服务在运行。请启动一个，比如dunst或桌面自带的，再测试一次。
notify-service-silent = 通知服务没有回应。请重启它，或者注销桌面再登录。
notify-service-failed = 通知服务拒绝了，它的说法是：{ $detail }
notify-shows = 通知里显示什么
notify-privacy-name-and-text = 名字和内容
notify-privacy-name-only = 只有名字
notify-privacy-nothing = 什么都不透露
notify-sample-title = 小安 · 厨房
notify-sample-text = 八点见
notify-sample-nothing = 新消息
notify-when = 什么时候
notify-keywords = 算作提到我的词
notify-keywords-none = @你的名字总是算的
notify-keyword-add = 添加
notify-keyword-new = 新的词
notify-keyword-remove = 移除{ $word }
notify-keyword-known = 这个词已经在列表里了。
notify-quiet = 安静时段
notify-quiet-text = 提到我的也先不响，未读数照常增加。
notify-quiet-days = 从哪几天开始安静
notify-quiet-from = 安静开始
notify-quiet-to = 安静结束
notify-quiet-between = 至
notify-quiet-same = 开始和结束相同，全天都安静。
notify-muted = 已静音的会话
notify-muted-none = 没有。可以在会话的菜单里静音。
notify-muted-until = 直到{ $date }
# 今天以外某一天的时刻。
notify-moment = { $day } { $time }
notify-muted-always = 一直静音
notify-unmute = 取消静音
notify-unmute-named = 取消静音：{ $name }

## 外观

look-theme = 主题
look-theme-system = 跟随桌面
look-theme-light = 浅色
look-theme-dark = 深色
look-density = 疏密
look-density-comfortable = 舒展
look-density-comfortable-text = 气泡，留白多一些
look-density-compact = 紧凑
look-density-compact-text = 一条一行，没有气泡
look-size = 文字大小
look-size-text = 整个界面跟着变
look-size-value = { $percent }%
look-size-reset = 恢复原来的大小
look-sample-other = 市场又有好番茄了
look-sample-own = 带一点回来，我有罗勒🌿

look-window = 窗口
look-tray = 关闭窗口后留在托盘
look-tray-text = 消息和通知照常到来
look-tray-none = 这个桌面不显示托盘，关闭窗口就会退出围炉
look-autostart = 随桌面启动
look-autostart-text = 登录这台电脑时打开围炉

## 语言和文字

text-language = 语言
text-language-text = 界面、日期和数字
text-language-system = 跟随桌面
text-enter = 按Enter发送
text-enter-on = 按Shift+Enter换行
text-enter-off = 按Enter换行，按Ctrl+Enter发送
text-spelling = 标出拼写错误
text-spelling-text = 使用这台电脑上你所用语言的词典

## 服务器

servers-add = 加入另一台服务器
servers-hosted = 就在这台电脑上
servers-words = 密钥的六个词
servers-words-none = 密钥由证书机构担保
servers-round-trip = 往返{ $ms }毫秒
servers-waiting = { $count }条消息等待发送
servers-connect = 连接
servers-disconnect = 断开
servers-try = 立即重试
servers-again = { $time }再试
servers-invite = 邀请别人
servers-invite-text = 进入这台服务器的链接，不指定房间

## 设备

devices-on = 已登录{ $server }的设备
devices-this = 这台电脑
devices-seen = 上次使用：{ $date }
devices-since = 登录于{ $date }
devices-add = 添加设备
devices-add-text = 在另一台电脑上打开链接，或扫描二维码。它会以你的身份登录，只能用一次，过一阵就失效。
devices-loading = 正在询问服务器
devices-offline = 设备列表在服务器上，连上后会显示在这里。

## 存储

storage-secrets = 登录凭据存在哪里
storage-secrets-text = 让这台电脑不用密码就能进入的钥匙
storage-keychain = 在桌面的密钥环里
storage-file = 没有密钥环在运行，所以存在一个只有你能读的文件里
storage-history = 消息存在哪里
storage-history-text = 全部记录都在这台电脑上，每个账号一个文件，没有网络也能看。
storage-trouble = 需要留意

## 键盘

keys-anywhere = 随处可用
keys-list = 会话列表
keys-writing = 写消息
keys-or = 或
keys-find = 找房间或人
keys-next = 下一个或上一个会话
keys-next-unread = 下一个或上一个有未读的会话
keys-escape = 退出当前的回复、面板、抽屉或对话框
keys-rows = 在列表中移动
keys-open = 打开会话
keys-send = 发送
keys-line = 换行
keys-paste = 添加剪贴板里的图片或文件
keys-edit = 输入框空着时，修改自己的上一条
keys-take = 采用给出的名字或表情
keys-messages = 消息
keys-day = 前往某一天
keys-into-messages = 从输入框往消息走
keys-walk = 在消息之间移动
keys-menu = 对这条消息的操作
keys-back = 回到输入框

## 关于

about-version = 版本{ $version }
about-lead = 给想把聊天记录留在自己电脑上的人。
about-licence = 许可
about-licence-text = MIT或Apache-2.0，任选其一。可以使用、阅读、修改和分享。
about-offline = 不用向谁注册，没有遥测，除了你要求的，什么都不会从网络加载。

## 隐私

privacy-reads = 让别人知道你读到了哪里
privacy-reads-text = 在私聊和小房间里，别人能看到。如果你不公开，也看不到别人的。
privacy-offline = 这项保存在服务器上，连接后才能修改。
privacy-blocked = 屏蔽的人
privacy-blocked-none = 没有。可以在对方的卡片上或私聊的菜单里屏蔽。
