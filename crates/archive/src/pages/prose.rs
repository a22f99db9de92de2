//! Writes conversations as Markdown or as plain text: one file each, and one that lists them.

use std::{
    collections::HashSet,
    fs::File,
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use hearth_proto::{
    body::Body,
    id::{ConversationId, Millis, UserId},
};

use super::{
    book::{Book, Setting, gist},
    escape,
    language::{self, Name, fill},
    markup, moment,
    size::size,
};
use crate::{
    names,
    record::{ConversationKind, Message, Record},
};

/// The one or the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    Markdown,
    Plain,
}

/// Files that grow.
pub(crate) struct Prose {
    dir: PathBuf,
    style: Style,
    setting: Setting,
    book: Book,
    room: Option<Room>,
    listed: Vec<(String, String, u64)>,
    taken: HashSet<String>,
}

struct Room {
    id: ConversationId,
    kind: ConversationKind,
    members: Vec<UserId>,
    title: String,
    file: String,
    to: Option<BufWriter<File>>,
    day: String,
    messages: u64,
}

impl Prose {
    pub(crate) fn new(dir: PathBuf, style: Style, setting: Setting) -> Self {
        let taken = HashSet::from(["index".to_owned(), "files".to_owned()]);
        Self { dir, style, setting, book: Book::default(), room: None, listed: Vec::new(), taken }
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
                    title: String::new(),
                    file: String::new(),
                    to: None,
                    day: String::new(),
                    messages: 0,
                });
            }
            Record::Member(member) => {
                let room = self.room.as_mut().filter(|room| room.id == member.conversation).ok_or_else(stray)?;
                room.members.push(member.member.user);
            }
            Record::Message(message) => {
                let text = self.message(message);
                self.put(message.conversation, Some(message.at), &text)?;
                if let Some(room) = &mut self.room {
                    room.messages += 1;
                }
                self.book.hear(message, 1, self.setting.words);
            }
            Record::Note(note) => {
                let sentence = language::sentence(note.author, &note.what, self.setting.words, &|name| match name {
                    Name::Of(user) => self.book.name(user, self.setting.words).to_owned(),
                    Name::Room(name) => escape::one_line(name),
                });
                let time = moment::time(note.at, &self.setting.zone);
                let text = match self.style {
                    Style::Markdown => format!("*{}* · {time}\n\n", escape::markdown(&sentence)),
                    Style::Plain => format!("[{time}] * {}\n", escape::one_line(&sentence)),
                };
                self.put(note.conversation, Some(note.at), &text)?;
            }
            Record::Hole(hole) => {
                let words = self.setting.words.hole;
                let text = match self.style {
                    Style::Markdown => format!("*{words}*\n\n"),
                    Style::Plain => format!("--- {words}\n"),
                };
                self.put(hole.conversation, None, &text)?;
            }
            Record::Header(_) | Record::File(_) | Record::End(_) | Record::Unknown(_) => {}
        }
        Ok(())
    }

    /// Writes the list of conversations.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.close_room()?;
        let words = self.setting.words;
        let name = &self.setting.header.source.name;
        let title = fill(words.archive, &[if name.trim().is_empty() { "Hearth" } else { name }]);
        let made = moment::both(self.setting.header.made_at, &self.setting.zone);
        let made = fill(words.made, &[&made, &self.setting.header.made_by]);
        let zone = fill(words.zone, &[&moment::name(&self.setting.zone)]);
        let mut to = BufWriter::new(File::create(self.dir.join(self.file_name("index")))?);
        match self.style {
            Style::Markdown => {
                let [title, made, zone] = [&title, &made, &zone].map(|line| escape::markdown(line));
                write!(to, "# {title}\n\n{made}  \n{zone}\n\n")?;
            }
            Style::Plain => {
                write!(to, "{}\n{}\n{zone}\n\n", escape::one_line(&title), escape::one_line(&made))?;
            }
        }
        for (title, file, messages) in &self.listed {
            let count = fill(words.messages, &[&messages.to_string()]);
            match self.style {
                Style::Markdown => writeln!(to, "- [{}](<{file}>) · {count}", escape::markdown(title))?,
                Style::Plain => writeln!(to, "{title}: {file} ({count})")?,
            }
        }
        finished(to)
    }

    fn put(&mut self, conversation: ConversationId, at: Option<Millis>, text: &str) -> io::Result<()> {
        self.open_room(conversation)?;
        let Some(room) = &mut self.room else { return Ok(()) };
        let Some(to) = &mut room.to else { return Ok(()) };
        if let Some(at) = at {
            let day = moment::date(at, &self.setting.zone);
            if day != room.day {
                match self.style {
                    Style::Markdown => write!(to, "## {day}\n\n")?,
                    Style::Plain => write!(to, "\n==== {day} ====\n")?,
                }
                room.day = day;
            }
        }
        to.write_all(text.as_bytes())
    }

    fn open_room(&mut self, conversation: ConversationId) -> io::Result<()> {
        let mut room = self.room.take().filter(|room| room.id == conversation).ok_or_else(stray)?;
        if room.to.is_none() {
            room.title = self.book.title(&room.kind, &room.members, self.setting.words);
            room.file = self.file_name(&self.free(&room.title));
            let stem = room.file.rsplit_once('.').map_or("", |(stem, _)| stem).to_owned();
            self.taken.insert(stem);
            let mut to = BufWriter::new(File::create(self.dir.join(&room.file))?);
            let topic = match &room.kind {
                ConversationKind::Room { room } => escape::one_line(&room.topic),
                ConversationKind::Direct { .. } => String::new(),
            };
            match self.style {
                Style::Markdown => {
                    write!(to, "# {}\n\n", escape::markdown(&room.title))?;
                    if !topic.is_empty() {
                        write!(to, "{}\n\n", escape::markdown(&topic))?;
                    }
                }
                Style::Plain => {
                    writeln!(to, "{}", room.title)?;
                    if !topic.is_empty() {
                        writeln!(to, "{topic}")?;
                    }
                }
            }
            room.to = Some(to);
        }
        self.room = Some(room);
        Ok(())
    }

    fn close_room(&mut self) -> io::Result<()> {
        let Some(id) = self.room.as_ref().map(|room| room.id) else { return Ok(()) };
        self.open_room(id)?;
        let Some(mut room) = self.room.take() else { return Ok(()) };
        let Some(mut to) = room.to.take() else { return Ok(()) };
        if room.messages == 0 {
            writeln!(to, "{}", self.setting.words.nothing)?;
        }
        self.listed.push((room.title, room.file, room.messages));
        finished(to)
    }

    fn free(&self, title: &str) -> String {
        let slug = names::slug(title);
        let free = |name: &String| !self.taken.contains(name);
        let name = Some(slug.clone()).filter(free);
        name.or_else(|| (2u32..).map(|n| format!("{slug}-{n}")).find(free)).unwrap_or(slug)
    }

    fn file_name(&self, stem: &str) -> String {
        match self.style {
            Style::Markdown => format!("{stem}.md"),
            Style::Plain => format!("{stem}.txt"),
        }
    }

    fn message(&self, message: &Message) -> String {
        let words = self.setting.words;
        let mut marks = Vec::new();
        if message.body.is_some() && message.edited_at.is_some() {
            marks.push(words.edited.to_owned());
        }
        if message.pinned {
            marks.push(words.pinned.to_owned());
        }
        if let Some(forwarded) = message.forwarded {
            let from = self.book.name(forwarded.author, words);
            marks.push(fill(words.forwarded, &[from, &moment::both(forwarded.at, &self.setting.zone)]));
        }
        let reactions: Vec<String> = message
            .reactions
            .iter()
            .map(|reaction| {
                let who: Vec<&str> = reaction.people.iter().map(|user| self.book.name(*user, words)).collect();
                format!("{} {}", escape::one_line(&reaction.emoji), who.join(", "))
            })
            .collect();
        match self.style {
            Style::Markdown => self.in_markdown(message, &marks, &reactions),
            Style::Plain => self.in_plain(message, &marks, &reactions),
        }
    }

    /// A list item, so that whatever a message leaves open (a fence, a quote) ends with it.
    fn in_markdown(&self, message: &Message, marks: &[String], reactions: &[String]) -> String {
        let words = self.setting.words;
        let name = escape::markdown(self.book.name(message.author, words));
        let mut head = format!("**{name}** · {}", moment::time(message.at, &self.setting.zone));
        for mark in marks {
            head.push_str(&format!(" · {}", escape::markdown(mark)));
        }
        let mut parts = vec![head];
        if let Some(original) = message.reply_to {
            parts.push(match self.book.said(original) {
                Some(said) => {
                    let who = escape::markdown(self.book.name(said.author, words));
                    format!("> **{who}**: {}", escape::markdown(&said.words))
                }
                None => format!("> {}", words.answers_earlier),
            });
        }
        let body = message.body.as_ref();
        match body {
            Some(Body::Text { .. }) => {}
            Some(Body::Picture { picture, .. }) => parts.push(match self.book.place(&picture.blob) {
                Some(place) => format!("![{}](<{place}>)", escape::markdown(&picture.name)),
                None => self.absent(if picture.name.is_empty() { words.picture } else { &picture.name }, picture.size),
            }),
            Some(Body::File { file, .. }) => parts.push(match self.book.place(&file.blob) {
                Some(place) => format!("[{}](<{place}>) ({})", escape::markdown(&file.name), size(file.size)),
                None => self.absent(&file.name, file.size),
            }),
            Some(Body::Sticker { picture, .. }) => {
                let place = picture.as_ref().and_then(|picture| self.book.place(&picture.blob));
                let named = escape::markdown(&gist(body, words));
                parts.push(place.map_or_else(|| format!("*{named}*"), |place| format!("![{named}](<{place}>)")));
            }
            Some(Body::Unknown(_)) => parts.push(format!("*{}*", words.newer)),
            None => parts.push(format!("*{}*", words.deleted)),
        }
        if let Some(text) = body.map(Body::words).filter(|text| !text.trim().is_empty()) {
            parts.push(markup::harmless(text));
        }
        if !reactions.is_empty() {
            parts.push(escape::markdown(&reactions.join("; ")));
        }
        let indented = |part: &String| part.trim_end().replace('\n', "\n  ");
        let item: Vec<String> = parts.iter().map(indented).collect();
        format!("- {}\n\n", item.join("\n\n  "))
    }

    fn in_plain(&self, message: &Message, marks: &[String], reactions: &[String]) -> String {
        let words = self.setting.words;
        let mut lines = Vec::new();
        if let Some(original) = message.reply_to {
            lines.push(match self.book.said(original) {
                Some(said) => {
                    let who = self.book.name(said.author, words);
                    format!("> {who}: {}", said.words)
                }
                None => format!("> {}", words.answers_earlier),
            });
        }
        let body = message.body.as_ref();
        let file = |name: &str, blob, bytes| {
            let place = self.book.place(blob).map_or_else(|| words.missing.to_owned(), str::to_owned);
            format!("[{} · {} · {place}]", escape::one_line(name), size(bytes))
        };
        match body {
            Some(Body::Picture { picture, .. }) => {
                let name = if picture.name.is_empty() { words.picture } else { &picture.name };
                lines.push(file(name, &picture.blob, picture.size));
            }
            Some(Body::File { file: sent, .. }) => lines.push(file(&sent.name, &sent.blob, sent.size)),
            Some(Body::Text { .. }) => {}
            Some(Body::Sticker { .. } | Body::Unknown(_)) | None => lines.push(format!("[{}]", gist(body, words))),
        }
        let text = body.map(Body::words).unwrap_or_default();
        lines.extend(text.lines().map(|line| line.chars().filter(|c| !escape::hidden(*c)).collect()));
        if !marks.is_empty() {
            lines.push(format!("({})", escape::one_line(&marks.join("; "))));
        }
        if !reactions.is_empty() {
            lines.push(format!("({})", reactions.join("; ")));
        }
        let time = moment::time(message.at, &self.setting.zone);
        let name = self.book.name(message.author, words);
        format!("[{time}] {name}: {}\n", lines.join("\n    "))
    }

    fn absent(&self, name: &str, bytes: u64) -> String {
        format!("{} ({}, {})", escape::markdown(name), size(bytes), self.setting.words.missing)
    }
}

fn finished(to: BufWriter<File>) -> io::Result<()> {
    to.into_inner().map_err(io::IntoInnerError::into_error).map(drop)
}

fn stray() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "a record of a conversation that is not the one being written")
}
