//! What stands in the search, and where pinned messages are shown.

/// Its title.
pub const SEARCH: &str = "Search";
/// The same, over what is pinned.
pub const PINNED: &str = "Pinned messages";
/// What puts it away.
pub const CLOSE: &str = "Close";
/// In the field for words.
pub const WORDS: &str = "Search this room";
/// Above the field for a person.
pub const BY: &str = "From";
/// In it.
pub const BY_HINT: &str = "Name";
/// Above the field for a day.
pub const ON: &str = "On";
/// In it.
pub const ON_HINT: &str = "2026-11-19";
/// Nothing was found.
pub const NOTHING: &str = "Nothing found.";
/// Nothing is pinned.
pub const NOTHING_PINNED: &str = "Nothing is pinned in this room.";
/// Without a connection.
pub const ONLY_COPY: &str = "Only your copy of this room was searched.";
/// The button for older ones.
pub const MORE: &str = "Show more";
