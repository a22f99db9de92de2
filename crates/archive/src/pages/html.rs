//! Writes conversations as a folder of pages that any browser shows, today and in twenty years: no scripts, nothing from
//! elsewhere, one page for about two thousand messages.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use hearth_proto::{
    body::Body,
    id::{ConversationId, Millis, UserId},
    room::Visibility,
};

use super::{
    book::{Book, Setting, gist},
    escape,
    language::{self, Name, fill},
    markup, moment,
};
use crate::{
    names,
    record::{ConversationKind, Message, Note, Record},
};

const STYLE: &str = include_str!("style.css");

/// Messages on one page.
const PAGE: u32 = 2000;

/// Messages of one person within so many milliseconds stand under one name.
const TOGETHER: i64 = 5 * 60_000;

/// The box that a picture is fitted into, in pixels.
const SHOT: (u32, u32) = (480, 420);

/// A folder of pages that grows.
pub(crate) struct Html {
    dir: PathBuf,
    setting: Setting,
    book: Book,
    policy: String,
    room: Option<Room>,
    listed: Vec<Listed>,
    taken: HashSet<String>,
}

/// The conversation whose messages come.
struct Room {
    id: ConversationId,
    kind: ConversationKind,
    members: Vec<UserId>,
    directory: String,
    title: String,
    page: Option<Page>,
    messages: u64,
    pages: Vec<String>,
}

struct Page {
    to: BufWriter<File>,
    number: u32,
    messages: u32,
    day: String,
    last: Option<(UserId, Millis)>,
}

/// A conversation that is done, as the first page lists it.
struct Listed {
    title: String,
    topic: String,
    directory: String,
    messages: u64,
    /// The first day of each page.
    pages: Vec<String>,
}

