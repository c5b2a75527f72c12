//! One row as it is laid out: its paragraphs and where they stand, found once and kept until the row changes.

use std::ops::Range;

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::text::Paragraph as _;
use iced::{Point, Rectangle, Size};

use super::hover_bar::HoverAction;
use super::own_state::{OwnMark, Refusal};
use super::pieces::{Builder, Piece, Tone};
use super::quote_and_signs::{Answered, Chip, chips};
use super::typeset::{AVATAR, NOTE, edge, paragraph, text_left};
use crate::app::scrollback::{Fold, Kind, Row, What};
use crate::app::texts::list as texts;
use crate::app::theme::{Icon, LINE, MEDIUM, PLAIN, STRONG, TEXT, Theme};
use crate::app::widget::avatar::initials;
use crate::app::widget::truncated;
use crate::guest::OwnState;
use crate::room::{EventId, PersonId, Sign};
use crate::settings::Spacing;

const SMALL: f32 = 12.0;
/// How high the line of a day is, and the line above what is new.
pub(super) const DAY_HEIGHT: f32 = 40.0;
pub(super) const MARK_HEIGHT: f32 = 24.0;
/// Above and below every row.
const PAD: f32 = 2.0;
/// What is free between a name and its time.
const GAP: f32 = 8.0;
/// How wide a time needs to be: so much of a line a name leaves.
const TIME: f32 = 64.0;
/// How far what is told one by one in a fold is from the line above.
const TOLD: f32 = 44.0;

/// What of a row depends on those before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Setting {
    /// The day, where a new one begins with this row.
    pub(super) day: Option<String>,
    /// Whether it is the first that is new.
    pub(super) mark: bool,
    /// Whether it stands apart from the one before.
    pub(super) apart: bool,
    /// When it was.
    pub(super) time: String,
    /// How it lies in a fold, if it does.
    pub(super) fold: Option<Fold>,
    /// Whether people have avatars here.
    pub(super) avatars: bool,
    /// What is free between messages.
    pub(super) spacing: Spacing,
    /// What stands beside it while it is not sent.
    pub(super) unsent: &'static str,
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
    /// Who speaks from here on: the initials, and where they stand.
    pub(super) avatar: Option<(PersonId, String, Rectangle)>,
    pub(super) name: Option<(Paragraph, Point)>,
    pub(super) time: Option<(Paragraph, Point)>,
    /// What kind of thing happened, and where its icon stands.
    pub(super) icon: Option<(Icon, Point)>,
    pub(super) pieces: Vec<Piece>,
    /// The message it answers, above its words.
    pub(super) answered: Option<Answered>,
    /// The signs under it.
    pub(super) signs: Vec<Chip>,
    /// How far it got, where it is one's own.
    pub(super) own: Option<OwnMark>,
    pub(super) first_line: f32,
    /// Where the line of a fold can be pressed.
    fold: Option<Rectangle>,
}

/// Something in a row that can be pressed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Press {
    Link(String),
    Quote(EventId),
    Sign(Sign),
    Person,
    Fold,
    /// One's own that was not sent: it is tried again, or given up.
    Own(bool),
    HoverAction(HoverAction),
}

