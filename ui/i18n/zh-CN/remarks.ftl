### 导入时未能保持原样的内容

remark-file-missing = 文件不在导出内容里，消息中留下了名称和地址
remark-custom-emoji = 自定义表情变成了冒号之间的名称
remark-custom-emoji-picture = 略去了自定义表情的图片
remark-reaction-without-people = 表情回应只有数量，没有人名，已略去
remark-thread-reply = 话题里的回复变成了对第一条消息的回复
remark-thread-room = 话题变成了单独的房间
remark-embed = 程序和链接附带的卡片变成了文字
remark-interactive = 按钮、菜单、投票和通话变成了文字，或已略去
remark-system-message = 聊天软件自己的消息变成了文字
remark-unknown-person = 有些人只在消息里出现，资料取自消息
remark-unknown-name = 有些群组、角色、人或频道在导出内容里没有说明，名称原样留在文字里
remark-handle-changed = 用户名写法有变，或为两人共用
remark-chat-with-oneself = 与自己的聊天变成了私密房间
remark-many-people = 人数过多的私聊变成了私密房间
remark-people-details = 略去了名字以外的个人资料，例如头像、地址和偏好
remark-permissions = 导出内容没有说明谁能阅读频道，频道变成了私密房间
remark-setting = 略去了这里没有的设置
remark-unlisted = 有些会话不在导出的列表里，变成了私密房间
remark-category = 略去了分类
remark-forwarded-by-unknown = 转发的消息没有说明出自谁，变成了引用
remark-formatting = 略去了这里没有的格式
remark-empty = 略去了没有可显示内容的消息
remark-unreadable = 略去了无法读取的条目
remark-unknown-file = 略去了导出内容中种类不明的文件
remark-unknown-entry = 略去了种类不明的条目
remark-later-kind = 略去了更新版本围炉的记录
remark-hidden-by-plan = 有些消息和文件被对方服务扣下，不在导出内容里
remark-pin-elsewhere = 略去了置于文件或未导出消息上的置顶
remark-stretch = 有些频道只导出了一段时间
remark-too-long = 过长的消息分成了前后几条
remark-empty-message = 略去了没有内容的消息
remark-file-not-here = 消息附带的文件不在这里，原处留下了名称
remark-file-damaged = 略去了已损坏的文件
remark-file-too-large = 略去了超过大小限制的文件
remark-no-picture = 有些图片不是人人都能显示，变成了文件
remark-other-sticker = 其他套系的表情贴变成了自己的表情贴或文字
remark-later-body = 有些消息需要更新的围炉，已原样保留
remark-strange-body = 有些消息不合这里的规则，只保留了文字
remark-answers-nothing = 所回复的消息不在这里，回复单独保留
remark-strange-reaction = 略去了不是表情的回应
remark-name-changed = 过长或含有特殊字符的名称和主题已修改
remark-note-left-out = 略去了人员进出和设置变动的提示
remark-hole = 存档本身缺少几段消息
remark-later-record = 略去了需要更新围炉的记录
remark-silence-left-out = 被暂时禁言的成员在这里可以发言
remark-nobody-named = 提到了存档没有介绍的人
remark-impossible-time = 有些消息的时间在将来或早得不可能，已改为现在或最早的时间
remark-many-mentions = 有些消息提到的人数超过限制，其余只是文字
remark-group-full = 私聊人数超过限制，只让前面的人进来了
remark-face-missing = 人或房间的图片不在存档里，或不是图片

## 会话中的消息为何没有导入

left-out-nobody-here = 这个私聊里没有人在这里有账号
left-out-conflict = 会话在这里已经继续，或消息已在别的会话里
left-out-refused = 这个炉火不接受这些消息
