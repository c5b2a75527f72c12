//! What is seen of the room: the panels around the list, what lies over it, and the entry below it.

mod banner;
mod dialog;
mod ended;
mod header;
mod leaving;
mod notices;
mod people;
mod picked;
mod refused;
mod rooms;
mod save_path;
mod saving;
mod writing;

use iced::widget::{column, container, row, space, stack, text};
use iced::{Length, Padding};

use super::message::Message;
use super::overlay::Overlay;
use super::panel::Panel;
use super::state::{LIST, Room};
use super::view_context::ViewContext;
use crate::app::markup::true_address;
use crate::app::screen::parts::{over, question as card, sentence};
use crate::app::theme::{CODE, Element, Ground, Ink};
use crate::app::widget::{Kind, press, scrollback};

/// Below this width the rooms fold away.
const ROOMS_FROM: f32 = 640.0;

/// Below this width the people fold away, too.
const PEOPLE_FROM: f32 = 900.0;

/// How wide the panels are.
const ROOMS: f32 = 216.0;

const PEOPLE: f32 = 200.0;

const FINDING: f32 = 300.0;

impl Room {
    /// What is seen.
    #[must_use]
    pub fn view(&self, context: &ViewContext) -> Element<'_, Message> {
        let narrow = context.width < ROOMS_FROM;
        let rooms = !narrow || self.unfolded == Some(Panel::Rooms);
        let finding = self.rooms.shown.find.is_some();
        let people = context.width >= PEOPLE_FROM || self.unfolded == Some(Panel::People);
        let alone = narrow && (rooms || people || finding);
        let side = |content, width: f32| {
            container(content).width(if narrow { Length::Fill } else { Length::Fixed(width) }).height(Length::Fill)
        };
        let right: Option<Element<'_, Message>> = match &self.rooms.shown.find {
            Some(find) => Some(side(find.view(&self.times, context.now).map(Message::Find), FINDING).into()),
            None if people => Some(side(people::view(self), PEOPLE).into()),
            None => None,
        };
        let beside = match (&right, finding) {
            (None, _) => 0.0,
            (_, true) => FINDING,
            (_, false) => PEOPLE,
        };
        let middle = (!alone).then(|| middle(self, context, narrow, beside));
        let back = (alone && !finding).then(|| {
            container(
                press("Back to the room", Message::Unfold(self.unfolded.unwrap_or(Panel::Rooms))).kind(Kind::Plain),
            )
            .padding(10)
        });
        // Always as many, so that what is written in the middle keeps its caret when a panel folds.
        let panels = row![
            or_nothing((rooms && !finding || !narrow).then(|| side(rooms::view(self), ROOMS).into())),
            or_nothing((!narrow).then(divide)),
            or_nothing(middle),
            or_nothing((!narrow && right.is_some()).then(divide)),
            or_nothing(right.filter(|_| !(narrow && rooms && !finding))),
        ]
        .height(Length::Fill);
        let page: Element<'_, Message> = container(column![back, panels]).class(Ground::Page).into();
        let (question, width) = question(self);
        over(page, question, width)
    }
}

/// What is asked, and how wide that is.
fn question(screen: &Room) -> (Option<Element<'_, Message>>, f32) {
    match &screen.overlay {
        Overlay::None => (None, 0.0),
        Overlay::Leaving(_) => (Some(leaving::view(screen).map(Message::Leaving)), 420.0),
        Overlay::Link(link) => (Some(view_link(link)), 460.0),
        Overlay::Saving => (Some(saving::view(screen)), 380.0),
        Overlay::SavePath(path) => (Some(save_path::view(path).map(Message::Path)), 460.0),
        Overlay::Dialog(dialog) => {
            let (dialog, width) = dialog::view(screen, dialog);
            (Some(dialog), width)
        }
    }
}

fn middle<'a>(screen: &'a Room, context: &ViewContext, narrow: bool, right: f32) -> Element<'a, Message> {
    let width = context.width - right - if narrow { 0.0 } else { ROOMS };
    let folded = context.width < PEOPLE_FROM && screen.rooms.shown.find.is_none();
    let list =
        scrollback(&screen.rooms.shown.scrollback, screen.times.clone(), context.now, context.theme, Message::List)
            .id(LIST)
            .offering(picked::offered(screen));
    let to_newest = (!screen.rooms.shown.scrollback.is_following()).then(|| {
        let words = match screen.rooms.shown.scrollback.unseen() {
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
        notices::connection(screen),
        notices::out(screen),
        refused::view(screen),
        notices::view(screen, context),
        picked::view(screen),
        writing::above(screen)
    ]
    .spacing(6);
    let below = column![above, writing::view(screen, context)].spacing(4);
    column![
        header::view(screen, width, narrow, folded),
        memory(screen),
        list,
        container(below).padding(Padding { top: 8.0, right: side, bottom: 14.0, left: side })
    ]
    .width(Length::Fill)
    .into()
}

/// What the room keeps, and for how long, before anything is said in it.
fn memory(screen: &Room) -> Element<'_, Message> {
    let words = match &screen.rooms.shown.direct {
        Some(other) => {
            format!("Seen by you and {} alone. The host's computer keeps it. {}", other.name, screen.rooms.shown.memory)
        }
        None => screen.rooms.shown.memory.to_string(),
    };
    let line = text(words).size(12).class(Ink::Faint).wrapping(text::Wrapping::None);
    container(line)
        .padding(Padding { top: 8.0, right: 18.0, bottom: 4.0, left: 18.0 })
        .width(Length::Fill)
        .clip(true)
        .into()
}

fn or_nothing(content: Option<Element<'_, Message>>) -> Element<'_, Message> {
    // What has no size at all is left out of a row.
    content.unwrap_or_else(|| container(space()).into())
}

fn divide<'a>() -> Element<'a, Message> {
    container(space().width(1).height(Length::Fill)).class(Ground::Line).into()
}

fn view_link(link: &str) -> Element<'_, Message> {
    let address = true_address(link);
    card(
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
