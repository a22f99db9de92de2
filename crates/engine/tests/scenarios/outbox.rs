//! Own messages: each exactly once, in the order of writing, whatever happens to the line.

use hearth_engine::{effect::Effect, input::Input};
use hearth_proto::{
    act::SendId,
    body::{Body, Picture},
    command::Request,
    error::{ErrorCode, Failure},
    frame::ServerFrame,
    id::{BlobId, MessageId},
};

use crate::{
    server::{room, text},
    world::{Coming, World},
};

fn posts(world: &World) -> Vec<MessageId> {
    let post = |request: &Request| if let Request::Post(post) = request { Some(post.message) } else { None };
    world.server.asked.iter().filter_map(post).collect()
}

fn blob() -> BlobId {
    "ab".repeat(32).parse().unwrap()
}

fn picture() -> Body {
    let picture = Picture {
        blob: blob(),
        mime: "image/png".to_owned(),
        width: 1,
        height: 1,
        size: 1,
        thumbhash: String::new(),
        name: String::new(),
    };
    Body::Picture { picture, caption: String::new() }
}

fn busy(ms: u64) -> Failure {
    Failure { retry_after_ms: Some(ms), ..Failure::new(ErrorCode::RateLimited, "slow down") }
}

#[test]
fn a_message_is_sent_and_leaves_the_outbox_with_its_acknowledgement() {
    let mut world = World::connected();
    let id = world.write(room(1));
    world.settle();
    assert_eq!(world.disk.sent, [id]);
    assert!(world.disk.outbox.is_empty());
    world.assert_whole();
}

#[test]
fn resend_after_lost_ack_creates_one_message() {
    let mut world = World::connected();
    let id = world.write(room(1));
    // The server has it, and the line breaks before the answer.
    assert_eq!(world.server.mine(room(1)), [id]);
    world.cut();
    assert!(world.disk.sent.is_empty());
    world.pass(500);
    assert_eq!(world.server.mine(room(1)), [id]);
    assert_eq!(world.disk.sent, [id]);
    world.assert_whole();
}

#[test]
fn an_own_event_counts_as_the_acknowledgement() {
    let mut world = World::connected();
    let id = world.write(room(1));
    world.coming.retain(|coming| !matches!(coming, Coming::Frame(ServerFrame::Ack { .. })));
    world.settle();
    assert_eq!(world.disk.sent, [id]);
    assert_eq!(posts(&world), [id]);
}

#[test]
fn what_was_written_offline_leaves_in_its_order_once_there_is_a_line() {
    let mut world = World::new();
    let written: Vec<_> = (0..10).map(|_| world.write(room(1))).collect();
    world.give(Input::Connect);
    world.settle();
    assert_eq!(world.server.mine(room(1)), written);
    assert_eq!(world.disk.sent, written);
}

#[test]
fn what_waits_survives_a_crash() {
    let mut world = World::new();
    let written: Vec<_> = (0..3).map(|_| world.write(room(1))).collect();
    world.crash();
    world.settle();
    assert_eq!(world.server.mine(room(1)), written);
}

#[test]
fn one_conversation_has_one_message_with_the_server_at_a_time() {
    let mut world = World::connected();
    let first = world.write(room(1));
    let _second = world.write(room(1));
    let other = world.write(room(2));
    assert_eq!(posts(&world), [first, other]);
}

#[test]
fn a_message_that_is_told_to_wait_is_not_overtaken() {
    let mut world = World::connected();
    world.server.refusals.push_back(("post", busy(4_000)));
    let written: Vec<_> = (0..3).map(|_| world.write(room(1))).collect();
    world.settle();
    assert!(world.server.mine(room(1)).is_empty());
    world.pass(3_900);
    assert_eq!(posts(&world).len(), 1);
    world.pass(200);
    assert_eq!(world.server.mine(room(1)), written);
}

#[test]
fn a_rate_limit_holds_up_all_conversations_because_it_is_on_the_person() {
    let mut world = World::connected();
    world.server.refusals.push_back(("post", busy(4_000)));
    world.write(room(1));
    world.settle();
    world.write(room(2));
    world.pass(3_900);
    assert_eq!(posts(&world).len(), 1);
    world.pass(200);
    assert_eq!(posts(&world).len(), 3);
}

#[test]
fn a_refused_message_waits_for_the_person_and_holds_up_nobody() {
    let mut world = World::connected();
    world.server.refusals.push_back(("post", Failure::new(ErrorCode::Forbidden, "no")));
    let refused = world.write(room(1));
    let next = world.write(room(1));
    world.settle();
    assert_eq!(world.disk.refused, [(refused, ErrorCode::Forbidden)]);
    assert_eq!(world.server.mine(room(1)), [next]);
    world.cut();
    world.pass(60_000);
    assert_eq!(world.server.mine(room(1)), [next], "not without being told to");

    world.give(Input::Retry { id: SendId::Message(refused) });
    world.settle();
    assert_eq!(world.server.mine(room(1)), [next, refused]);
    assert!(world.disk.outbox.is_empty());
}

#[test]
fn a_failed_message_stays_failed_over_a_crash_until_it_is_sent_again() {
    let mut world = World::connected();
    world.server.refusals.push_back(("post", Failure::new(ErrorCode::TooLarge, "no")));
    let refused = world.write(room(1));
    world.settle();
    world.crash();
    world.pass(60_000);
    assert!(world.server.mine(room(1)).is_empty());
    world.give(Input::Retry { id: SendId::Message(refused) });
    world.settle();
    assert_eq!(world.server.mine(room(1)), [refused]);
}

