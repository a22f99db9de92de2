# Why something did not happen. One sentence about what is, one about what to do.
# The names follow the causes: problem-SOURCE-CODE, and problem-CONTEXT-SOURCE-CODE where one place can say more.

## The server refused

problem-server-malformed = The server could not read what this Hearth sent. Update Hearth here or on the server, then try again.
problem-server-unknown-type = The server runs an older Hearth that cannot do this yet. It needs an update.
problem-server-unauthorized = The server does not know this sign-in any more. Sign in again.
problem-server-forbidden = Your role does not allow this. Ask someone who looks after the room or the server.
problem-server-not-found = It is no longer there, or it is not visible to you.
problem-server-handle-taken = Someone on this server already has this handle. Choose another one.
problem-server-handle-invalid = A handle has up to 32 lower-case letters and digits, with a dot, hyphen or underscore only in between.
problem-server-name-invalid = This name is empty or too long for the server. Up to 64 characters usually fit.
problem-server-invite-unknown = This invite does not hold any more: it was taken back, or the server never knew it. Ask for a new link.
problem-server-invite-expired = This invite has expired. Ask for a new link.
problem-server-invite-used = This invite has already let in everyone it was made for. Ask for a new link.
problem-server-password-required = This server asks for a password. Choose one with at least 8 characters.
problem-server-password-too-short = This password is too short. Use at least 8 characters.
problem-server-password-too-long = This password is too long. Up to 256 characters fit.
problem-server-empty = There is nothing in it yet. Write something first.
problem-server-too-large = This is larger than the server takes. Make it smaller, or send it in parts.
problem-server-picture-invalid = The server could not read this picture. Choose another file.
problem-server-unsupported-media = The server does not take this kind of file. PNG, JPEG, GIF and WebP work.
problem-server-blob-missing = The picture did not arrive on the server. Attach it again.
problem-server-quota-exceeded = Your space on this server is used up. Delete some pictures, or ask whoever runs it for more.
problem-server-storage-full = The server’s disk is full, so nothing was stored. Once whoever runs it has made room, try again.
problem-server-rate-limited = That was a lot at once. Wait a moment, then try again.
problem-server-slow-mode = This room asks for a pause between messages. Wait a moment, then try again.
problem-server-muted = You cannot write in this room for now. Someone who looks after it can change that.
problem-server-read-only = Only those who look after this room write here. You can read and react.
problem-server-archived = This room is archived. It can be read, and someone who looks after it can bring it back.
problem-server-banned = You cannot come back into this room. Someone who looks after it can change that.
problem-server-blocked = This person takes no private messages from you.
problem-server-group-full = This chat has as many people as it can hold. Make a room for more.
problem-server-conflict = This was already sent with different content. Start over with a new one.
problem-server-origin-forbidden = The server does not let in Hearth from this place. Whoever runs it can allow it.
problem-server-version-unsupported = This Hearth and the server have no version in common. Update the older of the two.
problem-server-unavailable = The server is restarting, or there is no connection to it. Try again when it is back.
problem-server-internal = Something went wrong on the server. Try again in a moment.
problem-server-unknown = The server gave a reason that this Hearth does not know yet. Update Hearth, then try again.

## No line to the server

problem-line-unreachable = The server cannot be found. Check the address, and whether both are on the network.
problem-line-refused = The computer answers, but no hearth is lit on it. Ask whether hosting is switched on there.
problem-line-timed-out = No answer came in time. The other computer may be asleep, or a firewall is in the way.
problem-line-handshake-failed = A secure connection could not be made. A proxy or firewall in between may be in the way.
problem-line-not-hearth = Something answers at this address, but it is not a Hearth server. Check the address and the port.
problem-line-wrong-version = This Hearth and the server have no version in common. Update the older of the two.
problem-line-key-changed = The server has another key than before. If it was installed anew, ask for a new invite. If not, someone may be listening in between, so Hearth does not connect.
problem-line-signed-out = This computer was signed out, here or from another device. Sign in again.
problem-line-replaced = The same account was opened in a second Hearth on this computer. Close one of them, then connect again.
problem-line-closed-by-server = The server closed the connection. Try again in a moment.
problem-line-closed-by-network = The connection broke. Check the network, then try again.
problem-line-protocol-broken = This Hearth and the server do not understand each other. Update Hearth here or on the server.

## The link cannot be used

problem-link-not-a-link = This is not a Hearth link. Invites begin with hearth://
problem-link-damaged = A part of this link is missing. Copy the whole link and paste it again.
problem-link-plain-beyond-loopback = This link would send everything readable through the network, so Hearth does not open it. Ask for a link made by the server itself.

## Something on this computer

problem-local-unwritable = Hearth cannot write to its folder. Check that the folder belongs to you and the disk is not write-protected.
problem-local-disk-full = The disk of this computer is full. Make room, then try again.
problem-local-history-damaged = The history on this computer was damaged. It was set aside, and a fresh one is being fetched from the server.
problem-local-history-too-new = The history on this computer was written by a newer Hearth. Update this one to read it.
problem-local-settings-too-new = The settings on this computer were written by a newer Hearth. Update this one to use them.
problem-local-port-taken = Another program already uses this port. Choose another one.
problem-local-port-not-allowed = This system does not let Hearth use this port. Choose one from 1024 upwards.
problem-local-not-a-picture = Hearth cannot read this file as a picture. PNG, JPEG, GIF and WebP work.
problem-local-picture-too-large = This picture has more pixels than Hearth can take. Choose a smaller one.
problem-local-not-now = This cannot be done right now. Try again in a moment.
problem-local-internal = Something in Hearth went wrong. Try again; if it stays, close Hearth and open it again.

## Said more precisely in one place

problem-sign-in-server-unauthorized = Handle and password do not go together on this server. Check both; capital letters count in the password.
problem-sign-in-server-not-found = Nobody with this handle is on this server. Check the handle.
problem-near-line-key-changed = Another server answers at this address than the one that was announced, so Hearth does not go there. Ask whoever runs it for an invite.
problem-near-line-unreachable = It was announced, but it cannot be reached. A firewall may be in the way, or it has just gone.
problem-password-server-unauthorized = The current password is not right. Try it again.
problem-invite-server-forbidden = Only people who look after this server can make invites. Ask one of them for a link.
problem-invite-server-unavailable = There is no connection to the server, so no link can be made. Try again when you are connected.
problem-device-server-invite-unknown = The server does not know this device link. Make a new one on your other computer.
problem-device-server-invite-expired = This device link has expired. Make a new one on your other computer.
problem-device-server-invite-used = This device link has already been used. Make a new one on your other computer.
problem-port-offered = Port { $port } is used by another program. Port { $offered } is free.
problem-port-use = Use { $offered }
problem-detail = Details for a report
