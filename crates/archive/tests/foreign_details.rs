//! What exports of other chats hold beside plain talk: each becomes what it is here, readable words, or a remark.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod reading;

use std::{fs, path::Path};

use hearth_archive::{
    record::{ConversationKind, NoteKind},
    remark::Unmapped,
};
use hearth_proto::{body::Body, event::MemberChange, id::Millis, people::Role, room::Visibility};
use reading::{Read, read, words};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Files in a directory of their own.
fn export(files: &[(&str, String)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn texts<'a>(read: &'a Read, room: &str) -> Vec<&'a str> {
    read.said(read.room(room)).into_iter().map(words).collect()
}

fn mentioned<'a>(read: &'a Read, room: &str, number: usize) -> Vec<&'a str> {
    read.said(read.room(room))[number].mentions.iter().map(|user| read.handle(*user)).collect()
}

/// Who wrote each message.
fn authors<'a>(read: &'a Read, room: &str) -> Vec<&'a str> {
    read.said(read.room(room)).into_iter().map(|message| read.handle(message.author)).collect()
}

fn slack(messages: &Value) -> TempDir {
    let users = json!([
        {"id": "U01", "team_id": "T1", "name": "ann", "deleted": false, "color": "9f69e7", "real_name": "Ann Lee",
         "tz": "Europe/Berlin", "tz_label": "Central European Time", "tz_offset": 3600,
         "profile": {"title": "Cook", "real_name": "Ann Lee", "display_name": "Ann", "status_text": "at home",
                     "status_emoji": ":house:", "avatar_hash": "x", "email": "ann@example.org"},
         "is_admin": true, "is_owner": true, "is_bot": false, "is_app_user": false, "updated": 1714000000},
        {"id": "U02", "team_id": "T1", "name": "bo", "deleted": true, "profile": {"real_name": "Bo", "display_name": ""},
         "is_restricted": true, "is_ultra_restricted": false, "is_bot": false}
    ]);
    let channels = json!([
        {"id": "C01", "name": "general", "created": 1714000000, "creator": "U01", "is_archived": false,
         "is_general": true, "members": ["U01", "U02"],
         "pins": [{"id": "1714737601.000000", "type": "C", "created": 1714737700, "user": "U01", "owner": "U02"},
                  {"id": "F09", "type": "F", "created": 1714737700, "user": "U01", "owner": "U02"}],
         "topic": {"value": "", "creator": "", "last_set": 0}, "purpose": {"value": "", "creator": "", "last_set": 0}},
        {"id": "C02", "name": "by-id", "creator": "U01", "members": ["U01"]}
    ]);
    export(&[
        ("users.json", users.to_string()),
        ("channels.json", channels.to_string()),
        ("general/2024-05-03.json", messages.to_string()),
        (
            "C02/2024-05-03.json",
            json!([{"type": "message", "user": "U01", "text": "found", "ts": "1714737600.0"}]).to_string(),
        ),
    ])
}

#[test]
fn what_slack_calls_by_id_is_called_by_name() {
    let dir = slack(&json!([
        {"type": "message", "user": "U01", "ts": "1714737601.000000",
         "text": "<@U02> and <@U01>, <@U77|carl> <@U88>: see <#C02> <#C02|by-id> <#C99|> <!subteam^S1|@cooks> <!subteam^S2>"},
        {"type": "message", "user": "U01", "ts": "1714737602.000000", "text": "<!here|here> `<@U02>` <tel:+49|call> &lt;@U02&gt;"}
    ]));
    let read = read(dir.path());
    read.is_in_order();
    assert_eq!(
        texts(&read, "general"),
        ["@bo and @ann, @carl @u88: see #by-id #by-id #C99 @cooks @S2", "@room `@bo` call <@U02>"]
    );
    assert_eq!(mentioned(&read, "general", 0), ["bo", "carl", "u88"], "nobody mentions themselves");
    assert!(read.said(read.room("general"))[1].mentions_room);
    assert_eq!((read.count(Unmapped::UnknownName), read.count(Unmapped::UnknownPerson)), (3, 2));
    assert_eq!(read.members(read.room("general")), [("ann", Role::Owner), ("bo", Role::Guest)]);
    assert_eq!(read.people()[0].profile.status, "🏠 at home");
    assert_eq!(texts(&read, "by-id"), ["found"], "days may lie in a directory of the id");
    assert!(read.said(read.room("general"))[0].pinned);
    assert_eq!(read.count(Unmapped::PinElsewhere), 1);
}

