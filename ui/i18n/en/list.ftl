# The list of conversations, and the bar below it.

list-label = Conversations
list-search = Search
list-search-clear = Clear
list-search-key = Ctrl K
list-new-chat = New private chat
list-new-room = New room
list-empty = Rooms and private chats appear here.
list-none = Nothing by that name. Try another part of it.
list-open-drawer = Open the list
list-close-drawer = Close the list
list-settings = Settings
list-me = Me

row-draft = Draft:
row-you = You:
row-by = { $name }:
row-picture = [picture]
row-picture-caption = [picture] { $caption }
row-file = [file] { $name }
row-file-caption = [file] { $name }: { $caption }
row-sticker = [sticker]
row-deleted = Message deleted
row-newer = [needs a newer Hearth]
row-pinned = Pinned
row-muted = Muted
row-archived = Archived
row-mention = You were mentioned
row-waiting = Waiting to be sent
row-failed = Not sent
row-unread =
    { $count ->
        [one] One unread message
       *[other] { $count } unread messages
    }
row-pin = Pin to the top
row-unpin = Unpin
row-unmute = Unmute
row-notify = Notifications
row-notify-all = Every message
row-notify-mentions = Mentions only
row-mute-hour = Mute for 1 hour
row-mute-hours = Mute for 8 hours
row-mute-tomorrow = Mute until tomorrow
row-mute-ever = Mute for good
row-leave = Leave
row-room-settings = Room settings
row-menu = What to do with { $name }

note-room-opened = { $author } opened this room
note-room-opened-you = You opened this room
note-room-changed = { $author } changed the room’s settings
note-room-changed-you = You changed the room’s settings
note-room-named = { $author } named the room { $room }
note-room-named-you = You named the room { $room }
note-group-opened = { $author } started this chat
note-group-opened-you = You started this chat
note-group-changed = { $author } changed the chat’s name or picture
note-group-changed-you = You changed the chat’s name or picture
note-joined = { $user } joined
note-joined-you = You joined
note-added = { $author } added { $user }
note-added-you = You added { $user }
note-added-me = { $author } added you
note-left = { $user } left
note-left-you = You left
note-removed = { $author } removed { $user }
note-removed-you = You removed { $user }
note-removed-me = { $author } removed you
note-banned = { $author } banned { $user }
note-banned-you = You banned { $user }
note-banned-me = { $author } banned you
note-unbanned = { $author } lets { $user } come back
note-unbanned-you = You let { $user } come back
note-silenced = { $author } silenced { $user } for a while
note-silenced-you = You silenced { $user } for a while
note-silenced-me = { $author } silenced you for a while
note-unsilenced = { $author } lets { $user } write again
note-unsilenced-you = You let { $user } write again
note-unsilenced-me = { $author } lets you write again
note-role = { $author } made { $user } { $role ->
    [guest] a guest
    [admin] an admin
    [owner] an owner
   *[member] a member
}
note-newer = Something happened here that needs a newer Hearth
