# What is being written.

composer-label = 发消息给{ $name }
composer-attach = 添加文件
composer-sticker = 表情贴
composer-emoji = 表情
composer-send = 发送
composer-reply-to = 回复 { $name }
composer-reply-cancel = 取消回复
composer-editing = 正在编辑
composer-editing-caption = 正在编辑说明
composer-edit-cancel = 保持原样
composer-save = 保存
composer-go-to = 跳到这条消息
composer-emptied = 删除这条消息？
composer-emptied-text = 消息已经没有内容了。删除后，这里的所有人都看不到它。
composer-emptied-delete = 删除
composer-emptied-keep = 继续编辑
composer-left = 你已不在这个房间里，无法在这里书写。
composer-archived = 这个房间已归档，只能阅读。
composer-read-only = 只有管理这个房间的人可以在这里发言。你可以阅读和回应。
composer-silenced = 在 { $until } 之前，你不能在这里发言。
composer-too-long = 超出 { $count } 个字符
composer-drop = 松手即可添加文件

tray-label = 待发送的文件
tray-caption = 说明
tray-remove = 移除这张图片
tray-remove-file = 移除这个文件
tray-progress = { $done } / { $total }
tray-working = 正在准备文件

offers-people = 可提及的人
offers-emoji = 可选的表情
offers-everyone = 这里的每个人

emoji-search = 搜索表情
emoji-recent = 最近使用
emoji-none = 没有找到这样的表情。
emoji-loading = 正在打开
emoji-found = 搜索结果
emoji-failed = 无法打开表情。请关闭后再试。
emoji-groups = 表情分类
emoji-tone = 肤色
emoji-tone-0 = 不带肤色
emoji-tone-1 = 浅肤色
emoji-tone-2 = 中等偏浅肤色
emoji-tone-3 = 中等肤色
emoji-tone-4 = 中等偏深肤色
emoji-tone-5 = 深肤色
emoji-group-0 = 表情与心情
emoji-group-1 = 人物与手势
emoji-group-3 = 动物与自然
emoji-group-4 = 食物与饮料
emoji-group-5 = 旅行与地点
emoji-group-6 = 活动
emoji-group-7 = 物品
emoji-group-8 = 符号
emoji-group-9 = 旗帜

stickers-pages = 选择哪些表情贴
stickers-hearth = 围炉
stickers-own = 自己的
stickers-add = 添加表情贴
stickers-remove = 移除这张表情贴
stickers-nameless = 自己的表情贴
stickers-none = 你自己的表情贴会出现在这里。可以添加图片，也可以从消息菜单里收藏。
