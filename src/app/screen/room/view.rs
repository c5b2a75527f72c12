//! What is seen of the room: the panels around the list, what lies over it, and the entry below it.

use iced::widget::{column, container, row, scrollable, space, stack, text};
use iced::{Alignment, Length, Padding};

use super::connection::State;
use super::overlay::Overlay;
use super::{LIST, Message, Notice, Panel, Room, entry};
use crate::app::clock;
use crate::app::screen::parts::{over, question, sentence};
use crate::app::theme::{CODE, Element, Ground, Ink, STRONG, Theme};
use crate::app::widget::{Kind, beside, footed, press, press_maybe, scrollback};
use crate::commands;
use crate::room::Deed;
use crate::wire::frame::RoomName;

/// Below this width the rooms fold away.
const ROOMS_FROM: f32 = 640.0;
/// Below this width the people fold away, too.
const PEOPLE_FROM: f32 = 900.0;

/// How wide the panels are.
const ROOMS: f32 = 216.0;
const PEOPLE: f32 = 200.0;
const FINDING: f32 = 300.0;

/// How much of its line a notice needs beside its buttons.
const WORDS: f32 = 220.0;

/// How much of the window's height the commands take at most.
const HELP: f32 = 0.6;

/// What the view needs to know of the window.
pub struct Looks {
    /// How wide it is.
    pub width: f32,
    /// How high.
    pub height: f32,
    /// How it is painted.
    pub theme: Theme,
    /// The time.
    pub now: u64,
    /// Whether Enter sends.
    pub enter_sends: bool,
}

