//! One row as it is laid out: its paragraphs and where they stand, found once and kept until the row changes.

use std::ops::Range;

use iced::Point;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::text::Paragraph as _;

use super::hover_bar::HoverAction;
use super::pieces::{Builder, Piece, Tone};
use super::quote_and_signs::{Answered, Chip, chips};
use super::typeset::{NOTE, RIGHT, TEXT_LEFT, TIME_LEFT, paragraph};
use crate::app::scrollback::{Row, What};
use crate::app::theme::{LINE, PLAIN, STRONG, TEXT, Theme};
use crate::guest::OwnState;
use crate::room::{EventId, Sign};

/// In a narrow window.
const NARROW: f32 = 420.0;

const SMALL: f32 = 11.5;
const DAY_HEIGHT: f32 = 34.0;
const MARK_HEIGHT: f32 = 24.0;
const BREAK: f32 = 10.0;
const PAD: f32 = 2.0;

/// What of a row depends on those before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Setting {
    /// The day, where a new one begins with this row.
    pub(super) day: Option<String>,
    /// Whether it is the first that is new.
    pub(super) mark: bool,
    /// Whether it stands apart from the one before.
    pub(super) apart: bool,
    /// Its time, where it shows one.
    pub(super) time: Option<String>,
}

/// For what a row was laid out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    pub(super) version: u32,
    pub(super) id: EventId,
    pub(super) own: Option<OwnState>,
    pub(super) width: f32,
    pub(super) theme: &'static str,
    pub(super) setting: Setting,
}

/// A row, laid out.
#[derive(Debug)]
pub(super) struct Laid {
    pub(super) key: Key,
    pub(super) height: f32,
    /// Where the row itself begins, below a day and a mark.
    pub(super) top: f32,
    pub(super) day: Option<Paragraph>,
    pub(super) mark: Option<Paragraph>,
    pub(super) gutter: Option<(Paragraph, Gutter)>,
    pub(super) name: Option<Paragraph>,
    pub(super) pieces: Vec<Piece>,
    /// The message it answers, above its words.
    pub(super) answered: Option<Answered>,
    /// The signs under it.
    pub(super) signs: Vec<Chip>,
    /// Why it was refused.
    pub(super) why: Option<(f32, Paragraph)>,
    pub(super) text_left: f32,
    pub(super) first_line: f32,
}

/// Something in a row that can be pressed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Press {
    Link(String),
    Quote(EventId),
    Sign(Sign),
    HoverAction(HoverAction),
}

/// What stands in the gutter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gutter {
    Time,
    Sending,
    Refused,
}

impl Laid {
    /// Lays out a row, with these signs below it, and whether its reader gave them.
    pub(super) fn new<'a>(
        row: &Row,
        signs: impl Iterator<Item = (&'a Sign, usize, bool)>,
        key: Key,
        theme: &Theme,
    ) -> Self {
        let narrow = key.width < NARROW;
        let text_left = if narrow { TIME_LEFT } else { TEXT_LEFT };
        let width = (key.width - text_left - RIGHT).max(40.0);
        let mut y = 0.0;
        let plain = |text: &str, size, font| paragraph(text, size, LINE, font, f32::INFINITY);
        let day = key.setting.day.as_deref().map(|day| plain(day, 12.0, PLAIN));
        y += if day.is_some() { DAY_HEIGHT } else { 0.0 };
        let mark = key.setting.mark.then(|| plain("New", 12.0, STRONG));
        y += if mark.is_some() { MARK_HEIGHT } else { 0.0 };
        let top = y;
        y += PAD + if key.setting.apart { BREAK } else { 0.0 };
        let first_line = y;
        let said = matches!(row.what, What::Said { .. });
        let name = (said && key.setting.apart).then(|| plain(row.name(), TEXT, STRONG));
        y += if name.is_some() { LINE } else { 0.0 };
        let gutter = match &row.own {
            Some(OwnState::Sending) => Some((plain("sending", SMALL, PLAIN), Gutter::Sending)),
            Some(OwnState::Refused { .. }) => Some((plain("refused", SMALL, PLAIN), Gutter::Refused)),
            _ => key.setting.time.as_deref().map(|time| (plain(time, SMALL, PLAIN), Gutter::Time)),
        };
        // In a narrow window there is no gutter: what stands in it follows the name. Where there is none, a time is left
        // out, and how far one's own words got stands above them.
        let gutter = gutter.filter(|(_, what)| !narrow || name.is_some() || *what != Gutter::Time);
        if narrow && name.is_none() && gutter.is_some() {
            y += LINE;
        }
        let answered = row.answers.as_ref().map(|quote| {
            let at = Point::new(text_left, y);
            y += LINE;
            Answered::new(quote, at, width)
        });
        let mut pieces = Vec::new();
        let mut build = Builder::new(&mut pieces, Point::new(text_left, y), width, theme);
        let waits = matches!(row.own, Some(OwnState::Sending | OwnState::Refused { .. }));
        let tone = if waits { Tone::Soft } else { Tone::Ink };
        match &row.what {
            What::Said { words, edited, .. } => build.words(words, "", *edited, tone),
            What::Did { words, edited, .. } => build.words(words, row.name(), *edited, tone),
            What::Note(note) => build.note(note),
            What::Nothing => {}
        }
        y = build.below();
        let signs = chips(signs, text_left, width, &mut y);
        let why = match &row.own {
            Some(OwnState::Refused { why }) => {
                let paragraph = paragraph(why, NOTE, LINE, PLAIN, width);
                let at = y;
                y += paragraph.min_bounds().height;
                Some((at, paragraph))
            }
            _ => None,
        };
        y += PAD;
        Self { key, height: y, top, day, mark, gutter, name, pieces, answered, signs, why, text_left, first_line }
    }

    /// A row of which nothing is seen.
    pub(super) const fn nothing(key: Key) -> Self {
        Self {
            key,
            height: 0.0,
            top: 0.0,
            day: None,
            mark: None,
            gutter: None,
            name: None,
            pieces: Vec::new(),
            answered: None,
            signs: Vec::new(),
            why: None,
            text_left: TEXT_LEFT,
            first_line: 0.0,
        }
    }

    /// The place in the row's text nearest to a point of the row.
    pub(super) fn hit(&self, point: Point) -> usize {
        let Some(piece) =
            self.pieces.iter().find(|piece| point.y < piece.at.y + piece.height()).or_else(|| self.pieces.last())
        else {
            return 0;
        };
        if point.y < piece.at.y {
            return piece.range.start;
        }
        let within = Point::new((point.x - piece.at.x).max(0.0), point.y - piece.at.y);
        piece.range.start + piece.hit(within).min(piece.range.len())
    }

    /// What can be pressed under a point of the row.
    pub(super) fn press(&self, point: Point) -> Option<Press> {
        if let Some(answered) = self.answered.as_ref().filter(|answered| answered.contains(point)) {
            return Some(Press::Quote(answered.of));
        }
        if let Some(chip) = self.signs.iter().find(|chip| chip.contains(point)) {
            return Some(Press::Sign(chip.sign.clone()));
        }
        self.link(point).map(|link| Press::Link(link.to_owned()))
    }

    /// The link under a point of the row.
    fn link(&self, point: Point) -> Option<&str> {
        self.pieces.iter().find_map(|piece| {
            let within = point - iced::Vector::new(piece.at.x, piece.at.y);
            let over = |(range, _): &&(Range<usize>, String)| {
                piece.bounds_of(range.clone()).iter().any(|bounds| bounds.contains(within))
            };
            piece.links.iter().find(over).map(|(_, link)| link.as_str())
        })
    }
}
