//! What a question finds when every message is looked at, one by one, without any index: the truth that the short test
//! holds the history against.

use hearth_past::Past;
use hearth_proto::{
    body::Body,
    event::What,
    id::{ConversationId, MessageId, Millis, UserId},
};
use hearth_search::{Matcher, Now, parse};
use jiff::tz::TimeZone;

use crate::asking::Question;

/// One message that is not deleted.
#[derive(Clone, PartialEq, Debug)]
pub struct Said {
    pub message: MessageId,
    pub conversation: ConversationId,
    pub author: UserId,
    pub at: Millis,
    pub text: String,
}

/// All of them, the newest first.
#[must_use]
pub fn everything(past: &Past) -> Vec<Said> {
    (0..past.messages())
        .rev()
        .filter_map(|n| {
            let event = past.event(n);
            let What::Message(message) = event.what else { return None };
            Some(Said {
                message: message.message,
                conversation: event.conversation,
                author: event.author,
                at: event.at,
                text: searched(&message.body?),
            })
        })
        .collect()
}

/// Every message that fits, the newest first.
#[must_use]
pub fn scan<'a>(all: &'a [Said], question: &Question) -> Vec<&'a Said> {
    let query = parse(&question.text, &Now { at: hearth_past::END, zone: TimeZone::UTC });
    let matcher = Matcher::new(&query.terms, false);
    all.iter()
        .filter(|said| {
            question.from.is_none_or(|from| from == said.author)
                && question.within.is_none_or(|within| within == said.conversation)
                && question.between.is_none_or(|(from, to)| (from..to).contains(&said.at.0))
                && matcher.marks(&said.text).is_some()
        })
        .collect()
}

/// What of a body can be found: its words, and the name of a file.
#[must_use]
pub fn searched(body: &Body) -> String {
    match body {
        Body::File { file, caption } => format!("{} {caption}", file.name),
        Body::Text { .. } | Body::Picture { .. } | Body::Sticker { .. } | Body::Unknown(_) => body.words().to_owned(),
    }
}
