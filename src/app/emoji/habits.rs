//! Which emoji someone picks, and in which tone of skin.

use super::one::{Emoji, get};
use super::tone::Tone;

/// How many are remembered: two rows of the picker.
const KEPT: usize = 18;

/// How many are at hand at least, picked or not: one row.
const AT_HAND: usize = 9;

/// What most people pick, for whoever has not picked much.
const COMMON: [&str; 18] =
    ["👍", "🙏", "🎉", "😂", "😮", "🚀", "✅", "👀", "🔥", "❤️", "😀", "😊", "🤔", "😅", "👏", "💯", "😢", "👋"];

/// What someone picks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// The emoji they picked, the last one first.
    pub recent: Vec<String>,
    /// The tone of skin they like.
    pub tone: Tone,
}

impl Habits {
    /// This one was picked.
    pub fn pick(&mut self, sign: &str) {
        self.recent.retain(|recent| recent != sign);
        self.recent.insert(0, sign.to_owned());
        self.recent.truncate(KEPT);
    }

    /// Those that were picked last; where that is less than a row, what most people pick as well.
    #[must_use]
    pub fn at_hand(&self) -> Vec<Emoji> {
        let mut at_hand: Vec<Emoji> = self.recent.iter().filter_map(|sign| get(sign)).take(KEPT).collect();
        for common in COMMON.iter().filter_map(|sign| get(sign)) {
            let one = common.in_tone(self.tone);
            let there = at_hand.iter().any(|there| there.in_tone(Tone::Yellow) == common);
            if at_hand.len() < AT_HAND && !there {
                at_hand.push(one);
            }
        }
        at_hand
    }

    /// Whether it is picked often, by this person or by most.
    pub(super) fn is_usual(&self, emoji: Emoji) -> bool {
        let yellow = |sign: &str| get(sign).map(|emoji| emoji.in_tone(Tone::Yellow));
        COMMON.contains(&emoji.sign()) || self.recent.iter().any(|sign| yellow(sign) == Some(emoji))
    }
}
