//! Long texts as lines of IRC: none is lost, and no character is cut. Pure.

use unicode_segmentation::UnicodeSegmentation as _;

/// One line of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it says.
    pub text: &'a str,
    /// Whether it goes on with the line before, and begins none of its own.
    pub joins: bool,
}

/// A text in pieces of at most `most` bytes each. Joined again as they say, they are the text.
pub fn pieces(text: &str, most: usize) -> Vec<Piece<'_>> {
    let mut pieces = Vec::with_capacity(1);
    for line in text.split('\n') {
        let mut rest = line;
        let mut joins = false;
        while rest.len() > most {
            let at = cut(rest, most);
            pieces.push(Piece { text: &rest[..at], joins });
            (rest, joins) = (&rest[at..], true);
        }
        pieces.push(Piece { text: rest, joins });
    }
    pieces
}

/// Where a line is cut best: behind a space, else between two characters as a reader sees them.
fn cut(line: &str, most: usize) -> usize {
    let limit = line.floor_char_boundary(most.max(4));
    if let Some(space) = line[..limit].rfind(' ').filter(|space| *space * 2 > limit) {
        return space + 1;
    }
    let whole = line.grapheme_indices(true).map(|(at, _)| at).take_while(|at| *at <= limit).last();
    // A tower of accents may be longer than a line.
    whole.filter(|at| *at > 0).unwrap_or(limit)
}

#[cfg(test)]
#[path = "../../../../tests/irc/split.rs"]
mod tests;
