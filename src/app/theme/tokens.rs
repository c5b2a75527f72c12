//! The colours, by what they are for. Every text stands out from every ground by 4.5 to 1 at least.

use iced::{Color, color};

/// The colours of one look.
#[derive(Clone, Copy, Debug, PartialEq)]
// One field for each colour that has a part of its own: there is nothing to be grouped.
pub struct Tokens {
    /// Behind what is read.
    pub page: Color,
    /// Behind the panels beside it.
    pub side: Color,
    /// Behind cards and fields.
    pub raised: Color,
    /// Behind what the pointer is over.
    pub hover: Color,
    /// Behind what is chosen, and around what has the focus.
    pub tint: Color,
    /// Behind selected text.
    pub selection: Color,
    /// Lines between things.
    pub line: Color,
    /// Text.
    pub ink: Color,
    /// Text that matters less.
    pub soft: Color,
    /// Text that matters least.
    pub faint: Color,
    /// What is to be pressed.
    pub accent: Color,
    /// Text on it.
    pub on_accent: Color,
    /// Text in its colour.
    pub link: Color,
    /// Someone is here; something went well.
    pub here: Color,
    /// Something waits.
    pub waiting: Color,
    /// Something went wrong.
    pub danger: Color,
    /// What lies over everything behind a question.
    pub veil: Color,
    /// The names of people.
    pub people: [Color; 8],
}

impl Tokens {
    pub(super) const LIGHT: Self = Self {
        page: color!(0xFBFAF7),
        side: color!(0xF3F0EA),
        raised: color!(0xFFFFFF),
        hover: color!(0xF2F0EB),
        tint: color!(0xF7E7DC),
        selection: color!(0xF3D9C8),
        line: color!(0xE4DFD6),
        ink: color!(0x211D18),
        soft: color!(0x6B645A),
        faint: color!(0x6E675C),
        accent: color!(0xB4501E),
        on_accent: color!(0xFFFFFF),
        link: color!(0xA94818),
        here: color!(0x2A7548),
        waiting: color!(0x7A5000),
        danger: color!(0xB3261E),
        veil: color!(0x211D18, 0.38),
        people: [
            color!(0x2A7548),
            color!(0x8A3FA8),
            color!(0x1B67A6),
            color!(0xA32B52),
            color!(0x0F726B),
            color!(0x8A5A1C),
            color!(0x4F55C0),
            color!(0x5C6F1A),
        ],
    };

    pub(super) const DARK: Self = Self {
        page: color!(0x17161A),
        side: color!(0x1E1D22),
        raised: color!(0x26252B),
        hover: color!(0x1F1E23),
        tint: color!(0x3A2A20),
        selection: color!(0x4A3526),
        line: color!(0x34323A),
        ink: color!(0xECE9E4),
        soft: color!(0xA8A29A),
        faint: color!(0x98939D),
        accent: color!(0xF0915A),
        on_accent: color!(0x17161A),
        link: color!(0xF0915A),
        here: color!(0x6FCF97),
        waiting: color!(0xE0B04A),
        danger: color!(0xFF8A80),
        veil: color!(0x000000, 0.55),
        people: [
            color!(0x6FCF97),
            color!(0xD290E4),
            color!(0x7DB4EC),
            color!(0xF08BA6),
            color!(0x5CC8BE),
            color!(0xE0A96D),
            color!(0xA5A9F5),
            color!(0xB9CC6A),
        ],
    };

    pub(super) const CLASSIC: Self = Self {
        page: color!(0x000000),
        side: color!(0x000000),
        raised: color!(0x000000),
        hover: color!(0x1C1C1C),
        tint: color!(0x2A2A2A),
        selection: color!(0x404040),
        line: color!(0x5A5A5A),
        ink: color!(0xFFFFFF),
        soft: color!(0xD0D0D0),
        faint: color!(0xB4B4B4),
        accent: color!(0xFFFFFF),
        on_accent: color!(0x000000),
        link: color!(0xFFFFFF),
        here: color!(0xFFFFFF),
        waiting: color!(0xFFFFFF),
        danger: color!(0xFF9E9E),
        veil: color!(0x000000, 0.7),
        people: [color!(0xFFFFFF); 8],
    };
}
