//! How much of each thing fits. Only numbers live here; the types they bound refuse what is too much.

/// Characters, as a reader counts them, in a name.
pub const NAME_GRAPHEMES: usize = 32;
/// Bytes in a name: room for 32 characters of any script, and an end to towers of accents.
pub const NAME_BYTES: usize = 256;
/// Characters, as a reader counts them, in the title of a house or a room.
pub const TITLE_GRAPHEMES: usize = 64;
/// Bytes in a title.
pub const TITLE_BYTES: usize = 512;
/// Characters, as a reader counts them, in a room's topic.
pub const TOPIC_GRAPHEMES: usize = 250;
/// Bytes in a topic.
pub const TOPIC_BYTES: usize = 2_000;
/// Characters, as a reader counts them, in a label: what an invite is for.
pub const LABEL_GRAPHEMES: usize = 60;
/// Bytes in a label.
pub const LABEL_BYTES: usize = 480;
/// Unicode characters in one message.
pub const TEXT_CHARS: usize = 8_000;
/// Unicode characters in what someone looks for.
pub const QUERY_CHARS: usize = 250;
/// Bytes in a sign: room for the longest emoji, a family of four with its tones of skin.
pub const SIGN_BYTES: usize = 64;
/// Different signs that one person has on one message at a time.
pub const SIGNS: usize = 20;
/// Messages that are pinned in a room at a time.
pub const PINNED: usize = 50;
/// People on one of a room's lists: its operators, those muted, those invited.
pub const LISTED: usize = 10_000;
