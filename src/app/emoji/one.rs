//! One emoji of all there are: its sign, its name, and how it is written between colons.

use emojis::EmojiVersion;

use super::group::Group;
use super::tone::Tone;

/// The last set of emoji that the font has pictures of. Later ones would be empty boxes.
const LATEST: EmojiVersion = EmojiVersion::new(15, 0);

/// One emoji.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emoji(&'static emojis::Emoji);

/// All there are, in the order of their groups. What differs in the tone of skin alone is there once.
pub fn all() -> impl Iterator<Item = Emoji> {
    emojis::iter().map(Emoji).filter(|emoji| emoji.is_drawn())
}

/// The emoji that is written like this.
#[must_use]
pub fn get(sign: &str) -> Option<Emoji> {
    emojis::get(sign).map(Emoji).filter(|emoji| emoji.is_drawn())
}

impl Emoji {
    fn is_drawn(self) -> bool {
        self.0.emoji_version() <= LATEST
    }

    /// The sign itself.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        self.0.as_str()
    }

    /// What it is called, in lower letters where that is no name of a land.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name()
    }

    /// The same, to begin a line with.
    #[must_use]
    pub fn title(self) -> String {
        let name = self.name().strip_prefix("flag: ").unwrap_or_else(|| self.name());
        let mut chars = name.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    }

    /// How it is written between colons, if it can be.
    #[must_use]
    pub fn shortcode(self) -> Option<&'static str> {
        // "+1" and "-1" are no names: where there is another, that is told.
        let codes = self.0.shortcodes();
        codes.clone().find(|code| code.len() > 2).or_else(|| codes.clone().next())
    }

    /// All the ways to write it between colons.
    pub fn shortcodes(self) -> impl Iterator<Item = &'static str> {
        self.0.shortcodes()
    }

    /// Which group it is of.
    #[must_use]
    pub const fn group(self) -> Group {
        Group::of(self.0.group())
    }

    /// The same in this tone of skin, where it shows any.
    #[must_use]
    pub fn in_tone(self, tone: Tone) -> Self {
        self.0.with_skin_tone(tone.of_skin()).map(Self).filter(|emoji| emoji.is_drawn()).unwrap_or(self)
    }
}
