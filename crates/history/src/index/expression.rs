//! What somebody looks for, in the words of FTS5. Every token stands between quotes, so no question is a wrong one.

use hearth_proto::id::UserId;
use hearth_search::{Has, Phrase, Term};
use rusqlite::{Connection, Result};

use crate::index::{
    document::Tag,
    prefix::{self, Piece},
    tokenizer::{NEXT, SAME},
};

/// A phrase with more alternatives than this is not asked for.
const MOST_TOKENS: usize = 1_500;

/// What the index is asked.
pub(crate) struct Expression {
    pub(crate) text: String,
    /// False where it gives more than what is looked for. It never gives less.
    pub(crate) exact: bool,
}

/// Tags, one of each group of which a message must have, and tags that it must not have.
#[derive(Default)]
pub(crate) struct Tags {
    pub(crate) any: Vec<Vec<Tag>>,
    pub(crate) not: Vec<Tag>,
}

/// None where the index cannot help: nothing is wanted that it knows, or too much.
pub(crate) fn expression(conn: &Connection, terms: &[Term], pinyin: bool, tags: &Tags) -> Result<Option<Expression>> {
    let (mut wanted, mut unwanted, mut exact) = (Vec::new(), Vec::new(), true);
    for term in terms {
        let asked = alternatives(conn, &term.phrases(pinyin))?;
        exact &= asked.as_ref().is_some_and(|asked| asked.exact);
        match asked {
            Some(asked) if !term.not => wanted.push(asked.text),
            Some(asked) if asked.exact => unwanted.push(asked.text),
            Some(_) | None => {}
        }
    }
    for group in &tags.any {
        let group: Vec<String> = group.iter().map(|tag| quoted_tag(*tag)).collect();
        wanted.push(format!("({})", group.join(" OR ")));
    }
    unwanted.extend(tags.not.iter().map(|tag| quoted_tag(*tag)));
    if wanted.is_empty() {
        return Ok(None);
    }
    let mut text = wanted.join(" AND ");
    if !unwanted.is_empty() {
        text = format!("({text}) NOT ({})", unwanted.join(" OR "));
    }
    Ok(Some(Expression { text, exact }))
}

/// Any of these phrases.
fn alternatives(conn: &Connection, phrases: &[Phrase]) -> Result<Option<Expression>> {
    let (mut asked, mut exact) = (Vec::new(), true);
    for phrase in phrases {
        match self::phrase(conn, phrase)? {
            Some(one) => {
                asked.push(one.text);
                exact &= one.exact;
            }
            None => return Ok(None),
        }
    }
    Ok((!asked.is_empty()).then(|| Expression { text: format!("({})", asked.join(" OR ")), exact }))
}

fn phrase(conn: &Connection, phrase: &Phrase) -> Result<Option<Expression>> {
    let tokens: usize = phrase.places.iter().map(Vec::len).sum();
    let Some((last, before)) = phrase.places.split_last().filter(|_| tokens <= MOST_TOKENS) else { return Ok(None) };
    let beginning = match last.as_slice() {
        [one] if phrase.prefix => one,
        _ => return Ok(Some(Expression { text: quoted(&phrase.places, false), exact: true })),
    };
    let Some(pieces) = prefix::pieces(conn, beginning)? else {
        // Without its last word it still says where to look.
        let text = (!before.is_empty()).then(|| quoted(before, false));
        return Ok(text.map(|text| Expression { text, exact: false }));
    };
    let with = |last: Vec<String>, is_beginning| {
        let places: Vec<Vec<String>> = before.iter().cloned().chain([last]).collect();
        quoted(&places, is_beginning)
    };
    let (mut asked, mut words) = (Vec::new(), Vec::new());
    for piece in pieces {
        match piece {
            // Alternatives at one place of a phrase share what stands before them.
            Piece::Word(word) if !before.is_empty() => words.push(word),
            Piece::Word(word) => asked.push(with(vec![word], false)),
            Piece::Beginning(beginning) => asked.push(with(vec![beginning], true)),
        }
    }
    if !words.is_empty() {
        asked.push(with(words, false));
    }
    Ok(Some(Expression { text: asked.join(" OR "), exact: true }))
}

/// Places as the tokenizer takes them apart, in quotes. Tokens hold no quotes themselves.
fn quoted(places: &[Vec<String>], is_beginning: bool) -> String {
    let mut text = String::from('"');
    for place in places {
        for (n, token) in place.iter().enumerate() {
            text.push(char::from(if n == 0 { NEXT } else { SAME }));
            text.push_str(token);
        }
    }
    text.push_str(if is_beginning { "\" *" } else { "\"" });
    text
}

/// One word of the index, and no other.
pub(crate) fn quoted_word(word: &str) -> String {
    quoted(&[vec![word.to_owned()]], false)
}

fn quoted_tag(tag: Tag) -> String {
    let mut text = String::from('"');
    text.push(char::from(NEXT));
    tag.write(&mut text);
    text.push('"');
    text
}

impl Tags {
    /// One of these must be there.
    pub(crate) fn any_of(&mut self, group: Vec<Tag>) {
        self.any.push(group);
    }

    pub(crate) fn people(&mut self, people: &[UserId]) {
        self.any_of(people.iter().map(|user| Tag::Author(*user)).collect());
    }

    pub(crate) fn has(&mut self, has: Has, not: bool) {
        if not {
            self.not.push(Tag::Has(has));
        } else {
            self.any_of(vec![Tag::Has(has)]);
        }
    }
}
