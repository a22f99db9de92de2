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
