# The first screen, and joining a further server later.

welcome-title = Welcome to Hearth
welcome-lead = Your conversations, kept on your own computers.

welcome-name = Your name
welcome-name-hint = What shall the others call you?
welcome-name-missing = Enter the name that others will see.
welcome-picture = Your picture
welcome-picture-own = Own picture
welcome-picture-own-change = Choose another own picture
welcome-handle-preview = Your handle will be @{ $handle }
welcome-handle-later = Your handle follows from your name
welcome-more = More
welcome-more-about = More: { $about }
welcome-less = Less
welcome-less-about = Less: { $about }
welcome-handle = Handle
welcome-handle-hint = How others mention you. Empty: made from your name.
welcome-handle-invalid = Up to 32 lower-case letters and digits; dot, hyphen and underscore only in between.
welcome-password = Password
welcome-password-optional = Password (optional)
welcome-password-hint = Lets you sign in on other computers.
welcome-password-show = Show password
welcome-password-hide = Hide password
welcome-password-short =
    { $min ->
        [one] Use at least one character.
       *[other] Use at least { $min } characters.
    }

welcome-host = Host here
welcome-host-text = This computer keeps the fire. You get a first room and a link to invite people.
welcome-host-room = First room
welcome-host-room-default = Kitchen
welcome-host-room-missing = Give the first room a name.
welcome-host-name = Name of the hearth
welcome-host-name-default = { $name }’s hearth
welcome-host-port = Port
welcome-host-port-invalid = A port is a number from 1024 to 65535.
welcome-host-start = Start hosting

welcome-near = Found on your network
welcome-near-text = Servers that were made visible on your network are listed here by name.
welcome-near-look = Look around
welcome-near-again = Look again
welcome-near-looking = Still looking
welcome-near-waiting = No server has answered yet. Whoever hosts one can switch on “Also visible on your network”.
welcome-near-none = No server was found. Whoever hosts one can switch on “Also visible on your network”.
welcome-near-failed = This computer is on no network that Hearth could look around on. Connect it, then look again.
welcome-near-servers = Servers on your network
welcome-near-open = Anyone may join
welcome-near-invite = Asks for an invite
welcome-near-known = You have an account here
welcome-near-words = Six words of its key. Ask whoever runs it before you go on: they see the same.
welcome-near-by-invite = This server lets people in with an invite.
welcome-near-paste = Paste an invite
welcome-near-sign-in = Sign in with handle and password
welcome-sign-in = Sign in
welcome-sign-in-text = For an account you already have on a server.
welcome-sign-in-server = Server
welcome-sign-in-server-hint = Link or host:port
welcome-sign-in-server-missing = Enter the server’s link, or its host and port.
welcome-sign-in-handle-missing = Enter your handle on this server.
welcome-sign-in-password-missing = Enter your password.
welcome-sign-in-back = Back

welcome-invite = Paste an invite
welcome-invite-text = Someone sent you a link or a QR code? It opens the right room and checks the key for you.
welcome-invite-link = Invite link
welcome-invite-hint = hearth://ann-laptop.local/…
welcome-invite-missing = Paste the link that you were sent.
welcome-invite-looking = Looking at the link
welcome-invite-from-to = { $from } invites you to { $room }
welcome-invite-from = { $from } invites you
welcome-invite-to = Opens { $room }
welcome-invite-server = An invite to this server
welcome-invite-known = You have an account on this server already. This opens it.
welcome-invite-device = Signs in this computer as you. Name and picture come along.
welcome-invite-sign-in = Names a server. Sign in with your handle and password.
welcome-invite-words = Six words of its key. The one who invited you sees the same.
welcome-invite-password = This server asks for a password
welcome-invite-join = Join
welcome-invite-device-join = Sign in this computer
welcome-invite-other = Use another link

welcome-quiet = Nothing leaves this computer until you choose a door.
welcome-language = Language

crop-title = Choose the part to show
crop-hint = Drag to move, scroll or use the slider to come closer. Arrow keys work too.
crop-area = Picture. Move it with the arrow keys
crop-zoom = Closer
crop-use = Use this picture
crop-cancel = Cancel
crop-not-a-picture = This file cannot be read as a picture. PNG, JPEG, GIF and WebP work.

avatar-person-cat = Cat
avatar-person-fox = Fox
avatar-person-bear = Bear
avatar-person-owl = Owl
avatar-person-hare = Hare
avatar-person-badger = Badger
avatar-person-panda = Panda
avatar-person-robin = Robin
avatar-person-frog = Frog
avatar-person-deer = Deer
avatar-person-hedgehog = Hedgehog
avatar-person-penguin = Penguin
avatar-room-kettle = Kettle
avatar-room-lantern = Lantern
avatar-room-mug = Mug
avatar-room-book = Book
avatar-room-note = Music
avatar-room-sprout = Sprout
avatar-room-tent = Tent
avatar-room-compass = Compass
avatar-room-steamer = Bamboo steamer
avatar-room-atom = Atom
