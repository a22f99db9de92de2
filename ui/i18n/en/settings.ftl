# The settings.

settings = Settings
settings-back = Back
settings-close = Close settings
settings-pages = Pages of the settings
settings-profile = Profile
settings-notifications = Notifications
settings-privacy = Privacy
settings-appearance = Appearance
settings-text = Language and text
settings-storage = Storage
settings-servers = Servers
settings-devices = Devices
settings-keyboard = Keyboard
settings-about = About Hearth

## Profile

profile-name = Name
profile-name-text = Shown everywhere
profile-handle = Handle
profile-handle-text = How others mention you; unique on this server
profile-picture = Picture
profile-status = Status
profile-status-hint = What are you up to?
profile-status-text = One line under your name
profile-zone = Time zone
profile-zone-text = With it, others see what time it is for you
profile-zone-time = Others see { $time } for you now
profile-zone-none = Not told
profile-zone-here = Of this computer: { $zone }
profile-save = Save
profile-discard = Discard
profile-password = Password
profile-password-none = No password yet. With one you can sign in on other computers.
profile-password-set = You can sign in on other computers with it.
profile-password-make = Set a password
profile-password-change = Change password
profile-password-current = Current password
profile-password-new = New password
profile-password-save = Save password
profile-password-saved = The new password holds from now on.
profile-sign-out = Sign out
profile-sign-out-text = Ends this sign-in and removes this account’s history from this computer.

## Notifications

notify-on = Show notifications
notify-on-text = Through your desktop, with the sender’s picture
notify-test = Send a test notification
notify-service-unknown = Not tried yet. Send one to see what your desktop does with it.
notify-service-works = { $name } shows notifications.
notify-service-shown = Shown by { $name } at { $time }.
notify-service-shown-actions = Shown by { $name } at { $time }. Clicking it opens the message.
notify-service-no-bus = This session has no message bus, so nothing can be shown. Start Hearth from your desktop instead of a bare terminal session.
notify-service-no-service = No notification service is running. Start one, such as dunst or the one of your desktop, then test again.
notify-service-silent = The notification service does not answer. Restart it, or sign out of the desktop and in again.
notify-service-failed = The notification service refused. It says: { $detail }
notify-shows = What a notification shows
notify-privacy-name-and-text = Name and text
notify-privacy-name-only = Name only
notify-privacy-nothing = Nothing personal
notify-sample-title = Ann in Kitchen
notify-sample-text = see you at 8
notify-sample-nothing = New message
notify-when = When
notify-keywords = Words that count as a mention
notify-keywords-none = An @ with your name always counts
notify-keyword-add = Add
notify-keyword-new = New word
notify-keyword-remove = Remove { $word }
notify-keyword-known = This word is in the list already.
notify-quiet = Quiet hours
notify-quiet-text = Mentions wait too. Unread counts still grow.
notify-quiet-days = Days on which quiet hours begin
notify-quiet-from = Quiet from
notify-quiet-to = Quiet until
notify-quiet-between = to
notify-quiet-same = Both times are the same, so the whole day is quiet.
notify-muted = Muted conversations
notify-muted-none = None. A conversation is muted from its own menu.
notify-muted-until = Until { $date }
# A moment on another day than today.
notify-moment = { $day }, { $time }
notify-muted-always = Always
notify-unmute = Unmute
notify-unmute-named = Unmute { $name }

## Appearance

look-theme = Theme
look-theme-system = As the desktop
look-theme-light = Light
look-theme-dark = Dark
look-density = Density
look-density-comfortable = Comfortable
look-density-comfortable-text = Bubbles, with room to breathe
look-density-compact = Compact
look-density-compact-text = One line each, no bubbles
look-size = Text size
look-size-text = Everything grows with it
look-size-value = { $percent } percent
look-size-reset = Back to 100 percent
look-sample-other = The market has the good tomatoes again
look-sample-own = Bring some, I have basil 🌿

look-window = Window
look-tray = Closing the window keeps Hearth in the tray
look-tray-text = Messages and notifications go on arriving
look-tray-none = This desktop shows no tray, so closing the window ends Hearth
look-autostart = Start with the desktop
look-autostart-text = Hearth opens when you sign in to this computer

## Language and text

text-language = Language
text-language-text = Of the window, dates and numbers
text-language-system = As the desktop
text-enter = Enter sends the message
text-enter-on = Shift+Enter makes a new line
text-enter-off = Enter makes a new line; Ctrl+Enter sends
text-spelling = Mark misspelled words
text-spelling-text = With the dictionaries that this computer has for your languages

## Servers

servers-add = Join another server
servers-hosted = On this computer
servers-words = Six words of the key
servers-words-none = Key vouched for by a certificate authority
servers-round-trip = { $ms } ms there and back
servers-waiting =
    { $count ->
        [one] One message waits to be sent
       *[other] { $count } messages wait to be sent
    }
servers-connect = Connect
servers-disconnect = Disconnect
servers-try = Try now
servers-again = tries again at { $time }
servers-invite = Invite people
servers-invite-text = A link to this server, without a room

## Devices

devices-on = Signed in to { $server }
devices-this = This computer
devices-seen = Last here: { $date }
devices-since = Signed in: { $date }
devices-add = Add a device
devices-add-text = Open the link or scan the code on the other computer. It signs in as you, once, and stops working after a while.
devices-loading = Asking the server
devices-offline = The list is on the server. It shows here when you are connected.

## Storage

storage-secrets = Where your sign-in is kept
storage-secrets-text = The key that lets this computer in without a password
storage-keychain = In the keychain of your desktop
storage-file = In a file that only you can read, because no keychain is running
storage-history = Where messages are kept
storage-history-text = The whole history lies on this computer, one file for each account, and can be read without a network.
storage-trouble = Needs attention

## Keyboard

keys-anywhere = Anywhere
keys-list = Conversations
keys-writing = Writing
keys-or = or
keys-find = Find a room or a person
keys-next = Next or previous conversation
keys-next-unread = Next or previous with something unread
keys-escape = Leave what is open: reply, panel, drawer, dialog
keys-rows = Move through the list
keys-open = Open the conversation
keys-send = Send
keys-line = New line
keys-paste = Attach the pictures or files on the clipboard
keys-edit = Change your last message, from the empty box
keys-take = Take the name or emoji that is offered
keys-messages = Messages
keys-day = Go to a day
keys-into-messages = From the box towards the messages
keys-walk = From message to message
keys-menu = What can be done with the message
keys-back = Back to the box

## About

about-version = Version { $version }
about-lead = Conversations for people who want them on their own machines.
about-licence = Licence
about-licence-text = MIT or Apache-2.0, as you like. You may use, read, change and share it.
about-offline = No account with anyone, no telemetry, nothing loaded from the network that you did not ask for.

## Privacy

privacy-reads = Share how far you have read
privacy-reads-text = Others see it in private chats and small rooms. If you do not share it, you do not see theirs either.
privacy-offline = This is kept on the server. It can be changed when you are connected.
privacy-blocked = Blocked people
privacy-blocked-none = Nobody. Someone is blocked from their card or the menu of the private chat with them.
