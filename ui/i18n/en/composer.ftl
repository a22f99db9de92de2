# What is being written.

composer-label = Message { $name }
composer-attach = Attach files
composer-sticker = Stickers
composer-emoji = Emoji
composer-send = Send
composer-reply-to = Reply to { $name }
composer-reply-cancel = Do not reply
composer-editing = Editing
composer-editing-caption = Editing the caption
composer-edit-cancel = Leave it as it was
composer-save = Save
composer-go-to = Go to the message
composer-emptied = Delete this message?
composer-emptied-text = Nothing is left of it. Deleting takes it away for everyone here.
composer-emptied-delete = Delete
composer-emptied-keep = Go on editing
composer-left = You are no longer in this room, so you cannot write here.
composer-left-group = You are no longer in this chat, so you cannot write here.
composer-archived = This room is archived. It can be read.
composer-read-only = Only those who look after this room write here. You can read and react.
composer-silenced = You cannot write here until { $until }.
composer-silenced-until-lifted = You cannot write here until someone who looks after this room lets you again.
composer-blocked = You have blocked { $name }, so neither of you writes here.
composer-too-long =
    { $count ->
        [one] 1 character too long
       *[other] { $count } characters too long
    }
composer-drop = Drop files to attach them

tray-label = Files to send
tray-caption = Caption
tray-remove = Remove this picture
tray-remove-file = Remove this file
tray-progress = { $done } of { $total }
tray-as-file = As a file
tray-as-file-text = Sends the file itself, neither made smaller nor shown in its place
tray-working = Getting the file ready

offers-people = People to mention
offers-emoji = Emoji to choose
offers-everyone = Everyone here

emoji-search = Search emoji
emoji-recent = Recently used
emoji-none = No emoji by that word.
emoji-loading = Opening
emoji-found = Found
emoji-failed = The emoji could not be opened. Close this and try again.
emoji-groups = Kinds of emoji
emoji-tone = Skin tone
emoji-tone-0 = No skin tone
emoji-tone-1 = Light skin tone
emoji-tone-2 = Medium-light skin tone
emoji-tone-3 = Medium skin tone
emoji-tone-4 = Medium-dark skin tone
emoji-tone-5 = Dark skin tone
emoji-group-0 = Faces and feelings
emoji-group-1 = People and hands
emoji-group-3 = Animals and nature
emoji-group-4 = Food and drink
emoji-group-5 = Travel and places
emoji-group-6 = Activities
emoji-group-7 = Things
emoji-group-8 = Signs
emoji-group-9 = Flags

stickers-pages = Which stickers
stickers-hearth = Hearth
stickers-own = Own
stickers-add = Add a sticker
stickers-remove = Remove this sticker
stickers-nameless = Own sticker
stickers-order = Drag it to another place, or move it with Ctrl and the arrow keys.
stickers-place = Place { $place } of { $count }
stickers-none = Your own stickers come here. Add a picture, or take one from a message’s menu.