#[test]
fn what_programs_and_slack_itself_say_keeps_its_words() {
    let rich = json!([{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
        {"type": "text", "text": "1 < 2, "}, {"type": "user", "user_id": "U02"}, {"type": "text", "text": " "},
        {"type": "link", "url": "https://a.example", "text": "here"}, {"type": "emoji", "name": "tada"}]}]},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*bold*"}},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Take it"}}]}]);
    let dir = slack(&json!([
        {"type": "message", "subtype": "bot_message", "bot_id": "B1", "bot_profile": {"id": "B1", "name": "Weather"},
         "text": "", "blocks": rich, "ts": "1714737601.000000"},
        {"type": "message", "subtype": "file_comment", "text": "<@U02> commented", "ts": "1714737602.000000",
         "comment": {"id": "Fc1", "user": "U02", "comment": "nice *soup*"}},
        {"type": "message", "subtype": "huddle_thread", "user": "USLACKBOT", "text": "", "ts": "1714737603.000000",
         "room": {"id": "R1", "created_by": "U01", "date_start": 1714737603, "date_end": 1714738203, "participants": ["U01"]}},
        {"type": "message", "subtype": "slackbot_response", "user": "USLACKBOT", "text": "Guten Tag", "ts": "1714737604.000000"},
        {"type": "message", "user": "U01", "text": "", "ts": "1714737605.000000", "attachments": [
            {"is_share": true, "is_msg_unfurl": true, "from_url": "https://x.slack.com/archives/C1/p1", "author_name": "Bo",
             "text": "words of *Bo*", "footer": "Posted in #general",
             "files": [{"id": "F8", "name": "menu.pdf", "permalink": "https://files.example/menu.pdf"}], "fallback": "[May 3] bo: words of Bo"}]},
        {"type": "message", "user": "U01", "text": "", "ts": "1714737606.000000", "attachments": [
            {"fallback": "[no preview available]", "blocks": [rich[1].clone()], "image_url": "https://a.example/i.png",
             "actions": [{"name": "go", "text": "Go", "type": "button", "url": "https://a.example/go"}]},
            {"fallback": "only this", "author_name": "CI"}]},
        {"type": "message", "subtype": "ekm_access_denied", "user": "U01", "text": "sorry", "ts": "1714737607.000000"},
        {"type": "message", "user": "U01", "text": "two files", "ts": "1714737608.000000", "upload": true, "files": [
            {"id": "F1", "mode": "hidden_by_limit"}, {"id": "F2", "mode": "tombstone"},
            {"id": "F3", "file_access": "file_not_found", "permalink": ""}]},
        {"type": "message", "subtype": "channel_name", "user": "U01", "old_name": "a", "name": "general",
         "text": "has renamed the channel from \"a\" to \"general\"", "ts": "1714737609.000000"}
    ]));
    let read = read(dir.path());
    read.is_in_order();
    assert_eq!(
        texts(&read, "general"),
        [
            "1 < 2, @bo [here](<https://a.example>)🎉\n\n**bold**\n\nTake it",
            "nice **soup**",
            "*started a huddle that lasted 10 minutes*",
            "Guten Tag",
            "> **Bo**\n>\n> words of **Bo**\n>\n> 📎 [menu.pdf](<https://files.example/menu.pdf>)\n>\n> Posted in #general",
            "**bold**\n\n[Go](<https://a.example/go>)\n\nhttps://a.example/i.png\n\n**CI**\n\nonly this",
            "two files\n\n📎 file",
            "*has renamed the channel from \"a\" to \"general\"*",
        ]
    );
    assert_eq!(authors(&read, "general")[..4], ["weather", "bo", "ann", "slackbot"]);
    for (what, count) in [
        (Unmapped::HiddenByPlan, 2),
        (Unmapped::SystemMessage, 2),
        (Unmapped::Embed, 3),
        (Unmapped::Interactive, 2),
        (Unmapped::FileMissing, 2),
        (Unmapped::Empty, 1),
    ] {
        assert_eq!(read.count(what), count, "{what:?}: {:#?}", read.report.remarks);
    }
}

