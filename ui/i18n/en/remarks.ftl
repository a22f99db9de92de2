### What an import could not take over as it was, with how often

remark-file-missing = Files are not in the export; their names and addresses stand in the messages
remark-custom-emoji = Own emoji became their names between colons
remark-custom-emoji-picture = Pictures of own emoji were left out
remark-reaction-without-people = Reactions say how many and not who; they were left out
remark-thread-reply = Replies in threads became answers to the thread’s first message
remark-thread-room = Threads became rooms of their own
remark-embed = Cards that programs and links brought along became text
remark-interactive = Buttons, menus, polls and calls became text or were left out
remark-system-message = Messages of the chat itself became text
remark-unknown-person = People are named by messages only; what is known of them was taken from there
remark-unknown-name = Groups, roles, people or channels are called by a name that the export does not explain; the name stands in the words
remark-handle-changed = Handles were written differently, or belonged to two people
remark-chat-with-oneself = Chats with oneself became private rooms
remark-many-people = Private chats with too many people became private rooms
remark-people-details = What people had beside their name, such as pictures, addresses and preferences, was left out
remark-permissions = Who may read a channel is not in the export; channels became private rooms
remark-setting = Settings have no counterpart and were left out
remark-unlisted = Conversations are in no list of the export; they became private rooms
remark-category = Categories were left out
remark-forwarded-by-unknown = Passed-on messages do not say whose they were; they became quotes
remark-formatting = Formatting has no counterpart and was left out
remark-empty = Messages hold nothing that can be shown; they were left out
remark-unreadable = Entries cannot be read; they were left out
remark-unknown-file = Files of the export are of a kind that is not known; they were left out
remark-unknown-entry = Entries are of a kind that is not known; they were left out
remark-later-kind = Records of a later version of Hearth were left out
remark-hidden-by-plan = Messages and files were withheld by the other service and are not in the export
remark-pin-elsewhere = Pins are on files or on messages that are not in the export; they were left out
remark-stretch = Channels were exported for a stretch of time only
remark-too-long = Messages were too long; each became several, one after the other
remark-empty-message = Messages say nothing; they were left out
remark-file-not-here = Messages bring a file that is not here; its name stands in its place
remark-file-damaged = Files are not what they should be; they were left out
remark-file-too-large = Files are larger than this hearth allows; they were left out
remark-no-picture = Pictures cannot be shown by everyone; they became files
remark-other-sticker = Stickers of other sets became own ones or words
remark-later-body = Messages need a newer Hearth; they are kept as they are
remark-strange-body = Messages break a rule of this hearth; only their words were kept
remark-answers-nothing = Answers to messages that are not here stand alone
remark-strange-reaction = Reactions are no emoji; they were left out
remark-name-changed = Names and topics were too long or had strange characters, and were changed
remark-note-left-out = Notes about who came and went and about changed settings were left out
remark-hole = Stretches of messages are missing in the archive itself
remark-later-record = Records need a newer Hearth; they were left out
remark-silence-left-out = Members were silenced for a while; here they may write
remark-nobody-named = People are named that the archive does not introduce
remark-impossible-time = Messages say that they were written in the future, or before there were such times; now or then was taken
remark-many-mentions = Messages mention more people than this hearth counts; the others are only words
remark-group-full = Private chats have more people than they may; only the first were let in
remark-face-missing = Own pictures of people or rooms are not in the archive, or are none

## Why messages of a conversation did not come in

left-out-nobody-here = Nobody of this private chat has an account here
left-out-conflict = The conversation has gone on here since, or its messages stand in another one
left-out-refused = This hearth does not take them
