# The page in the place of everything else, when Hearth could not be opened.

broken-unwritable = 围炉无法写入自己的文件夹
broken-unwritable-text = 你的聊天记录和设置都放在这个文件夹里，但这台电脑不让围炉写入。目前什么都没有改动。
broken-unwritable-do = 请确认文件夹属于你，磁盘没有写保护，也没有别的程序的文件占用这个名字，然后再试。

broken-disk-full = 磁盘满了
broken-disk-full-text = 围炉存放聊天记录的地方没有空间了，新的内容无法保存。已有的内容都安全。
broken-disk-full-do = 请清空回收站，或把大文件移到别的磁盘，然后再试。

broken-in-use = 围炉已经打开了
broken-in-use-text = 另一个正在运行的围炉在使用这个文件夹。两个同时运行会互相影响。
broken-in-use-do = 请回到另一个窗口继续。如果找不到，它可能正在关闭，请稍等片刻再试。

broken-settings-too-new = 这里用过更新的围炉
broken-settings-too-new-text = 这个文件夹里的设置是由更新的围炉写的。现在这个版本会丢掉它不认识的内容，所以一切都原样保留。
broken-settings-too-new-do = 请更新围炉，然后再试。新版本会照常打开一切。

broken-history-too-new = 这里用过更新的围炉
broken-history-too-new-text = 这个文件夹里的聊天记录是由更新的围炉写的。现在这个版本读不了，所以一切都原样保留。
broken-history-too-new-do = 请更新围炉，然后再试。新版本会照常打开一切。

broken-internal = 围炉没能打开
broken-internal-text = 打开这个文件夹时，围炉出了点问题。没有删除任何内容。
broken-internal-do = 请再试一次。如果还是这样，重启电脑；请保留这个文件夹，你的聊天记录都在里面。

broken-folder = 文件夹
broken-copy = 复制路径
broken-copied = 已复制
broken-again = 再试一次
broken-still = 已在 { $time } 再试过，情况没有变化。
broken-quit = 退出围炉
broken-detail = 反馈问题用的详情