fn mattermost(lines: &[Value]) -> TempDir {
    let channel = |name: &str, shown: &str| {
        json!({"type": "channel", "channel": {"team": "house", "name": name, "display_name": shown, "type": "O",
               "header": "", "purpose": ""}})
    };
    let user = |name: &str| {
        let channels = json!([{"name": "town-square", "roles": "channel_user", "favorite": false}]);
        json!({"type": "user", "user": {"profile_image": "data/p.png", "username": name, "email": "x@example.org",
               "nickname": "", "first_name": "", "last_name": "", "position": "Cook", "roles": "system_user",
               "custom_status": {"emoji": "house", "text": "at home", "duration": "", "expires_at": "0001-01-01T00:00:00Z"},
               "teams": [{"name": "house", "roles": "team_user", "channels": channels}]}})
    };
    let mut all = vec![
        json!({"type": "version", "version": 1, "info": {"generator": "mattermost-server", "version": "9.11.0",
               "created": "2024-05-05T10:00:00Z"}}),
        json!({"type": "team", "team": {"name": "house", "display_name": "The house", "type": "O"}}),
        channel("town-square", "Town Square"),
        channel("cooks", "Head Cooks"),
        user("ann"),
        user("bo.b"),
    ];
    all.extend(lines.iter().cloned());
    let text: String = all.iter().map(|line| format!("{line}\n")).collect();
    export(&[("import.jsonl", text)])
}

fn post(at: i64, kind: &str, message: &str, more: &Value) -> Value {
    let mut post = json!({"team": "house", "channel": "town-square", "user": "ann", "type": kind, "message": message,
                          "props": {}, "create_at": at, "edit_at": 0, "reactions": null, "replies": [], "attachments": [],
                          "thread_followers": [{"user": "bo.b", "last_viewed": 1}], "flagged_by": ["bo.b"]});
    for (name, value) in more.as_object().unwrap() {
        post[name] = value.clone();
    }
    json!({"type": "post", "post": post})
}

#[test]
fn mattermost_calls_people_and_channels_by_name() {
    let none = json!({});
    let dir = mattermost(&[
        post(1000, "", "@bo.b. and @Bo.B_, @cooks-all @ann in ~cooks, ~~gone~~ ~nowhere; a@all.example", &none),
        post(2000, "", "`@bo.b ~cooks` mail@all", &none),
    ]);
    let read = read(&dir.path().join("import.jsonl"));
    read.is_in_order();
    assert_eq!(
        texts(&read, "Town Square"),
        [
            "@bo.b. and @bo.b_, @cooks-all @ann in #Head Cooks, ~~gone~~ ~nowhere; a@all.example",
            "`@bo.b ~cooks` mail@all",
        ]
    );
    assert_eq!(mentioned(&read, "Town Square", 0), ["bo.b"]);
    assert!(read.said(read.room("Town Square")).iter().all(|message| !message.mentions_room));
    assert_eq!(read.count(Unmapped::UnknownName), 1, "{:#?}", read.report.remarks);
    assert_eq!(read.people()[0].profile.status, "🏠 at home");
    assert_eq!((read.count(Unmapped::Setting), read.count(Unmapped::PeopleDetails)), (1, 1));
}

