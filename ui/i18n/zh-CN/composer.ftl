# What is being written.

composer-label = 发消息给{ $name }
composer-attach = 添加图片
composer-sticker = 表情贴
composer-emoji = 表情
composer-send = 发送
composer-reply-to = 回复 { $name }
composer-reply-cancel = 取消回复
composer-left = 你已不在这个房间里，无法在这里书写。
composer-too-long = 超出 { $count } 个字符
composer-drop = 松手即可添加图片

tray-label = 待发送的图片
tray-caption = 说明
tray-remove = 移除这张图片
tray-working = 正在准备图片

offers-people = 可提及的人
offers-emoji = 可选的表情
offers-everyone = 这里的每个人

emoji-search = 搜索表情
emoji-recent = 最近使用
emoji-none = 没有找到这样的表情。
emoji-loading = 正在打开
