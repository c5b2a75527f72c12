//! Marks within a line. Goes through the words once: whatever opens is closed by the nearest that can close it, or stays
//! as it was written.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

use super::{Span, Style};
use crate::app::markup::true_address;

/// What links may begin with.
const SCHEMES: [&str; 3] = ["http://", "https://", "parlor://"];

/// Reads words: as they are shown, and what is special in them.
pub(super) fn read(words: &str, names: &[&str]) -> (String, Vec<Span>) {
    let links = links(words);
    let marks = marks(words, &links);
    let mut out = Out { text: String::with_capacity(words.len()), spans: Vec::new() };
    let mut style = Style::default();
    let mut at = 0;
    let mut links = links.into_iter().peekable();
    for mark in &marks {
        out.plain(words, at..mark.range.start, style, &mut links, names);
        at = mark.range.end;
        match &mark.kind {
            Kind::Strong(on) => style.strong = *on,
            Kind::Emphasis(on) => style.emphasis = *on,
            Kind::Code(inner) => {
                out.special(&words[inner.clone()], Style { code: true, ..style }, None);
            }
        }
    }
    out.plain(words, at..words.len(), style, &mut links, names);
    (out.text, out.spans)
}

/// The links in it, and where each leads.
fn links(words: &str) -> Vec<(Range<usize>, String)> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    finder
        .links(words)
        .filter(|link| {
            let lower = link.as_str().get(..9).unwrap_or(link.as_str()).to_lowercase();
            SCHEMES.iter().any(|scheme| lower.starts_with(scheme))
        })
        .map(|link| (link.start()..link.end(), true_address(link.as_str())))
        .collect()
}

struct Mark {
    range: Range<usize>,
    kind: Kind,
}

enum Kind {
    Strong(bool),
    Emphasis(bool),
    /// The whole of it, marks and all, is in the range of the mark; this is what is within.
    Code(Range<usize>),
}

/// The marks that are ones, in order.
fn marks(words: &str, links: &[(Range<usize>, String)]) -> Vec<Mark> {
    let mut marks = Vec::new();
    // Where the last of each kind opened, if it is still open: its place in `marks`.
    let (mut strong, mut emphasis): (Option<usize>, Option<usize>) = (None, None);
    let mut links = links.iter().map(|(range, _)| range).peekable();
    let no_code_from = last_code(words);
    let mut at = 0;
    while let Some(step) = words[at..].find(['*', '`', '\\']) {
        let here = at + step;
        while links.next_if(|link| link.end <= here).is_some() {}
        if let Some(link) = links.peek().filter(|link| link.contains(&here)) {
            at = link.end;
            continue;
        }
        let rest = &words[here..];
        if rest.starts_with('`') {
            at = here + 1;
            if here < no_code_from
                && let Some(close) = words[at..].find(['`', '\n']).map(|close| at + close)
                && words[close..].starts_with('`')
                && close > at
            {
                marks.push(Mark { range: here..close + 1, kind: Kind::Code(at..close) });
                at = close + 1;
            }
            continue;
        }
        if rest.starts_with('\\') {
            at = here + 1;
            continue;
        }
        let stars = rest.bytes().take_while(|byte| *byte == b'*').count();
        at = here + stars;
        let before = words[..here].chars().next_back();
        let after = words[at..].chars().next();
        let opens = after.is_some_and(|c| !c.is_whitespace()) && before.is_none_or(|c| !c.is_alphanumeric());
        let closes = before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric());
        let open = match stars {
            1 => &mut emphasis,
            2 => &mut strong,
            _ => continue,
        };
        let kind = |on| if stars == 1 { Kind::Emphasis(on) } else { Kind::Strong(on) };
        match *open {
            Some(_) if closes => {
                marks.push(Mark { range: here..at, kind: kind(false) });
                *open = None;
            }
            _ if opens => {
                // Only the nearest before a close counts: one that opened earlier stays as it was written.
                if let Some(earlier) = open.replace(marks.len()) {
                    marks[earlier].range.end = marks[earlier].range.start;
                }
                marks.push(Mark { range: here..at, kind: kind(true) });
            }
            _ => {}
        }
    }
    for open in [strong, emphasis].into_iter().flatten() {
        // It was never closed.
        marks[open].range.end = marks[open].range.start;
    }
    // What marks nothing leaves its characters where they are and changes no style.
    marks.retain(|mark| !mark.range.is_empty());
    marks
}

/// After this place no code can be closed.
fn last_code(words: &str) -> usize {
    words.rfind('`').unwrap_or(0)
}

struct Out {
    text: String,
    spans: Vec<Span>,
}

impl Out {
    fn special(&mut self, words: &str, style: Style, link: Option<String>) {
        let start = self.text.len();
        self.text.push_str(words);
        if (style != Style::default() || link.is_some()) && start < self.text.len() {
            self.spans.push(Span { range: start..self.text.len(), style, link });
        }
    }

    /// Words between two marks: the links and the mentions in them.
    fn plain(
        &mut self,
        words: &str,
        range: Range<usize>,
        style: Style,
        links: &mut std::iter::Peekable<std::vec::IntoIter<(Range<usize>, String)>>,
        names: &[&str],
    ) {
        let mut at = range.start;
        while let Some((link, to)) = links.next_if(|(link, _)| link.end <= range.end) {
            if link.start < at {
                continue;
            }
            self.mentions(&words[at..link.start], style, names);
            self.special(&words[link.clone()], style, Some(to));
            at = link.end;
        }
        self.mentions(&words[at..range.end], style, names);
    }

    fn mentions(&mut self, words: &str, style: Style, names: &[&str]) {
        let mut from = 0;
        let mut at = 0;
        while let Some(found) = words[at..].find('@').map(|step| at + step) {
            at = found + 1;
            let apart = words[..found].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let Some((index, len)) = apart.then(|| name_at(&words[at..], names)).flatten() else { continue };
            self.special(&words[from..found], style, None);
            let mention = Style { mention: true, me: index == 0, ..style };
            self.special(&words[found..at + len], mention, None);
            at += len;
            from = at;
        }
        self.special(&words[from..], style, None);
    }
}

/// The longest name that stands here: which it is, and how long it is as it is written.
fn name_at(words: &str, names: &[&str]) -> Option<(usize, usize)> {
    let fits = |name: &str| {
        let mut written = words.char_indices();
        for expected in name.chars() {
            let (_, found) = written.next()?;
            if found != expected && !found.to_lowercase().eq(expected.to_lowercase()) {
                return None;
            }
        }
        let end = written.next().map_or(words.len(), |(at, _)| at);
        let goes_on = words[end..].chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_');
        (!goes_on && end > 0).then_some(end)
    };
    let found = names.iter().enumerate().filter_map(|(index, name)| fits(name).map(|len| (index, len)));
    // One's own name is the first: of two as long, it counts.
    found.max_by_key(|(index, len)| (*len, std::cmp::Reverse(*index)))
}
