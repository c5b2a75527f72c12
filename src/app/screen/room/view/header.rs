//! What stands above the list: the room, its topic, and what can be done with it.

use iced::widget::{column, container, row, space, text};
use iced::{Alignment, Length, Pixels};

use crate::app::screen::parts::badge;
use crate::app::screen::room::joined_room::{self, JoinedRoom};
use crate::app::screen::room::menu::About;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::page::Page;
use crate::app::screen::room::panel::Panel;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::rooms::icon_of;
use crate::app::texts::room as texts;
use crate::app::theme::{Element, Ground, Icon, Ink, MEDIUM, STRONG};
use crate::app::widget::{Anchor, Kind, Pressable, Side, avatar, glyph, glyph_in, icon_button, tipped, truncated};

/// How high it is.
const HEIGHT: f32 = 56.0;

/// How it stands in the window.
pub(super) struct Head {
    /// Whether there is one panel at a time.
    pub(super) narrow: bool,
    /// Whether the people are shown beside the list.
    pub(super) people: bool,
}

/// The head of the room that is shown.
pub(super) fn view<'a>(screen: &'a Room, head: &Head) -> Element<'a, Message> {
    let shown = &screen.rooms.shown;
    let title = truncated(shown.title.as_str()).size(if head.narrow { 15.0 } else { 17.0 }).font(STRONG);
    let here = shown.roster.here_count();
    let words: Element<'_, Message> = if head.narrow {
        let below = match (shown.topic.is_empty(), screen.closed()) {
            (false, _) => shown.topic.to_string(),
            (true, None) => texts::here_now(here),
            (true, Some(_)) => texts::NO_TOPIC.to_owned(),
        };
        let below = text(below)
            .size(12)
            .line_height(text::LineHeight::Absolute(Pixels(16.0)))
            .class(Ink::Faint)
            .wrapping(text::Wrapping::None);
        column![title, container(below).clip(true)].into()
    } else {
        let topic = if shown.topic.is_empty() { texts::NO_TOPIC } else { shown.topic.as_str() };
        let topic = shown.direct.is_none().then(|| truncated(topic).class(Ink::Faint));
        row![sign(shown), title].push(topic).spacing(10).align_y(Alignment::Center).into()
    };
    let words = container(words).width(Length::Fill).clip(true);
    let back = head.narrow.then(|| view_back(screen));
    let search = icon_button(Icon::Search, texts::SEARCH, Some(Message::OpenFind)).id("panels");
    let search = tipped(search, texts::SEARCH, "Ctrl+F");
    let pinned = (!shown.pins.is_empty())
        .then(|| tipped(icon_button(Icon::Pin, texts::PINNED, Some(Message::ShowPinned)), texts::PINNED, ""));
    let save = (!head.narrow)
        .then(|| tipped(icon_button(Icon::Download, texts::SAVE, Some(Message::Saving)), texts::SAVE, "Ctrl+S"));
    let order = Message::OpenPage(Page::room_settings());
    let settings = (!head.narrow && screen.has_settings())
        .then(|| tipped(icon_button(Icon::SlidersHorizontal, texts::SETTINGS, Some(order)), texts::SETTINGS, ""));
    let people = (shown.direct.is_none() && screen.closed().is_none()).then(|| {
        let on = head.people && !head.narrow;
        let count = (!head.narrow).then(|| text(here.to_string()).size(13).font(MEDIUM));
        let content = row![glyph(Icon::Users)].push(count).spacing(6).align_y(Alignment::Center);
        let button = Pressable::new(container(content).center_y(Length::Fill), Some(Message::Unfold(Panel::People)))
            .kind(if on { Kind::IconOn } else { Kind::Icon })
            .padding([0, 8])
            .height(32)
            .named(texts::PEOPLE);
        tipped(button, texts::PEOPLE, "")
    });
    let more = head.narrow.then(|| {
        let menu = |at| Message::OpenMenu(About::ThisRoom, Anchor { at, side: Side::Right });
        tipped(icon_button(Icon::Ellipsis, texts::MORE, None).opens(menu), texts::MORE, "")
    });
    let line = row![back, words, search, pinned, save, settings, people, more].spacing(if head.narrow { 4 } else { 8 });
    let line = line.align_y(Alignment::Center).height(HEIGHT - 1.0);
    let padding = if head.narrow { [0, 8] } else { [0, 12] };
    let line = container(line).padding(iced::Padding::from(padding).left(if head.narrow { 8.0 } else { 20.0 }));
    column![line, container(space().width(Length::Fill).height(1)).class(Ground::Line)].into()
}

/// The way back to the rooms, with what waits there.
fn view_back(screen: &Room) -> Element<'_, Message> {
    let (_, calls) = joined_room::unread(screen.rooms.others.values());
    let calls = calls + screen.asking.len();
    let calls = (calls > 0).then(|| badge(calls, Ground::Badge));
    let content = row![glyph(Icon::ArrowLeft)].push(calls).spacing(4).align_y(Alignment::Center);
    let back = Pressable::new(container(content).center_y(Length::Fill), Some(Message::Unfold(Panel::Rooms)))
        .kind(Kind::Icon)
        .padding([0, 7])
        .height(32)
        .named(texts::BACK);
    tipped(back, texts::BACK, "")
}

/// What kind of room it is: a person's avatar in a direct talk.
fn sign(joined: &JoinedRoom) -> Element<'_, Message> {
    match &joined.direct {
        Some(other) => avatar(Some(other.who), other.name.as_str(), 28.0).into(),
        None => glyph_in(icon_of(joined), 18.0, Ink::Soft),
    }
}
