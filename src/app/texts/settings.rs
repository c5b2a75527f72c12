//! What stands in the settings.

/// The page.
pub const TITLE: &str = "Settings";
/// The way back to the lobby.
pub const BACK: &str = "Back";

/// The sections.
pub const APPEARANCE: &str = "Appearance";
/// The same.
pub const MESSAGES: &str = "Messages";
/// The same.
pub const NOTIFICATIONS: &str = "Notifications";
/// The same.
pub const ACCESSIBILITY: &str = "Accessibility";
/// The same.
pub const DATA: &str = "Data and storage";
/// The same.
pub const ABOUT: &str = "About";

/// How the window is painted.
pub const THEME: &str = "Theme";
/// As the system is.
pub const SYSTEM: &str = "System";
/// Dark on light.
pub const LIGHT: &str = "Light";
/// Light on dark.
pub const DARK: &str = "Dark";
/// White on black.
pub const CLASSIC: &str = "Classic";
/// Black on white.
pub const CONTRAST: &str = "High contrast";
/// A group.
pub const TEXT_AND_TIME: &str = "Text and time";
/// How large everything is.
pub const TEXT_SIZE: &str = "Text size";
/// How it is changed by key.
pub const TEXT_SIZE_MEANS: &str = "Also with Ctrl + and Ctrl −";
/// What is free between messages.
pub const SPACING: &str = "Message spacing";
/// As usual.
pub const COMFORTABLE: &str = "Comfortable";
/// Little.
pub const COMPACT: &str = "Compact";
/// How times are shown.
pub const TIME: &str = "Time";
/// Of 24 hours.
pub const H24: &str = "16:03";
/// Of twice twelve.
pub const H12: &str = "4:03 pm";
/// Whether with seconds.
pub const SECONDS: &str = "Show seconds";
/// A group.
pub const PEOPLE: &str = "People";
/// Whether they have avatars.
pub const AVATARS: &str = "Show avatars";

/// What Enter does.
pub const ENTER: &str = "Enter key";
/// Enter sends.
pub const ENTER_SENDS: &str = "Sends";
/// Enter breaks the line.
pub const ENTER_BREAKS: &str = "New line";
/// What breaks the line, where Enter sends.
pub const BREAKS_TOO: &str = "Shift+Enter makes a new line.";
/// What sends, where Enter breaks the line.
pub const SENDS_TOO: &str = "Ctrl+Enter sends.";
/// Whether others see it.
pub const TYPING: &str = "Others see when I am typing";
/// A group.
pub const SHOWN: &str = "What is shown";
/// How it is shown that people joined and left.
pub const MOVES: &str = "Join and leave messages";
/// In one line.
pub const ONE_LINE: &str = "One line";
/// One by one.
pub const ALL: &str = "All";
/// Not at all.
pub const NONE: &str = "None";
/// Whether one is asked.
pub const LINKS: &str = "Ask before opening a link";
/// What for.
pub const LINKS_MEANS: &str = "Shows where it leads.";

/// Of what one is told.
pub const NOTIFY: &str = "Notify me of";
/// Where.
pub const NOTIFY_MEANS: &str = "In rooms that are not muted";
/// Of everything.
pub const EVERYTHING: &str = "Everything";
/// Of mentions.
pub const MENTIONS: &str = "Mentions";
/// Of nothing.
pub const NOTHING: &str = "Nothing";
/// Whether also in direct talks.
pub const DIRECT: &str = "Direct messages";
/// Whether with a sound.
pub const SOUND: &str = "Play a sound";
/// Whether one sees what was said.
pub const SHOW_TEXT: &str = "Show the message in the notification";
/// When not to.
pub const SHOW_TEXT_MEANS: &str = "Turn this off when others can see your screen.";
/// A group.
pub const WORDS: &str = "Words that notify me";
/// In the empty field.
pub const ADD_WORD: &str = "Add a word";
/// The button beside it.
pub const ADD: &str = "Add";
/// A group.
pub const QUIET_HOURS: &str = "Quiet hours";
/// Whether there are any.
pub const QUIET: &str = "Do not disturb";
/// What stays.
pub const QUIET_MEANS: &str = "Badges still count.";
/// When they begin.
pub const FROM: &str = "From";
/// When they end.
pub const TO: &str = "to";
/// What is wrong with a time.
pub const NO_TIME: &str = "Write it as 22:00.";

/// Below the title.
pub const DATA_MEANS: &str =
    "Your settings and your copies of rooms are on this computer. Nothing is sent to a company.";
/// Where it is.
pub const FOLDER: &str = "Folder";
/// The button that shows it.
pub const OPEN_FOLDER: &str = "Open folder";
/// How much there is.
pub const SPACE: &str = "Space used";
/// While that is counted.
pub const COUNTING: &str = "Counting…";

/// The look of high contrast.
pub const CONTRAST_MEANS: &str = "Darker lines and text, contrast at least 7 to 1";
/// Whether mentions have a line below them.
pub const UNDERLINE: &str = "Underline mentions";
/// What always has one.
pub const UNDERLINE_MEANS: &str = "Links are always underlined.";

/// The version.
pub const VERSION: &str = "Version";
/// A group.
pub const WITHIN: &str = "Included";
/// What comes with it, and under which licence.
pub const LICENCES: [(&str, &str); 4] = [
    ("Parlor", "MIT or Apache License 2.0"),
    ("Inter, the font", "SIL Open Font License 1.1"),
    ("Lucide, the icons", "ISC License"),
    ("Twemoji, the emoji", "CC BY 4.0, by Twitter and contributors"),
];

/// The way back to a room.
#[must_use]
pub fn back_to(title: &str) -> String {
    format!("Back to {title}")
}

/// How much room something takes.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = bytes.saturating_mul(10) / unit;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}
