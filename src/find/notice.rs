//! A notice: what a house tells of itself on a local network before anyone has joined, written as the pairs of a TXT
//! record and read from them. It is a hint: anyone can send one, with anyone's key. What is there shows in the handshake.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::room::Title;
use crate::wire::spoken_code::CODES_OPEN;
use crate::wire::{Fingerprint, VERSION};

/// How many bytes of a title a notice has. A string of a TXT record has at most 255, and its name is in it.
const TITLE_BYTES: usize = 255 - "title=".len();

/// What a house tells of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The version of the protocol it speaks.
    pub version: u32,
    /// The key it says it has.
    pub key: Fingerprint,
    /// Its title.
    pub title: Title,
    /// How many people are there.
    pub people: u32,
    /// Whether it asks for a password.
    pub asks_password: bool,
    /// The numbers of the spoken codes that are open there.
    pub codes: Vec<u8>,
}

impl Notice {
    /// What a house of this program tells.
    #[must_use]
    pub fn ours(key: Fingerprint, title: Title, people: u32, asks_password: bool, codes: &[u8]) -> Self {
        let codes = codes.iter().copied().take(CODES_OPEN).collect();
        Self { version: VERSION, key, title, people, asks_password, codes }
    }

    /// As the pairs of a TXT record.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("v", self.version.to_string()),
            ("key", self.key.to_string()),
            ("title", first_bytes(self.title.as_str(), TITLE_BYTES)),
            ("people", self.people.to_string()),
            ("password", u8::from(self.asks_password).to_string()),
        ];
        if !self.codes.is_empty() {
            let codes: Vec<String> = self.codes.iter().map(u8::to_string).collect();
            pairs.push(("codes", codes.join(",")));
        }
        pairs
    }

    /// Reads what someone says to be a notice. Nothing where a part that must be there is missing or wrong.
    #[must_use]
    pub fn read<'a>(value: impl Fn(&'static str) -> Option<&'a str>) -> Option<Self> {
        Some(Self {
            version: value("v")?.parse().ok()?,
            key: value("key")?.parse().ok()?,
            title: Title::parse(value("title")?).ok()?,
            people: value("people")?.parse().ok()?,
            asks_password: value("password")? == "1",
            codes: value("codes").map(read_codes).unwrap_or_default(),
        })
    }
}

/// Numbers of codes, as far as they are some.
fn read_codes(text: &str) -> Vec<u8> {
    text.split(',').take(CODES_OPEN).filter_map(|number| number.parse().ok()).collect()
}

/// The beginning of a text that fits, without half a character at its end.
pub fn first_bytes(text: &str, bytes: usize) -> String {
    let ends = text.grapheme_indices(true).map(|(at, grapheme)| at + grapheme.len());
    let end = ends.take_while(|end| *end <= bytes).last().unwrap_or(0);
    text[..end].trim_end().to_owned()
}
