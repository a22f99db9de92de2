//! One server under many lines: durable posts acknowledged a second, and deliveries a second in one room.
//!
//! `cargo run --release -p hearth-testkit --example bench_server`. Server and clients share the machine and the
//! process, so both figures are lower bounds.

use std::{num::NonZeroU32, time::Instant};

use anyhow::{Result, bail};
use hearth_proto::{
    body::Body,
    command::{NewInvite, NewRoom, Post, Request},
    frame::ServerFrame,
    id::{ConversationId, MessageId},
    link::Purpose,
    room::Visibility,
};
use hearth_testkit::{
    server::Hearth,
    wire::{Account, Heard, Wire},
};
use tokio::task::JoinSet;
use uuid::Uuid;

const POSTERS: usize = 50;
const POSTS_EACH: usize = 2_000;
const READERS: usize = 200;
const EVENTS: usize = 3_000;

#[tokio::main]
async fn main() -> Result<()> {
    println!("{:<52}{:>14}", "what", "a second");
    for under_way in [1, 16] {
        let rate = posts(under_way).await?;
        println!("{:<52}{rate:>14.0}", format!("durable posts, {POSTERS} lines, {under_way} under way on each"));
    }
    println!("{:<52}{:>14.0}", format!("deliveries, {READERS} lines in one room"), deliveries().await?);
    Ok(())
}

/// Every line posts into a room of its own, so that nearly all work is the writing.
async fn posts(under_way: usize) -> Result<f64> {
    let hearth = unlimited().await?;
    let mut lines = Vec::new();
    for number in 0..POSTERS {
        let (mut wire, room) = (enter(&hearth, number).await?, ConversationId(Uuid::now_v7()));
        make_room(&mut wire, room, Visibility::Private).await?;
        lines.push((wire, room));
    }
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for (wire, room) in lines {
        tasks.spawn(post_many(wire, room, under_way, POSTS_EACH));
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok((POSTERS * POSTS_EACH) as f64 / started.elapsed().as_secs_f64())
}

async fn deliveries() -> Result<f64> {
    let hearth = unlimited().await?;
    let room = ConversationId(Uuid::now_v7());
    let mut poster = enter(&hearth, 0).await?;
    make_room(&mut poster, room, Visibility::Public).await?;
    let mut readers = Vec::new();
    for number in 1..READERS {
        readers.push(enter(&hearth, number).await?);
    }
    // Everybody has been told of everybody before the clock starts.
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for mut wire in readers {
        tasks.spawn(async move {
            loop {
                match wire.next().await? {
                    Heard::Frame(frame) => match *frame {
                        ServerFrame::Event(event) if event.seq.0 >= first_post() + EVENTS as u64 - 1 => break,
                        _ => {}
                    },
                    Heard::Closed(code) => bail!("a reader was closed with {code:?}"),
                }
            }
            Ok(())
        });
    }
    post_many(poster, room, 16, EVENTS).await?;
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok((EVENTS * READERS) as f64 / started.elapsed().as_secs_f64())
}

/// The room was made, its owner joined, and every reader after that.
const fn first_post() -> u64 {
    2 + READERS as u64
}

async fn post_many(mut wire: Wire, conversation: ConversationId, under_way: usize, count: usize) -> Result<()> {
    let (mut asked, mut answered) = (0, 0);
    while answered < count {
        while asked < count && asked - answered < under_way {
            let body = Body::Text { text: format!("{asked:0>120}") };
            let message = MessageId(Uuid::now_v7());
            wire.request(Request::Post(Post { conversation, message, body, reply_to: None, forward: None })).await?;
            asked += 1;
        }
        match wire.next().await? {
            Heard::Frame(frame) => match *frame {
                ServerFrame::Ack { .. } => answered += 1,
                ServerFrame::Error { failure, .. } => bail!(failure),
                _ => {}
            },
            Heard::Closed(code) => bail!("the poster was closed with {code:?}"),
        }
    }
    Ok(())
}

async fn unlimited() -> Result<Hearth> {
    Hearth::start(|config| {
        config.limits.rate_per_second = 1_000_000;
        config.limits.rate_burst = 1_000_000;
        config.knocks_per_minute = NonZeroU32::MAX;
        config.heartbeat = std::time::Duration::from_secs(60);
    })
    .await
}

async fn enter(hearth: &Hearth, number: usize) -> Result<Wire> {
    let link = hearth.invite(NewInvite::default()).await?;
    let Purpose::Join(code) = link.purpose else { bail!("no invite") };
    Account::join(hearth.address(), &code, &format!("p{number}")).await?.open(None, None).await
}

async fn make_room(wire: &mut Wire, conversation: ConversationId, visibility: Visibility) -> Result<()> {
    let room = NewRoom { name: "Kitchen".into(), topic: String::new(), visibility, avatar: None };
    match wire.ask(Request::CreateRoom { conversation, room }).await? {
        ServerFrame::Conversation { .. } => Ok(()),
        other => bail!("no room but {other:?}"),
    }
}
