//! What everything is painted with: three sets of tokens, one theme around each. How widgets use them is in `catalog`.

mod catalog;
mod tokens;

use iced::font::{Family, Weight};
use iced::theme::{Base, Mode, Palette, Style};
use iced::{Color, Font};

pub use catalog::{Field, Ground, Ink};
pub use tokens::Tokens;

use crate::room::PersonId;

/// An element of this window.
pub type Element<'a, Message> = iced::Element<'a, Message, Theme>;

/// The letters of everything that is not code.
pub const PLAIN: Font = Font { family: Family::Name("Inter"), ..Font::DEFAULT };
/// For what can be pressed.
pub const MEDIUM: Font = Font { weight: Weight::Medium, ..PLAIN };
/// For titles, and for names.
pub const STRONG: Font = Font { weight: Weight::Semibold, ..PLAIN };
/// For code.
pub const CODE: Font = Font::MONOSPACE;

/// How large letters are that say nothing else, and how far their lines are apart.
pub const TEXT: f32 = 14.0;
/// The distance of lines.
pub const LINE: f32 = 20.0;

/// One look of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Its colours.
    pub tokens: Tokens,
    mode: Mode,
    name: &'static str,
}

impl Theme {
    /// Dark on a warm white.
    pub const LIGHT: Self = Self { tokens: Tokens::LIGHT, mode: Mode::Light, name: "Light" };
    /// Light on a warm black.
    pub const DARK: Self = Self { tokens: Tokens::DARK, mode: Mode::Dark, name: "Dark" };
    /// White on black, as the old terminals had it.
    pub const CLASSIC: Self = Self { tokens: Tokens::CLASSIC, mode: Mode::Dark, name: "Classic" };
    /// All there are.
    pub const ALL: [Self; 3] = [Self::LIGHT, Self::DARK, Self::CLASSIC];

    /// What it is called.
    #[must_use]
    pub const fn called(&self) -> &'static str {
        self.name
    }

    /// The colour of a person's name: the same for as long as they are of the house.
    #[must_use]
    pub const fn of_person(&self, who: PersonId) -> Color {
        self.tokens.people[who.0 as usize % self.tokens.people.len()]
    }
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
