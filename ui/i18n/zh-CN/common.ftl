# Words used in more than one place of the chat window.

app-name = 围炉
close = 关闭
cancel = 取消
retry = 重试
copy = 复制
save = 保存
you = 我
more = 更多

presence-online = 在线
presence-busy = 请勿打扰
presence-away = 离开
someone = 某人

## The line, in the bar below the list and in the banner above the timeline

line-connecting = 正在连接
line-catching-up = 正在同步
line-connected = 已连接
line-offline = 离线
line-offline-waiting = 离线 · { $count } 条待发送
line-stopped = 未连接
line-disconnected = 已断开
line-some-offline = { $count } 台服务器离线

banner-offline-in = 已离线，{ $seconds } 秒后重新连接
banner-offline-now = 已离线，正在重新连接
banner-disconnected = 已与 { $server } 断开
banner-try-now = 立即重试
banner-connect = 连接
banner-works = 仍可阅读和书写

## Why there is no line. Short, for the banner.

reason-unreachable = 在网络上找不到 { $server }
reason-refused = { $server } 现在没有生火
reason-timed-out = { $server } 没有应答
reason-handshake-failed = 无法与 { $server } 建立安全连接
reason-not-hearth = { $server } 的位置上应答的是别的程序
reason-wrong-version = { $server } 与本程序没有共同的版本，请更新较旧的一方。
reason-key-changed = { $server } 的密钥变了。如果它重新安装过，请索取新的邀请。
reason-signed-out = 你已退出 { $server }，重新登录后可继续。
reason-replaced = 此账号在别处再次打开，本窗口已停止连接。
reason-closed-by-server = { $server } 关闭了连接
reason-closed-by-network = 网络连接中断了
reason-protocol-broken = { $server } 与本程序无法互相理解，需要更新。

## Something went wrong with what was asked for

problem-title = 没有成功
