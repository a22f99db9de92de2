# 这台电脑上的服务器，以及邀请链接。

invite-open-title = “{ $room }”开张了
invite-open-hosted = 它就在这台电脑上。邀请大家进来，或者先写下第一句，他们来了就能看到。
invite-open-elsewhere = 它在{ $server }上。邀请大家进来，或者先写下第一句，他们来了就能看到。

invite-link = 邀请链接
invite-copy = 复制
invite-copied = 已复制
invite-expires = 有效期
invite-expires-hour = 1小时
invite-expires-day = 1天
invite-expires-week = 7天
invite-expires-month = 30天
invite-expires-never = 长期有效
invite-uses = 可用人数
invite-uses-any = 人数不限
invite-uses-count = { $count }人
invite-reach-network = 现在同一网络里的人都能用。要让外面的人进来，
invite-reach-server = 能连上{ $server }的人都能用。
invite-reach-here = 现在只能在这台电脑上用，因为它还没有网络地址。连上网络后，请重新生成链接。
invite-reach-end = 。
invite-reach-how = 看看怎么做
invite-how-router = 在路由器上把端口{ $port }转发到这台电脑，再把链接中hearth://后面的地址换成你的公网地址。
invite-how-vpn = 或者让大家进同一个私有网络，比如VPN；在里面生成的链接，网内的人都能用。
invite-how-server = 或者在一台一直开着的电脑上运行同样的服务器，数据目录可以原样搬过去。
invite-again = 重新生成链接
invite-qr = 邀请二维码
invite-making = 正在生成链接
invite-words-title = 六个词，认准这个围炉。
invite-words-text = 加入的人会看到同样的六个词。对得上，连的就是你这里。
invite-words-none = 这台服务器的密钥由证书机构担保，不需要核对六个词。

hosting-title = 这台电脑
hosting-off = 这台电脑上的围炉关着
hosting-off-text = 打开后别人才能连进来。无论开关，房间和记录都留在这块磁盘上。
hosting-starting = 正在打开围炉
hosting-on = “{ $name }”开着
hosting-connected =
    { $count ->
        [0] 还没有人连接
       *[other] { $count }个连接
    }
hosting-failed = 围炉没能打开
hosting-name = 围炉的名称
hosting-port = 端口
hosting-port-text = 改动后围炉会重新打开，之前的邀请仍指向旧端口。
hosting-announce = 在网络里也能看到
hosting-announce-text = 附近的人能按名称找到它，要进来仍然需要邀请。
hosting-announce-trying = 正在告诉网络
hosting-announce-failed = 这个网络不传递这类消息，邀请不受影响。
hosting-addresses = 地址
hosting-addresses-none = 没有别人能连到的地址。请把这台电脑连上网络。
hosting-save = 保存
hosting-start = 打开
hosting-stop = 关闭
hosting-stop-title = 要关闭围炉吗？
hosting-stop-text = 所有人都会断开。什么都不会删除，再打开就能接着用。
hosting-stop-keep = 继续开着
hosting-none-yet = 你还没有在这台电脑上开围炉
hosting-none-yet-text = 从第一个房间开始，别人用链接就能进来。
