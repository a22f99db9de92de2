//! Records of any shape, for tests that must hold for all of them. Each strategy is boxed: the tree of values of an unboxed
//! one is too large for a test's stack.
// Each test file uses a part of it.
#![allow(dead_code)]

use hearth_archive::record::{
    Conversation, ConversationKind, File, Header, Hole, InConversation, Message, Note, NoteKind, Person, Reaction,
    Record, Source, SourceKind,
};
use hearth_proto::{
    body::{Body, File as FileBody, Picture, Video},
    event::{Forwarded, MemberChange},
    id::{BlobId, ConversationId, Epoch, MessageId, Millis, Seq, UserId},
    people::{Avatar, Member, Profile, Role},
    room::{Posting, Room, Visibility},
};
use proptest::{collection::vec, option, prelude::*};
use uuid::Uuid;

/// Words with everything that has ever broken a format: markup, line ends, other scripts, marks that turn text around.
pub fn words() -> BoxedStrategy<String> {
    prop_oneof![
        3 => any::<String>(),
        2 => "[a-zA-Z <>&\"'`*_\\[\\]()#\\-\n\r\t]{0,80}",
        1 => "[你好今天晚饭七点，。a-z ]{0,40}",
        1 => Just("</script><img src=x onerror=alert(1)>\u{202e}\u{2028}\0".to_owned()),
    ]
    .boxed()
}

fn uuid() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

fn user() -> impl Strategy<Value = UserId> {
    uuid().prop_map(UserId)
}

fn seq() -> impl Strategy<Value = Seq> {
    (0..1u64 << 53).prop_map(Seq)
}

fn at() -> impl Strategy<Value = Millis> {
    (-1i64 << 50..1i64 << 50).prop_map(Millis)
}

fn blob() -> impl Strategy<Value = BlobId> {
    "[0-9a-f]{64}".prop_map(|id| id.parse().expect("64 digits"))
}

fn avatar() -> BoxedStrategy<Avatar> {
    prop_oneof![words().prop_map(|name| Avatar::Drawn { name }), blob().prop_map(|blob| Avatar::Own { blob })].boxed()
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![Just(Role::Guest), Just(Role::Member), Just(Role::Admin), Just(Role::Owner)]
}

fn picture() -> BoxedStrategy<Picture> {
    (blob(), words(), any::<u32>(), any::<u32>(), 0..1u64 << 53, words())
        .prop_map(|(blob, mime, width, height, size, name)| Picture {
            blob,
            mime,
            width,
            height,
            size,
            thumbhash: "1QcSHQRnh493V4dIh4eXh1h4kJUI".to_owned(),
            name,
        })
        .boxed()
}

fn body() -> BoxedStrategy<Body> {
    let video = option::of((any::<u32>(), any::<u32>(), any::<u32>()).prop_map(|(width, height, duration_ms)| Video {
        width,
        height,
        duration_ms,
        thumbhash: String::new(),
    }));
    let file = (blob(), words(), 0..1u64 << 53, words(), video).prop_map(|(blob, mime, size, name, video)| FileBody {
        blob,
        mime,
        size,
        name,
        video,
    });
    prop_oneof![
        4 => words().prop_map(|text| Body::Text { text }),
        1 => (words(), words(), option::of(picture()))
            .prop_map(|(set, name, picture)| Body::Sticker { set, name, picture }),
        1 => (picture(), words()).prop_map(|(picture, caption)| Body::Picture { picture, caption }),
        1 => (file, words()).prop_map(|(file, caption)| Body::File { file, caption }),
        1 => words().prop_map(|poll| Body::Unknown(serde_json::json!({"kind": "poll", "poll": poll, "n": [1, null]}))),
    ]
    .boxed()
}

pub fn room() -> BoxedStrategy<Room> {
    let visibility = prop_oneof![Just(Visibility::Public), Just(Visibility::Private), Just(Visibility::Group)];
    let posting = prop_oneof![Just(Posting::Everyone), Just(Posting::Admins)];
    (words(), words(), visibility, avatar(), posting, any::<u32>(), any::<bool>())
        .prop_map(|(name, topic, visibility, avatar, posting, slow_seconds, archived)| Room {
            name,
            topic,
            visibility,
            avatar,
            posting,
            slow_seconds,
            archived,
        })
        .boxed()
}

