//! Draws a message's Markdown as HTML of our own making: a few plain elements, every word escaped, and links only to the
//! web, mail and hearths. HTML in a message is words; a picture from elsewhere is a link.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::escape;

/// Elements inside elements; what is nested deeper is drawn without its own.
const DEPTH: usize = 12;

/// Elements of one message; what comes after is words.
const MOST: usize = 4000;

/// Where bare addresses end: at white space, brackets, quotes and the punctuation of Chinese and Japanese.
const ENDS: &str = "<>\"'`|\\^{}[]「」『』“”‘’（）《》〈〉【】〔〕，。；：？！、…·～";

/// The message's words as HTML.
pub(crate) fn html(source: &str) -> String {
    let parser = TextMergeStream::new(Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES));
    let mut drawing = Drawing::default();
    for event in parser {
        drawing.event(event);
    }
    drawing.html
}

/// Only the words.
pub(crate) fn plain(source: &str) -> String {
    let parser = Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES);
    let mut words = String::with_capacity(source.len());
    for event in parser {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                words.push_str(&text)
            }
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                words.push_str(&text)
            }
            Event::SoftBreak | Event::HardBreak | Event::Rule | Event::End(_) => {
                // Inside a line, marks end without a space.
                let inline = matches!(
                    event,
                    Event::End(
                        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
                    )
                );
                words.push_str(if inline { "" } else { " " });
            }
            Event::Start(_) | Event::TaskListMarker(_) => {}
        }
    }
    words
}

/// The same Markdown, with what would be HTML as words.
pub(crate) fn harmless(source: &str) -> String {
    let clean: String = source.chars().filter(|c| !escape::hidden(*c)).collect();
    // What was the inside of an element may be one itself once the outer one is words, so it is looked at again. Each
    // time all that is found is gone, and a few times are enough for what anybody writes.
    let mut text = clean;
    for _ in 0..4 {
        let parser = Parser::new_ext(&text, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES);
        let html = |event: &Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
        let found: Vec<_> =
            parser.into_offset_iter().filter(|(event, _)| html(event)).map(|(_, range)| range).collect();
        if found.is_empty() {
            return text;
        }
        let mut escaped = String::with_capacity(text.len() + 16);
        let mut from = 0;
        for range in found {
            escaped.push_str(text.get(from..range.start).unwrap_or_default());
            escaped.push_str(&text.get(range.clone()).unwrap_or_default().replace('<', "\\<"));
            from = range.end;
        }
        escaped.push_str(text.get(from..).unwrap_or_default());
        text = escaped;
    }
    text.replace('<', "&lt;")
}

#[derive(Default)]
struct Drawing {
    html: String,
    /// What closes the elements that are open; empty for those that were not drawn.
    open: Vec<&'static str>,
    drawn: usize,
    links: usize,
    code: bool,
}

