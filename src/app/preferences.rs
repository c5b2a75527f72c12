//! How a person likes the window, as it is just now: what that means for how it looks, and that it is kept.

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use iced::theme::Mode;

use super::clock::TimeFormat;
use super::disk::Disk;
use super::emoji::Habits;
use super::theme::Theme;
use crate::settings::{self, ClockFace, Settings};

/// The settings, and what of them is not the person's choice but the system's.
pub struct Preferences {
    settings: Settings,
    file: Arc<Mutex<File>>,
    disk: Disk,
    /// Whether the system is light or dark.
    mode: Mode,
    /// How the system shows times.
    clock: TimeFormat,
}

/// The settings as they were last read or written, and where.
struct File {
    path: PathBuf,
    kept: Settings,
}

impl Preferences {
    /// Reads them, and says in a sentence each what could not be used.
    #[must_use]
    pub fn load(path: PathBuf, disk: Disk) -> (Self, Vec<String>) {
        let (settings, troubles) = settings::load(&path);
        let file = Arc::new(Mutex::new(File { path, kept: settings.clone() }));
        (Self { settings, file, disk, mode: Mode::None, clock: TimeFormat::of_system() }, troubles)
    }

    /// Writes them, after whatever was to be written before.
    pub fn keep(&self) {
        let (file, settings) = (Arc::clone(&self.file), self.settings.clone());
        self.disk.run(move || file.lock().unwrap_or_else(PoisonError::into_inner).keep(settings));
    }

    /// The system is light or dark.
    pub const fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
    }

    /// The system shows times like this. Whether that is another way than before.
    pub fn set_clock(&mut self, clock: TimeFormat) -> bool {
        let changed = self.clock != clock;
        self.clock = clock;
        changed
    }

    /// How the window is painted.
    #[must_use]
    pub const fn theme(&self) -> Theme {
        let theme = self.plain_theme();
        if self.settings.underlines { theme.underlined() } else { theme }
    }

    const fn plain_theme(&self) -> Theme {
        match (self.settings.theme, self.mode) {
            (settings::Theme::Light, _) => Theme::LIGHT,
            (settings::Theme::Dark, _) | (settings::Theme::System, Mode::Dark) => Theme::DARK,
            (settings::Theme::Classic, _) => Theme::CLASSIC,
            (settings::Theme::Contrast, _) => Theme::CONTRAST,
            (settings::Theme::System, _) => Theme::LIGHT,
        }
    }

    /// How large everything is.
    #[must_use]
    pub fn scale(&self) -> f32 {
        f32::from(self.settings.text_size.percent()) / 100.0
    }

    /// Which emoji are picked.
    #[must_use]
    pub fn emoji(&self) -> Habits {
        Habits { recent: self.settings.recent_emoji.clone(), tone: self.settings.skin_tone }
    }

    /// How times are shown.
    #[must_use]
    pub fn times(&self) -> TimeFormat {
        let twelve = match self.settings.clock {
            ClockFace::System => self.clock.twelve,
            ClockFace::H12 => true,
            ClockFace::H24 => false,
        };
        TimeFormat { twelve, seconds: self.settings.seconds, ..self.clock.clone() }
    }
}

impl Deref for Preferences {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.settings
    }
}

impl DerefMut for Preferences {
    fn deref_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }
}

impl File {
    fn keep(&mut self, settings: Settings) {
        match settings::save(&self.path, &self.kept, &settings) {
            Ok(()) => self.kept = settings,
            Err(error) => tracing::warn!(%error, "the settings were not kept"),
        }
    }
}
