# 某件事没做成的原因：先说发生了什么，再说怎么办。

## 服务器拒绝

problem-server-malformed = 服务器读不懂这边发出的内容。请更新这里或服务器上的围炉，再试一次。
problem-server-unknown-type = 服务器上的围炉版本较旧，还不支持这项操作，需要更新。
problem-server-unauthorized = 服务器已经不认得这次登录，请重新登录。
problem-server-forbidden = 你的身份不能这样做，可以请房间或服务器的管理员帮忙。
problem-server-not-found = 它已经不在了，或者你看不到它。
problem-server-handle-taken = 这台服务器上已经有人用了这个用户名，请换一个。
problem-server-handle-invalid = 用户名最多32个字，可用文字、小写字母和数字；点、横线和下划线只能放在中间。
problem-server-name-invalid = 名字是空的，或者太长。一般最多64个字。
problem-server-invite-unknown = 这个邀请已经失效：它被收回了，或者服务器从未发出过它。请要一个新链接。
problem-server-invite-expired = 这个邀请已经过期，请要一个新链接。
problem-server-invite-used = 这个邀请的名额已经用完，请要一个新链接。
problem-server-password-required = 这台服务器要求设密码，请设一个至少8位的密码。
problem-server-password-too-short = 密码太短，至少要8位。
problem-server-password-too-long = 密码太长，最多256位。
problem-server-empty = 里面还没有内容，请先写点什么。
problem-server-too-large = 内容超过了服务器的上限，请缩小一些，或者分几次发。
problem-server-picture-invalid = 服务器读不了这张图片，请换一个文件。
problem-server-unsupported-media = 服务器不接收这种文件，可以用PNG、JPEG、GIF或WebP。
problem-server-blob-missing = 图片没有传到服务器，请重新添加。
problem-server-quota-exceeded = 你在这台服务器上的空间已经用完。可以删掉一些图片，或者请管理员多分一些。
problem-server-storage-full = 服务器的磁盘满了，刚才的内容没有存下。等管理员腾出空间后再试。
problem-server-rate-limited = 操作太密了，请稍等片刻再试。
problem-server-slow-mode = 这个房间要求两条消息之间稍作停顿，请稍等片刻再试。
problem-server-muted = 你暂时不能在这个房间发言，管理员可以解除。
problem-server-read-only = 这个房间只有管理员可以发言，你可以阅读和回应。
problem-server-archived = 这个房间已归档，仍可阅读，管理员可以恢复它。
problem-server-banned = 你不能再进入这个房间，管理员可以解除。
problem-server-blocked = 对方不接收你的私聊消息。
problem-server-group-full = 这个群聊的人数已满，人更多时请建一个房间。
problem-server-conflict = 这一条之前已经发过不同的内容，请重新写一条。
problem-server-origin-forbidden = 服务器不允许从这里连接，管理员可以放行。
problem-server-version-unsupported = 这边和服务器的围炉版本对不上，请更新较旧的那一个。
problem-server-unavailable = 服务器正在重启，或者没有连上。等它恢复后再试。
problem-server-internal = 服务器上出了点问题，请稍后再试。
problem-server-unknown = 服务器给出的原因，这个版本还不认识。请更新围炉再试。

## 连不上服务器

problem-line-unreachable = 找不到服务器。请检查地址，并确认双方都连着网络。
problem-line-refused = 那台电脑有回应，但上面没有开着的服务器。问问对方是否打开了。
problem-line-timed-out = 等了很久没有回应。对方的电脑可能睡眠了，或者被防火墙挡住了。
problem-line-handshake-failed = 无法建立安全连接，可能是中间的代理或防火墙在阻拦。
problem-line-not-hearth = 这个地址有回应，但不是围炉的服务器。请检查地址和端口。
problem-line-wrong-version = 这边和服务器的围炉版本对不上，请更新较旧的那一个。
problem-line-key-changed = 服务器的密钥和以前不一样了。如果它重装过，请要一个新的邀请；如果没有，可能有人在中间窃听，所以没有连接。
problem-line-signed-out = 这台电脑的登录已经结束，可能是在这里或另一台设备上退出的。请重新登录。
problem-line-replaced = 同一个账号在这台电脑的另一个围炉里打开了。请关掉其中一个，再重新连接。
problem-line-closed-by-server = 服务器断开了连接，请稍后再试。
problem-line-closed-by-network = 连接断了。请检查网络，再试一次。
problem-line-protocol-broken = 这边和服务器互相听不懂。请更新这里或服务器上的围炉。

## 链接不能用

problem-link-not-a-link = 这不是围炉的链接。邀请链接以hearth://开头。
problem-link-damaged = 这个链接缺了一部分。请完整复制后重新粘贴。
problem-link-plain-beyond-loopback = 这个链接会把内容不加密地发到网络上，所以没有打开。请要一个由服务器生成的链接。

## 这台电脑上的问题

problem-local-unwritable = 围炉无法写入自己的文件夹。请确认文件夹属于你，并且磁盘没有写保护。
problem-local-disk-full = 这台电脑的磁盘满了。请腾出空间再试。
problem-local-history-damaged = 这台电脑上的聊天记录损坏了。旧文件已另外存放，正在从服务器重新取回。
problem-local-history-too-new = 这台电脑上的聊天记录是由更新的围炉写的。请更新这一个再打开。
problem-local-settings-too-new = 这台电脑上的设置是由更新的围炉写的。请更新这一个再使用。
problem-local-port-taken = 这个端口已被别的程序占用，请换一个。
problem-local-port-not-allowed = 系统不允许围炉使用这个端口，请用1024以上的。
problem-local-not-a-picture = 围炉无法把这个文件当作图片打开，可以用PNG、JPEG、GIF或WebP。
problem-local-picture-too-large = 这张图片的像素太多，请换一张小一些的。
problem-local-not-now = 现在还不能这样做，请稍后再试。
problem-local-internal = 围炉出了点问题。请再试一次；如果还是这样，关掉围炉再打开。

## 在个别地方说得更准确

problem-sign-in-server-unauthorized = 用户名和密码对不上。请检查两项，密码区分大小写。
problem-sign-in-server-not-found = 这台服务器上没有这个用户名，请检查一下。
problem-near-line-key-changed = 这个地址上回应的服务器，不是刚才公布的那一台，所以没有连接。请向开围炉的人要邀请。
problem-near-line-unreachable = 看得到它，却连不上。可能被防火墙挡住了，或者它刚刚离开。
problem-password-server-unauthorized = 当前密码不对，请再试一次。
problem-invite-server-forbidden = 只有服务器的管理员能生成邀请，可以向他们要一个链接。
problem-invite-server-unavailable = 现在没有连上服务器，无法生成链接。连上后再试。
problem-device-server-invite-unknown = 服务器不认识这个设备链接，请在另一台电脑上重新生成。
problem-device-server-invite-expired = 这个设备链接已经过期，请在另一台电脑上重新生成。
problem-device-server-invite-used = 这个设备链接已经用过了，请在另一台电脑上重新生成。
problem-port-offered = 端口{ $port }已被别的程序占用，{ $offered }可以用。
problem-port-use = 改用{ $offered }
problem-detail = 供报告问题用的细节
