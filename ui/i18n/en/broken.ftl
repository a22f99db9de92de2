# The page in the place of everything else, when Hearth could not be opened.

broken-unwritable = Hearth cannot write to its folder
broken-unwritable-text = Your conversations and settings are kept in this folder, and this computer does not let Hearth write there. Nothing has been changed.
broken-unwritable-do = Check that the folder belongs to you, that the disk is not write-protected, and that no file of another program has its name. Then try again.

broken-disk-full = The disk is full
broken-disk-full-text = There is no room left where Hearth keeps your conversations, so nothing new could be kept. What is there already is safe.
broken-disk-full-do = Empty the trash or move something large to another disk, then try again.

broken-in-use = Hearth is already open
broken-in-use-text = Another running Hearth is using this folder. Two at once could get in each other’s way.
broken-in-use-do = Go on in the other window. If there is none, it may still be closing; wait a moment, then try again.

broken-settings-too-new = A newer Hearth was here
broken-settings-too-new-text = The settings in this folder were written by a newer Hearth. This one would lose what it does not know, so it has left everything as it is.
broken-settings-too-new-do = Update Hearth, then try again. The newer one opens everything as before.

broken-history-too-new = A newer Hearth was here
broken-history-too-new-text = The conversations in this folder were written by a newer Hearth. This one cannot read them and has left everything as it is.
broken-history-too-new-do = Update Hearth, then try again. The newer one opens everything as before.

broken-internal = Hearth could not be opened
broken-internal-text = Something in Hearth went wrong while it opened this folder. Nothing has been deleted.
broken-internal-do = Try again. If it stays, restart the computer, and keep the folder: your conversations are in it.

broken-folder = Folder
broken-copy = Copy the path
broken-copied = Copied
broken-again = Try again
broken-still = Tried again at { $time }, and it is still so.
broken-quit = Quit Hearth
broken-detail = Details for a report
