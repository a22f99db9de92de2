//! One message, or one thing that happened, as HTML. What people wrote is text in it.

use hearth_proto::{
    body::Body,
    id::{Millis, UserId},
};

use super::{
    super::{
        book::gist,
        escape,
        language::{self, Name, fill},
        markup, moment,
        size::size,
    },
    Html, Room, html,
};
use crate::record::{Message, Note};

/// Messages of one person within so many milliseconds stand under one name.
const TOGETHER: i64 = 5 * 60_000;

/// The box that a picture is fitted into, in pixels.
const SHOT: (u32, u32) = (480, 420);

impl Html {
    pub(super) fn note(&self, room: &mut Room, note: &Note) -> String {
        if let Some(page) = &mut room.page {
            page.last = None;
        }
        let sentence = language::sentence(note.author, &note.what, self.setting.words, &|name| match name {
            Name::Of(user) => self.isolated(user),
            Name::Room(name) => format!("<bdi>{}</bdi>", html(&escape::one_line(name))),
        });
        format!("<p class=\"note\">{sentence} {}</p>\n", self.time(note.at))
    }

    /// A name that does not turn the text around it.
    fn isolated(&self, user: UserId) -> String {
        format!("<bdi>{}</bdi>", html(self.book.name(user, self.setting.words)))
    }

    fn time(&self, at: Millis) -> String {
        let zone = &self.setting.zone;
        format!("<time datetime=\"{}\">{}</time>", html(&moment::exact(at, zone)), html(&moment::time(at, zone)))
    }

    pub(super) fn message(&self, room: &mut Room, message: &Message) -> String {
        room.messages += 1;
        let Some(page) = &mut room.page else { return String::new() };
        page.messages += 1;
        let goes_on = page.last.is_some_and(|(author, at)| {
            author == message.author && message.at.0.saturating_sub(at.0) < TOGETHER && message.reply_to.is_none()
        });
        page.last = Some((message.author, message.at));
        let number = page.number;
        let words = self.setting.words;
        let hue = hue(message.author);
        let time = self.time(message.at);
        let mut drawn = String::new();
        let name = html(self.book.name(message.author, words));
        if goes_on {
            drawn.push_str(&format!("<article class=\"on\" id=\"m-{}\"><div class=\"said\">{time}", message.id));
        } else {
            let face = self.face(message.author, hue);
            drawn.push_str(&format!(
                "<article id=\"m-{}\">{face}<div class=\"said\"><div class=\"head\"><bdi class=\"who c{hue}\">{name}</bdi>",
                message.id
            ));
            if self.book.is_bot(message.author) {
                drawn.push_str(&format!("<span class=\"mark\">{}</span>", words.program));
            }
            drawn.push_str(&format!("{time}</div>"));
        }
        if let Some(original) = message.reply_to {
            drawn.push_str(&self.quote(original, number));
        }
        if let Some(forwarded) = message.forwarded {
            let when = html(&moment::both(forwarded.at, &self.setting.zone));
            let from = self.isolated(forwarded.author);
            drawn.push_str(&format!("<p class=\"mark\">{}</p>", fill(words.forwarded, &[&from, &when])));
        }
        drawn.push_str(&self.body(message.body.as_ref()));
        if message.body.is_some() && message.edited_at.is_some() {
            drawn.push_str(&format!(" <span class=\"mark\">{}</span>", words.edited));
        }
        if message.pinned {
            drawn.push_str(&format!(" <span class=\"mark\">📌 {}</span>", words.pinned));
        }
        if !message.reactions.is_empty() {
            drawn.push_str("<ul class=\"chips\">");
            for reaction in &message.reactions {
                let who: Vec<&str> = reaction.people.iter().take(30).map(|user| self.book.name(*user, words)).collect();
                let (who, emoji) = (html(&who.join(", ")), html(&reaction.emoji));
                drawn.push_str(&format!("<li title=\"{who}\">{emoji} {}</li>", reaction.people.len()));
            }
            drawn.push_str("</ul>");
        }
        drawn.push_str("</div></article>\n");
        drawn
    }