#[test]
fn a_full_disk_on_the_server_is_waited_out() {
    let mut world = World::connected();
    for _ in 0..5 {
        world.server.refusals.push_back(("post", Failure::new(ErrorCode::StorageFull, "full")));
    }
    let id = world.write(room(1));
    world.pass(120_000);
    assert_eq!(world.disk.sent, [id]);
    assert_eq!(posts(&world).len(), 6);
    assert!(world.disk.refused.is_empty());
}

#[test]
fn a_message_without_an_answer_is_sent_again_with_the_same_id() {
    let mut world = World::connected();
    let id = world.write(room(1));
    world.coming.clear();
    world.pass(22_000);
    assert_eq!(posts(&world), [id, id]);
    assert_eq!(world.server.mine(room(1)), [id]);
    assert_eq!(world.disk.sent, [id]);
}

#[test]
fn a_discarded_message_is_not_sent() {
    let mut world = World::new();
    let kept = world.write(room(1));
    let dropped = world.write(room(1));
    world.disk.discard(dropped);
    world.give(Input::Discarded { id: SendId::Message(dropped) });
    world.give(Input::Connect);
    world.settle();
    assert_eq!(world.server.mine(room(1)), [kept]);
}

#[test]
fn a_message_discarded_on_its_way_frees_the_next_one() {
    let mut world = World::connected();
    let dropped = world.write(room(1));
    let next = world.write(room(1));
    world.disk.discard(dropped);
    world.give(Input::Discarded { id: SendId::Message(dropped) });
    world.settle();
    assert_eq!(world.server.mine(room(1)), [dropped, next]);
    assert_eq!(world.disk.sent, [next]);
}

#[test]
fn a_slow_upload_holds_up_only_its_own_conversation() {
    let mut world = World::connected();
    let pictured = world.write_picture(room(1), picture(), blob());
    let after = world.write(room(1));
    let elsewhere = world.write(room(2));
    world.pass(60_000);
    assert_eq!(posts(&world), [elsewhere]);
    let uploads = world.effects.iter().filter(|effect| matches!(effect, Effect::Upload { .. })).count();
    assert_eq!(uploads, 1);
    world.give(Input::Uploaded { message: pictured });
    world.settle();
    assert_eq!(world.server.mine(room(1)), [pictured, after]);
}

#[test]
fn an_upload_that_fails_is_tried_again_or_given_back_to_the_person() {
    let mut world = World::connected();
    let id = world.write_picture(room(1), picture(), blob());
    world.give(Input::UploadFailed { message: id, code: ErrorCode::Unavailable });
    world.pass(60_000);
    let uploads = world.effects.iter().filter(|effect| matches!(effect, Effect::Upload { .. })).count();
    assert_eq!(uploads, 2);
    world.give(Input::UploadFailed { message: id, code: ErrorCode::PictureInvalid });
    world.pass(60_000);
    assert_eq!(world.disk.refused, [(id, ErrorCode::PictureInvalid)]);
    assert!(posts(&world).is_empty());
}

#[test]
fn a_blob_the_server_has_let_go_is_brought_again_once() {
    let mut world = World::connected();
    for _ in 0..2 {
        world.server.refusals.push_back(("post", Failure::new(ErrorCode::BlobMissing, "gone")));
    }
    let id = world.write_body(room(1), picture());
    world.settle();
    assert!(matches!(world.effects.last(), Some(Effect::Upload { .. })));
    assert!(world.disk.refused.is_empty());
    world.give(Input::Uploaded { message: id });
    world.settle();
    assert_eq!(world.disk.refused, [(id, ErrorCode::BlobMissing)]);
}

#[test]
fn a_message_longer_than_a_frame_never_breaks_the_line() {
    let mut world = World::connected();
    let id = world.write_body(room(1), text(&"\u{1}".repeat(16 * 1024)));
    let next = world.write(room(1));
    world.settle();
    assert_eq!(world.disk.refused, [(id, ErrorCode::TooLarge)]);
    assert_eq!(world.server.mine(room(1)), [next]);
}

#[test]
fn a_message_of_somebody_else_with_the_same_id_is_no_acknowledgement() {
    let mut world = World::new();
    let id = world.write(room(1));
    world.give(Input::Connect);
    world.deliver();
    let mut theirs = Vec::new();
    if let ServerFrame::Event(mut event) = world.server.say(room(2), crate::server::user(9), "mine?") {
        if let hearth_proto::event::What::Message(said) = &mut event.what {
            said.message = id;
        }
        theirs.push(ServerFrame::Event(event));
    }
    world.deliver();
    world.coming.clear();
    world.put(theirs);
    world.settle();
    assert!(world.disk.sent.is_empty());
}

#[test]
fn many_conversations_do_not_flood_the_server() {
    let mut world = World::new();
    for n in 1..=30 {
        world.write(room(n));
    }
    world.give(Input::Connect);
    world.deliver();
    world.deliver();
    assert_eq!(posts(&world).len(), 8);
    world.settle();
    assert_eq!(world.disk.sent.len(), 30);
}
