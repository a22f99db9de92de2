# Bringing conversations in from elsewhere, into the hearth of this app.

import-show = Bring conversations in
import-show-text = From another Hearth, Slack, Mattermost or Discord.
import-open = Bring in…
import-title = Bring conversations in
import-text = Choose an archive of another Hearth, or what Slack, Mattermost or DiscordChatExporter wrote out. It is read through first; nothing changes before you have seen what comes of it.
import-file = Choose a file…
import-folder = Choose a folder…
import-other = Choose another
import-go = Bring it in
import-stop = Stop
import-checking = Reading it through. Nothing is changed yet.
import-taking = Bringing it in. Nobody sees any of it before all is here.
import-running = { $messages } messages, { $files } pictures and files
import-cancelled = Stopped. Nobody sees any of it; started again, it goes on from there.
import-detail = Details
import-fault-not-an-archive = This is no archive that Hearth can read, or it is damaged.
import-fault-nobody-of-that-name = Somebody in it could not be matched with anybody here.
import-fault-nobody-owns = Nobody owns this hearth yet.
import-fault-disk = The disk does not take it. Make room and try again.
import-fault-internal = Something went wrong here. Try again.
import-would =
    { $count ->
        [one] 1 message would be brought in
       *[other] { $count } messages would be brought in
    }, in { $conversations ->
        [one] 1 conversation
       *[other] { $conversations } conversations
    }.
import-did =
    { $count ->
        [one] 1 message was brought in
       *[other] { $count } messages were brought in
    }, in { $conversations ->
        [one] 1 conversation
       *[other] { $conversations } conversations
    }.
import-from = { $source } { $name }
import-source-hearth = Hearth
import-source-slack = Slack
import-source-mattermost = Mattermost
import-source-discord = Discord
import-files =
    { $count ->
        [0] no pictures or files
        [one] 1 picture or file, { $size }
       *[other] { $count } pictures and files, { $size }
    }
import-count = { $count } new
import-known = { $count } already here
import-left-out = { $count } left out
import-people = Who wrote it
import-former =
    { $count ->
        [one] One of them has no account here and is shown as a former member.
       *[other] { $count } of them have no account here and are shown as former members.
    }
import-no-account = Former member
import-choose = Say who they are here. What nobody is chosen for is kept as a former member’s.
import-who = Who { $name } is here
import-nobody = Nobody here
import-changed = Another choice can let more in, such as private chats.
import-again = Read it through again
import-remarks = Not as it was
