//! A page in the place of the room: the room's settings, or Manage.

pub mod manage;
pub mod people_filter;
pub mod room_settings;

use manage::Manage;
use room_settings::RoomSettings;

/// A page.
#[derive(Clone, Debug)]
pub enum Page {
    /// The settings of the room that is shown.
    RoomSettings(Box<RoomSettings>),
    /// What only the host sees to.
    Manage(Box<Manage>),
}

/// What happens on it.
#[derive(Clone, Debug)]
pub enum Message {
    Close,
    RoomSettings(room_settings::Message),
    Manage(manage::Message),
}

impl Page {
    /// The settings of the room that is shown.
    #[must_use]
    pub fn settings_at(section: room_settings::Section) -> Self {
        Self::RoomSettings(Box::new(RoomSettings::at(section)))
    }

    /// The same, at its list of sections.
    #[must_use]
    pub fn room_settings() -> Self {
        Self::RoomSettings(Box::default())
    }

    /// What only the host sees to.
    #[must_use]
    pub fn manage() -> Self {
        Self::Manage(Box::default())
    }

    /// The same, at one of its sections.
    #[must_use]
    pub fn manage_at(section: manage::Section) -> Self {
        Self::Manage(Box::new(Manage::at(section)))
    }

    /// Something was refused: it is said where it was asked for.
    pub fn trouble(&mut self, why: String) {
        let trouble = match self {
            Self::RoomSettings(settings) => &mut settings.trouble,
            Self::Manage(manage) => &mut manage.trouble,
        };
        *trouble = Some(why);
    }

    /// Something that was asked for is done.
    pub fn tell(&mut self, what: String) {
        let told = match self {
            Self::RoomSettings(settings) => &mut settings.told,
            Self::Manage(manage) => &mut manage.told,
        };
        *told = Some(what);
    }
}
