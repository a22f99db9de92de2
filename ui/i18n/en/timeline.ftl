# The header, the timeline, the members panel.

room-members-count =
    { $count ->
        [one] Only you so far
       *[other] { $count } members
    }
room-about = { $members } · { $topic }
room-left = You are no longer in this room
room-show-members = Members
room-private-here = Here now
room-private-away = Away
room-private-off = Not here right now

typing-one = { $names } is typing
typing-many = { $names } are typing
typing-several = Several people are typing
typing-private = typing

timeline-label = Messages in { $name }
timeline-unread =
    { $count ->
        [one] 1 new message
       *[other] { $count } new messages
    }
timeline-hole = Older messages are on their way
timeline-waiting =
    { $count ->
        [one] 1 message waits here and goes out by itself
       *[other] { $count } messages wait here and go out in this order
    }
timeline-to-newest = To the newest message
timeline-to-newest-unread =
    { $count ->
        [one] To the newest message, 1 unread
       *[other] To the newest message, { $count } unread
    }
timeline-to-unread = To the first unread message
timeline-loading = Opening
timeline-failed = This conversation could not be opened
timeline-empty-room = Nothing has been said here yet. Write the first line.
timeline-empty-private = This is the start of your chat with { $name }.
timeline-none = Choose a conversation
timeline-none-text = Or start one: the buttons above the list make a room or a private chat.

message-edited = edited { $time }
message-deleted = Message deleted
message-newer = This message needs a newer Hearth
message-sticker = Sticker
message-sticker-new = A sticker that this Hearth does not have
message-picture = Picture
message-picture-from = Picture from { $name }
message-picture-missing = The picture is not here yet
message-not-sent = Not sent:
message-sent = Sent
message-waiting = Waiting to be sent
message-reply = Reply
message-actions = What to do with this message
message-copy = Copy text
message-quote-gone = The message is not here
message-discard = Delete
message-cancel-upload = Cancel
message-new-from = { $name }: { $text }
reaction-by = { $emoji } by { $names }

picture-view = Picture
picture-previous = Previous picture
picture-next = Next picture
picture-save = Save

panel-members = Members
panel-add = Add people
panel-here = Here now · { $count }
panel-away = Away · { $count }
panel-others = Not here · { $count }
panel-role-owner = Host of this room
panel-role-admin = Looks after this room
panel-role-guest = Guest
panel-leave = Leave this room
panel-remove = Remove { $name }
panel-write = Write to { $name }

header-invite = Invite people
