//! One look of the window: its tokens, and what iced asks of every theme.

use iced::Color;
use iced::theme::{Base, Mode, Palette, Style};

use super::tokens::Tokens;
use crate::app::convert;
use crate::room::PersonId;

/// One look of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Its colours.
    pub tokens: Tokens,
    mode: Mode,
    name: &'static str,
    /// Whether mentions are underlined.
    underlines: bool,
}

impl Theme {
    /// Dark on a warm white.
    pub const LIGHT: Self = Self { tokens: Tokens::LIGHT, mode: Mode::Light, name: "Light", underlines: false };
    /// Light on a warm black.
    pub const DARK: Self = Self { tokens: Tokens::DARK, mode: Mode::Dark, name: "Dark", underlines: false };
    /// White on black, as the old terminals had it.
    pub const CLASSIC: Self = Self { tokens: Tokens::CLASSIC, mode: Mode::Dark, name: "Classic", underlines: true };
    /// Black on white, every line dark.
    pub const CONTRAST: Self =
        Self { tokens: Tokens::CONTRAST, mode: Mode::Light, name: "High contrast", underlines: false };
    /// All there are.
    pub const ALL: [Self; 4] = [Self::LIGHT, Self::DARK, Self::CLASSIC, Self::CONTRAST];

    /// What it is called.
    #[must_use]
    pub const fn called(&self) -> &'static str {
        self.name
    }

    /// The colour of a person's name: the same for as long as they are of the house.
    #[must_use]
    pub fn of_person(&self, who: PersonId) -> Color {
        self.tokens.people[hue(who)]
    }

    /// The colour of their avatar.
    #[must_use]
    pub fn of_avatar(&self, who: PersonId) -> Color {
        self.tokens.avatars[hue(who)]
    }

    /// Whether panels and pages have one colour, so that what is chosen needs a border or is turned around.
    #[must_use]
    pub fn is_stark(&self) -> bool {
        self.tokens.side == self.tokens.page
    }

    /// The same, with mentions underlined.
    #[must_use]
    pub const fn underlined(mut self) -> Self {
        self.underlines = true;
        self
    }

    /// Whether mentions are underlined, as where colours say nothing.
    #[must_use]
    pub const fn underlines(&self) -> bool {
        self.underlines
    }
}

/// Which of the hues is a person's.
fn hue(who: PersonId) -> usize {
    convert::index(u64::from(who.0.saturating_sub(1))) % Tokens::LIGHT.people.len()
}

impl Base for Theme {
    fn default(preference: Mode) -> Self {
        match preference {
            Mode::Dark => Self::DARK,
            Mode::Light | Mode::None => Self::LIGHT,
        }
    }

    fn mode(&self) -> Mode {
        self.mode
    }

    fn base(&self) -> Style {
        Style { background_color: self.tokens.page, text_color: self.tokens.ink }
    }

    fn palette(&self) -> Option<Palette> {
        let Tokens { page, ink, accent, here, waiting, danger, .. } = self.tokens;
        Some(Palette { background: page, text: ink, primary: accent, success: here, warning: waiting, danger })
    }

    fn name(&self) -> &str {
        self.name
    }
}
