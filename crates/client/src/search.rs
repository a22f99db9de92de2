//! Finding: messages, people and conversations by what somebody typed. It needs no line.

use hearth_history::{
    error::ReadError,
    finding::{Chosen, Hit, IndexProgress, Mark, Order, Search},
    readers::Reader,
};
use hearth_proto::body::Body;
use hearth_search::{Filter, Has, Now, Part, PartKind as Kind, Query, What, parse};
use jiff::tz::TimeZone;

use crate::{
    client::Client,
    clock,
    http::Answer,
    meant::Names,
    run::Command,
    search_view::{
        HitCount, HitKind, HitView, Indexing, PartKind, PartView, PieceView, SearchCall, SearchOrder, SearchResults,
    },
    view::Problem,
};

/// Hits of one page, at most.
const LONGEST_PAGE: u32 = 200;

/// Hits are counted up to here.
const COUNTED: u32 = 1_000;

/// Files that are shown beside the messages.
const FILES: u32 = 5;

impl Client {
    /// One page of what fits the question.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn search(&self, call: SearchCall) -> Answer<SearchResults> {
        let account = self.account(call.account)?;
        let after = call.after.as_deref().map(str::parse::<Mark>).transpose().map_err(Problem::internal)?;
        let window = self.window().clone();
        let now = Now { at: clock::wall().0, zone: TimeZone::system() };
        let answer = account.read(move |reader| {
            let names = window.names(call.account);
            let asked = Asked { query: parse(&call.text, &now), names, call, after };
            asked.answer(reader)
        });
        let results = answer.await?;
        if results.indexing.is_some() {
            // It may be new that it is not whole: a damaged one is given up where it was read.
            account.command(Command::Index).await?;
        }
        Ok(results)
    }
}

/// A question, taken apart.
struct Asked {
    call: SearchCall,
    after: Option<Mark>,
    query: Query,
    names: Names,
}

impl Asked {
    fn answer(self, reader: &Reader) -> Result<SearchResults, ReadError> {
        let parts = parts(&self.call.text, &self.query, &self.names);
        let indexing = reader.indexing()?.map(indexing);
        if self.query.terms.is_empty() && self.query.filters.is_empty() {
            return Ok(SearchResults { parts, indexing, ..SearchResults::default() });
        }
        let search = self.search();
        let found = reader.search(&search)?;
        let mut results = SearchResults {
            parts,
            hits: found.hits.into_iter().map(hit).collect(),
            next: found.next.map(|mark| mark.to_string()),
            indexing,
            ..SearchResults::default()
        };
        if self.after.is_none() {
            let count = reader.count(&search, COUNTED)?;
            results.count = Some(HitCount { n: count.hits, more: count.more });
            results.files = self.files(reader, &search)?;
            if self.query.filters.is_empty() && self.call.here.is_none() && self.wants_words() {
                (results.people, results.conversations) = self.names.called(&self.query.terms, self.call.pinyin);
            }
        }
        Ok(results)
    }

    fn search(&self) -> Search {
        let Self { call, after, query, names } = self;
        let mut from = Chosen::default();
        let mut within = Chosen::default();
        for filter in &query.filters {
            match &filter.what {
                What::From(name) => choose(&mut from, names.people(name), filter.not),
                What::In(name) => choose(&mut within, names.conversations(name), filter.not),
                What::Between { .. } | What::Has(_) | What::Is(_) => {}
            }
        }
        // Who names a place looks there, wherever they are.
        if within.any.is_none() {
            within.any = call.here.map(|here| vec![here]);
        }
        let order = match call.order {
            SearchOrder::Newest => Order::Newest,
            SearchOrder::Best => Order::Best,
        };
        let limit = call.limit.clamp(1, LONGEST_PAGE);
        Search { query: query.clone(), from, within, pinyin: call.pinyin, order, after: *after, limit }
    }

    /// Words are looked for, not only left out.
    fn wants_words(&self) -> bool {
        self.query.terms.iter().any(|term| !term.not)
    }

    /// What the words find that is a file.
    fn files(&self, reader: &Reader, search: &Search) -> Result<Vec<HitView>, ReadError> {
        let has = |filter: &Filter| matches!(filter.what, What::Has(_));
        if !self.wants_words() || self.query.filters.iter().any(has) {
            return Ok(Vec::new());
        }
        let mut search = Search { order: Order::Newest, limit: FILES, ..search.clone() };
        search.query.filters.push(Filter { not: false, what: What::Has(Has::File) });
        Ok(reader.search(&search)?.hits.into_iter().map(hit).collect())
    }
}

/// Several who are wanted are alternatives; a name that nobody has finds nothing.
fn choose<T>(chosen: &mut Chosen<T>, meant: Vec<T>, not: bool) {
    if not {
        chosen.not.extend(meant);
    } else {
        chosen.any.get_or_insert_default().extend(meant);
    }
}

/// What the question was taken for. Names are in the order of the text, in its parts as in its filters.
fn parts(text: &str, query: &Query, names: &Names) -> Vec<PartView> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut filters = query.filters.iter().filter_map(|filter| match &filter.what {
        What::From(name) | What::In(name) => Some(name),
        What::Between { .. } | What::Has(_) | What::Is(_) => None,
    });
    let view = |part: &Part| {
        let named = part.understood && matches!(part.kind, Kind::From | Kind::In);
        let name = if named { filters.next() } else { None };
        let value = name.cloned().unwrap_or_else(|| written(&units, part));
        let people = if named && part.kind == Kind::From { names.people(&value) } else { Vec::new() };
        let conversations = if named && part.kind == Kind::In { names.conversations(&value) } else { Vec::new() };
        PartView {
            from: part.place.start,
            to: part.place.end,
            value_from: part.value.start,
            value_to: part.value.end,
            what: kind(part.kind),
            value,
            not: part.not,
            known: part.understood && (!named || !people.is_empty() || !conversations.is_empty()),
            people,
            conversations,
        }
    };
    query.parts.iter().map(view).collect()
}

fn written(units: &[u16], part: &Part) -> String {
    let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    units.get(place(part.value.start)..place(part.value.end)).map(String::from_utf16_lossy).unwrap_or_default()
}

const fn kind(kind: Kind) -> PartKind {
    match kind {
        Kind::Word => PartKind::Word,
        Kind::Phrase => PartKind::Phrase,
        Kind::From => PartKind::From,
        Kind::In => PartKind::In,
        Kind::Before => PartKind::Before,
        Kind::After => PartKind::After,
        Kind::Since => PartKind::Since,
        Kind::Until => PartKind::Until,
        Kind::On => PartKind::On,
        Kind::Has => PartKind::Has,
        Kind::Is => PartKind::Is,
    }
}

fn hit(hit: Hit) -> HitView {
    let Hit { message, conversation, seq, at, author, snippet, body } = hit;
    let what = match body {
        Body::Text { .. } => HitKind::Text,
        Body::Picture { picture, .. } => HitKind::Picture { picture },
        Body::File { file, .. } => HitKind::File { file },
        Body::Sticker { .. } => HitKind::Sticker,
        Body::Unknown(_) => HitKind::Newer,
    };
    let snippet = snippet.into_iter().map(|piece| PieceView { text: piece.text, hit: piece.hit }).collect();
    HitView { conversation, message, seq, at, author, snippet, what }
}

pub fn indexing(progress: IndexProgress) -> Indexing {
    Indexing { done: progress.done, total: progress.total }
}
