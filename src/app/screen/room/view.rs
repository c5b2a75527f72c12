//! What is seen of the room: the panels around the list, what lies over it, and the entry below it.

mod banner;
mod closed;
mod dialog;
mod ended;
mod first;
mod given_link;
mod header;
mod leaving;
mod menu;
mod notices;
mod page;
mod people;
mod rooms;
mod save_path;
mod saving;
mod strip;
mod writing;

use iced::widget::{column, container, row, space, stack, text};
use iced::{Alignment, Length, Padding};

use super::message::Message;
use super::overlay::Top;
use super::panel::Panel;
use super::picking::Picking;
use super::question::Question;
use super::state::{LIST, Room};
use super::view_context::ViewContext;
use crate::app::screen::emoji_picker;
use crate::app::screen::parts::{layered, question as card, sentence, veiled};
use crate::app::texts::link;
use crate::app::texts::{list as lists, menu as menus, room as texts};
use crate::app::theme::{CODE, Element, Ground, Icon, Ink, MEDIUM};
use crate::app::widget::scrollback::HoverAction;
use crate::app::widget::{Kind, Pressable, glyph, popover, press, scrollback};
use crate::markup::true_address;

/// The button that does what was asked about.
pub const YES: &str = "yes";

/// Below this width there is one panel at a time.
const NARROW: f32 = 640.0;

/// From this width on the people are beside the list by themselves.
const PEOPLE_FROM: f32 = 900.0;

/// How wide the panels are.
const ROOMS: f32 = 232.0;
const PEOPLE: f32 = 200.0;
const FINDING: f32 = 304.0;

impl Room {
    /// What is seen.
    #[must_use]
    pub fn view(&self, context: &ViewContext) -> Element<'_, Message> {
        let narrow = context.width < NARROW;
        let finding = self.rooms.shown.find.is_some();
        // In a direct talk both are known, and where one is no longer in it nobody is told of.
        let nobody = self.rooms.shown.direct.is_some() || self.closed().is_some();
        // In a wide window the people are there until they are put away, in a less wide one when they are asked for.
        let wide = context.width >= PEOPLE_FROM;
        let people = !nobody && (self.unfolded == Some(Panel::People)) != wide;
        let rooms = narrow && self.unfolded == Some(Panel::Rooms);
        // Beside the search there is room for the list, but not for the rooms as well.
        let side_rooms = !narrow && (wide || !finding);
        let alone = narrow && (rooms || people || finding);
        let side = |content, width: f32| {
            container(content).width(if narrow { Length::Fill } else { Length::Fixed(width) }).height(Length::Fill)
        };
        let right: Option<Element<'_, Message>> = match &self.rooms.shown.find {
            Some(find) => Some(side(find.view(&self.times, context.now).map(Message::Find), FINDING).into()),
            None if people => Some(side(people::view(self), PEOPLE).into()),
            None => None,
        };
        let head = header::Head { narrow, people };
        let middle = (!alone).then(|| middle(self, context, &head));
        let back = (alone && people && !finding).then(|| {
            let back = Message::Unfold(Panel::People);
            let content =
                row![glyph(Icon::ArrowLeft), text(texts::back_to(self.rooms.shown.title.as_str())).font(MEDIUM)];
            let back = Pressable::new(content.spacing(8), Some(back)).kind(Kind::Quiet).padding([8, 8]);
            container(back).padding([6, 8])
        });
        // Always as many, so that what is written in the middle keeps its caret when a panel folds.
        let panels = row![
            or_nothing((rooms || side_rooms).then(|| side(rooms::view(self, narrow), ROOMS).into())),
            or_nothing(side_rooms.then(divide)),
            or_nothing(middle),
            or_nothing((!narrow && right.is_some()).then(divide)),
            or_nothing(right.filter(|_| !rooms)),
        ]
        .height(Length::Fill);
        let page: Element<'_, Message> = column![back, panels].into();
        let instead = self.overlay.page().map(|page| page::view(self, page, context));
        layered(page, instead, top(self, context))
    }
}

/// What lies over the room, or over the page in its place.
fn top<'a>(screen: &'a Room, context: &ViewContext) -> Option<Element<'a, Message>> {
    if screen.overlay.is_leaving() {
        return Some(veiled(leaving::view(screen).map(Message::Leaving), 460.0));
    }
    match screen.overlay.top() {
        Top::None => None,
        Top::Menu(open) => Some(menu::view(screen, open)),
        Top::Emoji(picking) => Some(view_picking(picking, context)),
        Top::Link(link) => Some(veiled(view_link(link), 460.0)),
        Top::Question(question) => Some(veiled(view_question(question), 440.0)),
        Top::Saving(format) => Some(veiled(saving::view(screen, *format), 440.0)),
        Top::SavePath(path) => Some(veiled(save_path::view(path).map(Message::Path), 460.0)),
        Top::Dialog(dialog) => Some(dialog::view(screen, dialog, context)),
    }
}