fn change() -> BoxedStrategy<MemberChange> {
    prop_oneof![
        role().prop_map(|role| MemberChange::Joined { role }),
        role().prop_map(|role| MemberChange::Added { role }),
        Just(MemberChange::Left),
        Just(MemberChange::Removed),
        role().prop_map(|role| MemberChange::Role { role }),
        Just(MemberChange::Banned),
        Just(MemberChange::Unbanned),
        option::of(at()).prop_map(|until| MemberChange::Muted { until }),
    ]
    .boxed()
}

pub fn message() -> BoxedStrategy<Message> {
    let head = (uuid(), uuid(), option::of(seq()), at(), user(), option::weighted(0.9, body()));
    let links = (
        option::of(uuid().prop_map(MessageId)),
        option::of((user(), at()).prop_map(|(author, at)| Forwarded { author, at })),
        option::of(at()),
        vec(user(), 0..3),
    );
    let reactions = vec((words(), vec(user(), 1..4)).prop_map(|(emoji, people)| Reaction { emoji, people }), 0..3);
    (head, links, any::<bool>(), any::<bool>(), reactions)
        .prop_map(|((id, conversation, seq, at, author, body), links, mentions_room, pinned, reactions)| Message {
            id: MessageId(id),
            conversation: ConversationId(conversation),
            seq,
            at,
            author,
            body,
            reply_to: links.0,
            forwarded: links.1,
            edited_at: links.2,
            mentions: links.3,
            mentions_room,
            pinned,
            reactions,
        })
        .boxed()
}

pub fn person() -> BoxedStrategy<Person> {
    (user(), words(), words(), avatar(), words(), words(), any::<bool>(), any::<bool>())
        .prop_map(|(id, handle, name, avatar, status, zone, former, bot)| Person {
            profile: Profile { id, handle, name, avatar, status, zone, former },
            bot,
        })
        .boxed()
}

/// Any record but a header and an end.
pub fn record() -> BoxedStrategy<Record> {
    let conversation = || uuid().prop_map(ConversationId);
    let kind = prop_oneof![
        room().prop_map(|room| ConversationKind::Room { room }),
        [user(), user()].prop_map(|people| ConversationKind::Direct { people }),
    ];
    let what = prop_oneof![
        (user(), change()).prop_map(|(user, change)| NoteKind::Member { user, change }),
        room().prop_map(|room| NoteKind::Room { room }),
        Just(NoteKind::Newer),
    ];
    let file = (blob(), 0..1u64 << 53, words(), words(), any::<bool>())
        .prop_map(|(blob, size, mime, name, here)| File { blob, size, mime, name, here });
    prop_oneof![
        6 => message().prop_map(Record::Message),
        1 => person().prop_map(Record::Person),
        1 => (conversation(), kind, seq())
            .prop_map(|(id, kind, head)| Record::Conversation(Conversation { id, kind, head })),
        1 => (conversation(), user(), role(), option::of(at())).prop_map(|(conversation, user, role, muted_until)| {
            Record::Member(InConversation { conversation, member: Member { user, role, muted_until } })
        }),
        1 => file.prop_map(Record::File),
        1 => (conversation(), option::of(seq()), at(), user(), what)
            .prop_map(|(conversation, seq, at, author, what)| Record::Note(Note { conversation, seq, at, author, what })),
        1 => (conversation(), seq(), seq()).prop_map(|(conversation, from, to)| {
            Record::Hole(Hole { conversation, from, to })
        }),
        1 => words().prop_map(|x| Record::Unknown(serde_json::json!({"record": "vote", "x": x}))),
    ]
    .boxed()
}

pub fn header() -> BoxedStrategy<Header> {
    (at(), words(), words(), option::of(uuid().prop_map(Epoch)), option::of(user()))
        .prop_map(|(made_at, made_by, name, epoch, me)| Header {
            format: hearth_archive::record::FORMAT.to_owned(),
            version: hearth_archive::VERSION,
            made_at,
            made_by,
            source: Source { kind: SourceKind::Hearth, name, epoch, me },
        })
        .boxed()
}
