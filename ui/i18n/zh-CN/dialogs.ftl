# 每次只问一件事的小窗口。

dialog-close = 关闭
dialog-cancel = 取消
dialog-done = 完成

room-new = 新建房间
room-edit = 房间设置
room-name = 名称
room-name-hint = 这里聊什么？
room-name-missing = 请给房间起个名字。
room-topic = 话题
room-topic-hint = 用一句话说说它的用途（可不填）
room-visibility = 谁能找到它
room-public = 这台服务器上的所有人
room-public-text = 会列出来，谁都可以加入。
room-private = 只有成员
room-private-text = 由成员拉别人进来。
room-picture = 图片
room-make = 创建房间
room-save = 保存
room-pages = 房间设置的页面
room-page-about = 关于
room-page-writing = 发言
room-page-invites = 邀请
room-page-banned = 封禁
room-page-end = 离开
room-posting = 谁可以发言
room-posting-everyone = 所有人
room-posting-everyone-text = 所有成员都能发言。
room-posting-admins = 管理员
room-posting-admins-text = 其他人可以阅读和回应。
room-slow = 同一个人两条消息的间隔
room-slow-text = 管理员不受限制。
slow-off = 没有间隔
slow-5-seconds = 5 秒
slow-30-seconds = 30 秒
slow-minute = 1 分钟
slow-5-minutes = 5 分钟
slow-hour = 1 小时
slow-day = 1 天
slow-seconds =
    { $seconds ->
       *[other] { $seconds } 秒
    }
room-archive = 归档这个房间
room-archive-text = 不能再发言，但仍可阅读和查找，也可以恢复。
room-bring-back = 恢复
room-archived-text = 房间已归档。恢复之后才能发言和修改。
invites-text = 有链接的人都能加入这个服务器和这个房间，直到链接失效或被收回。
invites-make = 新链接
invites-holding = 仍然有效的链接
invites-none = 现在没有通往这里的链接。
invites-by = { $name }创建
invites-by-you = 你创建
invites-by-server = 服务器创建
invites-until = 有效至 { $when }
invites-no-end = 一直有效
invites-any = 人数不限
invites-left =
    { $count ->
       *[other] 还可加入 { $count } 人
    }
invites-used =
    { $count ->
       *[other] 已加入 { $count } 人
    }
invites-revoke = 收回
invites-revoke-named = 收回链接：{ $by }，{ $holds }
banned-text = 被封禁的人无法回来，直到重新允许。
banned-none = 没有人被封禁。
banned-admit = 重新允许
banned-admit-named = 重新允许{ $name }
room-account = 所在服务器

chat-new = 新建私聊
chat-find-hint = 名字或用户名
chat-people = 联系人
chat-none = 这里没有叫这个名字的人。加入了这台服务器的人才会出现。
chat-nobody = 你是这台服务器上的第一个人。先邀请别人，再来这里给他们写消息。

rooms-browse = 可以加入的房间
rooms-find = 找房间
rooms-loading = 正在询问服务器
rooms-none = 公开的房间你都已经在里面了。
rooms-none-found = 没有叫这个名字的房间。
rooms-members = { $count }位成员
rooms-join = 加入
rooms-join-named = 加入{ $name }
rooms-open = 打开
rooms-open-named = 打开{ $name }

member-add = 拉人进“{ $room }”
member-added = 已添加
member-all-here = 这台服务器上的人都已经在这个房间里了。

invite-people = 邀请别人进“{ $room }”
invite-people-server = 邀请别人加入{ $server }

join-another = 加入另一台服务器

leave-title = 要离开“{ $name }”吗？
leave-text-public = 它会从你的列表里消失，想回来时随时可以再加入。
leave-text-private = 它会从你的列表里消失。想回来，要由成员再拉你进去。
leave-text-group = 它会从你的列表里消失，你也不再收到消息。聊天里的人可以再添加你。
leave-go = 离开
leave-stay = 留下

sign-out-title = 要退出{ $server }吗？
sign-out-text = 这个账号的记录会从这台电脑上移除；服务器和其他设备上的仍然保留。
sign-out-waiting = 还有{ $count }条消息没有发出，退出后会丢失。
sign-out-no-password = 你在这台服务器上没有设密码。没有密码，也没有别的已登录设备，就回不到这个账号了。
sign-out-hosted = 服务器本身仍然留在这台电脑上。
sign-out-go = 退出登录
sign-out-stay = 保持登录

device-title = 添加设备
device-link = 设备链接
device-until = 只能用一次，{ $time }前有效。
device-qr = 设备链接二维码
