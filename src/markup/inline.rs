//! One line of words: which stretches of it are code, links, mentions and marks. Code comes first, then links: nothing
//! inside of them is anything else.

use std::collections::HashMap;
use std::ops::Range;

use super::emphasis::{self, Run};
use super::link;
use super::marked::{Shown, Style};
use super::mention::{Mention, Names};

/// A stretch of a line.
enum Piece {
    Words(Range<usize>),
    /// What is between the backticks.
    Code(Range<usize>),
    Link(Range<usize>, String),
    Mention(Range<usize>, Mention),
    /// Asterisks or underscores.
    Run(Run),
}

/// Reads a line and adds what is shown of it.
pub(super) fn read(line: &str, names: &Names, lookups: &mut usize, shown: &mut Shown) {
    let mut pieces = Pieces { line, names, lookups, found: Vec::new() };
    pieces.around_code();
    let mut pieces = pieces.found;
    let runs = pieces.iter_mut().filter_map(|piece| if let Piece::Run(run) = piece { Some(run) } else { None });
    emphasis::pair(&mut runs.collect::<Vec<_>>());
    show(line, &pieces, shown);
}

struct Pieces<'a> {
    line: &'a str,
    names: &'a Names,
    lookups: &'a mut usize,
    found: Vec<Piece>,
}

impl Pieces<'_> {
    /// Code lies between two equally long runs of backticks.
    fn around_code(&mut self) {
        let ticks = ticks(self.line);
        let mut from = 0;
        let mut at = 0;
        while let Some((open, close)) = ticks.get(at) {
            at += 1;
            if let Some(close) = *close {
                let inner = open.end..ticks[close].0.start;
                self.around_links(from..open.start);
                self.found.push(Piece::Code(unpadded(self.line, inner)));
                from = ticks[close].0.end;
                at = close + 1;
            }
        }
        self.around_links(from..self.line.len());
    }

    fn around_links(&mut self, range: Range<usize>) {
        let mut from = range.start;
        for (link, target) in link::links(&self.line[range.clone()]) {
            let link = range.start + link.start..range.start + link.end;
            self.words(from..link.start);
            from = link.end;
            self.found.push(Piece::Link(link, target));
        }
        self.words(from..range.end);
    }

    /// Words with mentions and marks among them.
    fn words(&mut self, range: Range<usize>) {
        let bytes = self.line.as_bytes();
        let (mut from, mut at) = (range.start, range.start);
        while at < range.end {
            let piece = match bytes[at] {
                b'@' => self
                    .names
                    .find(&self.line[..range.end], at, self.lookups)
                    .map(|(range, who)| (range.end, Piece::Mention(range, who))),
                mark @ (b'*' | b'_') => {
                    let end = at + bytes[at..range.end].iter().take_while(|&&byte| byte == mark).count();
                    Some((end, Piece::Run(Run::new(self.line, at..end))))
                }
                _ => None,
            };
            at += 1;
            if let Some((end, piece)) = piece {
                self.found.push(Piece::Words(from..at - 1));
                self.found.push(piece);
                (from, at) = (end, end);
            }
        }
        self.found.push(Piece::Words(from..range.end));
    }
}

/// The runs of backticks of a line, and for each the next one that is equally long.
fn ticks(line: &str) -> Vec<(Range<usize>, Option<usize>)> {
    let mut runs: Vec<(Range<usize>, Option<usize>)> = Vec::new();
    for at in memchr::memchr_iter(b'`', line.as_bytes()) {
        match runs.last_mut() {
            Some((run, _)) if run.end == at => run.end += 1,
            _ => runs.push((at..at + 1, None)),
        }
    }
    let mut next = HashMap::new();
    for at in (0..runs.len()).rev() {
        let (run, close) = &mut runs[at];
        *close = next.insert(run.len(), at);
    }
    runs
}

/// Code without the space on both sides that lets it begin or end with a backtick.
fn unpadded(line: &str, inner: Range<usize>) -> Range<usize> {
    let code = &line[inner.clone()];
    let padded = code.len() > 2 && code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty();
    if padded { inner.start + 1..inner.end - 1 } else { inner }
}

/// Adds what is shown of the pieces of a line.
fn show(line: &str, pieces: &[Piece], shown: &mut Shown) {
    let (mut strong, mut emphasis) = (0_usize, 0_usize);
    for piece in pieces {
        let style = Style { strong: strong > 0, emphasis: emphasis > 0, ..Style::default() };
        match piece {
            Piece::Words(range) => shown.push(&line[range.clone()], style, None),
            Piece::Code(range) => shown.push(&line[range.clone()], Style { code: true, ..style }, None),
            Piece::Link(range, target) => shown.push(&line[range.clone()], style, Some(target.clone())),
            Piece::Mention(range, who) => {
                shown.push(&line[range.clone()], Style { mention: Some(*who), ..style }, None);
            }
            // Marks that were not understood stay, outside of what the others enclose.
            Piece::Run(run) => {
                strong -= run.closes.strong;
                emphasis -= run.closes.emphasis;
                let style = Style { strong: strong > 0, emphasis: emphasis > 0, ..Style::default() };
                shown.push(&line[run.left()], style, None);
                strong += run.opens.strong;
                emphasis += run.opens.emphasis;
            }
        }
    }
}
