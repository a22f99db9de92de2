# People: who is in a room and may do what there, who somebody is, what one says of oneself.

## The members of a conversation

panel-members = Members
panel-add = Add people
panel-owners =
    { $count ->
        [one] Owner
       *[other] Owners · { $count }
    }
panel-admins = Look after this room · { $count }
panel-plain-members = Members · { $count }
panel-guests = Guests · { $count }
panel-people = People · { $count }
panel-leave = Leave this room
panel-leave-group = Leave this chat
panel-remove = Remove { $name }
panel-write = Write to { $name }

member-make-owner = Make an owner
member-make-admin = Let them look after the room
member-make-member = Make a member
member-make-guest = Make a guest
member-make-admin-me = Stay as one who looks after the room
member-make-member-me = Become a plain member
member-make-guest-me = Become a guest
member-unsilence = Let them write again
member-ban = Ban { $name }
member-silent-until = Silenced until { $when }
member-silent-until-lifted = Silenced
silence-10-minutes = Silence for 10 minutes
silence-hour = Silence for 1 hour
silence-day = Silence for 1 day
silence-until-lifted = Silence until lifted

ask-remove = Remove { $name } from { $room }?
ask-remove-text = They lose the room, and can come back when they join or are added again.
ask-remove-go = Remove
ask-ban = Ban { $name } from { $room }?
ask-ban-text = They lose the room and cannot come back until they are let in again, in the room’s settings.
ask-ban-go = Ban
ask-owner = Make { $name } an owner?
ask-owner-text = Owners can do everything here, also to each other. You stay an owner.
ask-owner-go = Make an owner
ask-step-down = Give up your role here?
ask-step-down-text = You cannot take it back by yourself. If you are the only owner, the next in line becomes one.
ask-step-down-go = Give it up
ask-block = Block { $name }?
ask-block-text = They can no longer write to you in private, or bring you into private chats. They are not told. In rooms you still see each other.
ask-block-go = Block

## One person

presence-offline = Not here
presence-offline-since = Not here since { $when }
person-show = About this person
person-about = About { $name }
person-write = Write
person-own = Your profile
person-more = More for { $name }
person-time-there = { $time } there
person-former = Former member
person-former-text = Known from what was brought in; nobody signs in with this name.
person-blocked = You have blocked this person.
person-block = Block { $name }
person-unblock = Unblock { $name }
person-block-short = Block
person-unblock-short = Unblock

## Oneself

me-menu = You and your status
me-presence = Whether others may disturb you
me-online = Online
me-online-text = Others see when you are here
me-busy = Do not disturb
me-busy-text = Others see it, and nothing notifies you
presence-busy-until = Do not disturb · { $until }
busy-for = How long nothing disturbs you
busy-hour = For 1 hour
busy-hours = For 8 hours
busy-tomorrow = Until tomorrow
busy-ever = Until I end it
me-status-clear = Clear the status

## Private chats of several people

group-alone = Only you
group-picked = Picked
group-pick = Pick one person, or several for a chat together.
group-drop = Leave out { $name }
group-start = Start a chat of { $count }
chat-start = Start the chat
group-full = This chat holds { $count } people at most. A room holds more.
group-edit = Chat settings
group-name-hint = The names of its people
group-name-text = Everyone in the chat sees it. Leave it empty to show the names.

## A room that wants pauses

held-slow-seconds = This room wants a pause: { $seconds } s left. What you send now leaves after it.
held-slow-minutes = This room wants a pause: { $minutes } min left. What you send now leaves after it.
