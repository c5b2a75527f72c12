//! What a person is called, and when two names are too alike to be told apart. Who holds which name is not
//! kept here.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_properties::UnicodeGeneralCategory;
use unicode_properties::emoji::is_zwj;
use unicode_properties::general_category::{GeneralCategory, GeneralCategoryGroup};
use unicode_segmentation::UnicodeSegmentation;

use super::limits::{NAME_BYTES, NAME_GRAPHEMES};
use super::strings::{confusable_key, graphemes, is_blank, is_invisible, one_line, string_type};

/// What a person is called in a house: one short visible line in any script.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

/// What names have in common if a reader could take one for the other, so that only one person may have them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameKey(Arc<str>);

/// Which names a house takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameRule {
    /// Letters, digits, spaces and a few signs.
    #[default]
    Any,
    /// Letters and spaces only.
    Letters,
}

/// Why some words can't be a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is nothing to read in it.
    #[error("Type a name first.")]
    Blank,
    /// It has more characters than a name can have.
    #[error("A name can have at most 32 characters.")]
    TooLong,
    /// Its characters are few, but made of too many parts.
    #[error("This name is too long. Use fewer letters or accents.")]
    TooLarge,
    /// It has characters that nobody can see.
    #[error("A name can't contain invisible or control characters. Type it again by hand.")]
    Invisible,
    /// It has a sign that names don't have.
    #[error("A name can't contain “{0}”. Use letters, digits, spaces and - _ . '")]
    Sign(char),
    /// It has something else than letters where only they are taken.
    #[error("Names here can only have letters and spaces.")]
    NotLetters,
    /// It begins with an accent that has no letter to sit on.
    #[error("A name can't start with an accent on its own. Start with a letter or a digit.")]
    LooseMark,
    /// It is all signs.
    #[error("A name needs at least one letter or digit.")]
    OnlySigns,
}

/// Why a word is not the name of a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The rule for names is “any” or “letters”.")]
pub struct NameRuleError;

impl Name {
    /// Takes what was typed, in its one spelling: NFC, no outer spaces, single inner ones.
    ///
    /// # Errors
    /// If it can't be a name in any house.
    pub fn parse(raw: &str) -> Result<Self, NameError> {
        Self::parse_under(raw, NameRule::Any)
    }

    /// As [`Name::parse`], in a house with a rule of its own.
    ///
    /// # Errors
    /// If it can't be a name in such a house.
    pub fn parse_under(raw: &str, rule: NameRule) -> Result<Self, NameError> {
        let line = one_line(raw);
        if is_blank(&line) {
            return Err(NameError::Blank);
        }
        if graphemes(&line) > NAME_GRAPHEMES {
            return Err(NameError::TooLong);
        }
        if line.len() > NAME_BYTES {
            return Err(NameError::TooLarge);
        }
        check_characters(&line, rule)?;
        if line.starts_with(is_mark) {
            return Err(NameError::LooseMark);
        }
        if !line.contains(|c| is_letter(c) || is_digit(c)) {
            return Err(NameError::OnlySigns);
        }
        Ok(Self(line.into()))
    }

    /// What this name shares with all that could be taken for it.
    #[must_use]
    pub fn key(&self) -> NameKey {
        NameKey(confusable_key(&self.0).into())
    }

    /// A free name near this one, if there is one among the few that are tried.
    #[must_use]
    pub fn suggest(&self, rule: NameRule, taken: impl Fn(&NameKey) -> bool) -> Option<Self> {
        let kept: String = self.0.chars().filter(|&c| rule.takes(c) || is_joiner(c)).collect();
        let stem = Self::parse_under(&kept, rule).ok()?;
        let bare = (stem != *self).then(|| stem.clone());
        let endings = rule.endings().filter_map(|ending| stem.with_ending(&ending, rule));
        bare.into_iter().chain(endings).find(|name| !taken(&name.key()))
    }

    /// This name with a word after it, shortened until both fit.
    fn with_ending(&self, ending: &str, rule: NameRule) -> Option<Self> {
        let room = NAME_GRAPHEMES.checked_sub(1 + graphemes(ending))?;
        let mut stem: String = self.0.graphemes(true).take(room).collect();
        while stem.len() + 1 + ending.len() > NAME_BYTES {
            stem.pop();
        }
        let stem = stem.trim_end_matches(is_invisible_or_space);
        Self::parse_under(&format!("{stem} {ending}"), rule).ok()
    }
}

string_type!(Name, NameError);

impl NameKey {
    /// The folded name. It is for comparing, not for showing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl NameRule {
    /// Whether a character may stand anywhere in a name.
    fn takes(self, c: char) -> bool {
        let everywhere = c == ' ' || ((is_letter(c) || is_mark(c)) && !is_invisible(c));
        everywhere || (self == Self::Any && (is_digit(c) || matches!(c, '-' | '_' | '.' | '\'')))
    }

    /// What to put after a taken name: numbers, or letters where only they are taken.
    fn endings(self) -> Box<dyn Iterator<Item = String>> {
        match self {
            // A few that are near, and a few that are far: nobody takes all of them, and whoever tried to would make the
            // house look for long.
            Self::Any => {
                Box::new((2..=9).chain([12, 20, 33, 54, 88, 143, 233, 377, 610]).map(|number: u32| number.to_string()))
            }
            Self::Letters => {
                let far = ["BA", "CD", "EK", "GO", "JU", "LY", "OX", "RE", "VI"];
                Box::new(('B'..='I').map(String::from).chain(far.map(String::from)))
            }
        }
    }
}

impl fmt::Display for NameRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Any => "any",
            Self::Letters => "letters",
        })
    }
}

impl FromStr for NameRule {
    type Err = NameRuleError;

    fn from_str(word: &str) -> Result<Self, NameRuleError> {
        match word {
            "any" => Ok(Self::Any),
            "letters" => Ok(Self::Letters),
            _ => Err(NameRuleError),
        }
    }
}

/// Refuses the first character that names under this rule don't have.
fn check_characters(line: &str, rule: NameRule) -> Result<(), NameError> {
    let mut before = ' ';
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        let joins = is_joiner(c) && is_joined(before, rest.clone().next());
        if !joins && !rule.takes(c) {
            return Err(match rule {
                _ if c.is_control() || is_invisible(c) => NameError::Invisible,
                NameRule::Any => NameError::Sign(c),
                NameRule::Letters => NameError::NotLetters,
            });
        }
        before = c;
    }
    Ok(())
}

/// Whether a joiner stands where Persian or an Indic script may need one: between letters that have no case.
/// Keys leave joiners out, so that no two people differ by one.
fn is_joined(before: char, after: Option<char>) -> bool {
    let caseless = |c: char| c.general_category() == GeneralCategory::OtherLetter;
    (caseless(before) || is_mark(before)) && !is_invisible(before) && after.is_some_and(caseless)
}

fn is_joiner(c: char) -> bool {
    is_zwj(c) || c == '\u{200C}'
}

fn is_invisible_or_space(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

fn is_letter(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Letter
}

fn is_mark(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Mark
}

fn is_digit(c: char) -> bool {
    c.general_category() == GeneralCategory::DecimalNumber
}
