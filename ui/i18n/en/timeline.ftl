# The header, the timeline, the members panel.

room-members-count =
    { $count ->
        [one] Only you so far
       *[other] { $count } members
    }
room-about = { $members } · { $topic }
room-left = You are no longer in this room
group-left = You are no longer in this chat
room-show-members = Members
room-private-here = Here now
room-private-busy = Does not want to be disturbed
room-private-away = Away

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
timeline-failed = This conversation could not be opened
timeline-empty-room = Nothing has been said here yet. Write the first line.
timeline-empty-private = This is the start of your chat with { $name }.
timeline-none = Choose a conversation
timeline-none-text = Or start one: the buttons above the list make a room or a private chat.

message-edited = edited { $time }
message-deleted = Message deleted
message-newer = This message needs a newer Hearth
message-sticker-new = A sticker that this Hearth does not have
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

message-edited-mark = edited
message-edit-waiting = The change waits to be sent
message-not-changed = Not changed:
message-discard-edit = Undo the change
message-read-all = Read by everyone
message-read-some =
    { $count ->
        [one] Read by 1 person
       *[other] Read by { $count } people
    }
message-label = { $name }, { $time }: { $text }
message-more = More
message-edit = Edit
message-copy-link = Copy link
message-forward = Forward
message-forwarded = Forwarded from { $name }
message-pin = Pin
message-unpin = Unpin
message-pinned = Pinned
message-mark-unread = Mark unread from here
message-details = Details
message-delete = Delete
message-react = React
message-react-with = React with { $emoji }
message-react-other = Another reaction
reaction-more =
    { $count ->
        [one] 1 more
       *[other] { $count } more
    }

delete-title = Delete this message?
delete-text = Its words are erased for everyone, on the server and on every computer that has them.
delete-text-other = Its words are erased for everyone. Others see that a message was deleted.
delete-go = Delete
delete-stay = Cancel

forward-title = Forward to
forward-find = Find a conversation
forward-where = Conversations
forward-none = No conversation with that name
forward-later = Offline. It goes out when the line is back.
forward-go =
    { $count ->
        [0] Forward
        [one] Forward
       *[other] Forward to { $count }
    }

panel-pinned = Pinned messages
panel-pinned-none = Nothing is pinned here. A message's menu pins it for everyone.
panel-details = Message details
details-first = First written
details-sent = Sent
details-edited = Changed
details-read = Read by · { $count }
details-unread = Not yet · { $count }
details-partial = Not everyone shares how far they have read.
room-show-pinned = Pinned messages

timeline-to-day = Go to a day
timeline-mention-missing = The message that mentions you has not arrived on this computer yet. It comes with the connection.
timeline-to-mention =
    { $count ->
        [one] To the message that mentions you
       *[other] To the next of { $count } messages that mention you
    }
calendar-before = The month before
calendar-after = The month after

row-kept-unread = Marked unread

rich-show-all = Show all
rich-code = Code
rich-code-copy = Copy the code
rich-code-copied = Copied
rich-table = Table
rich-task-done = Done
rich-task-open = Not done
mention-everyone = Everyone here

link-title = Open this link
link-title-mail = Write to this address
link-goes = It leads out of Hearth, to
link-goes-hearth = It leads to a hearth,
link-message-elsewhere = This link shows a message of a conversation that you are not in.
link-goes-mail = Your mail program opens a message to
link-open = Open
link-write = Write
link-copy = Copy the address
link-deceives = The words say “{ $label }”, but the link goes to { $host }.
link-foreign = The name of this place holds letters from outside the plain alphabet. They can look like others; this is how it really reads.
link-names-somebody = The part before the @ is not where it goes.

picture-view = Picture
picture-previous = Previous picture
picture-next = Next picture
picture-save = Save


header-invite = Invite people

## Why a message was refused. Short: it stands under the message, with what can be done beside it.

problem-send-server-storage-full = { $server } has no disk space left.
problem-send-server-quota-exceeded = Your space on { $server } is used up.
problem-send-server-too-large = It is larger than { $server } takes.
problem-send-server-forbidden = You may not write here any more.
problem-send-server-not-found = The room is no longer there.
problem-send-server-blob-missing = The picture did not arrive.
problem-send-server-rate-limited = That was a lot at once.
problem-send-server-picture-invalid = { $server } could not read the picture.
problem-send-server-unsupported-media = { $server } does not take this kind of file.
problem-send-server-empty = There is nothing in it.
problem-send-server-internal = Something went wrong on { $server }.
problem-send-server-unavailable = { $server } is restarting.