impl Room {
    /// What is seen.
    #[must_use]
    pub fn view(&self, looks: &Looks) -> Element<'_, Message> {
        let narrow = looks.width < ROOMS_FROM;
        let rooms = !narrow || self.unfolded == Some(Panel::Rooms);
        let finding = self.rooms.shown.find.is_some();
        let people = looks.width >= PEOPLE_FROM || self.unfolded == Some(Panel::People);
        let alone = narrow && (rooms || people || finding);
        let side = |content, width: f32| {
            container(content).width(if narrow { Length::Fill } else { Length::Fixed(width) }).height(Length::Fill)
        };
        let right: Option<Element<'_, Message>> = match &self.rooms.shown.find {
            Some(find) => Some(side(find.view(&self.face, looks.now).map(Message::Find), FINDING).into()),
            None if people => Some(side(self.view_people(), PEOPLE).into()),
            None => None,
        };
        let beside = match (&right, finding) {
            (None, _) => 0.0,
            (_, true) => FINDING,
            (_, false) => PEOPLE,
        };
        let middle = (!alone).then(|| self.view_middle(looks, narrow, beside));
        let back = (alone && !finding).then(|| {
            container(
                press("Back to the room", Message::Unfold(self.unfolded.unwrap_or(Panel::Rooms))).kind(Kind::Plain),
            )
            .padding(10)
        });
        // Always as many, so that what is written in the middle keeps its caret when a panel folds.
        let panels = row![
            or_nothing((rooms && !finding || !narrow).then(|| side(self.view_rooms(), ROOMS).into())),
            or_nothing((!narrow).then(divide)),
            or_nothing(middle),
            or_nothing((!narrow && right.is_some()).then(divide)),
            or_nothing(right.filter(|_| !(narrow && rooms && !finding))),
        ]
        .height(Length::Fill);
        let page: Element<'_, Message> = container(column![back, panels]).class(Ground::Page).into();
        let (question, width) = self.view_question();
        over(page, question, width)
    }

    /// What is asked, and how wide that is.
    fn view_question(&self) -> (Option<Element<'_, Message>>, f32) {
        match &self.overlay {
            Overlay::None => (None, 0.0),
            Overlay::Leaving(_) => (Some(self.view_leave().map(Message::Leaving)), 420.0),
            Overlay::Link(link) => (Some(view_link(link)), 460.0),
            Overlay::Saving => (Some(self.view_saving()), 380.0),
            Overlay::Dialog(dialog) => {
                let (dialog, width) = self.view_dialog(dialog);
                (Some(dialog), width)
            }
        }
    }

    fn view_middle(&self, looks: &Looks, narrow: bool, right: f32) -> Element<'_, Message> {
        let width = looks.width - right - if narrow { 0.0 } else { ROOMS };
        let folded = looks.width < PEOPLE_FROM && self.rooms.shown.find.is_none();
        let list = scrollback(&self.rooms.shown.scrollback, self.face.clone(), looks.now, looks.theme, Message::List)
            .id(LIST)
            .offering(self.offered());
        let to_newest = (!self.rooms.shown.scrollback.is_following()).then(|| {
            let words = match self.rooms.shown.scrollback.unseen() {
                0 => "Go to newest".to_owned(),
                unseen => format!("{unseen} new, go to newest"),
            };
            container(press(words, Message::List(crate::app::scrollback::Action::Follow)).padding([6, 14]))
                .center_x(Length::Fill)
                .align_bottom(Length::Fill)
                .padding(10)
        });
        let list = stack![list].push(to_newest).height(Length::Fill);
        let side = if narrow { 10.0 } else { 18.0 };
        let above = column![
            self.view_line(),
            self.view_out(),
            self.view_refused(),
            self.view_notice(looks),
            self.view_picked(),
            self.entry_above()
        ]
        .spacing(6);
        let below = column![above, self.view_entry(looks)].spacing(4);
        column![
            self.view_header(width, narrow, folded),
            self.view_memory(),
            list,
            container(below).padding(Padding { top: 8.0, right: side, bottom: 14.0, left: side })
        ]
        .width(Length::Fill)
        .into()
    }

    /// What the room keeps, and for how long, before anything is said in it.
    fn view_memory(&self) -> Element<'_, Message> {
        let words = match &self.rooms.shown.direct {
            Some(other) => {
                format!(
                    "Seen by you and {} alone. The host's computer keeps it. {}",
                    other.name, self.rooms.shown.memory
                )
            }
            None => self.rooms.shown.memory.to_string(),
        };
        let line = text(words).size(12).class(Ink::Faint).wrapping(text::Wrapping::None);
        container(line)
            .padding(Padding { top: 8.0, right: 18.0, bottom: 4.0, left: 18.0 })
            .width(Length::Fill)
            .clip(true)
            .into()
    }

    fn entry_above(&self) -> Option<Element<'_, Message>> {
        let suggestions = self.rooms.shown.entry.view_suggestions().map(|view| view.map(Message::Entry));
        let about = self.rooms.shown.entry.view_about().map(|view| view.map(Message::Entry));
        let typing = text(self.who_types()).size(12).class(Ink::Faint);
        Some(column![suggestions, about, typing].spacing(4).into())
    }

    fn view_entry(&self, looks: &Looks) -> Element<'_, Message> {
        let hint = if self.rooms.shown.out.is_none() { &*self.rooms.shown.hint } else { entry::CLOSED };
        let field = self.rooms.shown.entry.view(hint, looks.enter_sends).map(Message::Entry);
        let sends = (!self.connection.is_over()).then_some(Message::Send);
        let send = press_maybe("Send", sends).kind(Kind::Primary).padding([10, 19]).id("send");
        row![container(field).width(Length::Fill), send].spacing(8).align_y(Alignment::End).into()
    }

    fn who_types(&self) -> String {
        match self.rooms.shown.typing.as_slice() {
            [] => String::new(),
            [(one, _)] => format!("{} is typing…", one.name),
            [(one, _), (other, _)] => format!("{} and {} are typing…", one.name, other.name),
            several => format!("{} people are typing…", several.len()),
        }
    }

    /// Whether there is a connection, where there is none.
    fn view_line(&self) -> Option<Element<'_, Message>> {
        let words = match self.connection.state() {
            State::Open => return None,
            State::Connecting => "Connecting…".to_owned(),
            State::Asking(why) => format!("{why} What you write waits."),
            State::Offline(why) => format!("No connection. {why} Trying again by itself; what you write waits."),
            State::Over(over) => return Some(self.view_over(over)),
        };
        Some(notice(words, Ink::Waiting, None))
    }

    /// That one is in this room no longer, or can only read it.
    fn view_out(&self) -> Option<Element<'_, Message>> {
        if let Some(out) = &self.rooms.shown.out {
            // While a ban holds there is no way back to offer; when it is over, the room is among the others.
            let words = if out.banned {
                format!("{} When that is over, choose it under All rooms.", out.why)
            } else {
                out.why.clone()
            };
            let enter = Message::EnterRoom(RoomName::No(self.rooms.shown.room));
            let back = (!out.banned).then(|| press("Come back", enter).padding([5, 12]).into());
            return Some(notice(words, Ink::Danger, back));
        }
        self.silenced().map(|words| notice(words, Ink::Soft, None))
    }

    /// Why one can't speak here just now, if one can't.
    pub(super) fn silenced(&self) -> Option<String> {
        if self.rooms.shown.order.archived {
            Some("This room is archived: it can only be read.".to_owned())
        } else if self.rooms.shown.order.locked && !self.may(Deed::SpeakAnyway) {
            Some("This room is locked: only its operators can speak just now.".to_owned())
        } else if !self.may(Deed::Speak) {
            let until = self
                .rooms
                .shown
                .muted_until(self.me.author.who)
                .map(|until| format!(" until {}", self.face.when(until, clock::now())));
            Some(format!("You are muted here{}. You can read along.", until.unwrap_or_default()))
        } else {
            None
        }
    }

    fn view_notice(&self, looks: &Looks) -> Option<Element<'_, Message>> {
        let close = || press("Close", Message::Dismiss).kind(Kind::Quiet).padding([5, 10]).into();
        match self.notice.as_ref()? {
            Notice::Plain(words) => Some(notice(words.clone(), Ink::Plain, Some(close()))),
            Notice::Wrong(words) => Some(notice(words.clone(), Ink::Danger, Some(close()))),
            Notice::Asks(line) => {
                let words = format!("{} asks to come in.", line.name);
                let buttons = row![
                    press("No", Message::Admit(line.request, false)).padding([5, 10]),
                    press("Let in", Message::Admit(line.request, true)).kind(Kind::Primary).padding([5, 10]),
                ]
                .spacing(8);
                Some(notice(words, Ink::Plain, Some(buttons.into())))
            }
            Notice::Invited(room, title) => {
                let words = format!("You can come into the room “{title}” now.");
                let go = press("Go there", Message::Go(*room)).kind(Kind::Primary).padding([5, 10]);
                Some(notice(words, Ink::Plain, Some(row![close(), go].spacing(8).into())))
            }
            Notice::Help => {
                let card = footed(view_commands(), row![space().width(Length::Fill), close()]);
                let card = container(card).class(Ground::Inset).padding([10, 12]).width(Length::Fill);
                Some(card.max_height(looks.height * HELP).into())
            }
        }
    }
}

