//! The groups that emoji are sorted into.

use crate::app::texts::emoji as texts;
use crate::app::theme::Icon;

/// A group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Faces and hearts.
    Smileys,
    /// Hands, and people.
    People,
    /// Animals and plants.
    Nature,
    /// What is eaten and drunk.
    Food,
    /// Feasts, sports and games.
    Activities,
    /// Places, and what moves.
    Travel,
    /// Things.
    Objects,
    /// Signs.
    Symbols,
    /// Flags.
    Flags,
}

impl Group {
    /// All there are, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Smileys,
        Self::People,
        Self::Nature,
        Self::Food,
        Self::Activities,
        Self::Travel,
        Self::Objects,
        Self::Symbols,
        Self::Flags,
    ];

    pub(super) const fn of(group: emojis::Group) -> Self {
        match group {
            emojis::Group::SmileysAndEmotion => Self::Smileys,
            emojis::Group::PeopleAndBody => Self::People,
            emojis::Group::AnimalsAndNature => Self::Nature,
            emojis::Group::FoodAndDrink => Self::Food,
            emojis::Group::Activities => Self::Activities,
            emojis::Group::TravelAndPlaces => Self::Travel,
            emojis::Group::Objects => Self::Objects,
            emojis::Group::Symbols => Self::Symbols,
            emojis::Group::Flags => Self::Flags,
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Smileys => texts::SMILEYS,
            Self::People => texts::PEOPLE,
            Self::Nature => texts::NATURE,
            Self::Food => texts::FOOD,
            Self::Activities => texts::ACTIVITIES,
            Self::Travel => texts::TRAVEL,
            Self::Objects => texts::OBJECTS,
            Self::Symbols => texts::SYMBOLS,
            Self::Flags => texts::FLAGS,
        }
    }

    /// Its icon.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::Smileys => Icon::Smile,
            Self::People => Icon::Hand,
            Self::Nature => Icon::Leaf,
            Self::Food => Icon::Utensils,
            Self::Activities => Icon::Calendar,
            Self::Travel => Icon::Car,
            Self::Objects => Icon::Lightbulb,
            Self::Symbols => Icon::Heart,
            Self::Flags => Icon::Flag,
        }
    }
}
