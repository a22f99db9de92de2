# 把别处的会话导入这台应用里的炉火。

import-show = 导入会话
import-show-text = 来自另一个围炉、Slack、Mattermost 或 Discord。
import-open = 导入…
import-title = 导入会话
import-text = 选择另一个围炉的存档，或 Slack、Mattermost、DiscordChatExporter 导出的内容。先通读一遍，在你看过结果之前什么都不会改变。
import-file = 选择文件…
import-folder = 选择文件夹…
import-other = 选别的
import-go = 导入
import-stop = 停止
import-checking = 正在通读，还没有改变什么。
import-taking = 正在导入，全部到齐之前没有人会看到。
import-running = { $messages } 条消息，{ $files } 个图片和文件
import-cancelled = 已停止，没有人会看到。再次开始时会从这里继续。
import-detail = 具体情况
import-fault-not-an-archive = 这不是围炉能读的存档，或者已损坏。
import-fault-nobody-of-that-name = 里面有人和这里的人对不上。
import-fault-nobody-owns = 这个炉火还没有主人。
import-fault-disk = 磁盘放不下。腾出空间后再试。
import-fault-internal = 这里出了问题，请再试一次。
import-would = 将导入 { $conversations } 个会话，{ $count } 条消息。
import-did = 已导入 { $conversations } 个会话，{ $count } 条消息。
import-from = { $source } { $name }
import-source-hearth = 围炉
import-source-slack = Slack
import-source-mattermost = Mattermost
import-source-discord = Discord
import-files =
    { $count ->
        [0] 没有图片和文件
       *[other] { $count } 个图片和文件，{ $size }
    }
import-count = 新增 { $count } 条
import-known = 已有 { $count } 条
import-left-out = 略去 { $count } 条
import-people = 谁写的
import-former = 其中 { $count } 人在这里没有账号，显示为以前的成员。
import-no-account = 以前的成员
import-choose = 选择他们在这里是谁，没有选择的按以前的成员保留。
import-who = { $name } 在这里是谁
import-nobody = 这里没有
import-changed = 选择不同，能导入的也可能不同，例如私聊。
import-again = 重新通读
import-remarks = 与原来不同之处
