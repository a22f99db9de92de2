//! Puts words around what happened: the title and the body of a notification.

use std::path::Path;

use fluent_bundle::FluentArgs;
use hearth_client::alerts::{Face, Names, News, Said};
use hearth_proto::people::Avatar;

use super::{About, Buttons, Notice, Place, pictures};
use crate::words::Words;

/// The notice for a piece of news. `pictures` is where drawn avatars lie as files.
#[must_use]
pub fn notice(words: &Words, news: &News, pictures: &Path) -> Notice {
    match news {
        News::One { key, message, seq, names, said, mention } => Notice {
            about: About::Message(Place { key: *key, message: *message, seq: *seq }),
            title: title(words, names.as_ref(), *mention),
            body: if names.is_some() { body(words, said.as_ref(), *mention) } else { String::new() },
            picture: names.as_ref().and_then(|names| match &names.face {
                Face::Drawn { name } => pictures::drawn(pictures, &Avatar::Drawn { name: name.clone() }),
                Face::File { path } => Some(path.clone()),
                Face::Missing => None,
            }),
            buttons: buttons(words),
        },
        News::Many { key, newest, seq, count, place } => Notice {
            about: About::Conversation(Place { key: *key, message: *newest, seq: *seq }),
            title: place.clone().unwrap_or_else(|| words.say("alert-new")),
            body: words.count("alert-more", "count", *count),
            picture: None,
            buttons: buttons(words),
        },
        News::WhileAway { messages, conversations } => {
            let mut args = FluentArgs::new();
            args.set("messages", *messages);
            args.set("conversations", *conversations);
            Notice {
                about: About::Away,
                title: words.say("alert-away-title"),
                body: words.fill("alert-away", &args),
                picture: None,
                buttons: buttons(words),
            }
        }
    }
}

/// The notice that only shows that notices are shown.
#[must_use]
pub fn test(words: &Words) -> Notice {
    Notice {
        about: About::Test,
        title: words.say("alert-test-title"),
        body: words.say("alert-test"),
        picture: None,
        buttons: buttons(words),
    }
}

fn buttons(words: &Words) -> Buttons {
    Buttons { open: words.say("alert-open"), mark_read: words.say("alert-mark-read"), reply: words.say("alert-reply") }
}

fn title(words: &Words, names: Option<&Names>, mention: bool) -> String {
    match names {
        Some(Names { author, room: Some(room), .. }) => {
            let mut args = FluentArgs::new();
            args.set("name", author.as_str());
            args.set("room", room.as_str());
            words.fill("alert-in-room", &args)
        }
        Some(Names { author, room: None, .. }) => author.clone(),
        None if mention => words.say("alert-new-mention"),
        None => words.say("alert-new"),
    }
}

fn body(words: &Words, said: Option<&Said>, mention: bool) -> String {
    match said {
        Some(Said::Text { text }) => text.clone(),
        Some(Said::Picture { caption }) if !caption.is_empty() => caption.clone(),
        Some(Said::Picture { .. }) => words.say("alert-picture"),
        Some(Said::File { name }) => name.clone(),
        Some(Said::Sticker { .. }) => words.say("alert-sticker"),
        Some(Said::Newer) => words.say("alert-newer"),
        None if mention => words.say("alert-mentioned"),
        None => words.say("alert-wrote"),
    }
}

#[cfg(test)]
mod tests {
    use hearth_client::settings::Language;

    use super::*;

    fn ann(room: Option<&str>) -> Names {
        Names { author: "Ann".into(), room: room.map(Into::into), face: Face::Missing }
    }

    #[test]
    fn a_message_in_a_room_names_the_person_and_the_room() {
        let words = Words::of(Language::English);
        assert_eq!(title(&words, Some(&ann(Some("Kitchen"))), false), "Ann in Kitchen");
        assert_eq!(title(&words, Some(&ann(None)), false), "Ann");
        assert_eq!(body(&words, Some(&Said::Text { text: "see you".into() }), false), "see you");
    }

    #[test]
    fn private_alerts_say_neither_name_nor_text() {
        let words = Words::of(Language::English);
        assert_eq!(title(&words, None, false), "New message");
        assert_eq!(title(&words, None, true), "You were mentioned");
        assert_eq!(body(&words, None, false), "Sent a message");
    }

    #[test]
    fn every_kind_of_message_has_words_in_both_languages() {
        for language in [Language::English, Language::Chinese] {
            let words = Words::of(language);
            let said = [Said::Picture { caption: String::new() }, Said::Newer];
            for said in said {
                assert!(!body(&words, Some(&said), false).starts_with("alert-"));
            }
            assert!(!test(&words).body.starts_with("alert-"));
        }
    }
}
