### What the desktop itself shows of Hearth: the tray and the notifications.

tray-open = Open Hearth
tray-quit = Quit
tray-all-read = Nothing new
tray-unread =
    { $count ->
        [one] { $count } new message
       *[other] { $count } new messages
    }
tray-hosting =
    { $connected ->
        [0] Hosting, nobody connected
        [one] Hosting, { $connected } connected
       *[other] Hosting, { $connected } connected
    }
tray-not-hosting = Not hosting

# The title of a notification for a message in a room.
alert-in-room = { $name } in { $room }
# When the person chose that notifications show neither names nor text.
alert-new = New message
alert-new-mention = You were mentioned
# When the person chose names without text.
alert-wrote = Sent a message
alert-mentioned = Mentioned you
alert-picture = Picture
alert-sticker = Sticker
alert-newer = Sent something that a newer Hearth can show
alert-more =
    { $count ->
        [one] { $count } new message
       *[other] { $count } new messages
    }
alert-away-title = While you were away
alert-away =
    { $messages ->
        [one] { $messages } new message
       *[other] { $messages } new messages
    } in { $conversations ->
        [one] { $conversations } conversation
       *[other] { $conversations } conversations
    }
alert-open = Open
alert-mark-read = Mark as read
alert-reply = Reply
alert-test-title = Notifications work
alert-test = This is how a message will announce itself.

# What a hosted hearth is called until it has a name.
desk-hearth-of = { $name }’s hearth
