# 搜索：面板、筛选条件、搜到的内容，以及这里存了多少过去的消息。

search-title = 搜索
search-open = 在这里搜索
search-scope = 搜索范围
search-here = 这里
search-everywhere = 全部
search-box = 搜索消息
search-hint = 词语或筛选条件
search-clear = 清除搜索
search-pill-off = 去掉筛选：{ $filter }
search-pill = { $filter }。按下可修改。
search-scope-off = 在全部会话中搜索
search-unknown = 没有叫这个的
search-unknown-filter = 没有叫 { $filter } 的
search-hints = 筛选条件
search-offers = 可选的值
search-results = 搜到的内容

search-filter-from = 来自
search-filter-in = 在
search-filter-before = 之前
search-filter-after = 之后
search-filter-since = 自
search-filter-until = 至
search-filter-on = 日期
search-filter-has = 有
search-filter-is = 是
search-not = 不要 { $filter }

search-has-file = 任何文件
search-has-image = 图片
search-has-video = 视频
search-has-link = 链接
search-has-sticker = 表情贴
search-has-code = 代码
search-is-mention = 提到我
search-is-mine = 我写的
search-is-pinned = 置顶的
search-is-unread = 还没读的

search-day-today = 今天
search-day-yesterday = 昨天
search-day-week = 本周开始
search-day-month = 这个月
search-day-last-month = 上个月
search-day-year = 今年

search-count = { $count } 条消息
search-count-more = 超过 { $count } 条消息
search-place = 第 { $at } 条，共 { $count } 条
search-place-more = 第 { $at } 条，超过 { $count } 条
search-next = 下一条结果
search-previous = 上一条结果
search-order = 结果的顺序
search-newest = 最新在前
search-best = 最相关在前
search-by-sound = 用拼音找中文
search-to-list = 回到结果列表
search-leave = 离开搜索结果

search-people = 人
search-conversations = 会话
search-files = 图片和文件
search-left = 已离开的会话
search-messages = 消息
search-picture = [图片]
search-file = [文件]
search-sticker = [表情贴]

search-none = 没有找到
search-none-here = 在 { $room } 里没有找到
search-none-text = 换更少或更短的词，或者去掉一个筛选条件。
search-none-more = 在全部会话中找
search-looking = 正在翻看更早的消息
search-indexing = 更早的消息还在整理（{ $share }），整理好之前找得慢一些。

search-teach = 搜索这台电脑上的每一条消息，离线也行。
search-teach-words = 中文一个字就够，英文输入词的开头。
search-teach-phrase = 按这个顺序的这几个词
search-teach-not = 不含这个词
search-teach-from = 某个人说的
search-teach-in = 在某个会话里
search-teach-after = 某天、某月或某年之后
search-teach-has = 带文件、图片、链接或代码
search-teach-is = 提到你的
search-example-phrase = “晚上见”
search-example-not = -白菜

search-list = 在消息里搜索“{ $text }”

coverage-all = { $room }的全部消息
coverage-all-since = { $room }自{ $date }起的全部消息
coverage-none = 这台电脑上还没有{ $room }的消息
coverage-everything = 全部会话
coverage-everything-since = 全部会话自{ $date }起的消息
coverage-everything-none = 这台电脑上还没有消息
coverage-fetching = 正在取更早的消息
coverage-offline = 重新连上后再取更早的消息
coverage-active = 你停下来时再取更早的消息
coverage-battery = 接上电源后再取更早的消息
coverage-missing = 更早的消息不在这台电脑上
coverage-fetch = 取回其余的
coverage-progress = 共 { $all } 条消息，已有 { $here } 条

about-title = 关于这个会话
about-show = 介绍与统计
about-figures = 统计
about-figures-partial = 只算这台电脑上有的。
about-messages = 消息
about-since = 开始于
about-pictures = 图片
about-videos = 视频
about-files = 文件
about-links = 链接
about-size = 图片和文件的大小
about-year = 最近十二个月
about-month = { $month }：{ $count }
about-people = 谁写得最多
about-none = 这里还没有人说过话。

files-links = 链接
files-none-links = 这里还没有人发过链接。
files-month = 月份
files-month-newest = 最新
files-month-of = { $month } · { $count }

export-title-room = 导出{ $room }
export-title-all = 导出全部
export-all-text = 全部会话，导出成可以翻阅的网页，或供另一个围炉读取的存档。
export-show = 导出…
export-text = 你在这里能看到的一切都会写进你选的文件夹，围炉里的不会改变。
export-format = 格式
export-jsonl = 围炉存档
export-jsonl-text = 完整，另一个围炉可以再读进去。
export-html = 网页
export-html-text = 任何浏览器都能看的文件夹，带图片。
export-markdown = Markdown
export-markdown-text = 带标记的文字，适合笔记和维基。
export-plain = 纯文本
export-plain-text = 只有文字，一行接一行。
export-files = 连同图片和文件
export-files-text = 只有这台电脑上有的。
export-go = 选择文件夹…
export-running = 共 { $total } 条消息，已写 { $done } 条
export-stop = 停止
export-done = 写好了 { $count } 条消息
export-done-files =
    { $count ->
        [0] 没有图片和文件
       *[other] { $count } 个图片和文件
    }
export-missing = 有 { $count } 个图片和文件不在这台电脑上，存档里有它们的名字。
export-partial = 有一部分过去的消息不在这台电脑上，所以缺少。
export-cancelled = 已停止，没有留下任何内容。
export-again = 再导出一次

keys-search = 在这个会话里搜索
keys-search-all = 在全部会话里搜索
keys-results = 下一条或上一条结果
