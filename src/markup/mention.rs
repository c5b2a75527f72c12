//! Who is called in a message: `@` and a name, in any spelling that a reader would take for it.

use std::collections::HashMap;
use std::ops::Range;

use super::edges::joins;
use crate::room::limits::NAME_BYTES;
use crate::room::{Name, NameKey};

/// What calls everyone.
const EVERYONE: &str = "room";

/// How many spellings are looked up in one message. Folding a name costs microseconds, and nobody calls so many.
const LOOKUPS: usize = 200;

/// Who a name in a message means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mention {
    /// The person at this window.
    Me,
    /// Everyone in the room.
    Room,
    /// Someone else.
    Other,
}

/// The names that mean someone.
#[derive(Clone, Debug, Default)]
pub struct Names {
    known: HashMap<NameKey, Known>,
    /// The most words that a name has.
    words: usize,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    means: Mention,
    /// Spaces don't tell names apart, but in running text they do: “@Al an” calls Al, not Alan.
    words: usize,
}

impl Names {
    /// My own name, and the word for everyone.
    #[must_use]
    pub fn new(me: Option<&Name>) -> Self {
        let mut names = Self::default();
        if let Ok(everyone) = Name::parse(EVERYONE) {
            names.put(&everyone, Mention::Room);
        }
        if let Some(me) = me {
            names.put(me, Mention::Me);
        }
        names
    }

    /// Adds someone else. Whoever was here may be called after leaving, so nobody is taken out.
    pub fn add(&mut self, name: &Name) {
        self.put(name, Mention::Other);
    }

    fn put(&mut self, name: &Name, means: Mention) {
        let words = name.as_str().split(' ').count();
        self.words = self.words.max(words);
        self.known.entry(name.key()).or_insert(Known { means, words });
    }

    /// Who is called by the `@` at `at`, and the range of it and the name: the longest one that fits.
    pub(super) fn find(&self, line: &str, at: usize, lookups: &mut usize) -> Option<(Range<usize>, Mention)> {
        if line[..at].chars().next_back().is_some_and(|before| joins(before) || before == '@') {
            return None;
        }
        for end in self.ends(line, at + 1).into_iter().rev() {
            if *lookups == LOOKUPS {
                return None;
            }
            *lookups += 1;
            let raw = &line[at + 1..end];
            let known = Name::parse(raw).ok().and_then(|name| self.known.get(&name.key()));
            if let Some(known) = known.filter(|known| known.words == raw.split(' ').count()) {
                return Some((at..end, known.means));
            }
        }
        None
    }

    /// Where a name that begins at `from` may end: where no letter goes on, and after no more words than names have.
    fn ends(&self, line: &str, from: usize) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut words = 1;
        let mut before = '@';
        for (offset, c) in line[from..].char_indices() {
            if before != '@' && before != ' ' && !(joins(before) && joins(c)) {
                ends.push(from + offset);
            }
            words += usize::from(c == ' ');
            let in_names = c.is_alphanumeric() || !c.is_ascii() || matches!(c, ' ' | '-' | '_' | '.' | '\'');
            if !in_names || words > self.words || offset >= NAME_BYTES {
                return ends;
            }
            before = c;
        }
        if before != '@' && before != ' ' {
            ends.push(line.len());
        }
        ends
    }
}
