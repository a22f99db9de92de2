# What each sticker says, read aloud and shown in a row's summary.

sticker-morning = Good morning
sticker-dinner = Dinner is ready
sticker-on-my-way = On my way
sticker-ok = OK
sticker-thumbs-up = Thumbs up
sticker-thanks = Thank you
sticker-love = With love
sticker-hug = A hug
sticker-heart = A warm heart
sticker-laugh = Laughing till it cries
sticker-cheer = Hooray
sticker-keep-going = Keep going
sticker-luck = Good luck
sticker-congrats = Congratulations
sticker-birthday = Happy birthday
sticker-done = Done
sticker-tea = Come for tea
sticker-break = Time for a break
sticker-back-soon = Back soon
sticker-thinking = Thinking about it
sticker-sorry = Sorry
sticker-crying = In tears
sticker-cold = It is cold
sticker-good-night = Good night
