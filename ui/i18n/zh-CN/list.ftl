# The list of conversations, and the bar below it.

list-label = 会话
list-search = 搜索
list-search-clear = 清除
list-search-key = Ctrl K
list-new-chat = 新建私聊
list-new-room = 新建房间
list-empty = 房间和私聊会出现在这里。
list-none = 没有叫这个名字的，换一部分试试。
list-open-drawer = 打开列表
list-close-drawer = 关闭列表
list-settings = 设置
list-me = 我

row-draft = 草稿：
row-you = 我：
row-by = { $name }：
row-picture = [图片]
row-picture-caption = [图片] { $caption }
row-file = [文件] { $name }
row-file-caption = [文件] { $name }：{ $caption }
row-sticker = [表情贴]
row-deleted = 消息已删除
row-newer = [需要更新版本的围炉]
row-pinned = 已置顶
row-muted = 已静音
row-archived = 已归档
row-mention = 有人提到你
row-waiting = 等待发送
row-failed = 未发送
row-unread = { $count } 条未读消息
row-pin = 置顶
row-unpin = 取消置顶
row-unmute = 取消静音
row-notify = 通知
row-notify-all = 所有消息
row-notify-mentions = 仅提到我时
row-mute-hour = 静音 1 小时
row-mute-hours = 静音 8 小时
row-mute-tomorrow = 静音到明天
row-mute-ever = 一直静音
row-leave = 离开
row-room-settings = 房间设置
row-menu = 对“{ $name }”的操作

note-room-opened = { $author } 开了这个房间
note-room-opened-you = 你开了这个房间
note-room-changed = { $author } 修改了房间设置
note-room-changed-you = 你修改了房间设置
note-room-named = { $author } 把房间命名为“{ $room }”
note-room-named-you = 你把房间命名为“{ $room }”
note-group-opened = { $author } 发起了这个聊天
note-group-opened-you = 你发起了这个聊天
note-group-changed = { $author } 改了聊天的名字或图片
note-group-changed-you = 你改了聊天的名字或图片
note-joined = { $user } 加入了
note-joined-you = 你加入了
note-added = { $author } 添加了 { $user }
note-added-you = 你添加了 { $user }
note-added-me = { $author } 添加了你
note-left = { $user } 离开了
note-left-you = 你离开了
note-removed = { $author } 移除了 { $user }
note-removed-you = 你移除了 { $user }
note-removed-me = { $author } 移除了你
note-banned = { $author } 封禁了 { $user }
note-banned-you = 你封禁了 { $user }
note-banned-me = { $author } 封禁了你
note-unbanned = { $author } 允许 { $user } 回来了
note-unbanned-you = 你允许 { $user } 回来了
note-silenced = { $author } 将 { $user } 暂时禁言
note-silenced-you = 你将 { $user } 暂时禁言
note-silenced-me = { $author } 将你暂时禁言
note-unsilenced = { $author } 让 { $user } 可以发言了
note-unsilenced-you = 你让 { $user } 可以发言了
note-unsilenced-me = { $author } 让你可以发言了
note-role = { $author } 将 { $user } 设为{ $role ->
    [guest] 访客
    [admin] 管理员
    [owner] 房主
   *[member] 成员
}
note-newer = 这里发生的事需要更新版本的围炉才能显示