#[test]
fn what_mattermost_and_its_programs_say_keeps_its_words() {
    let hook = json!({"props": {"from_webhook": "true", "override_username": "Build bot", "attachments": [
        {"author_name": "CI", "title": "Run 7", "text": "passed", "footer": "in 3 s", "image_url": "https://ci.example/7.png",
         "actions": [{"id": "a", "name": "Again", "integration": {}}]}]}});
    let dir = mattermost(&[
        post(1000, "system_remove_from_channel", "bo.b removed", &json!({"props": {"removedUsername": "bo.b"}})),
        post(2000, "system_add_guest_to_chan", "added", &json!({"props": {"addedUsername": "bo.b"}})),
        post(3000, "slack_attachment", "", &hook),
        post(
            4000,
            "custom_calls",
            "",
            &json!({"props": {"title": "", "start_at": 4000, "end_at": 9000,
              "attachments": [{"text": "Call ended", "fallback": "Call ended"}]}}),
        ),
        post(
            5000,
            "",
            "with an answer",
            &json!({"replies": [
            {"user": "bo.b", "type": "", "message": "yes", "props": {}, "create_at": 6000, "edit_at": 7000, "is_pinned": true,
             "reactions": [{"user": "ann", "create_at": 6001, "emoji_name": "tada"}], "attachments": null}]}),
        ),
        json!({"type": "wiki", "wiki": {"title": "Recipes"}}),
        json!({"type": "direct_channel", "direct_channel": {"participants":
            (0..22).map(|n| json!({"username": format!("p{n}")})).collect::<Vec<_>>(), "header": ""}}),
    ]);
    let read = read(&dir.path().join("import.jsonl"));
    read.is_in_order();
    let square = read.room("Town Square");
    assert!(matches!(read.notes(square)[0].what, NoteKind::Member { change: MemberChange::Removed, .. }));
    let added = MemberChange::Added { role: Role::Guest };
    assert!(matches!(&read.notes(square)[1].what, NoteKind::Member { change, .. } if *change == added));
    assert_eq!(
        texts(&read, "Town Square"),
        [
            "**CI**\n\n**Run 7**\n\npassed\n\nAgain\n\nhttps://ci.example/7.png\n\nin 3 s",
            "Call ended",
            "with an answer",
            "yes",
        ]
    );
    assert_eq!(authors(&read, "Town Square")[0], "build-bot");
    let answer = read.said(square)[3];
    assert!(answer.pinned && answer.edited_at == Some(Millis(7000)) && answer.reactions[0].emoji == "🎉");
    for (what, count) in
        [(Unmapped::UnknownEntry, 1), (Unmapped::ManyPeople, 1), (Unmapped::Embed, 2), (Unmapped::Interactive, 2)]
    {
        assert_eq!(read.count(what), count, "{what:?}: {:#?}", read.report.remarks);
    }
    let large = read.rooms().into_iter().filter(|room| {
        matches!(&room.kind, ConversationKind::Room { room } if room.visibility == Visibility::Private && room.name.starts_with("p0 p1 "))
    });
    assert_eq!(large.count(), 1);
}

fn person(id: &str, name: &str, nickname: &str) -> Value {
    json!({"id": id, "name": name, "discriminator": "0000", "nickname": nickname, "color": null, "isBot": false,
           "roles": [{"id": "900", "name": "Cooks", "color": "#ffffff", "position": 1}], "avatarUrl": "https://cdn.example/a.png"})
}

fn message(id: &str, kind: &str, content: &str, more: &Value) -> Value {
    let mut message = json!({"id": id, "type": kind, "timestamp": format!("2024-05-03T18:00:{id}.123+00:00"),
        "timestampEdited": null, "callEndedTimestamp": null, "isPinned": false, "content": content,
        "author": person("100", "ann_lee", "Ann Lee"), "attachments": [], "embeds": [], "stickers": [], "reactions": [],
        "mentions": [], "inlineEmojis": []});
    for (name, value) in more.as_object().unwrap() {
        message[name] = value.clone();
    }
    message
}

fn discord(messages: &[Value]) -> TempDir {
    let channel = |id: &str, name: &str, range: Value, messages: &[Value]| {
        json!({"guild": {"id": "7", "name": "House", "iconUrl": "https://cdn.example/i.png"},
               "channel": {"id": id, "type": "GuildTextChat", "categoryId": null, "category": null, "name": name, "topic": null},
               "dateRange": range, "exportedAt": "2024-05-05T12:00:00.1234567+00:00", "messages": messages,
               "messageCount": messages.len()})
    };
    let range = json!({"after": "2024-01-01T00:00:00+00:00", "before": null});
    export(&[
        ("a.json", channel("71", "kitchen", range, messages).to_string()),
        ("b.json", channel("72", "cellar", json!({"after": null, "before": null}), &[]).to_string()),
        ("a_Files/pot.png", "\u{89}PNG".to_owned()),
    ])
}

#[test]
fn discord_calls_people_roles_and_channels_by_id_or_by_name() {
    let bo = json!({"mentions": [person("200", "bo", "Bo Berg")]});
    let dir = discord(&[
        message("10", "Default", "@Bo Berg, @Cooks, @deleted-role: #cellar @here", &bo),
        message(
            "11",
            "Default",
            "<@200> <@!100> <@404> <@&900> <@&901> <#72> <#404> <t:1714752000:R> </roll:5> `<@200>`",
            &bo,
        ),
        message(
            "12",
            "Default",
            "<@200> again, :own: and a@b",
            &json!({"inlineEmojis": [
            {"id": "5", "name": "own", "code": "own", "isAnimated": false, "imageUrl": "x"},
            {"id": "", "name": "👍", "code": "thumbsup", "isAnimated": false, "imageUrl": "x"}]}),
        ),
    ]);
    let read = read(dir.path());
    read.is_in_order();
    assert_eq!(
        texts(&read, "kitchen"),
        [
            "@bo, @Cooks, @deleted-role: #cellar @room",
            "@bo @ann_lee @404 @Cooks @901 #cellar #404 2024-05-03T16:00:00Z `/roll` `<@200>`",
            "@bo again, :own: and a@b",
        ]
    );
    assert_eq!(mentioned(&read, "kitchen", 1), ["bo"]);
    assert_eq!(mentioned(&read, "kitchen", 2), ["bo"], "known from before");
    for (what, count) in [(Unmapped::UnknownName, 6), (Unmapped::CustomEmoji, 1), (Unmapped::Stretch, 1)] {
        assert_eq!(read.count(what), count, "{what:?}: {:#?}", read.report.remarks);
    }
}

