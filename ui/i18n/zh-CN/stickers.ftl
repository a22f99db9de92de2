# 每张表情贴的意思，供朗读和会话摘要使用。

sticker-morning = 早上好
sticker-dinner = 开饭啦
sticker-on-my-way = 在路上了
sticker-ok = 好的
sticker-thumbs-up = 赞
sticker-thanks = 谢谢
sticker-love = 爱你
sticker-hug = 抱抱
sticker-heart = 暖心
sticker-laugh = 笑出眼泪
sticker-cheer = 太好了
sticker-keep-going = 加油
sticker-luck = 祝你好运
sticker-congrats = 恭喜
sticker-birthday = 生日快乐
sticker-done = 完成了
sticker-tea = 来喝茶
sticker-break = 休息一下
sticker-back-soon = 马上回来
sticker-thinking = 让我想想
sticker-sorry = 对不起
sticker-crying = 哭了
sticker-cold = 好冷
sticker-good-night = 晚安