    fn face(&self, user: UserId, hue: u32) -> String {
        match self.book.picture(user) {
            Some(place) => format!("<img class=\"face\" src=\"../{}\" alt=\"\" loading=\"lazy\">", html(place)),
            None => {
                let first = self.book.name(user, self.setting.words).chars().find(|c| c.is_alphanumeric());
                let letter: String = first.into_iter().flat_map(char::to_uppercase).collect();
                format!("<span class=\"face b{hue}\" aria-hidden=\"true\">{}</span>", html(&letter))
            }
        }
    }

    fn quote(&self, original: hearth_proto::id::MessageId, page: u32) -> String {
        let words = self.setting.words;
        let Some(said) = self.book.said(original) else {
            return format!("<p class=\"mark\">{}</p>", words.answers_earlier);
        };
        let who = html(self.book.name(said.author, words));
        let to = if said.page == page { String::new() } else { format!("{}.html", said.page) };
        format!("<a class=\"quote\" href=\"{to}#m-{original}\"><b><bdi>{who}</bdi></b> {}</a>", html(&said.words))
    }

    fn body(&self, body: Option<&Body>) -> String {
        let words = self.setting.words;
        let caption = |text: &str| match text.trim() {
            "" => String::new(),
            text => format!("<div class=\"text\" dir=\"auto\">{}</div>", markup::html(text)),
        };
        match body {
            None => format!("<p class=\"gone\">{}</p>", words.deleted),
            Some(Body::Unknown(_)) => format!("<p class=\"gone\">{}</p>", words.newer),
            Some(Body::Text { text }) => caption(text),
            Some(Body::Sticker { name, picture, .. }) => {
                let place = picture.as_ref().and_then(|picture| self.book.place(&picture.blob));
                let named = html(&gist(body, words));
                match place {
                    Some(place) => {
                        format!("<img class=\"sticker\" src=\"../{}\" alt=\"{named}\" loading=\"lazy\">", html(place))
                    }
                    None => format!("<p class=\"gone\">{}</p>", html(&fill(words.sticker, &[name]))),
                }
            }
            Some(Body::Picture { picture, caption: text }) => {
                let shown = match self.book.place(&picture.blob) {
                    Some(place) => {
                        let fitted = fitted(picture.width, picture.height);
                        let (place, name) = (html(place), html(&escape::one_line(&picture.name)));
                        format!(
                            "<a href=\"../{place}\"><img class=\"shot\" src=\"../{place}\" alt=\"{name}\"{fitted} \
                             loading=\"lazy\"></a>"
                        )
                    }
                    None => {
                        self.absent(if picture.name.is_empty() { words.picture } else { &picture.name }, picture.size)
                    }
                };
                shown + &caption(text)
            }
            Some(Body::File { file, caption: text }) => {
                let shown = match self.book.place(&file.blob) {
                    Some(place) => {
                        let place = html(place);
                        let plays = matches!(file.mime.as_str(), "video/mp4" | "video/webm");
                        let film = match &file.video {
                            Some(video) if plays => {
                                let fitted = fitted(video.width, video.height);
                                format!("<video src=\"../{place}\"{fitted} controls preload=\"none\"></video>")
                            }
                            Some(_) | None => String::new(),
                        };
                        let name = html(&escape::one_line(&file.name));
                        format!(
                            "{film}<p class=\"file\"><a href=\"../{place}\" download><bdi>{name}</bdi></a><span>{}</span></p>",
                            size(file.size)
                        )
                    }
                    None => self.absent(&file.name, file.size),
                };
                shown + &caption(text)
            }
        }
    }

    fn absent(&self, name: &str, bytes: u64) -> String {
        let name = html(&escape::one_line(name));
        format!("<p class=\"file\"><bdi>{name}</bdi><span>{} · {}</span></p>", size(bytes), self.setting.words.missing)
    }
}

/// The size at which a picture is shown, never larger than it is; nothing where it is not known.
fn fitted(width: u32, height: u32) -> String {
    if width == 0 || height == 0 {
        return String::new();
    }
    let (w, h) = (f64::from(width), f64::from(height));
    let scale = (f64::from(SHOT.0) / w).min(f64::from(SHOT.1) / h).min(1.0);
    // At most the box, so it fits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let of = |side: f64| ((side * scale).round() as u32).max(1);
    format!(" width=\"{}\" height=\"{}\"", of(w), of(h))
}

/// One of eight colours, chosen by the person's id (FNV-1a) as the window does it.
fn hue(user: UserId) -> u32 {
    let hash =
        user.to_string().bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash % 8 + 1
}