#[test]
fn what_stands_beside_words_in_discord_is_not_lost() {
    let dir = discord(&[
        message(
            "10",
            "Call",
            "Started a call that lasted 12 minutes.",
            &json!({"callEndedTimestamp": "2024-05-03T18:12:10+00:00"}),
        ),
        message(
            "11",
            "20",
            "",
            &json!({"interaction": {"id": "5", "name": "roll", "user": person("200", "bo", "Bo")}, "embeds": [
            {"title": "", "url": null, "timestamp": null, "description": "six", "color": "#fff",
             "author": {"name": "Dice", "url": null}, "footer": {"text": "fair"},
             "image": {"url": "a_Files\\pot.png", "width": 1, "height": 1}, "images": [{"url": "a_Files\\pot.png", "width": 1, "height": 1}],
             "thumbnail": {"url": "https://cdn.example/t.png", "width": 1, "height": 1}, "fields": []}]}),
        ),
        message(
            "12",
            "Default",
            "see https://news.example/1",
            &json!({"embeds": [
            {"title": "News", "url": "https://news.example/1", "description": "Much", "images": [], "fields": []}]}),
        ),
        message(
            "13",
            "Default",
            "",
            &json!({"attachments": [
            {"id": "1", "url": "https://cdn.example/soup.png", "fileName": "soup.png", "fileSizeBytes": 5, "description": "a bowl"}]}),
        ),
        message(
            "14",
            "Default",
            "",
            &json!({"poll": {"question": "Soup?", "expiresAt": null, "allowsMultipleAnswers": false,
                "answers": [{"id": 1, "text": "thick"}, {"id": 2, "text": "thin"}],
                "results": {"isFinalized": true, "answers": [{"id": 1, "count": 3, "didCurrentUserVote": false}]}}}),
        ),
        message("15", "Default", "of nobody", &json!({"author": null, "authorId": "100"})),
    ]);
    let read = read(dir.path());
    read.is_in_order();
    assert_eq!(
        texts(&read, "kitchen"),
        [
            "*Started a call that lasted 12 minutes.*",
            "Bo `/roll`\n\n**Dice**\n\nsix\n\nhttps://cdn.example/t.png\n\nfair",
            "see https://news.example/1",
            "📎 [soup.png](<https://cdn.example/soup.png>)\n\n*a bowl*",
            "**Soup?**\n- thick (3)\n- thin",
        ]
    );
    assert!(
        matches!(&read.said(read.room("kitchen"))[1].body, Some(Body::File { file, .. }) if file.name == "pot.png")
    );
    assert_eq!((read.count(Unmapped::Embed), read.count(Unmapped::Interactive)), (2, 2));
    assert_eq!(read.count(Unmapped::Unreadable), 1);
}

#[test]
fn a_discord_export_without_what_newer_ones_have_is_read() {
    let old = json!({"guild": {"id": "7", "name": "House"}, "channel": {"id": "71", "type": "GuildTextChat", "name": "kitchen"},
        "messages": [{"id": "1", "type": "Default", "timestamp": "2020-05-03T18:00:00+00:00", "content": "hi",
                      "author": {"id": "100", "name": "ann", "discriminator": "0001", "isBot": false},
                      "reactions": [{"emoji": {"id": null, "name": "👍"}, "count": 1}]}]});
    let dir = export(&[("a.json", old.to_string())]);
    let read = read(Path::new(&dir.path().join("a.json")));
    assert_eq!(texts(&read, "kitchen"), ["hi"]);
    assert_eq!(read.count(Unmapped::ReactionWithoutPeople), 1);
}
