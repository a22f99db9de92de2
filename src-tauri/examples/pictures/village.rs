//! The people who are there when the pictures are taken: real clients of a real server in this process, and what they say.

use anyhow::{Context, Result};
use hearth_client::call::{PictureCall, PictureChoice, ProfileCall, RoomCall, StickerCall, TextCall};
use hearth_proto::{id::MessageId, link::Link, room::Visibility};
use hearth_testkit::{
    people::{Person, told},
    server::Hearth,
};

use crate::drawing;

/// So little that a second picture of one's own does not fit: one message has to fail.
const QUOTA: u64 = 100_000;

pub const PHYSICS: &str = "高一二班 · 物理";
const ALLOTMENT: &str = "Everything about the allotment behind the old mill";

const ASKED: &str = "再买两斤小白菜，还有姜。我六点下班，先去接外婆，大概七点到家。";
const RAIN: &str = "晚上有雨，别忘了带伞。饺子给你留着。";
const RECIPE: &str = "The recipe is at https://example.org/recipes/2026/dumplings-with-chives-and-egg/print, the second one, not \
                      the first; 200 g of flour is enough";

pub struct Village {
    pub server: Hearth,
    pub ann: Person,
    pub tom: Person,
    pub grandma: Person,
    pub wei: Person,
}

impl Village {
    /// Everybody has moved in, and there is something in every room.
    pub async fn settle() -> Result<Self> {
        let server = Hearth::start(|config| {
            config.tls = hearth_server::Tls::SelfSigned;
            config.name = "Ann’s hearth".into();
            config.limits.quota_bytes = QUOTA;
        })
        .await?;
        let ann = arrive("Ann", "person-fox", &server.owner_link()?).await?;
        room(&ann, "Kitchen", "Dinner, shopping, who fetches whom", "room-kettle").await?;
        room(&ann, PHYSICS, "周五之前交实验报告", "room-atom").await?;
        room(&ann, ALLOTMENT, "", "room-sprout").await?;
        let link = ann.invites_to("Kitchen").await?;
        let tom = arrive("Tom", "person-badger", &link).await?;
        let grandma = arrive("外婆", "person-panda", &link).await?;
        let wei = arrive("李伟", "person-bear", &link).await?;
        let village = Self { server, ann, tom, grandma, wei };
        for each in [&village.tom, &village.grandma, &village.wei] {
            each.has("Kitchen").await?;
        }
        village.talk().await?;
        Ok(village)
    }

    /// A link for one more.
    pub async fn invite(&self) -> Result<Link> {
        self.ann.invites_to("Kitchen").await
    }

    async fn talk(&self) -> Result<()> {
        self.tom.says("Kitchen", "Is anyone near the market this afternoon?").await?;
        self.tom.says("Kitchen", "We are out of ginger").await?;
        let asked = self.wei.says("Kitchen", ASKED).await?;
        self.ann.sees("Kitchen", ASKED).await?;
        self.answers(&self.ann, "小白菜 and ginger, got it. I pass the shop at five anyway.", asked).await?;
        self.ann.says("Kitchen", RECIPE).await?;
        picture(&self.ann, "Kitchen", "garden.png", "First ones from the allotment. That light.").await?;
        self.grandma.says("Kitchen", RAIN).await?;
        sticker(&self.grandma, "Kitchen", "dinner").await?;
        self.tom.sees("Kitchen", RAIN).await?;
        self.tom.says("Kitchen", "🍜🔥").await?;
        self.ann.says(PHYSICS, "这张图里的力为什么是向上的？老师说要先画受力分析，再列方程。").await?;
        self.ann.says(ALLOTMENT, "the water is back on").await?;
        Ok(())
    }

    /// Somebody new is brought into every room.
    pub async fn welcomes(&self, name: &str) -> Result<()> {
        let (client, account) = (self.ann.client()?, self.ann.account()?);
        let people = client.list_people(account).await.map_err(told)?;
        let user = people.into_iter().find(|person| person.name == name).context("nobody of that name")?.id;
        for room in [PHYSICS, ALLOTMENT] {
            self.ann.admits(user, self.ann.room(room)?).await?;
        }
        Ok(())
    }

    /// What is said while nobody looks, so that the next who opens the Kitchen finds something new.
    pub async fn goes_on(&self) -> Result<()> {
        self.ann.says(PHYSICS, "实验报告周五之前交就行，别忘了写上小组每个人的名字和学号").await?;
        self.wei.says("Kitchen", "到家了。菜在门口的袋子里。").await?;
        self.tom.says("Kitchen", "Coming down in five minutes, do not start without me").await?;
        self.tom.says("Kitchen", "Really").await?;
        self.tom.has_sent_all().await?;
        self.wei.has_sent_all().await
    }

    async fn answers(&self, who: &Person, text: &str, to: MessageId) -> Result<()> {
        let call = TextCall { key: who.room("Kitchen")?, text: text.into(), reply_to: Some(to) };
        who.client()?.send_text(call).await.map_err(told)?;
        who.has_sent_all().await
    }
}

async fn arrive(name: &str, picture: &str, link: &Link) -> Result<Person> {
    let person = Person::join(name, link).await?;
    let account = person.account()?;
    let handle = person.world()?.accounts.get(&account).context("an account")?.me.handle.clone();
    let picture = PictureChoice::Drawn { name: picture.into() };
    let call =
        ProfileCall { account, name: Some(name.into()), handle: Some(handle), picture, status: None, zone: None };
    person.client()?.set_profile(call).await.map_err(told)?;
    Ok(person)
}

async fn room(owner: &Person, name: &str, topic: &str, drawn: &str) -> Result<()> {
    let call = RoomCall {
        account: owner.account()?,
        name: name.into(),
        topic: topic.into(),
        visibility: Visibility::Public,
        picture: PictureChoice::Drawn { name: drawn.into() },
    };
    owner.client()?.create_room(call).await.map_err(told)?;
    owner.has(name).await
}

/// Sends a drawing of `docs/pictures`.
pub async fn picture(who: &Person, room: &str, file: &str, caption: &str) -> Result<()> {
    let path = drawing(file)?;
    let staged = who.client()?.stage_picture_file(who.account()?, path).await.map_err(told)?;
    let call = PictureCall { key: who.room(room)?, picture: staged.picture, caption: caption.into(), reply_to: None };
    who.client()?.send_picture(call).await.map_err(told)?;
    who.has_sent_all().await
}

/// Sends a sticker of the set that ships with the app.
pub async fn sticker(who: &Person, room: &str, name: &str) -> Result<()> {
    let call = StickerCall { key: who.room(room)?, set: "hearth".into(), name: name.into(), reply_to: None };
    who.client()?.send_sticker(call).await.map_err(told)?;
    who.has_sent_all().await
}
