# Small windows that ask for one thing.

dialog-close = Close
dialog-cancel = Cancel
dialog-done = Done

room-new = New room
room-edit = Room settings
room-name = Name
room-name-hint = What is it about?
room-name-missing = Give the room a name.
room-topic = Topic
room-topic-hint = One line about what it is for (optional)
room-visibility = Who can find it
room-public = Everyone on this server
room-public-text = It is listed, and anyone may join.
room-private = Only its members
room-private-text = Members add other people.
room-picture = Picture
room-make = Make the room
room-save = Save
room-pages = Pages of the room’s settings
room-page-about = About
room-page-writing = Writing
room-page-invites = Invites
room-page-banned = Banned
room-page-end = Leave
room-posting = Who may write
room-posting-everyone = Everyone
room-posting-everyone-text = All members write.
room-posting-admins = Those who look after it
room-posting-admins-text = The others read and react.
room-slow = Pause between two messages of one person
room-slow-text = Those who look after the room need not wait.
slow-off = No pause
slow-5-seconds = 5 seconds
slow-30-seconds = 30 seconds
slow-minute = 1 minute
slow-5-minutes = 5 minutes
slow-hour = 1 hour
slow-day = 1 day
slow-seconds =
    { $seconds ->
        [one] 1 second
       *[other] { $seconds } seconds
    }
room-archive = Archive this room
room-archive-text = Nobody writes in it any more. It can be read, found, and brought back.
room-bring-back = Bring it back
room-archived-text = It is archived. Bring it back to write in it and to change it.
invites-text = Whoever has a link can join the server and this room, until it ends or is taken back.
invites-make = New link
invites-holding = Links that still hold
invites-none = No link leads here now.
invites-by = Made by { $name }
invites-by-you = Made by you
invites-by-server = Made by the server
invites-until = until { $when }
invites-no-end = no end
invites-any = any number of people
invites-left =
    { $count ->
        [one] for one more person
       *[other] for { $count } more people
    }
invites-used =
    { $count ->
        [one] one came
       *[other] { $count } came
    }
invites-revoke = Take back
invites-revoke-named = Take back the link: { $by }, { $holds }
banned-text = Those who were banned cannot come back until they are let in again.
banned-none = Nobody is banned.
banned-admit = Let in again
banned-admit-named = Let in again: { $name }
room-account = On

chat-new = New private chat
chat-find-hint = Name or handle
chat-people = People
chat-none = Nobody by that name here. People appear once they have joined this server.
chat-nobody = You are the first one on this server. Invite someone, then write to them here.

rooms-browse = Rooms to join
rooms-find = Find a room
rooms-loading = Asking the server
rooms-none = There are no public rooms you are not in already.
rooms-none-found = No room by that name.
rooms-members =
    { $count ->
        [one] One member
       *[other] { $count } members
    }
rooms-join = Join
rooms-join-named = Join { $name }
rooms-open = Open
rooms-open-named = Open { $name }

member-add = Add people to { $room }
member-added = Added
member-all-here = Everyone on this server is in this room already.

invite-people = Invite people to { $room }
invite-people-server = Invite people to { $server }

join-another = Join another server

leave-title = Leave { $name }?
leave-text-public = It leaves your list. You can join again whenever you like.
leave-text-private = It leaves your list. To come back, a member has to add you.
leave-text-group = It leaves your list, and you get no more of it. Someone in it can add you again.
leave-go = Leave
leave-stay = Stay

sign-out-title = Sign out of { $server }?
sign-out-text = This account’s history is removed from this computer. It stays on the server, and other devices keep theirs.
sign-out-waiting =
    { $count ->
        [one] One message was not sent yet and would be lost.
       *[other] { $count } messages were not sent yet and would be lost.
    }
sign-out-no-password = You have no password on this server. Without one, or another signed-in device, you cannot come back to this account.
sign-out-hosted = The server itself stays on this computer.
sign-out-go = Sign out
sign-out-stay = Stay signed in

device-title = Add a device
device-link = Device link
device-until = Works once, until { $time }.
device-qr = Device link as a QR code
