//! A question in words: what is asked of the index, and what of each message that the index can't tell. Pure.

use super::words;

/// How many words of a question are looked for. The rest adds nothing but work.
const TERMS: usize = 16;

/// The fewest letters of a word's beginning that the index is asked for. To look up fewer, it would gather a good part of
/// everything it knows; messages that are looked at one by one show enough of those soon.
const BEGUN: usize = 3;

/// What is looked for: texts with all of these words, the last of which may be only begun.
#[derive(Debug)]
pub(super) struct Question {
    /// Each one word, or several that stand together.
    terms: Vec<String>,
    /// For the index; nothing where that can't help.
    index: Option<String>,
    /// Whether what the index finds need not fit.
    coarse: bool,
}

impl Question {
    /// Reads a question. Nothing where there is no word in it.
    pub(super) fn read(asked: &str) -> Option<Self> {
        let terms = asked.split_whitespace().map(words::words);
        let terms: Vec<String> =
            terms.map(|term| term.trim().to_owned()).filter(|term| !term.is_empty()).take(TERMS).collect();
        let (last, before) = terms.split_last()?;
        let (rest, word) = last.rsplit_once(' ').unwrap_or(("", last));
        // No sign that means something to the store is left in them, least of all a quote.
        let quoted = |term: &str| format!("\"{term}\"");
        let mut wanted: Vec<String> = before.iter().map(|term| quoted(term)).collect();
        let coarse = match Last::of(word) {
            Last::Whole => {
                wanted.push(quoted(last));
                false
            }
            Last::Begun => {
                wanted.push(format!("{} *", quoted(last)));
                false
            }
            Last::Short => {
                wanted.extend((!rest.is_empty()).then(|| quoted(rest)));
                true
            }
        };
        let index = (!wanted.is_empty()).then(|| wanted.join(" AND "));
        Some(Self { terms, index, coarse })
    }

    /// What is asked of the index, where that can help.
    pub(super) fn index(&self) -> Option<&str> {
        self.index.as_deref()
    }

    /// Whether what the index finds must be looked at as well.
    pub(super) const fn is_coarse(&self) -> bool {
        self.coarse
    }

    /// Whether a text is what is looked for.
    pub(super) fn fits(&self, text: &str) -> bool {
        let text = format!(" {} ", words::words(text).trim());
        let Some((last, before)) = self.terms.split_last() else { return false };
        before.iter().all(|term| text.contains(&format!(" {term} "))) && text.contains(&format!(" {last}"))
    }
}

/// What the last word of a question is.
enum Last {
    /// Whole as it stands: no word goes on after it.
    Whole,
    /// The beginning of a word, or a word.
    Begun,
    /// The same, and too short for the index.
    Short,
}

impl Last {
    fn of(word: &str) -> Self {
        let mut letters = word.chars();
        match (letters.next(), letters.nth(BEGUN - 2)) {
            (Some(first), None) if word.chars().nth(1).is_none() && words::is_alone(first) => Self::Whole,
            (_, None) => Self::Short,
            _ => Self::Begun,
        }
    }
}
