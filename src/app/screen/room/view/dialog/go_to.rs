//! Going somewhere, as it is seen: a field, and below it what is found, in groups.

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length, Padding};

use crate::app::screen::parts::{Beside, OneLine, label, line, wrong};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::go_to::{FIELD, GoTo, Message, Place};
use crate::app::screen::room::found_places::found;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::page::what;
use crate::app::texts::go_to as texts;
use crate::app::theme::{Element, Field, Icon, Ink, MEDIUM};
use crate::app::widget::{Dot, Kind, Pressable, SMALL, avatar, glyph_in, truncated};

/// How high the list gets.
const HEIGHT: f32 = 400.0;

/// The groups of what is found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Rooms,
    People,
    Actions,
}

pub(super) fn view<'a>(screen: &'a Room, go_to: &'a GoTo) -> Element<'a, Of> {
    let field = OneLine {
        id: FIELD,
        hint: texts::HINT,
        value: &go_to.words,
        secret: false,
        wrong: None,
        ground: Field::Bare,
        on_input: |words| Of::GoTo(Message::Words(words)),
        on_submit: Of::GoTo(Message::Chosen),
    };
    let esc = text(texts::ESC).size(12).font(MEDIUM).class(Ink::Faint);
    let field = container(field.view_beside(Beside::Icon(Icon::Search))).width(Length::Fill);
    let top = row![field, esc].spacing(8).align_y(Alignment::Center);
    let mut list = column![].width(Length::Fill).spacing(2);
    let mut group = None;
    for (at, place) in found(screen, &go_to.words).into_iter().enumerate() {
        let of = group_of(&place);
        if group.replace(of) != Some(of) {
            let title = match of {
                Group::Rooms => texts::ROOMS,
                Group::People => texts::PEOPLE,
                Group::Actions => texts::ACTIONS,
            };
            list = list.push(container(label(title)).padding(Padding::from([4, 12]).top(8)));
        }
        list = list.push(view_place(screen, place, at == go_to.chosen));
    }
    let list = container(scrollable(list)).max_height(HEIGHT).padding(Padding::from([0, 8]).bottom(8));
    let trouble = go_to.trouble.as_deref().map(|why| container(wrong(why)).padding([8, 20]));
    column![container(top).padding(Padding::from([8, 12]).right(20)), line(), list].push(trouble).into()
}

const fn group_of(place: &Place) -> Group {
    match place {
        Place::Room(_) => Group::Rooms,
        Place::Person(_) => Group::People,
        _ => Group::Actions,
    }
}

/// A line of what is found: its icon, its words, what is said of it, and its key.
struct Line<'a> {
    icon: Element<'a, Of>,
    words: String,
    is: String,
    key: &'static str,
}

fn view_place(screen: &Room, place: Place, chosen: bool) -> Element<'_, Of> {
    let action =
        |icon, words: String, key| Some(Line { icon: glyph_in(icon, SMALL, Ink::Soft), words, is: String::new(), key });
    let line = match &place {
        Place::Room(room) => room_line(screen, *room),
        Place::Person(who) => person_line(screen, *who),
        Place::NewRoom(title) if title.is_empty() => action(Icon::Plus, texts::NEW_ROOM.to_owned(), ""),
        Place::NewRoom(title) => action(Icon::Plus, texts::new_room(title), ""),
        Place::Search(words) => action(Icon::Search, texts::search(words), "Ctrl+F"),
        Place::RoomSettings => action(Icon::SlidersHorizontal, texts::ROOM_SETTINGS.to_owned(), ""),
        Place::Save => action(Icon::Download, texts::SAVE.to_owned(), "Ctrl+S"),
        Place::Account => action(Icon::User, texts::ACCOUNT.to_owned(), ""),
        Place::Settings => action(Icon::Settings, texts::SETTINGS.to_owned(), "Ctrl+,"),
        Place::Invite => action(Icon::UserPlus, texts::INVITE.to_owned(), ""),
        Place::Manage => action(Icon::Settings, texts::MANAGE.to_owned(), ""),
        Place::Quit => action(Icon::LogOut, texts::QUIT.to_owned(), "Ctrl+Q"),
    };
    let Some(Line { icon, words, is, key }) = line else { return space().into() };
    let key = if chosen { texts::ENTER } else { key };
    let is = (!is.is_empty()).then(|| text(is).size(12).class(Ink::Faint).wrapping(text::Wrapping::None));
    let words = row![truncated(words).font(MEDIUM)].push(is).spacing(8).align_y(Alignment::Center);
    let key = text(key).size(12).font(MEDIUM).class(Ink::Faint);
    let content = row![container(icon).center_x(20), container(words).width(Length::Fill).clip(true), key]
        .spacing(10)
        .align_y(Alignment::Center)
        .height(Length::Fill);
    Pressable::new(content, Some(Of::GoTo(Message::Go(place))))
        .kind(if chosen { Kind::MenuChosen } else { Kind::Menu })
        .padding([0, 12])
        .width(Length::Fill)
        .height(36)
        .into()
}

fn room_line(screen: &Room, room: crate::room::RoomNo) -> Option<Line<'_>> {
    let line = screen.rooms.listed.get(&room)?;
    let unread = screen.rooms.all().find(|joined| joined.room == room).map_or(0, |joined| joined.unread.count().0);
    if let Some(other) = &line.direct {
        let icon = avatar(Some(other.who), line.title.as_str(), 20.0).into();
        let is = if unread > 0 { texts::unread(unread) } else { texts::DIRECT.to_owned() };
        return Some(Line { icon, words: line.title.to_string(), is, key: "" });
    }
    let (icon, who) = what(line);
    let is = match (unread, line.archived || line.access != crate::room::Access::Everyone) {
        (0, false) => texts::here(line.people),
        (0, true) => format!("{who}, {}", texts::here(line.people)),
        (unread, _) => texts::unread(unread),
    };
    Some(Line { icon: glyph_in(icon, SMALL, Ink::Soft), words: line.title.to_string(), is, key: "" })
}

fn person_line(screen: &Room, who: crate::room::PersonId) -> Option<Line<'_>> {
    let line = screen.rooms.shown.roster.here.get(&who)?;
    let (is, dot) = if line.away.is_some() { (texts::AWAY, Dot::Away) } else { (texts::HERE, Dot::Here) };
    let icon = avatar(Some(who), line.person.name.as_str(), 20.0).dot(Some(dot)).into();
    Some(Line { icon, words: line.person.name.to_string(), is: is.to_owned(), key: "" })
}