impl Laid {
    /// Lays out a row, with these signs below it, and whether its reader gave them.
    pub(super) fn new<'a>(
        row: &Row,
        signs: impl Iterator<Item = (&'a Sign, usize, bool)>,
        key: Key,
        theme: &Theme,
    ) -> Self {
        let setting = &key.setting;
        if setting.fold == Some(Fold::Closed) {
            return Self::nothing(key);
        }
        let (left, text_left) = (edge(key.width), text_left(key.width));
        let text_left = if setting.avatars { text_left } else { left + if row.is_of_someone() { 0.0 } else { 24.0 } };
        let width = (key.width - text_left - left).max(40.0);
        let mut y = 0.0;
        let plain = |text: &str, size, font| paragraph(text, size, LINE, font, f32::INFINITY);
        let day = setting.day.as_deref().map(|day| plain(day, SMALL, MEDIUM));
        y += if day.is_some() { DAY_HEIGHT } else { 0.0 };
        let mark = setting.mark.then(|| plain(texts::NEW, SMALL, STRONG));
        y += if mark.is_some() { MARK_HEIGHT } else { 0.0 };
        let top = y;
        y += PAD + if setting.apart { apart(setting.spacing) } else { 0.0 };
        let first_line = y;
        let of_someone = row.is_of_someone();
        let names = of_someone && setting.apart && !matches!(row.what, What::Did { .. });
        let avatar = (of_someone && setting.apart && setting.avatars).then_some(row.by.as_ref()).flatten().map(|by| {
            let bounds = Rectangle::new(Point::new(left, y + 2.0), Size::new(AVATAR, AVATAR));
            (by.who, initials(by.name.as_str()), bounds)
        });
        let name = names.then(|| {
            let name = truncated(row.name()).size(TEXT).font(STRONG).fit((width - TIME).max(20.0));
            (name, Point::new(text_left, y))
        });
        let time = name.as_ref().map(|(name, at)| {
            let time = plain(&setting.time, SMALL, PLAIN);
            (time, Point::new(at.x + name.min_width() + GAP, y))
        });
        y += if name.is_some() { LINE } else { 0.0 };
        let answered = row.answers.as_ref().map(|quote| {
            let at = Point::new(text_left, y + 1.0);
            y += LINE + 2.0;
            Answered::new(quote, at, width)
        });
        let mut pieces = Vec::new();
        let waits = row.own.as_ref().is_some_and(|own| is_on_its_way(own, setting.unsent))
            || matches!(row.own, Some(OwnState::Refused { .. }));
        let own_at = y;
        let sending = row.own.as_ref().filter(|own| is_on_its_way(own, setting.unsent));
        let sending = sending.map(|_| OwnMark::sending(setting.unsent, key.width - left, own_at));
        let taken = sending.as_ref().map_or(0.0, |mark| mark.width() + GAP);
        let mut build = Builder::new(&mut pieces, Point::new(text_left, y), (width - taken).max(40.0), theme);
        let tone = if waits { Tone::Soft } else { Tone::Ink };
        let (mut icon, mut fold) = (None, None);
        let icon_at = Point::new(left + if setting.avatars { AVATAR / 2.0 } else { 8.0 }, y + LINE / 2.0);
        let mut time = time;
        match (&row.what, &setting.fold) {
            (What::Said { words, edited, .. }, _) => build.words(words, "", *edited, tone),
            (What::Did { words, edited, .. }, _) => build.words(words, row.name(), *edited, tone),
            (What::Gone(words), _) => build.gone(words),
            (What::Moves(..), Some(Fold::First { words, open, opens })) => {
                build.note(words);
                if *opens {
                    icon = Some((if *open { Icon::ChevronDown } else { Icon::ChevronRight }, icon_at));
                    fold = Some(Rectangle::new(Point::new(left, y), Size::new(key.width - 2.0 * left, LINE)));
                }
                if *open && *opens {
                    let at = Point::new(text_left, build.below());
                    time = Some((plain(&setting.time, NOTE, PLAIN), at));
                    let mut told = Builder::new(&mut pieces, at + iced::Vector::new(TOLD, 0.0), width - TOLD, theme);
                    told.note(&row.text());
                    build = Builder::new(&mut pieces, Point::new(text_left, at.y + LINE), width, theme);
                }
            }
            (What::Moves(_, words), _) => {
                time = Some((plain(&setting.time, NOTE, PLAIN), Point::new(text_left, y)));
                let at = Point::new(text_left + TOLD, y);
                build = Builder::new(&mut pieces, at, width - TOLD, theme);
                build.note(words);
            }
            (What::Note(kind, note), _) => {
                icon = Some((icon_of(*kind), icon_at));
                build.note(note);
            }
            (What::Nothing, _) => {}
        }
        y = build.below();
        let signs = chips(signs, text_left, width, &mut y);
        let own = match &row.own {
            Some(OwnState::Refused { why, again, wait }) => {
                let refusal = match wait {
                    Some(_) => Refusal::Held,
                    None => Refusal::For { why, again: *again },
                };
                Some(OwnMark::not_sent(&refusal, Point::new(text_left, y), width, &mut y))
            }
            _ => sending,
        };
        y += PAD;
        Self {
            key,
            // Whole, so that rows that follow each other stand on whole pixels together.
            height: y.ceil(),
            top,
            day,
            mark,
            avatar,
            name,
            time,
            icon,
            pieces,
            answered,
            signs,
            own,
            first_line,
            fold,
        }
    }

    /// A row of which nothing is seen.
    pub(super) const fn nothing(key: Key) -> Self {
        Self {
            key,
            height: 0.0,
            top: 0.0,
            day: None,
            mark: None,
            avatar: None,
            name: None,
            time: None,
            icon: None,
            pieces: Vec::new(),
            answered: None,
            signs: Vec::new(),
            own: None,
            first_line: 0.0,
            fold: None,
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
        let on_name = self
            .name
            .as_ref()
            .is_some_and(|(name, at)| Rectangle::new(*at, Size::new(name.min_width(), LINE)).contains(point));
        if on_name || self.avatar.as_ref().is_some_and(|(.., bounds)| bounds.contains(point)) {
            return Some(Press::Person);
        }
        if self.fold.is_some_and(|fold| fold.contains(point)) {
            return Some(Press::Fold);
        }
        if let Some(again) = self.own.as_ref().and_then(|own| own.press(point)) {
            return Some(Press::Own(again));
        }
        if let Some(answered) = self.answered.as_ref().filter(|answered| answered.contains(point)) {
            return Some(Press::Quote(answered.of));
        }
        if let Some(chip) = self.signs.iter().find(|chip| chip.contains(point)) {
            return Some(Press::Sign(chip.sign.clone()));
        }
        self.link(point).map(|link| Press::Link(link.to_owned()))
    }

    /// Where something of the row that opens something stands.
    pub(super) fn place_of(&self, press: &Press) -> Option<Rectangle> {
        match press {
            Press::Person => match (&self.avatar, &self.name) {
                (Some((.., bounds)), _) => Some(*bounds),
                (None, Some((name, at))) => Some(Rectangle::new(*at, Size::new(name.min_width(), LINE))),
                (None, None) => None,
            },
            _ => None,
        }
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

/// Whether a message of one's own is on its way. One that is known to be kept is so until it stands among the others: only
/// then can it be replied to or changed. Without a connection that may take long, and it is kept all the same.
pub(super) fn is_on_its_way(own: &OwnState, unsent: &str) -> bool {
    match own {
        OwnState::Sending => true,
        OwnState::Kept { .. } => unsent == texts::SENDING,
        OwnState::Refused { .. } => false,
    }
}

/// What is free between two groups.
const fn apart(spacing: Spacing) -> f32 {
    match spacing {
        Spacing::Comfortable => 12.0,
        Spacing::Compact => 4.0,
    }
}

/// The icon of something that happened.
const fn icon_of(kind: Kind) -> Icon {
    match kind {
        Kind::Wording => Icon::Pencil,
        Kind::History => Icon::History,
        Kind::Order => Icon::Shield,
        Kind::Operator => Icon::Crown,
        Kind::Invite => Icon::UserPlus,
        Kind::Lock => Icon::Lock,
        Kind::Pin => Icon::Pin,
        Kind::Archive => Icon::Archive,
        Kind::Other => Icon::Info,
    }
}