/// All commands, each beside what it does.
fn view_commands<'a>() -> Element<'a, Message> {
    let lines = commands::ALL.iter().map(|help| {
        let usage = text(help.usage).font(STRONG).class(Ink::Plain).wrapping(text::Wrapping::WordOrGlyph);
        let usage = container(usage).width(Length::FillPortion(2));
        row![usage, text(help.help).class(Ink::Soft).width(Length::FillPortion(3))].spacing(12).into()
    });
    let last = sentence("A line that begins with // is a message that begins with /.");
    scrollable(column(lines).push(last).spacing(4).width(Length::Fill).padding(Padding::ZERO.right(12)))
        .width(Length::Fill)
        .into()
}

/// Something to be known, and what can be done about it.
pub(super) fn notice<'a>(words: String, ink: Ink, right: Option<Element<'a, Message>>) -> Element<'a, Message> {
    let words = text(words).size(13).class(ink).wrapping(text::Wrapping::WordOrGlyph);
    let right = right.unwrap_or_else(|| space().into());
    container(beside(words, right, 10.0, WORDS)).class(Ground::Notice).padding([6, 10]).width(Length::Fill).into()
}

fn or_nothing(content: Option<Element<'_, Message>>) -> Element<'_, Message> {
    // What has no size at all is left out of a row.
    content.unwrap_or_else(|| container(space()).into())
}

fn divide<'a>() -> Element<'a, Message> {
    container(space().width(1).height(Length::Fill)).class(Ground::Line).into()
}

fn view_link(link: &str) -> Element<'_, Message> {
    let address = crate::app::markup::true_address(link);
    question(
        "Open this link?",
        [
            sentence("It leads here:"),
            container(text(address).font(CODE).size(13).class(Ink::Plain).wrapping(text::Wrapping::Glyph))
                .class(Ground::Inset)
                .padding([8, 10])
                .width(Length::Fill)
                .into(),
        ],
        Some(press("Copy it", Message::CopyLink).into()),
        [press("Cancel", Message::DropLink).into(), press("Open", Message::Follow).kind(Kind::Primary).into()],
    )
}
