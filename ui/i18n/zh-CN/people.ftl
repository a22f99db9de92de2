# 成员、个人卡片、自己的状态。

## 会话的成员

panel-members = 成员
panel-add = 添加成员
panel-owners =
    { $count ->
        [1] 房主
       *[other] 房主 · { $count }
    }
panel-admins = 管理员 · { $count }
panel-plain-members = 成员 · { $count }
panel-guests = 访客 · { $count }
panel-people = 成员 · { $count }
panel-leave = 离开这个房间
panel-leave-group = 离开这个聊天
panel-remove = 移除{ $name }
panel-write = 发消息给{ $name }

member-make-owner = 设为房主
member-make-admin = 设为管理员
member-make-member = 设为普通成员
member-make-guest = 设为访客
member-make-admin-me = 改为管理员
member-make-member-me = 改为普通成员
member-make-guest-me = 改为访客
member-unsilence = 解除禁言
member-ban = 封禁{ $name }
member-silent-until = 禁言至 { $when }
member-silent-until-lifted = 已禁言
silence-10-minutes = 禁言 10 分钟
silence-hour = 禁言 1 小时
silence-day = 禁言 1 天
silence-until-lifted = 禁言，直到解除

ask-remove = 把{ $name }移出“{ $room }”？
ask-remove-text = 对方将不再看到这个房间；重新加入或被再次添加后可以回来。
ask-remove-go = 移除
ask-ban = 在“{ $room }”封禁{ $name }？
ask-ban-text = 对方将不再看到这个房间，也无法回来，直到有人在房间设置里重新允许。
ask-ban-go = 封禁
ask-owner = 把{ $name }设为房主？
ask-owner-text = 房主在这里可以做任何事，对其他房主也一样。你仍然是房主。
ask-owner-go = 设为房主
ask-step-down = 放弃你在这里的角色？
ask-step-down-text = 你无法自己收回。如果你是唯一的房主，会由下一位接任。
ask-step-down-go = 放弃
ask-block = 屏蔽{ $name }？
ask-block-text = 对方不能再私下给你发消息，也不能把你拉进私聊。对方不会收到通知。在房间里你们仍能看到彼此。
ask-block-go = 屏蔽

## 一个人

presence-offline = 不在
presence-offline-since = { $when } 起不在
person-show = 关于对方
person-about = 关于 { $name }
person-write = 发消息
person-own = 我的资料
person-more = 对{ $name }的更多操作
person-time-there = 对方当地时间 { $time }
person-former = 以前的成员
person-former-text = 来自导入的会话，没有人用这个名字登录。
person-blocked = 你屏蔽了这个人。
person-block = 屏蔽{ $name }
person-unblock = 取消屏蔽{ $name }
person-block-short = 屏蔽
person-unblock-short = 取消屏蔽

## 自己

me-menu = 我和我的状态
me-presence = 别人能否打扰我
me-online = 在线
me-online-text = 别人能看到你在不在
me-busy = 请勿打扰
me-busy-text = 别人能看到，而且不会有通知打扰你
presence-busy-until = 请勿打扰 · { $until }
busy-for = 多久不被打扰
busy-hour = 1 小时
busy-hours = 8 小时
busy-tomorrow = 到明天
busy-ever = 直到我结束
me-status-clear = 清除状态

## 多人私聊

group-alone = 只有你
group-picked = 已选
group-pick = 选一个人，或选几个人一起聊。
group-drop = 不选{ $name }
group-start = 开始 { $count } 人聊天
chat-start = 开始聊天
group-full = 一个聊天最多 { $count } 人。人更多请用房间。
group-edit = 聊天设置
group-name-hint = 成员的名字
group-name-text = 聊天里的每个人都会看到。留空则显示成员的名字。

## 慢速模式

held-slow-seconds = 这个房间要求间隔发言：还剩 { $seconds } 秒。现在发送的会在之后发出。
held-slow-minutes = 这个房间要求间隔发言：还剩 { $minutes } 分钟。现在发送的会在之后发出。
