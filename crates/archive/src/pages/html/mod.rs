//! Writes conversations as a folder of pages that any browser shows, today and in twenty years: no scripts, nothing from
//! elsewhere, one page for about two thousand messages.

mod frame;
mod message;

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use frame::Frame;
use hearth_proto::{
    id::{ConversationId, Millis, UserId},
    room::Visibility,
};

use super::{
    book::{Book, Setting},
    escape,
    language::fill,
    moment,
};
use crate::{
    names,
    record::{ConversationKind, Record},
};

/// Messages on one page.
const PAGE: u32 = 2000;

/// A folder of pages that grows.
pub(crate) struct Html {
    dir: PathBuf,
    setting: Setting,
    book: Book,
    frame: Frame,
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
        let frame = Frame::new(setting.words.code);
        let (listed, taken) = (Vec::new(), HashSet::from(["files".to_owned()]));
        Self { dir, setting, book: Book::default(), frame, room: None, listed, taken }
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
        self.frame.begin(&mut to, &title)?;
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
        self.frame.begin(&mut to, &format!("{} · {numbered}", room.title))?;
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

    /// A directory of this conversation's own.
    fn directory(&mut self, title: &str) -> String {
        let slug = names::slug(title);
        let free = |name: &String| !self.taken.contains(name);
        let name = Some(slug.clone()).filter(free);
        let name = name.or_else(|| (2u32..).map(|n| format!("{slug}-{n}")).find(free)).unwrap_or(slug);
        self.taken.insert(name.clone());
        name
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

fn done(to: BufWriter<File>) -> io::Result<()> {
    to.into_inner().map_err(io::IntoInnerError::into_error).map(drop)
}

fn stray() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "a record of a conversation that is not the one being written")
}
