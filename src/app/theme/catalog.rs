//! How the widgets that come with iced use the tokens. Ours ask the theme themselves.

use std::cell::Cell;
use std::rc::Rc;

use iced::border::{self, Border};
use iced::widget::{container, rule, scrollable, text, text_editor, text_input};
use iced::{Background, Color, Shadow};

use super::look::Theme;
use crate::room::PersonId;

/// What text is written with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Ink {
    /// The colour of what is around it.
    #[default]
    Around,
    /// Text.
    Plain,
    /// Text that matters less.
    Soft,
    /// Text that matters least.
    Faint,
    /// A link.
    Link,
    /// The name of this person.
    Person(PersonId),
    /// In a tooltip, the key.
    TipKey,
    /// Someone is here; something went well.
    Here,
    /// Something waits.
    Waiting,
    /// Something went wrong.
    Danger,
    /// A colour of its own.
    Own(Color),
}

impl text::Catalog for Theme {
    type Class<'a> = Ink;

    fn default<'a>() -> Self::Class<'a> {
        Ink::default()
    }

    fn style(&self, ink: &Ink) -> text::Style {
        let color = match *ink {
            Ink::Around => None,
            Ink::Plain => Some(self.tokens.ink),
            Ink::Soft => Some(self.tokens.soft),
            Ink::Faint => Some(self.tokens.faint),
            Ink::Link => Some(self.tokens.link),
            Ink::Person(who) => Some(self.of_person(who)),
            Ink::TipKey => Some(self.tokens.tip_key),
            Ink::Here => Some(self.tokens.here),
            Ink::Waiting => Some(self.tokens.waiting),
            Ink::Danger => Some(self.tokens.danger),
            Ink::Own(color) => Some(color),
        };
        text::Style { color }
    }
}

/// What things stand on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    /// On what is around.
    #[default]
    Around,
    /// Behind what is read.
    Page,
    /// Behind a panel.
    Side,
    /// A card.
    Card,
    /// A card within a card.
    Inset,
    /// A card over everything else.
    Dialog,
    /// What opens beside something: a menu, a picker, suggestions.
    Popover,
    /// What names an icon.
    Tip,
    /// A strip across the room.
    Strip,
    /// Over everything behind a question.
    Veil,
    /// A number that asks for attention.
    Badge,
    /// Where something is wrong or is to be known.
    Notice,
    /// A round spot: someone is here.
    Here,
    /// Behind a code that a camera reads: white in every theme.
    Paper,
    /// A line between two things.
    Line,
    /// What the parts of a segmented row lie in.
    Track,
    /// A square behind the icon of a place.
    Sign,
    /// A round spot behind an icon, where there will be a person.
    Nobody,
}

impl container::Catalog for Theme {
    type Class<'a> = Ground;

    fn default<'a>() -> Self::Class<'a> {
        Ground::default()
    }

    fn style(&self, ground: &Ground) -> container::Style {
        let t = &self.tokens;
        let on = |color: Color| container::Style { background: Some(color.into()), ..container::Style::default() };
        let card = |color, radius: f32| container::Style {
            border: Border { color: t.line, width: 1.0, radius: radius.into() },
            ..on(color)
        };
        // What floats has a line of its own, and no shadow: where only a part is drawn anew, the renderer would lay that
        // over the card itself.
        let floating = |radius: f32| container::Style {
            border: Border { color: t.edge, width: 1.0, radius: radius.into() },
            text_color: Some(t.ink),
            ..on(t.raised)
        };
        match ground {
            Ground::Around => container::Style::default(),
            Ground::Page => on(t.page),
            Ground::Side => on(t.side),
            Ground::Card => card(t.raised, 14.0),
            Ground::Inset => card(t.page, 8.0),
            Ground::Dialog => floating(14.0),
            Ground::Popover => floating(12.0),
            Ground::Tip => container::Style { text_color: Some(t.on_tip), border: border::rounded(6), ..on(t.tip) },
            Ground::Strip => on(t.side),
            Ground::Veil => on(t.veil),
            Ground::Badge => {
                container::Style { border: border::rounded(9), text_color: Some(t.on_accent), ..on(t.accent) }
            }
            Ground::Notice => container::Style { border: border::rounded(8), text_color: Some(t.ink), ..on(t.tint) },
            Ground::Here => container::Style { border: border::rounded(4), ..on(t.here) },
            Ground::Paper => {
                container::Style { border: border::rounded(10).color(t.line).width(1), ..on(Color::WHITE) }
            }
            Ground::Line => on(t.line),
            Ground::Track => card(t.side, 8.0),
            Ground::Sign => container::Style { border: border::rounded(8), text_color: Some(t.soft), ..on(t.side) },
            Ground::Nobody => container::Style { text_color: Some(t.soft), ..card(t.side, 36.0) },
        }
    }
}