impl Html {
    pub(crate) fn new(dir: PathBuf, setting: Setting) -> Self {
        // Only this very style, pictures and films of this folder, and nothing else: no script, no frame, no form.
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; img-src 'self' file:; media-src 'self' file:; base-uri 'none'; \
             form-action 'none'",
            digest(STYLE)
        );
        let (listed, taken) = (Vec::new(), HashSet::from(["files".to_owned()]));
        Self { dir, setting, book: Book::default(), policy, room: None, listed, taken }
    }

    pub(crate) fn book(&mut self) -> &mut Book {
        &mut self.book
    }

    pub(crate) fn write(&mut self, record: &Record) -> io::Result<()> {
        match record {
            Record::Person(person) => self.book.meet(person),
            Record::Conversation(conversation) => {
                self.close_room()?;
                self.room = Some(Room {
                    id: conversation.id,
                    kind: conversation.kind.clone(),
                    members: Vec::new(),
                    directory: String::new(),
                    title: String::new(),
                    page: None,
                    messages: 0,
                    pages: Vec::new(),
                });
            }
            Record::Member(member) => {
                let room = self.room.as_mut().filter(|room| room.id == member.conversation).ok_or_else(stray)?;
                room.members.push(member.member.user);
            }
            Record::Message(message) => {
                let drawn = |this: &Self, room: &mut Room| this.message(room, message);
                self.line(message.conversation, message.at, drawn)?;
                let page = self.room.as_ref().and_then(|room| room.page.as_ref()).map_or(1, |page| page.number);
                self.book.hear(message, page, self.setting.words);
            }
            Record::Note(note) => self.line(note.conversation, note.at, |this, room| this.note(room, note))?,
            Record::Hole(hole) => self.line(hole.conversation, Millis(i64::MIN), |this, room| {
                if let Some(page) = &mut room.page {
                    page.last = None;
                }
                format!("<p class=\"hole\">{}</p>\n", this.setting.words.hole)
            })?,
            Record::Header(_) | Record::File(_) | Record::End(_) | Record::Unknown(_) => {}
        }
        Ok(())
    }

    /// Writes the first page.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.close_room()?;
        let words = self.setting.words;
        let title = fill(words.archive, &[self.source()]);
        let mut to = BufWriter::new(File::create(self.dir.join("index.html"))?);
        self.begin(&mut to, &title)?;
        let made = moment::both(self.setting.header.made_at, &self.setting.zone);
        let by = fill(words.made, &[&made, &self.setting.header.made_by]);
        let zone = fill(words.zone, &[&moment::name(&self.setting.zone)]);
        writeln!(to, "<header><h1>{}</h1><p>{}</p><p>{}</p></header>", html(&title), html(&by), html(&zone))?;
        writeln!(to, "<main><h2>{}</h2><ul class=\"rooms\">", words.conversations)?;
        for listed in &self.listed {
            let count = fill(words.messages, &[&listed.messages.to_string()]);
            let directory = html(&listed.directory);
            let title = html(&listed.title);
            write!(to, "<li><a href=\"{directory}/1.html\"><bdi>{title}</bdi></a>")?;
            if !listed.topic.trim().is_empty() {
                write!(to, "<p class=\"about\">{}</p>", html(&listed.topic))?;
            }
            write!(to, "<p class=\"about\">{count}</p>")?;
            if listed.pages.len() > 1 {
                write!(
                    to,
                    "<details><summary>{}</summary><ul>",
                    fill(words.page, &[&format!("1–{}", listed.pages.len())])
                )?;
                for (number, day) in (1..).zip(&listed.pages) {
                    write!(to, "<li><a href=\"{directory}/{number}.html\">{}</a></li>", html(day))?;
                }
                write!(to, "</ul></details>")?;
            }
            writeln!(to, "</li>")?;
        }
        writeln!(to, "</ul></main></body></html>")?;
        done(to)
    }

    fn source(&self) -> &str {
        let name = &self.setting.header.source.name;
        if name.trim().is_empty() { "Hearth" } else { name }
    }

    /// Puts one line on the page that is open, or on a new one.
    fn line(
        &mut self,
        conversation: ConversationId,
        at: Millis,
        draw: impl FnOnce(&Self, &mut Room) -> String,
    ) -> io::Result<()> {
        let mut room = self.room.take().filter(|room| room.id == conversation).ok_or_else(stray)?;
        let result = self.put(&mut room, at, draw);
        self.room = Some(room);
        result
    }

    fn put(&mut self, room: &mut Room, at: Millis, draw: impl FnOnce(&Self, &mut Room) -> String) -> io::Result<()> {
        let known = at != Millis(i64::MIN);
        let day = if known { moment::date(at, &self.setting.zone) } else { String::new() };
        self.open_page(room, &day)?;
        if let Some(page) = &mut room.page
            && known
            && page.day != day
        {
            writeln!(page.to, "<h2 class=\"day\">{}</h2>", html(&day))?;
            page.day = day;
            page.last = None;
        }
        let drawn = draw(self, room);
        match &mut room.page {
            Some(page) => page.to.write_all(drawn.as_bytes()),
            None => Ok(()),
        }
    }

    /// Leaves a page on which something can be written, and counts what is on it.
    fn open_page(&mut self, room: &mut Room, day: &str) -> io::Result<()> {
        if room.page.as_ref().is_some_and(|page| page.messages < PAGE) {
            return Ok(());
        }
        if room.directory.is_empty() {
            room.title = self.book.title(&room.kind, &room.members, self.setting.words);
            room.directory = self.directory(&room.title);
            fs::create_dir_all(self.dir.join(&room.directory))?;
        }
        let number = room.page.as_ref().map_or(1, |page| page.number + 1);
        if let Some(page) = room.page.take() {
            self.close_page(page, true)?;
        }
        let path = self.dir.join(&room.directory).join(format!("{number}.html"));
        let mut to = BufWriter::new(File::create(path)?);
        let words = self.setting.words;
        let numbered = fill(words.page, &[&number.to_string()]);
        self.begin(&mut to, &format!("{} · {numbered}", room.title))?;
        writeln!(to, "<header><h1><bdi>{}</bdi></h1>", html(&room.title))?;
        let topic = topic(&room.kind);
        if !topic.trim().is_empty() {
            writeln!(to, "<p>{}</p>", html(topic))?;
        }
        write!(to, "<nav><a href=\"../index.html\">{}</a>", words.all)?;
        if number > 1 {
            write!(to, "<a href=\"{}.html\" rel=\"prev\">← {}</a>", number - 1, words.earlier)?;
        }
        writeln!(to, "<b>{}</b></nav></header><main>", html(&numbered))?;
        room.pages.push(day.to_owned());
        room.page = Some(Page { to, number, messages: 0, day: String::new(), last: None });
        Ok(())
    }

    fn close_page(&self, mut page: Page, more: bool) -> io::Result<()> {
        let words = self.setting.words;
        write!(page.to, "</main><footer><nav><a href=\"../index.html\">{}</a>", words.all)?;
        if page.number > 1 {
            write!(page.to, "<a href=\"{}.html\" rel=\"prev\">← {}</a>", page.number - 1, words.earlier)?;
        }
        if more {
            write!(page.to, "<a href=\"{}.html\" rel=\"next\">{} →</a>", page.number + 1, words.later)?;
        }
        writeln!(page.to, "</nav></footer></body></html>")?;
        done(page.to)
    }

    fn close_room(&mut self) -> io::Result<()> {
        let Some(mut room) = self.room.take() else { return Ok(()) };
        if room.page.is_none() {
            self.open_page(&mut room, "")?;
            if let Some(page) = &mut room.page {
                writeln!(page.to, "<p class=\"note\">{}</p>", self.setting.words.nothing)?;
            }
        }
        if let Some(page) = room.page.take() {
            self.close_page(page, false)?;
        }
        let topic = topic(&room.kind).to_owned();
        let Room { title, directory, messages, pages, .. } = room;
        self.listed.push(Listed { title, topic, directory, messages, pages });
        Ok(())
    }

    fn begin(&self, to: &mut impl Write, title: &str) -> io::Result<()> {
        write!(
            to,
            "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{}</title>\n<style>{STYLE}</style></head>\n<body>\n",
            self.setting.words.code,
            self.policy,
            html(title)
        )
    }

    /// A directory of this conversation's own.
    fn directory(&mut self, title: &str) -> String {
        let slug = names::slug(title);
        let free = |name: &String| !self.taken.contains(name);
        let name = Some(slug.clone()).filter(free);
        let name = name.or_else(|| (2u32..).map(|n| format!("{slug}-{n}")).find(free)).unwrap_or(slug);
        self.taken.insert(name.clone());
        name
    }

    fn note(&self, room: &mut Room, note: &Note) -> String {
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

    fn message(&self, room: &mut Room, message: &Message) -> String {
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

fn topic(kind: &ConversationKind) -> &str {
    match kind {
        ConversationKind::Room { room } if room.visibility != Visibility::Group => &room.topic,
        ConversationKind::Room { .. } | ConversationKind::Direct { .. } => "",
    }
}

fn html(text: &str) -> String {
    escape::html(text)
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

/// Bytes as people say them.
pub(crate) fn size(bytes: u64) -> String {
    // The fraction is for reading.
    #[allow(clippy::cast_precision_loss)]
    let of = |unit: u64| bytes as f64 / unit as f64;
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{:.0} KB", of(1024)),
        1_048_576..1_073_741_824 => format!("{:.1} MB", of(1_048_576)),
        1_073_741_824.. => format!("{:.1} GB", of(1_073_741_824)),
    }
}

/// One of eight colours, chosen by the person's id (FNV-1a) as the window does it.
fn hue(user: UserId) -> u32 {
    let hash =
        user.to_string().bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash % 8 + 1
}

fn digest(text: &str) -> String {
    use base64::Engine as _;
    use sha2::Digest as _;
    base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text))
}

fn done(to: BufWriter<File>) -> io::Result<()> {
    to.into_inner().map_err(io::IntoInnerError::into_error).map(drop)
}

fn stray() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "a record of a conversation that is not the one being written")
}
