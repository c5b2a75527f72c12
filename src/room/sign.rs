//! A sign: the one emoji by which someone answers a message without words.

use std::sync::Arc;

use unicode_properties::UnicodeEmoji as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::limits::SIGN_BYTES;
use super::strings::string_type;

/// One emoji, as it was picked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sign(Arc<str>);

/// Why something can't be a sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A reaction is one emoji. Pick one.")]
pub struct SignError;

impl Sign {
    /// Takes one emoji, with or without what shapes it: a tone of skin, a joined pair, a flag.
    ///
    /// # Errors
    /// It is none, or more than one.
    pub fn parse(raw: &str) -> Result<Self, SignError> {
        let raw = raw.trim();
        let first = raw.chars().next().ok_or(SignError)?;
        // Digits, # and * are emoji by their property, but only with a keycap behind them.
        let shows = first.is_emoji_char() && (!first.is_ascii() || raw.contains('\u{20e3}'));
        let one = raw.len() <= SIGN_BYTES && raw.graphemes(true).nth(1).is_none();
        // A picture may come with the selector that says so or without: it is the same sign.
        let bare = |sign: &str| sign.trim_end_matches('\u{fe0f}').to_owned();
        if shows && one { Ok(Self(bare(raw).into())) } else { Err(SignError) }
    }

    /// Whether there is nothing in it but pictures and what shapes them: what else can be joined to one letter makes
    /// many signs that look alike.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let flag = self.0.starts_with(FLAG);
        self.0.chars().all(|c| c.is_emoji_char() || shapes(c) || (flag && is_tag(c)))
    }
}

/// The flag whose land is told by tags behind it.
const FLAG: char = '\u{1f3f4}';

/// What joins emoji, says that they are pictures, or puts them on a key.
const fn shapes(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{20e3}')
}

const fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

string_type!(Sign, SignError);
