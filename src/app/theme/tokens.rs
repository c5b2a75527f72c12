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
    /// Behind what the pointer is over, on a page.
    pub hover: Color,
    /// Behind what the pointer is over, on a card or a menu.
    pub lift: Color,
    /// Behind what is chosen, and behind mentions.
    pub tint: Color,
    /// Behind selected text.
    pub selection: Color,
    /// Lines between things, and around cards.
    pub line: Color,
    /// The line around what floats, and around buttons and fields where a card is hardly lighter than the page.
    pub edge: Color,
    /// The line around buttons and fields.
    pub field: Color,
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
    /// Two pixels around what has the focus.
    pub ring: Color,
    /// Someone is here; something went well.
    pub here: Color,
    /// Something waits.
    pub waiting: Color,
    /// Something went wrong.
    pub danger: Color,
    /// A switch that is off, the line around an empty tick.
    pub off: Color,
    /// The knob of a switch.
    pub knob: Color,
    /// Behind a tooltip.
    pub tip: Color,
    /// Text on it.
    pub on_tip: Color,
    /// The key that it names.
    pub tip_key: Color,
    /// What lies over everything behind a question.
    pub veil: Color,
    /// The names of people.
    pub people: [Color; 12],
    /// Their avatars.
    pub avatars: [Color; 12],
    /// The line around an avatar, where it is not filled.
    pub avatar_ring: Option<Color>,
}

/// The twelve hues of people: moss, plum, blue, rose, teal, ochre, indigo, olive, cocoa, slate, berry, sea.
const HUES: [Color; 12] = [
    color!(0x2A7548),
    color!(0x8A3FA8),
    color!(0x1B67A6),
    color!(0xA32B52),
    color!(0x0F726B),
    color!(0x8A5A1C),
    color!(0x4F55C0),
    color!(0x5C6F1A),
    color!(0x7D4A3C),
    color!(0x4A6478),
    color!(0x9A3580),
    color!(0x1F6F86),
];

/// The same, darker: at least 7 to 1 on white.
const CONTRAST_HUES: [Color; 12] = [
    color!(0x0B5A2C),
    color!(0x6A2288),
    color!(0x0B4A80),
    color!(0x82123A),
    color!(0x05544E),
    color!(0x63400F),
    color!(0x343A9C),
    color!(0x41500C),
    color!(0x5E3226),
    color!(0x31495C),
    color!(0x771A5F),
    color!(0x0A5166),
];

impl Tokens {
    pub(super) const LIGHT: Self = Self {
        page: color!(0xFBFAF7),
        side: color!(0xF3F0EA),
        raised: color!(0xFFFFFF),
        hover: color!(0xF2F0EB),
        lift: color!(0xF2F0EB),
        tint: color!(0xF7E7DC),
        selection: color!(0xF3D9C8),
        line: color!(0xE4DFD6),
        edge: color!(0xCFC7BA),
        field: color!(0xE4DFD6),
        ink: color!(0x211D18),
        soft: color!(0x6B645A),
        faint: color!(0x6E675C),
        accent: color!(0xB4501E),
        on_accent: color!(0xFFFFFF),
        link: color!(0xA94818),
        ring: color!(0xF0C9B1),
        here: color!(0x2A7548),
        waiting: color!(0x7A5000),
        danger: color!(0xB3261E),
        off: color!(0x8A8277),
        knob: color!(0xFFFFFF),
        tip: color!(0x211D18),
        on_tip: color!(0xFBFAF7),
        tip_key: color!(0xB9B1A6),
        veil: color!(0x211D18, 0.38),
        people: HUES,
        avatars: HUES,
        avatar_ring: None,
    };

    pub(super) const DARK: Self = Self {
        page: color!(0x17161A),
        side: color!(0x1E1D22),
        raised: color!(0x26252B),
        hover: color!(0x1F1E23),
        lift: color!(0x2D2C34),
        tint: color!(0x3A2A20),
        selection: color!(0x4A3526),
        line: color!(0x34323A),
        edge: color!(0x4A4751),
        field: color!(0x4A4751),
        ink: color!(0xECE9E4),
        soft: color!(0xA8A29A),
        faint: color!(0x98939D),
        accent: color!(0xF0915A),
        on_accent: color!(0x17161A),
        link: color!(0xF0915A),
        ring: color!(0x5A3D2A),
        here: color!(0x6FCF97),
        waiting: color!(0xE0B04A),
        danger: color!(0xFF8A80),
        off: color!(0x77727B),
        knob: color!(0x17161A),
        tip: color!(0xECE9E4),
        on_tip: color!(0x17161A),
        tip_key: color!(0x5E5964),
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
            color!(0xD9A796),
            color!(0xA9BED0),
            color!(0xEE93CF),
            color!(0x6CC4DA),
        ],
        avatars: HUES,
        avatar_ring: None,
    };

    pub(super) const CLASSIC: Self = Self {
        page: color!(0x000000),
        side: color!(0x000000),
        raised: color!(0x000000),
        hover: color!(0x1C1C1C),
        lift: color!(0x1C1C1C),
        tint: color!(0x2A2A2A),
        selection: color!(0x404040),
        line: color!(0x5A5A5A),
        edge: color!(0x8C8C8C),
        field: color!(0x8C8C8C),
        ink: color!(0xFFFFFF),
        soft: color!(0xD0D0D0),
        faint: color!(0xB4B4B4),
        accent: color!(0xFFFFFF),
        on_accent: color!(0x000000),
        link: color!(0xFFFFFF),
        ring: color!(0x8C8C8C),
        here: color!(0xFFFFFF),
        waiting: color!(0xFFFFFF),
        danger: color!(0xFF9E9E),
        off: color!(0x8C8C8C),
        knob: color!(0x000000),
        tip: color!(0xFFFFFF),
        on_tip: color!(0x000000),
        tip_key: color!(0x555555),
        veil: color!(0x000000, 0.7),
        people: [Color::WHITE; 12],
        avatars: [Color::BLACK; 12],
        avatar_ring: Some(Color::WHITE),
    };

    pub(super) const CONTRAST: Self = Self {
        page: color!(0xFFFFFF),
        side: color!(0xFFFFFF),
        raised: color!(0xFFFFFF),
        hover: color!(0xEDEDED),
        lift: color!(0xEDEDED),
        tint: color!(0xFFE2CC),
        selection: color!(0xFFD0AD),
        line: color!(0x6B6B6B),
        edge: color!(0x000000),
        field: color!(0x000000),
        ink: color!(0x000000),
        soft: color!(0x2B2B2B),
        faint: color!(0x3D3D3D),
        accent: color!(0x7A2E08),
        on_accent: color!(0xFFFFFF),
        link: color!(0x7A2E08),
        ring: color!(0x7A2E08),
        here: color!(0x0B5A2C),
        waiting: color!(0x5C3A00),
        danger: color!(0x8C0F0A),
        off: color!(0x5C5C5C),
        knob: color!(0xFFFFFF),
        tip: color!(0x000000),
        on_tip: color!(0xFFFFFF),
        tip_key: color!(0xD6D6D6),
        veil: color!(0x000000, 0.6),
        people: CONTRAST_HUES,
        avatars: CONTRAST_HUES,
        avatar_ring: None,
    };
}
