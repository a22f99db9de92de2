//! A checker of histories: people in rooms, a plan of posts and accidents made by a seed, and at the end the question
//! whether the server's log and every local history are what they must be.

mod house;
mod verdict;

use std::{collections::BTreeMap, fmt};

use anyhow::{Context, Result};
use hearth_proto::{id::MessageId, link::Purpose};

use crate::{
    chance::Chance,
    people::Person,
    proxy::{Proxy, Way},
    server::through,
    wire::Account,
};

use house::House;
pub use house::Kind;

/// Who takes part, each behind a network of their own.
const PEOPLE: [&str; 3] = ["Ann", "Ben", "Cyd"];
const ROOMS: [&str; 3] = ["Kitchen", "Attic", "Garden"];

/// What one step does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Post {
        person: usize,
        room: &'static str,
    },
    Cut {
        person: usize,
    },
    /// Nothing travels this way until the thaw.
    Freeze {
        person: usize,
        way: Way,
    },
    Thaw {
        person: usize,
    },
    /// The client is closed and opened again.
    Reopen {
        person: usize,
    },
    /// The client dies and is opened again.
    Crash {
        person: usize,
    },
    RestartServer,
}

impl Step {
    fn by(chance: &mut Chance) -> Self {
        let person = usize::try_from(chance.below(PEOPLE.len() as u64)).unwrap_or_default();
        let room = chance.one_of(&ROOMS).copied().unwrap_or_default();
        let way = if chance.below(2) == 0 { Way::ToServer } else { Way::ToClient };
        match chance.below(100) {
            0..70 => Self::Post { person, room },
            70..80 => Self::Cut { person },
            80..86 => Self::Freeze { person, way },
            86..94 => Self::Thaw { person },
            94..96 => Self::Reopen { person },
            96..98 => Self::Crash { person },
            _ => Self::RestartServer,
        }
    }
}

/// What was done, and how much of it.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub steps: u64,
    pub posts: u64,
    pub cuts: u64,
    pub freezes: u64,
    pub reopened: u64,
    pub restarts: u64,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { steps, posts, cuts, freezes, reopened, restarts } = self;
        write!(
            f,
            "{steps} steps: {posts} posts, {cuts} cuts, {freezes} freezes, {reopened} clients reopened, \
             {restarts} server restarts; every log agrees"
        )
    }
}

/// Everything that takes part.
struct Stage {
    house: House,
    people: Vec<Person>,
    nets: Vec<Proxy>,
    /// What each person wrote into each room, in order.
    written: BTreeMap<(usize, &'static str), Vec<(MessageId, String)>>,
    auditor: Account,
}

/// Plays the plan of this seed and checks what came of it.
///
/// # Errors
/// The first thing that is not as it must be.
pub async fn torture(kind: Kind, seed: u64, steps: u64) -> Result<Report> {
    let mut chance = Chance::new(seed);
    let mut stage = Stage::set(kind).await?;
    let mut report = Report { steps, ..Report::default() };
    for number in 0..steps {
        let step = Step::by(&mut chance);
        stage.play(number, step, &mut report).await.with_context(|| format!("step {number}, {step:?}"))?;
    }
    stage.calm().await?;
    stage.judge().await?;
    Ok(report)
}

impl Stage {
    async fn set(kind: Kind) -> Result<Self> {
        let house = House::start(kind).await?;
        let (mut people, mut nets) = (Vec::new(), Vec::new());
        for name in PEOPLE {
            let net = Proxy::start(house.address()).await?;
            let link = match people.is_empty() {
                true => house.owner_link()?,
                false => house.invite().await?,
            };
            people.push(Person::join(name, &through(&link, &net)).await?);
            nets.push(net);
        }
        let invite = house.invite().await?;
        let Purpose::Join(code) = invite.purpose else { anyhow::bail!("no invite") };
        let auditor = Account::join(house.address(), &code, "Auditor").await?;
        let stage = Self { house, people, nets, written: BTreeMap::new(), auditor };
        stage.furnish().await?;
        Ok(stage)
    }

    /// Rooms with everybody in them.
    async fn furnish(&self) -> Result<()> {
        let (owner, others) = self.people.split_first().context("nobody")?;
        for room in ROOMS {
            let key = owner.makes_room(room).await?;
            owner.admits(self.auditor.entered.user, key).await?;
            for other in others {
                owner.admits(other.user()?, key).await?;
                other.has(room).await?;
            }
        }
        Ok(())
    }

    async fn play(&mut self, number: u64, step: Step, report: &mut Report) -> Result<()> {
        let of = |person: usize| self.people.get(person).zip(self.nets.get(person)).context("nobody");
        match step {
            Step::Post { person, room } => {
                let text = format!("{number} by {person}");
                let message = of(person)?.0.says(room, &text).await?;
                self.written.entry((person, room)).or_default().push((message, text));
                report.posts += 1;
            }
            Step::Cut { person } => {
                of(person)?.1.cut();
                report.cuts += 1;
            }
            Step::Freeze { person, way } => {
                of(person)?.1.shut(way);
                report.freezes += 1;
            }
            Step::Thaw { person } => thaw(of(person)?.1),
            Step::Reopen { person } => {
                self.people.get_mut(person).context("nobody")?.restart().await?;
                report.reopened += 1;
            }
            Step::Crash { person } => {
                let person = self.people.get_mut(person).context("nobody")?;
                person.crash();
                person.reopen().await?;
                report.reopened += 1;
            }
            Step::RestartServer => {
                self.house.restart().await?;
                report.restarts += 1;
            }
        }
        Ok(())
    }

    /// Ends all trouble and waits until everything written has been acknowledged.
    async fn calm(&self) -> Result<()> {
        for (person, net) in self.people.iter().zip(&self.nets) {
            thaw(net);
            person.client()?.disturb(hearth_client::wake::Disturbance::NetworkChanged);
        }
        for person in &self.people {
            person.has_sent_all().await?;
            person.is_connected().await?;
        }
        Ok(())
    }
}

fn thaw(net: &Proxy) {
    net.open(Way::ToServer);
    net.open(Way::ToClient);
}
