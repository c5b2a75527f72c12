//! What stands in the picker of emoji.

/// In the field that looks for one.
pub const SEARCH: &str = "Search emoji";
/// Above those that were picked last.
pub const RECENT: &str = "Recent";
/// Above what was found.
pub const FOUND: &str = "Found";
/// Where nothing was.
pub const NOTHING: &str = "No emoji found";
/// Above faces and hearts.
pub const SMILEYS: &str = "Smileys";
/// Above hands and people.
pub const PEOPLE: &str = "Hands and people";
/// Above animals and plants.
pub const NATURE: &str = "Animals and nature";
/// Above what is eaten and drunk.
pub const FOOD: &str = "Food and drink";
/// Above feasts, sports and games.
pub const ACTIVITIES: &str = "Activities";
/// Above places, and what moves.
pub const TRAVEL: &str = "Travel and places";
/// Above things.
pub const OBJECTS: &str = "Objects";
/// Above signs.
pub const SYMBOLS: &str = "Symbols";
/// Above flags.
pub const FLAGS: &str = "Flags";
/// What the circles at the foot are.
pub const SKIN_TONE: &str = "Skin tone";
/// The first of them, and the others, from light to dark.
pub const SKIN_TONES: [&str; 6] =
    ["No skin tone", "Light skin", "Medium-light skin", "Medium skin", "Medium-dark skin", "Dark skin"];

/// How an emoji is written between colons.
#[must_use]
pub fn code(shortcode: &str) -> String {
    format!(":{shortcode}:")
}
