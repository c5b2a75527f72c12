//! The tones of skin that hands and people come in.

use emojis::SkinTone;
use iced::{Color, color};

pub use crate::settings::SkinTone as Tone;

impl Tone {
    /// All there are.
    pub const ALL: [Self; 6] =
        [Self::Yellow, Self::Light, Self::MediumLight, Self::Medium, Self::MediumDark, Self::Dark];

    pub(super) const fn of_skin(self) -> SkinTone {
        match self {
            Self::Yellow => SkinTone::Default,
            Self::Light => SkinTone::Light,
            Self::MediumLight => SkinTone::MediumLight,
            Self::Medium => SkinTone::Medium,
            Self::MediumDark => SkinTone::MediumDark,
            Self::Dark => SkinTone::Dark,
        }
    }

    /// The colour it has in the pictures.
    #[must_use]
    pub const fn color(self) -> Color {
        match self {
            Self::Yellow => color!(0xFFCC4D),
            Self::Light => color!(0xF7DECE),
            Self::MediumLight => color!(0xF3D2A2),
            Self::Medium => color!(0xD5AB88),
            Self::MediumDark => color!(0xAF7E57),
            Self::Dark => color!(0x7C533E),
        }
    }
}