fn view_picking<'a>(picking: &'a Picking, context: &ViewContext) -> Element<'a, Message> {
    let picker = picking.picker.view(context.height).map(Message::Emoji);
    popover(picker, picking.anchor, Message::Emoji(emoji_picker::Message::Close))
}

fn view_question(question: &Question) -> Element<'_, Message> {
    card(
        question.title.as_str(),
        [sentence(question.means.as_str())],
        None,
        [press(menus::CANCEL, Message::No).into(), press(question.yes, Message::Yes).kind(Kind::Danger).id(YES).into()],
    )
}

fn middle<'a>(screen: &'a Room, context: &ViewContext, head: &header::Head) -> Element<'a, Message> {
    let list =
        scrollback(&screen.rooms.shown.scrollback, screen.times.clone(), context.now, context.theme, Message::List)
            .id(LIST)
            .dressed(context.avatars, context.spacing)
            .waiting(!screen.connection.is_open())
            .moving(context.moves)
            .offering(offered(screen));
    let to_newest = (!screen.rooms.shown.scrollback.is_following()).then(|| {
        let words = text(lists::newest(screen.rooms.shown.scrollback.unseen())).font(MEDIUM).class(Ink::Around);
        let content = row![glyph(Icon::ArrowDown), words].spacing(8).align_y(Alignment::Center);
        let newest = Message::List(crate::app::scrollback::Action::Follow);
        container(Pressable::new(content, Some(newest)).kind(Kind::Floating).padding([6, 14]))
            .center_x(Length::Fill)
            .align_bottom(Length::Fill)
            .padding(8)
    });
    let list = stack![list].push(first::view(screen)).push(to_newest).height(Length::Fill);
    let side = if head.narrow { 12.0 } else { 20.0 };
    let below = column![
        or_nothing(notices::view(screen, context)),
        or_nothing(writing::above(screen)),
        match screen.closed() {
            Some(closed) => closed::view(screen, closed, context.now),
            None => writing::view(screen, context),
        },
    ];
    column![
        header::view(screen, head),
        or_nothing(strip::view(screen)),
        or_nothing(greeting(screen)),
        list,
        container(below.spacing(4)).padding(Padding { top: 4.0, right: side, bottom: 16.0, left: side })
    ]
    .width(Length::Fill)
    .into()
}

/// What is offered for the message under the pointer.
fn offered(screen: &Room) -> Vec<HoverAction> {
    if screen.can_speak() {
        vec![HoverAction::React, HoverAction::Reply, HoverAction::More]
    } else {
        vec![HoverAction::More]
    }
}

/// Who can read a direct talk, told at its beginning.
fn greeting(screen: &Room) -> Option<Element<'_, Message>> {
    let other = screen.rooms.shown.direct.as_ref()?;
    if screen.rooms.shown.scrollback.floor() > 0 || !screen.rooms.shown.scrollback.begins_in_view() {
        return None;
    }
    let words = text(texts::direct_between(other.name.as_str())).size(13).class(Ink::Faint);
    Some(container(words).padding(Padding::from([12, 20]).bottom(0)).width(Length::Fill).into())
}

/// Something, or what takes its place among others without being seen: they keep theirs, and with it focus and caret.
pub(super) fn or_nothing(content: Option<Element<'_, Message>>) -> Element<'_, Message> {
    // What has no size at all is left out of a row.
    content.unwrap_or_else(|| container(space()).into())
}

fn divide<'a>() -> Element<'a, Message> {
    container(space().width(1).height(Length::Fill)).class(Ground::Line).into()
}

fn view_link(link: &str) -> Element<'_, Message> {
    let address = true_address(link);
    card(
        link::QUESTION,
        [
            sentence(link::LEADS),
            container(text(address).font(CODE).size(13).class(Ink::Plain).wrapping(text::Wrapping::Glyph))
                .class(Ground::Inset)
                .padding([8, 10])
                .width(Length::Fill)
                .into(),
        ],
        Some(press(link::COPY, Message::CopyLink).into()),
        [press(link::CANCEL, Message::DropLink).into(), press(link::OPEN, Message::Follow).kind(Kind::Primary).into()],
    )
}
