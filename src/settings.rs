//! How a person likes things: a file they can read and write. Each field stands for itself: one that can't be used falls
//! back and is told of, and nothing that stands in the file is ever lost.

mod file;

use std::fmt;

pub use file::{load, save};

use crate::room::Name;
use crate::wire::PORT;

/// How a person likes things.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// What they were called last.
    pub name: Option<Name>,
    /// What they hosted last.
    pub last_house: Option<String>,
    /// On which port.
    pub port: u16,
    /// Who could reach it.
    pub reach: Reach,
    /// How everything is painted.
    pub theme: Theme,
    /// How large everything is.
    pub text_size: TextSize,
    /// How much is free between messages.
    pub spacing: Spacing,
    /// Whether people have avatars beside what they say.
    pub avatars: bool,
    /// How times are shown.
    pub clock: ClockFace,
    /// Whether with seconds.
    pub seconds: bool,
    /// Whether mentions are underlined.
    pub underlines: bool,
    /// Of what they are told while they look elsewhere.
    pub notify: Notify,
    /// Whether also of what is said to them in direct talks.
    pub notify_direct: bool,
    /// Whether they see there what was said.
    pub notify_text: bool,
    /// Words of which they are told, whoever says them.
    pub notify_words: Vec<String>,
    /// When they are told of nothing.
    pub quiet: QuietHours,
    /// Whether with a sound.
    pub sounds: bool,
    /// Whether Enter sends.
    pub enter_sends: bool,
    /// Whether others see that one types.
    pub shows_typing: bool,
    /// The emoji they picked, the last one first.
    pub recent_emoji: Vec<String>,
    /// The tone of skin that emoji have.
    pub skin_tone: SkinTone,
    /// Whether one is asked before a link is opened.
    pub asks_links: bool,
    /// How it is shown that people joined and left.
    pub moves: Moves,
    /// Where the window was.
    pub window: Option<WindowPlace>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: None,
            last_house: None,
            port: PORT,
            reach: Reach::Network,
            theme: Theme::System,
            text_size: TextSize::default(),
            spacing: Spacing::Comfortable,
            avatars: true,
            clock: ClockFace::System,
            seconds: false,
            underlines: false,
            notify: Notify::Mentions,
            notify_direct: true,
            notify_text: true,
            notify_words: Vec::new(),
            quiet: QuietHours::default(),
            sounds: false,
            enter_sends: true,
            shows_typing: true,
            recent_emoji: Vec::new(),
            skin_tone: SkinTone::Yellow,
            asks_links: true,
            moves: Moves::OneLine,
            window: None,
        }
    }
}

/// Who may reach what is hosted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Only this computer.
    Computer,
    /// Whoever is on a network with it.
    #[default]
    Network,
}

/// How everything is painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// White on black.
    Classic,
    /// Black on white, with every line dark.
    Contrast,
}

/// How much is free between messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spacing {
    /// As usual.
    #[default]
    Comfortable,
    /// Little, so that more of them are seen.
    Compact,
}

/// How times are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockFace {
    /// As the system does.
    #[default]
    System,
    /// Twice twelve hours.
    H12,
    /// Twenty-four hours.
    H24,
}

/// The tone of skin of hands and people among the emoji.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkinTone {
    /// None: yellow.
    #[default]
    Yellow,
    /// The lightest.
    Light,
    /// A little darker.
    MediumLight,
    /// Between light and dark.
    Medium,
    /// Darker.
    MediumDark,
    /// The darkest.
    Dark,
}

/// Of what someone is told while they look elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notify {
    /// Of everything that is said.
    Everything,
    /// Of what mentions them.
    #[default]
    Mentions,
    /// Of nothing.
    Nothing,
}

/// How it is shown that people joined and left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moves {
    /// Those that follow one another in one line.
    #[default]
    OneLine,
    /// One by one.
    All,
    /// Not at all.
    None,
}

/// The hours in which someone is told of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// Whether there are any.
    pub on: bool,
    /// When they begin.
    pub from: TimeOfDay,
    /// When they end; on the next day, where that is earlier.
    pub to: TimeOfDay,
}

impl Default for QuietHours {
    fn default() -> Self {
        Self { on: false, from: TimeOfDay(22 * 60), to: TimeOfDay(7 * 60) }
    }
}

impl QuietHours {
    /// Whether it is quiet at this time.
    #[must_use]
    pub const fn hold(self, at: TimeOfDay) -> bool {
        let (from, to, at) = (self.from.0, self.to.0, at.0);
        let within = if from <= to { from <= at && at < to } else { from <= at || at < to };
        self.on && within
    }
}

/// A time of the day, in minutes since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// This minute of this hour.
    #[must_use]
    pub const fn at(hour: u16, minute: u16) -> Self {
        Self((hour * 60 + minute) % (24 * 60))
    }

    /// Reads `22:00`, `7:30` or `22`.
    #[must_use]
    pub fn parse(words: &str) -> Option<Self> {
        let (hours, minutes) = words.trim().split_once(':').unwrap_or((words.trim(), "0"));
        let number = |words: &str, below: u16| {
            let plain = (1..=2).contains(&words.len()) && words.bytes().all(|byte| byte.is_ascii_digit());
            words.parse::<u16>().ok().filter(|number| plain && *number < below)
        };
        Some(Self(number(hours, 24)? * 60 + number(minutes, 60)?))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// What is said to someone who looks elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The words.
    pub words: &'a str,
    /// Whether in a direct talk.
    pub direct: bool,
    /// Whether it mentions them.
    pub mentions: bool,
    /// Of what they want to be told in this room, where that is not as in all rooms.
    pub notify: Option<Notify>,
}

impl Settings {
    /// Whether someone is told of this.
    #[must_use]
    pub fn tells_of(&self, said: Said<'_>) -> bool {
        match said.notify.unwrap_or(self.notify) {
            _ if said.direct => self.notify_direct,
            Notify::Nothing => false,
            Notify::Everything => true,
            Notify::Mentions => said.mentions || self.notify_words.iter().any(|word| holds(said.words, word)),
        }
    }
}

/// Whether this word stands in these words, and not only as a part of another.
fn holds(words: &str, word: &str) -> bool {
    let (words, word) = (words.to_lowercase(), word.trim().to_lowercase());
    let apart = |beside: Option<char>| !beside.is_some_and(char::is_alphanumeric);
    let mut found = words.match_indices(&word);
    !word.is_empty()
        && found.any(|(at, _)| apart(words[..at].chars().next_back()) && apart(words[at + word.len()..].chars().next()))
}

/// How large everything is, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextSize(u16);

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

impl TextSize {
    const LEAST: u16 = 80;
    const MOST: u16 = 200;

    /// Those at hand: few enough that each of them makes a difference.
    pub const ALL: [Self; 5] = [Self(80), Self(100), Self(120), Self(150), Self(200)];

    /// From 80 to 200 percent.
    #[must_use]
    pub fn new(percent: u16) -> Option<Self> {
        (Self::LEAST..=Self::MOST).contains(&percent).then_some(Self(percent))
    }

    /// In percent.
    #[must_use]
    pub const fn percent(self) -> u16 {
        self.0
    }

    /// The next one up, if there is one.
    #[must_use]
    pub fn larger(self) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.0 > self.0)
    }

    /// The next one down, if there is one.
    #[must_use]
    pub fn smaller(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|size| size.0 < self.0)
    }
}

/// Where a window is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowPlace {
    /// From the left, if that is known.
    pub position: Option<(f32, f32)>,
    /// How wide.
    pub width: f32,
    /// How high.
    pub height: f32,
}
