# 文件：是什么、怎么来、放在哪里。

size-of = { $done } / { $total }
size-speed = { $size }/秒

file-label = 文件 { $name }，{ $size }
file-download = 下载 { $name }
file-cancel = 取消下载
file-waiting = 正在排队
file-waiting-line = 等待连接
file-failed = 没能取到：
file-open = 打开 { $name }
file-open-short = 打开
file-save = 另存为…
file-show = 在文件夹中显示
file-actions = 对这个文件做什么
message-sticker = 表情贴
file-add-sticker = 添加到我的表情贴
file-program-title = 打开这个文件吗？
file-program-text = { $name } 可能会在这台电脑上运行程序。只有确实在等对方发它时才打开。
file-program-open = 仍然打开
file-program-stay = 不打开
film-play = 播放 { $name }
film-cannot-play = 这台电脑没法在这里播放，可以用别的程序打开。
film-of = 视频 { $name }

files-title = 文件
files-show = 这个会话的文件
files-pictures = 图片
files-videos = 视频
files-files = 文件
files-none-pictures = 这里还没有人发过图片。
files-none-videos = 这里还没有人发过视频。
files-none-files = 这里还没有人发过文件。
files-incomplete = 更早的消息还在路上，可能不全。
files-more = 显示更早的
files-go = 跳到这条消息
files-from = { $name }，{ $date }

problem-tray-local-file-too-large = 超出了服务器能接受的大小，最多 { $limit }。
tray-quota = 服务器给你的 { $total } 空间已用了 { $used }，这些放不下。

problem-local-not-a-file = 读不了它。文件夹和没有权限的文件不能发送。
problem-local-file-empty = 这个文件是空的，没有可发的内容。
problem-local-file-too-large = 这个文件超出了服务器能接受的大小。
problem-local-too-many-stickers = 表情贴已经满了。先移除一张。
problem-file-server-not-found = 服务器上已经没有这个文件，或者它被删除了。
problem-file-line-protocol-broken = 服务器发来的不是这个文件，已经丢弃。

storage-files = 图片和文件
storage-files-text = 打开过或下载过的会留在这台电脑上，离线也能看。
storage-used = 已用 { $used }
storage-used-needed = 其中 { $needed } 在等待发送或是你的表情贴，会保留。
size-gb = { $count } GB
storage-limit = 最多保留
storage-limit-text = 最久没看的先移除，再打开时会重新从服务器取来。
storage-no-limit = 不限
storage-clear = 清除
storage-clear-title = 清除图片和文件吗？
storage-clear-text = 它们会从这台电脑上移除，再打开时重新从服务器取来。等待发送的内容和你的表情贴会保留。
storage-clear-go = 清除
storage-clear-stay = 留着
