# Words used in more than one place of the chat window.

app-name = Hearth
close = Close
cancel = Cancel
retry = Retry
copy = Copy
save = Save
you = You
more = More

presence-online = Here
presence-busy = Does not want to be disturbed
presence-away = Away
someone = Someone

## The line, in the bar below the list and in the banner above the timeline

line-connecting = Connecting
line-catching-up = Catching up
line-connected = Connected
line-offline = Offline
line-offline-waiting =
    { $count ->
        [one] Offline · 1 waiting
       *[other] Offline · { $count } waiting
    }
line-stopped = Not connected
line-disconnected = Disconnected
line-some-offline =
    { $count ->
        [one] One server offline
       *[other] { $count } servers offline
    }

banner-offline-in = Offline, reconnecting in { $seconds } s
banner-offline-now = Offline, reconnecting now
banner-disconnected = You are disconnected from { $server }
banner-try-now = Try now
banner-connect = Connect
banner-works = Reading and writing still work

## Why there is no line. Short, for the banner.

reason-unreachable = { $server } cannot be found on the network
reason-refused = No hearth is lit at { $server } right now
reason-timed-out = { $server } does not answer
reason-handshake-failed = No secure connection to { $server }
reason-not-hearth = Something else answers in the place of { $server }
reason-wrong-version = { $server } and this Hearth have no version in common. Update the older one.
reason-key-changed = The key of { $server } has changed. If it was installed anew, ask for a new invite.
reason-signed-out = You are signed out of { $server }. Sign in again to go on.
reason-replaced = This account was opened a second time, so this window stopped.
reason-closed-by-server = { $server } closed the connection
reason-closed-by-network = The network connection broke
reason-protocol-broken = { $server } and this Hearth do not understand each other. An update is due.

## Something went wrong with what was asked for

problem-title = That did not work