impl Drawing {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) if self.code || self.links > 0 => self.html.push_str(&escape::html(&text)),
            Event::Text(text) => self.words(&text),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.html.push_str(&format!("<code>{}</code>", escape::html(&text)));
            }
            Event::Html(text) | Event::InlineHtml(text) | Event::FootnoteReference(text) => {
                self.html.push_str(&escape::html(&text).replace('\n', "<br>"));
            }
            // Chat is typed as it comes: a line's end is one.
            Event::SoftBreak | Event::HardBreak => self.html.push_str("<br>"),
            Event::Rule => self.html.push_str("<hr>"),
            Event::TaskListMarker(done) => self.html.push_str(if done { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let (open, close) = match tag {
            Tag::Paragraph | Tag::HtmlBlock => ("<p>".to_owned(), "</p>"),
            Tag::Heading { .. } => ("<p><strong>".to_owned(), "</strong></p>"),
            Tag::BlockQuote(_) => ("<blockquote>".to_owned(), "</blockquote>"),
            Tag::CodeBlock(kind) => {
                self.code = true;
                let language = match &kind {
                    CodeBlockKind::Fenced(language) => language.split_whitespace().next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                (format!("<pre><code data-language=\"{}\">", escape::html(language)), "</code></pre>")
            }
            Tag::List(Some(first)) => (format!("<ol start=\"{first}\">"), "</ol>"),
            Tag::List(None) => ("<ul>".to_owned(), "</ul>"),
            Tag::Item => ("<li>".to_owned(), "</li>"),
            Tag::Table(_) => ("<table>".to_owned(), "</table>"),
            Tag::TableHead | Tag::TableRow => ("<tr>".to_owned(), "</tr>"),
            Tag::TableCell => ("<td>".to_owned(), "</td>"),
            Tag::Emphasis => ("<em>".to_owned(), "</em>"),
            Tag::Strong => ("<strong>".to_owned(), "</strong>"),
            Tag::Strikethrough => ("<s>".to_owned(), "</s>"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links += 1;
                match link(&dest_url).filter(|_| self.links == 1) {
                    Some(open) => (open, "</a>"),
                    None => (String::new(), ""),
                }
            }
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => (String::new(), ""),
        };
        self.drawn += 1;
        let draws = self.open.len() < DEPTH && self.drawn < MOST;
        if draws {
            self.html.push_str(&open);
        }
        self.open.push(if draws { close } else { "" });
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::CodeBlock => self.code = false,
            TagEnd::Link | TagEnd::Image => self.links = self.links.saturating_sub(1),
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::HtmlBlock
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
        self.html.push_str(self.open.pop().unwrap_or_default());
    }

    /// Text, with bare addresses as links.
    fn words(&mut self, text: &str) {
        let mut rest = text;
        while let Some(place) = next_address(rest) {
            let (before, from) = rest.split_at(place);
            let end = from.find(|c: char| c.is_whitespace() || ENDS.contains(c)).unwrap_or(from.len());
            let address = from[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~', ')']);
            self.html.push_str(&escape::html(before));
            match link(address).filter(|_| self.drawn < MOST) {
                Some(open) => {
                    self.drawn += 1;
                    self.html.push_str(&format!("{open}{}</a>", escape::html(address)));
                }
                None => self.html.push_str(&escape::html(address)),
            }
            rest = from.get(address.len()..).unwrap_or_default();
        }
        self.html.push_str(&escape::html(rest));
    }
}

/// Where the next address begins that is not the end of a longer word.
fn next_address(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(place) = text.get(from..)?.find("http").map(|place| place + from) {
        let follows = text.get(place..)?;
        let begins = text[..place].chars().next_back().is_none_or(|c| !c.is_ascii_alphanumeric());
        if begins && (follows.starts_with("https://") || follows.starts_with("http://")) {
            return Some(place);
        }
        from = place + 4;
    }
    None
}

/// The opening of a link to where one can go; None where one cannot.
fn link(to: &str) -> Option<String> {
    let (scheme, rest) = to.split_once(':')?;
    let goes = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" | "hearth" => rest.strip_prefix("//").is_some_and(|host| !host.is_empty()),
        "mailto" => rest.contains('@'),
        _ => false,
    };
    let plain = to.len() <= 4096 && !to.chars().any(|c| c.is_control() || c.is_whitespace() || escape::hidden(c));
    let escaped = escape::html(to);
    (goes && plain).then(|| format!("<a href=\"{escaped}\" rel=\"noreferrer noopener\">"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markdown_becomes_plain_elements() {
        assert_eq!(
            html("a **b** *c*\n~~d~~ `e<`"),
            "<p>a <strong>b</strong> <em>c</em><br><s>d</s> <code>e&lt;</code></p>"
        );
        assert_eq!(html("- 一\n- 二"), "<ul><li>一</li><li>二</li></ul>");
        assert_eq!(
            html("see https://example.org/a_b?x=1&y=2. Bye"),
            "<p>see <a href=\"https://example.org/a_b?x=1&amp;y=2\" rel=\"noreferrer noopener\">https://example.org/a_b?x=1&amp;y=2</a>. Bye</p>"
        );
        assert_eq!(
            html("去 https://例子.中国，好"),
            "<p>去 <a href=\"https://例子.中国\" rel=\"noreferrer noopener\">https://例子.中国</a>，好</p>"
        );
    }

    #[test]
    fn words_alone_have_no_marks() {
        assert_eq!(plain("a **b**c, [d](https://e.org) `f`\n# g").trim_end(), "a bc, d f g");
    }

    #[test]
    fn html_in_a_message_is_words() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "a <b onclick=x>b</b>",
            "<!-- x -->\n<style>*{}</style>",
        ] {
            let drawn = html(hostile);
            assert!(
                !drawn.contains("<script")
                    && !drawn.contains("<img")
                    && !drawn.contains("<b ")
                    && !drawn.contains("<style"),
                "{drawn}"
            );
        }
    }

    #[test]
    fn links_lead_only_where_one_can_go() {
        for hostile in [
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,hi)",
            "[x](file:///etc/passwd)",
            "[x](//evil)",
            "[x](vbscript:x)",
        ] {
            assert_eq!(html(hostile), "<p>x</p>", "{hostile}");
        }
        assert!(!html("![x](https://evil/p.png)").contains("<img"));
        assert!(!html("[x](https://a\"onmouseover=alert(1))").contains("\"onmouseover"));
    }

    #[test]
    fn what_is_nested_without_end_stays_small() {
        let drawn = html(&">".repeat(16_000));
        assert!(drawn.matches("<blockquote>").count() <= DEPTH, "{}", drawn.len());
        assert_eq!(drawn.matches("<blockquote>").count(), drawn.matches("</blockquote>").count());
    }

    proptest! {
        #[test]
        fn every_element_that_opens_is_ours_and_closes(source in "[a-z<>&\"'`*_~\\[\\]()#!|\\-+0-9.: \n\\\\]{0,200}") {
            let drawn = html(&source);
            let mut open = Vec::new();
            for part in drawn.split('<').skip(1) {
                let tag = part.split(['>', ' ']).next().unwrap_or_default();
                if matches!(tag, "br" | "hr") { continue }
                match tag.strip_prefix('/') {
                    Some(closes) => prop_assert_eq!(open.pop(), Some(closes)),
                    None => {
                        prop_assert!(matches!(tag, "p" | "strong" | "em" | "s" | "code" | "pre" | "blockquote" | "ul" | "ol" | "li" | "table" | "tr" | "td" | "a"), "{}", tag);
                        open.push(tag);
                    }
                }
            }
            prop_assert!(open.is_empty(), "{:?} in {}", open, drawn);
        }
    }
}