/// What a field of one line stands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field {
    /// On a page.
    #[default]
    Raised,
    /// On a card.
    Inset,
    /// With nothing around it: it is a part of what it stands in.
    Bare,
    /// What stands in it can't be used as it is.
    Wrong,
}

/// The same, and whether it has the focus, told to the ring around it when it is drawn.
#[derive(Clone, Debug, Default)]
pub struct FieldClass {
    field: Field,
    focused: Rc<Cell<bool>>,
}

impl FieldClass {
    /// A field that tells whether it has the focus.
    #[must_use]
    pub const fn new(field: Field, focused: Rc<Cell<bool>>) -> Self {
        Self { field, focused }
    }
}

impl From<Field> for FieldClass {
    fn from(field: Field) -> Self {
        Self { field, focused: Rc::default() }
    }
}

impl text_input::Catalog for Theme {
    type Class<'a> = FieldClass;

    fn default<'a>() -> Self::Class<'a> {
        FieldClass::default()
    }

    fn style(&self, class: &FieldClass, status: text_input::Status) -> text_input::Style {
        let t = &self.tokens;
        let focused = matches!(status, text_input::Status::Focused { .. });
        class.focused.set(focused && class.field != Field::Bare);
        let line = match (class.field, focused) {
            (Field::Bare, _) => Color::TRANSPARENT,
            (Field::Wrong, _) => t.danger,
            (_, true) => t.accent,
            (_, false) => t.field,
        };
        text_input::Style {
            background: t.raised.into(),
            border: Border { color: line, width: 1.0, radius: 8.into() },
            icon: t.soft,
            placeholder: t.faint,
            value: if status == text_input::Status::Disabled { t.faint } else { t.ink },
            selection: t.selection,
        }
    }
}

impl text_editor::Catalog for Theme {
    /// Whether it has the focus is told to the frame around it.
    type Class<'a> = Rc<Cell<bool>>;

    fn default<'a>() -> Self::Class<'a> {
        Rc::default()
    }

    fn style(&self, focused: &Self::Class<'_>, status: text_editor::Status) -> text_editor::Style {
        let t = &self.tokens;
        focused.set(matches!(status, text_editor::Status::Focused { .. }));
        text_editor::Style {
            background: t.raised.into(),
            border: Border { radius: 9.into(), ..Border::default() },
            placeholder: t.faint,
            value: t.ink,
            selection: t.selection,
        }
    }
}

impl rule::Catalog for Theme {
    type Class<'a> = ();

    fn default<'a>() -> Self::Class<'a> {}

    fn style(&self, (): &()) -> rule::Style {
        rule::Style { color: self.tokens.line, radius: 0.into(), fill_mode: rule::FillMode::Full, snap: true }
    }
}

impl scrollable::Catalog for Theme {
    type Class<'a> = ();

    fn default<'a>() -> Self::Class<'a> {}

    fn style(&self, (): &(), status: scrollable::Status) -> scrollable::Style {
        let t = &self.tokens;
        let moving = matches!(status, scrollable::Status::Dragged { .. });
        let bar = scrollable::Rail {
            background: None,
            border: Border::default(),
            scroller: scrollable::Scroller {
                background: Background::Color(if moving { t.faint } else { t.edge }),
                border: border::rounded(3),
            },
        };
        scrollable::Style {
            container: container::Style::default(),
            vertical_rail: bar,
            horizontal_rail: bar,
            gap: None,
            auto_scroll: scrollable::AutoScroll {
                background: t.raised.into(),
                border: Border { color: t.line, width: 1.0, radius: 16.into() },
                shadow: Shadow::default(),
                icon: t.soft,
            },
        }
    }
}
