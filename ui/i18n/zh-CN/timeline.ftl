# The header, the timeline, the members panel.

room-members-count =
    { $count ->
        [1] 目前只有你
       *[other] { $count } 位成员
    }
room-about = { $members } · { $topic }
room-left = 你已不在这个房间里
group-left = 你已不在这个聊天里
room-show-members = 成员
room-private-here = 在线
room-private-busy = 请勿打扰
room-private-away = 离开

typing-one = { $names } 正在输入
typing-many = { $names } 正在输入
typing-several = 好几个人正在输入
typing-private = 正在输入

timeline-label = { $name } 的消息
timeline-unread = { $count } 条新消息
timeline-hole = 更早的消息正在路上
timeline-waiting =
    { $count ->
        [1] 这条消息等在这里，连上后会自动发出
       *[other] { $count } 条消息等在这里，会按这个顺序发出
    }
timeline-to-newest = 到最新消息
timeline-to-newest-unread = 到最新消息，{ $count } 条未读
timeline-to-unread = 到第一条未读消息
timeline-failed = 无法打开这个会话
timeline-empty-room = 这里还没有人说话，来写第一句吧。
timeline-empty-private = 你和{ $name }的聊天从这里开始。
timeline-none = 选择一个会话
timeline-none-text = 或者新建一个：列表上方的按钮可以新建房间或私聊。

message-edited = 已编辑 { $time }
message-deleted = 消息已删除
message-newer = 这条消息需要更新版本的围炉
message-sticker-new = 这个版本没有的表情贴
message-picture-from = { $name }的图片
message-picture-missing = 图片还没有到
message-not-sent = 未发送：
message-sent = 已发送
message-waiting = 等待发送
message-reply = 回复
message-actions = 对这条消息的操作
message-copy = 复制文字
message-quote-gone = 这条消息不在这里
message-discard = 删除
message-cancel-upload = 取消
message-new-from = { $name }：{ $text }
reaction-by = { $emoji } 来自 { $names }

message-edited-mark = 已编辑
message-edit-waiting = 修改等待发送
message-not-changed = 未修改：
message-discard-edit = 撤销修改
message-read-all = 所有人已读
message-read-some = { $count } 人已读
message-label = { $name }，{ $time }：{ $text }
message-more = 更多
message-edit = 编辑
message-copy-link = 复制链接
message-forward = 转发
message-forwarded = 转发自{ $name }
message-pin = 置顶
message-unpin = 取消置顶
message-pinned = 已置顶
message-mark-unread = 从这里标为未读
message-details = 详情
message-delete = 删除
message-react = 回应
message-react-with = 用 { $emoji } 回应
message-react-other = 其他回应
reaction-more = 另外 { $count } 人

delete-title = 删除这条消息？
delete-text = 它的内容会为所有人清除，服务器上和每台电脑上都不再保留。
delete-text-other = 它的内容会为所有人清除。其他人会看到有一条消息被删除了。
delete-go = 删除
delete-stay = 取消

forward-title = 转发到
forward-find = 查找会话
forward-where = 会话
forward-none = 没有这个名称的会话
forward-later = 目前离线，恢复连接后会发出。
forward-go =
    { $count ->
        [0] 转发
        [1] 转发
       *[other] 转发到 { $count } 处
    }

panel-pinned = 置顶消息
panel-pinned-none = 这里还没有置顶的消息。在消息的菜单里可以为所有人置顶。
panel-details = 消息详情
details-first = 最初写于
details-sent = 发送于
details-edited = 修改于
details-read = 已读 · { $count }
details-unread = 还没读 · { $count }
details-partial = 不是每个人都公开自己读到了哪里。
room-show-pinned = 置顶消息

timeline-to-day = 前往某一天
timeline-mention-missing = 提到你的那条消息还没到这台电脑上，连上服务器后就会取来。
timeline-to-mention =
    { $count ->
        [1] 到提到你的消息
       *[other] 到提到你的 { $count } 条消息中的下一条
    }
calendar-before = 上个月
calendar-after = 下个月

row-kept-unread = 已标为未读

rich-show-all = 显示全部
rich-code = 代码
rich-code-copy = 复制代码
rich-code-copied = 已复制
rich-table = 表格
rich-task-done = 已完成
rich-task-open = 未完成
mention-everyone = 这里的所有人

link-title = 打开这个链接
link-title-mail = 写信到这个地址
link-goes = 它会离开围炉，前往
link-goes-hearth = 它通往一个围炉服务器：
link-message-elsewhere = 这个链接指向一条消息，但你不在那个会话里。
link-goes-mail = 你的邮件程序会打开一封信，寄给
link-open = 打开
link-write = 写信
link-copy = 复制地址
link-deceives = 文字写的是“{ $label }”，链接却通往 { $host }。
link-foreign = 这个网址的名称里有普通字母以外的字符，可能看起来像别的字母；上面是它真正的写法。
link-names-somebody = @ 之前的部分不是它要去的地方。

picture-view = 图片
picture-previous = 上一张
picture-next = 下一张
picture-save = 保存


header-invite = 邀请别人

## Why a message was refused. Short: it stands under the message, with what can be done beside it.

problem-send-server-storage-full = { $server } 的磁盘满了。
problem-send-server-quota-exceeded = 你在 { $server } 上的空间用完了。
problem-send-server-too-large = 超出了 { $server } 接受的大小。
problem-send-server-forbidden = 你已不能在这里发言。
problem-send-server-not-found = 这个房间已经不在了。
problem-send-server-blob-missing = 图片没有送达。
problem-send-server-rate-limited = 一下子发得太多了。
problem-send-server-picture-invalid = { $server } 读不懂这张图片。
problem-send-server-unsupported-media = { $server } 不接受这种文件。
problem-send-server-empty = 里面什么也没有。
problem-send-server-internal = { $server } 上出了问题。
problem-send-server-unavailable = { $server } 正在重启。
