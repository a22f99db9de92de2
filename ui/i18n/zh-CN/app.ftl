### 桌面上显示的围炉：托盘与通知。

tray-open = 打开围炉
tray-quit = 退出
tray-all-read = 没有新消息
tray-unread = { $count } 条新消息
tray-hosting =
    { $connected ->
        [0] 正在主持，暂无人连接
       *[other] 正在主持，{ $connected } 人已连接
    }
tray-not-hosting = 未主持

alert-in-room = { $name }（{ $room }）
alert-new = 新消息
alert-new-mention = 有人提到了你
alert-wrote = 发来一条消息
alert-mentioned = 提到了你
alert-picture = 图片
alert-sticker = 表情贴
alert-newer = 发来了新版围炉才能显示的内容
alert-more = { $count } 条新消息
alert-away-title = 你离开期间
alert-away = { $conversations } 个会话中有 { $messages } 条新消息
alert-open = 打开
alert-mark-read = 标为已读
alert-reply = 回复
alert-test-title = 通知可以正常显示
alert-test = 有新消息时，就会这样提醒你。

desk-hearth-of = { $name }的围炉
