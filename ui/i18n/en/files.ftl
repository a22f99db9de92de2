# Files: what they are, how they come, and where they lie.

size-of = { $done } of { $total }
size-speed = { $size }/s

file-label = File { $name }, { $size }
file-download = Download { $name }
file-cancel = Cancel the download
file-waiting = Waits for its turn
file-waiting-line = Waits for the connection
file-failed = Could not be fetched:
file-open = Open { $name }
file-open-short = Open
file-save = Save as…
file-show = Show in its folder
file-actions = What to do with this file
message-sticker = Sticker
file-add-sticker = Add to my stickers
file-program-title = Open this file?
file-program-text = { $name } can run something on this computer. Open it only if you expected it from this person.
file-program-open = Open anyway
file-program-stay = Do not open
film-play = Play { $name }
film-cannot-play = This computer cannot play it here. It can be opened in another program.
film-of = Video { $name }

files-title = Files
files-show = Files of this conversation
files-pictures = Pictures
files-videos = Videos
files-files = Files
files-none-pictures = No pictures have been sent here yet.
files-none-videos = No videos have been sent here yet.
files-none-files = No files have been sent here yet.
files-incomplete = Older messages are still on their way, so something may be missing.
files-more = Show older ones
files-go = Go to the message
files-from = { $name }, { $date }

problem-tray-local-file-too-large = This is larger than the server takes. Files up to { $limit } fit.
tray-quota = You have used { $used } of the { $total } this server gives you, so not all of this fits.

problem-local-not-a-file = Hearth cannot read this. Folders and files without permission cannot be sent.
problem-local-file-empty = This file is empty, so there is nothing to send.
problem-local-file-too-large = This file is larger than the server takes.
problem-local-too-many-stickers = You have as many stickers as Hearth keeps. Remove one first.
problem-file-server-not-found = The server no longer has this file, or it was deleted.
problem-file-line-protocol-broken = The server sent something other than this file, so it was thrown away.

storage-files = Pictures and files
storage-files-text = Those you have opened or downloaded stay on this computer, so they are there offline too.
storage-used = In use: { $used }
storage-used-needed = { $needed } of it is waiting to be sent, or is one of your stickers, and stays.
size-gb = { $count } GB
storage-limit = Keep at most
storage-limit-text = What you have not looked at for longest goes first. It comes again from the server when you open it.
storage-no-limit = No limit
storage-clear = Clear
storage-clear-title = Clear pictures and files?
storage-clear-text = They go from this computer and come again from the server when you open them. What waits to be sent and your stickers stay.
storage-clear-go = Clear
storage-clear-stay = Keep them
