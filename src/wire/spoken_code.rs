//! A spoken code: an invite short enough to be said across a room, such as `7-river-maple`. The number says which of the
//! codes that are open near by is meant, and may be known to all; the two words are its secret. Twenty-two bits are little,
//! and enough: a code is good once, for ten minutes, and nobody can try one but by asking its host, who counts.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use rand::RngExt as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Address, Fingerprint};

/// The highest number of a code; the lowest is 1.
pub const CODE_NUMBERS: u8 = 99;

/// How many codes are open in a house at a time. All of their numbers fit into what it announces.
pub const CODES_OPEN: usize = 16;

/// How long a code is good for.
pub const CODE_LASTS: Duration = Duration::from_secs(10 * 60);

/// How many words there are to choose from.
const WORDS: u16 = 2048;

/// A number and two words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SpokenCode {
    number: u8,
    words: [u16; 2],
}

/// A place where a code may have been said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePlace {
    /// Its addresses, the likeliest first.
    pub addresses: Vec<Address>,
    /// Its key, as it was announced: only there the code is shown. Where it was not, whoever answers is shown it.
    pub key: Option<Fingerprint>,
}

impl CodePlace {
    /// Whatever is at an address that was said as well: nothing announced its key.
    #[must_use]
    pub fn at(address: Address) -> Self {
        Self { addresses: vec![address], key: None }
    }
}

/// Text that is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpokenCodeError {
    /// It has another form.
    #[error("A code is a number from 1 to 99 and two words, such as 7-river-maple.")]
    Form,
    /// It has its number, and not both of its words.
    #[error("This code is incomplete: it has two words after the number. Ask the host for all of it.")]
    Incomplete,
    /// One of its words is in no code.
    #[error("“{0}” isn't one of the code words. Check the spelling.")]
    Word(String),
}

impl SpokenCode {
    /// A new code with this number, from randomness that nobody can guess.
    #[must_use]
    pub fn fresh(number: u8) -> Self {
        let mut random = rand::rng();
        Self { number, words: [random.random_range(..WORDS), random.random_range(..WORDS)] }
    }

    /// Its number, which is no secret.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.number
    }

    /// What both sides of the exchange must know.
    pub(super) fn secret(self) -> String {
        self.to_string()
    }

    /// Whether someone who typed this means a code, right or wrong: a number, and words instead of what an address has.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        let mut parts = parts(text);
        parts.next().is_some_and(|first| first.bytes().all(|byte| byte.is_ascii_digit()))
            && parts.next().is_some_and(|second| second.chars().all(char::is_alphabetic))
            && parts.all(|part| part.chars().all(char::is_alphabetic))
    }
}

/// The parts of a code, however they are set apart.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c == '-' || ('\u{2010}'..='\u{2014}').contains(&c) || c.is_whitespace())
        .map(|part| part.trim_matches([',', '.', ';', '!', '?']))
        .filter(|part| !part.is_empty())
}

fn word(index: u16) -> &'static str {
    bip39::Language::English.word_list()[usize::from(index % WORDS)]
}

impl FromStr for SpokenCode {
    type Err = SpokenCodeError;

    fn from_str(text: &str) -> Result<Self, SpokenCodeError> {
        let mut parts = parts(text);
        let number = parts.next().and_then(|first| first.parse::<u8>().ok()).ok_or(SpokenCodeError::Form)?;
        if !(1..=CODE_NUMBERS).contains(&number) {
            return Err(SpokenCodeError::Form);
        }
        let mut next = || {
            let part = parts.next().ok_or(SpokenCodeError::Incomplete)?;
            let found = bip39::Language::English.find_word(&part.to_lowercase());
            found.ok_or_else(|| SpokenCodeError::Word(part.chars().take(20).collect()))
        };
        let words = [next()?, next()?];
        if parts.next().is_some() {
            return Err(SpokenCodeError::Form);
        }
        Ok(Self { number, words })
    }
}

impl fmt::Display for SpokenCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.words.map(word);
        write!(f, "{}-{first}-{second}", self.number)
    }
}

impl fmt::Debug for SpokenCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SpokenCode({}-…)", self.number)
    }
}

impl Serialize for SpokenCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SpokenCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
