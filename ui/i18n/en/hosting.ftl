# The hearth inside this app, invites to it and to other servers.

invite-open-title = { $room } is open
invite-open-hosted = It lives on this computer. Invite the others, or write the first line now; they will find it when they come.
invite-open-elsewhere = It lives on { $server }. Invite the others, or write the first line now; they will find it when they come.

invite-link = Invite link
invite-copy = Copy
invite-copied = Copied
invite-expires = How long it works
invite-expires-hour = 1 hour
invite-expires-day = 1 day
invite-expires-week = 7 days
invite-expires-month = 30 days
invite-expires-never = No end
invite-uses = How many people
invite-uses-any = Any number of people
invite-uses-count =
    { $count ->
        [one] One person
       *[other] { $count } people
    }
invite-reach-network = Works for people on your network now. To let others in from outside,{ " " }
invite-reach-server = Works for everyone who can reach { $server }.
invite-reach-here = Works only on this computer, because it has no network address right now. Connect to a network, then make the link anew.
invite-reach-end = .
invite-reach-how = see how
invite-how-router = On your router, forward port { $port } to this computer. The link then needs your address on the internet: replace the part after hearth:// with it.
invite-how-vpn = Or put everyone into one private network, such as a VPN. Links made there work for all who are in it.
invite-how-server = Or run the same server on a computer that is always on. Its data directory can be moved there as it is.
invite-again = Make the link anew
invite-qr = Invite as a QR code
invite-making = Making the link
invite-words-title = Six words that name this hearth.
invite-words-text = Whoever joins sees the same six. If they match, the line is yours.
invite-words-none = This server’s key is vouched for by a certificate authority, so there are no words to compare.

hosting-title = On this computer
hosting-off = No hearth is lit on this computer.
hosting-off-text = Light it to let others connect. Rooms and history stay on this disk either way.
hosting-starting = Lighting the hearth
hosting-on = { $name } is lit
hosting-connected =
    { $count ->
        [0] Nobody is connected
        [one] One connection
       *[other] { $count } connections
    }
hosting-failed = The hearth could not be lit
hosting-name = Name of the hearth
hosting-port = Port
hosting-port-text = A change lights the hearth anew. Invites made before keep the old port.
hosting-announce = Also visible on your network
hosting-announce-text = People nearby find it by its name. They still need an invite to come in.
hosting-announce-trying = Telling the network
hosting-announce-failed = Your network does not pass this on. Invites work all the same.
hosting-addresses = Addresses
hosting-addresses-none = No address that others could reach. Connect this computer to a network.
hosting-save = Save
hosting-start = Start hosting
hosting-stop = Stop hosting
hosting-stop-title = Stop hosting?
hosting-stop-text = Everyone connected loses the line. Nothing is deleted; it all goes on when you start again.
hosting-stop-keep = Keep it lit
hosting-none-yet = You do not host from this computer.
hosting-none-yet-text = A hearth of your own starts with a first room. People join it with a link.
