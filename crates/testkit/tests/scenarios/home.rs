//! What most scenarios begin with.

use anyhow::Result;
use hearth_proto::link::Link;
use hearth_testkit::{
    people::Person,
    proxy::Proxy,
    server::{Hearth, through},
};

/// Ann owns the server and has made the kitchen; Ben is in it. Ann's line goes through a network that can break.
pub struct Home {
    pub hearth: Hearth,
    pub net: Proxy,
    pub ann: Person,
    pub ben: Person,
}

impl Home {
    pub async fn new(hearth: Hearth) -> Result<Self> {
        let net = Proxy::start(hearth.address()).await?;
        let ann = Person::join("Ann", &through(&hearth.owner_link()?, &net)).await?;
        ann.makes_room("Kitchen").await?;
        let ben = Person::join("Ben", &direct(&ann, &hearth).await?).await?;
        ben.has("Kitchen").await?;
        Ok(Self { hearth, net, ann, ben })
    }

    /// Somebody else in the kitchen, on a line that does not break.
    pub async fn joined_by(&self, name: &str) -> Result<Person> {
        let person = Person::join(name, &direct(&self.ann, &self.hearth).await?).await?;
        person.has("Kitchen").await?;
        Ok(person)
    }
}

/// An invite of Ann's that leads around the network that breaks.
async fn direct(ann: &Person, hearth: &Hearth) -> Result<Link> {
    let mut link = ann.invites_to("Kitchen").await?;
    link.address.hosts = vec![hearth_testkit::server::host(hearth.address())];
    Ok(link)
}
