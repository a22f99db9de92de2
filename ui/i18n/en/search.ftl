# Looking for something: the panel, its filters, what was found, and how much of the past is here.

search-title = Search
search-open = Search here
search-scope = Where to search
search-here = Here
search-everywhere = Everywhere
search-box = Search messages
search-hint = Words or filters
search-clear = Clear the search
search-pill-off = Remove the filter { $filter }
search-pill = { $filter }. Press to change it.
search-scope-off = Search everywhere
search-unknown = Nothing is known by this name
search-unknown-filter = Nothing is known as { $filter }
search-hints = Filters
search-offers = What the filter can say
search-results = What was found

search-filter-from = from
search-filter-in = in
search-filter-before = before
search-filter-after = after
search-filter-since = since
search-filter-until = until
search-filter-on = on
search-filter-has = has
search-filter-is = is
search-not = not { $filter }

search-has-file = A file of any kind
search-has-image = A picture
search-has-video = A video
search-has-link = A link
search-has-sticker = A sticker
search-has-code = Code
search-is-mention = Mentions me
search-is-mine = Written by me
search-is-pinned = Pinned
search-is-unread = Not read yet

search-day-today = Today
search-day-yesterday = Yesterday
search-day-week = The beginning of this week
search-day-month = This month
search-day-last-month = Last month
search-day-year = This year

search-count =
    { $count ->
        [one] 1 message
       *[other] { $count } messages
    }
search-count-more = More than { $count } messages
search-place = { $at } of { $count }
search-place-more = { $at } of more than { $count }
search-next = Next result
search-previous = Previous result
search-order = How results are ordered
search-newest = Newest first
search-best = Best first
search-by-sound = Find Chinese by pinyin
search-to-list = Back to the results
search-leave = Leave the results

search-people = People
search-conversations = Conversations
search-files = Pictures and files
search-left = A conversation you left
search-messages = Messages
search-picture = [picture]
search-file = [file]
search-sticker = [sticker]

search-none = Nothing found
search-none-here = Nothing found in { $room }
search-none-text = Try fewer or shorter words, or take a filter away.
search-none-more = Look everywhere
search-looking = Looking through older messages
search-indexing = Older messages are still being sorted in ({ $share }). Until then they are found more slowly.

search-teach = Every message on this computer is searched, offline too.
search-teach-words = The beginning of a word is enough, in Chinese any character.
search-teach-phrase = These words in this order
search-teach-not = Without this word
search-teach-from = What somebody said
search-teach-in = In one conversation
search-teach-after = Later than a day, a month or a year
search-teach-has = With a file, picture, link or code
search-teach-is = What mentions you
search-example-phrase = "see you"
search-example-not = -soup

search-list = Search messages for “{ $text }”

coverage-all = All of { $room }
coverage-all-since = All of { $room } since { $date }
coverage-none = Nothing of { $room } is on this computer yet
coverage-everything = All conversations
coverage-everything-since = All conversations since { $date }
coverage-everything-none = Nothing is on this computer yet
coverage-fetching = Older messages are being fetched
coverage-offline = Older messages come when you are online again
coverage-active = Older messages come while you pause
coverage-battery = Older messages wait for mains power
coverage-missing = Older messages are not on this computer
coverage-fetch = Fetch the rest
coverage-progress = { $here } of { $all } messages

about-title = About this conversation
about-show = About
about-figures = Figures
about-figures-partial = Of what is on this computer.
about-messages = Messages
about-since = Since
about-pictures = Pictures
about-videos = Videos
about-files = Files
about-links = Links
about-size = Size of pictures and files
about-year = The last twelve months
about-month = { $month }: { $count }
about-people = Who wrote most
about-none = Nothing has been said here yet.

files-links = Links
files-none-links = No links have been sent here yet.
files-month = Month
files-month-newest = Newest
files-month-of = { $month } · { $count }

export-title-room = Export { $room }
export-title-all = Export everything
export-all-text = All conversations, as pages to read or as an archive for another Hearth.
export-show = Export…
export-text = Everything you may read here is written to a folder you choose. It stays as it is in Hearth.
export-format = Format
export-jsonl = Hearth archive
export-jsonl-text = Complete. Another Hearth can take it in again.
export-html = Web pages
export-html-text = A folder any browser shows, with pictures.
export-markdown = Markdown
export-markdown-text = Text with marks, for notes and wikis.
export-plain = Plain text
export-plain-text = Only the words, one line after another.
export-files = With pictures and files
export-files-text = Those that are on this computer.
export-go = Choose a folder…
export-running = { $done } of { $total } messages written
export-stop = Stop
export-done =
    { $count ->
        [one] 1 message written
       *[other] { $count } messages written
    }
export-done-files =
    { $count ->
        [0] No pictures or files
        [one] 1 picture or file
       *[other] { $count } pictures and files
    }
export-missing =
    { $count ->
        [one] 1 picture or file is not on this computer. Its name is in the archive.
       *[other] { $count } pictures and files are not on this computer. Their names are in the archive.
    }
export-partial = A part of the past was not on this computer, so it is missing.
export-cancelled = Stopped. Nothing was left behind.
export-again = Export again

keys-search = Search in this conversation
keys-search-all = Search everywhere
keys-results = Next or previous result
