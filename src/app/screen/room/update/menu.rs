//! What stands in a menu, and what becomes of it.

use std::sync::Arc;

use iced::Task;
use iced::widget::text_editor;

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::account::Account;
use crate::app::screen::room::dialog::new_room::Make;
use crate::app::screen::room::dialog::room_settings::RoomSettings;
use crate::app::screen::room::entry;
use crate::app::screen::room::menu::{About, Choice, Line, Menu};
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::overlay::Overlay;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{invite, messages, open_dialog, people};
use crate::app::scrollback::What;
use crate::app::texts::menu as texts;
use crate::app::theme::Icon;
use crate::app::widget::{Anchor, focus_next};
use crate::room::{Deed, EventId, PersonId, Rank, RoomNo};

/// Opens a menu, and gives it the focus: its lines are reached by arrows.
pub(super) fn open(screen: &mut Room, about: About, anchor: Anchor) -> Action {
    if lines(screen, about).iter().all(Vec::is_empty) {
        return Action::None;
    }
    if let About::Message(id) = about {
        screen.rooms.shown.scrollback.pick(Some(id));
    }
    screen.overlay.show(Overlay::Menu(Menu { about, anchor }));
    Action::None
}

/// Closes it: nothing was chosen.
pub(super) fn close(screen: &mut Room) -> Action {
    let Some(_) = screen.overlay.take_menu() else { return Action::None };
    screen.rooms.shown.scrollback.pick(None);
    Action::Run(iced::widget::operation::focus(entry::ID))
}

/// A key was pressed while it is open: what does the same.
pub(super) fn by_key(screen: &mut Room, typed: &str) -> Action {
    let Some(menu) = screen.overlay.menu() else { return Action::None };
    let line = lines(screen, menu.about).into_iter().flatten().find(|line| line.key.eq_ignore_ascii_case(typed));
    match line {
        Some(line) => choose(screen, line.choice),
        None => Action::None,
    }
}

/// Down or up.
pub(super) fn step(down: bool) -> Action {
    Action::Run(if down { focus_next() } else { crate::app::widget::focus_previous() })
}

/// What stands in a menu, in groups.
pub(crate) fn lines(screen: &Room, about: About) -> Vec<Vec<Line>> {
    match about {
        About::Message(id) => of_message(screen, id),
        About::Person(who) => of_person(screen, who),
        About::Room(room) => of_room(screen, room),
        About::Entry => of_entry(screen),
        About::Place => of_place(screen),
        About::ThisRoom => vec![vec![
            Line::new(Icon::Download, texts::SAVE, "Ctrl+S", Choice::Save),
            Line::new(Icon::SlidersHorizontal, texts::ROOM_SETTINGS, "", Choice::Settings),
        ]],
    }
}

fn of_message(screen: &Room, id: EventId) -> Vec<Vec<Line>> {
    let rows = screen.rooms.shown.scrollback.rows();
    let Some(row) = rows.find(id).and_then(|at| rows.get(at)) else { return Vec::new() };
    let mine = row.by.as_ref().is_some_and(|by| by.who == screen.me.author.who);
    let edited = matches!(&row.what, What::Said { edited: true, .. } | What::Did { edited: true, .. });
    let said = row.is_said();
    let mut first = Vec::new();
    let mut second = Vec::new();
    let mut last = Vec::new();
    if said && screen.can_speak() {
        first.push(Line::new(Icon::Reply, texts::REPLY, "R", Choice::Reply));
    }
    if said {
        first.push(Line::new(Icon::Copy, texts::COPY_TEXT, "Ctrl+C", Choice::CopyText));
    }
    first.push(Line::new(Icon::Link, texts::COPY_LINK, "L", Choice::CopyLink));
    if !mine && said {
        first.push(Line::new(Icon::Mail, texts::MARK_UNREAD, "U", Choice::MarkUnread));
    }
    if said && screen.may(Deed::Pin) {
        let pinned = screen.rooms.shown.pins.contains(id);
        second.push(if pinned {
            Line::new(Icon::PinOff, texts::UNPIN, "P", Choice::Pin(false))
        } else {
            Line::new(Icon::Pin, texts::PIN, "P", Choice::Pin(true))
        });
    }
    if mine && said && screen.may(Deed::Edit) {
        second.push(Line::new(Icon::Pencil, texts::EDIT, "E", Choice::Edit));
    }
    if edited && (mine || screen.may(Deed::SeeEdits)) {
        second.push(Line::new(Icon::History, texts::HISTORY, "H", Choice::History));
    }
    if let Some(by) = row.by.as_ref().filter(|_| !mine) {
        second.push(Line::new(Icon::User, texts::about(by.name.as_str()), "", Choice::About));
    }
    if mine && said && screen.may(Deed::Withdraw) {
        last.push(Line::danger(Icon::Trash2, texts::DELETE, "Del", Choice::Delete));
    } else if !mine && said && screen.may(Deed::Remove) {
        last.push(Line::danger(Icon::Trash2, texts::REMOVE, "Del", Choice::Delete));
    }
    vec![first, second, last]
}

fn of_person(screen: &Room, who: PersonId) -> Vec<Vec<Line>> {
    let Some(line) = screen.rooms.shown.roster.here.get(&who) else { return Vec::new() };
    let name = line.person.name.as_str();
    let about = Line::new(Icon::User, texts::about(name), "", Choice::About);
    if who == screen.me.author.who {
        return vec![vec![about]];
    }
    let ignored = screen.rooms.ignored.contains_key(&who);
    let ignore = if ignored { texts::STOP_IGNORING } else { texts::IGNORE };
    let mut first = Vec::new();
    if screen.rooms.shown.direct.is_none() {
        first.push(Line::new(Icon::MessageCircle, texts::MESSAGE, "M", Choice::Message));
    }
    if screen.can_speak() {
        first.push(Line::new(Icon::Reply, texts::MENTION, "", Choice::Mention));
    }
    first.push(about);
    vec![first, vec![Line::new(Icon::Ban, ignore, "", Choice::Ignore(!ignored))]]
}

fn of_room(screen: &Room, room: RoomNo) -> Vec<Vec<Line>> {
    let Some(joined) = screen.rooms.all().find(|joined| joined.room == room) else { return Vec::new() };
    let mute = if joined.quiet {
        Line::new(Icon::Bell, texts::UNMUTE_ROOM, "", Choice::Mute(false))
    } else {
        Line::new(Icon::BellOff, texts::MUTE_ROOM, "", Choice::Mute(true))
    };
    let shown = room == screen.rooms.shown.room;
    let mut first = vec![mute];
    if shown {
        first.push(Line::new(Icon::SlidersHorizontal, texts::ROOM_SETTINGS, "", Choice::Settings));
    }
    vec![first, vec![Line::danger(Icon::LogOut, texts::LEAVE, "", Choice::Leave)]]
}

fn of_entry(screen: &Room) -> Vec<Vec<Line>> {
    let selected = screen.rooms.shown.writing.entry.selected().is_some();
    let mut lines = Vec::new();
    if selected {
        lines.push(Line::new(Icon::Scissors, texts::CUT, "Ctrl+X", Choice::Cut));
        lines.push(Line::new(Icon::Copy, texts::COPY, "Ctrl+C", Choice::Copy));
    }
    lines.push(Line::new(Icon::ClipboardPaste, texts::PASTE, "Ctrl+V", Choice::Paste));
    if !screen.rooms.shown.writing.entry.is_empty() {
        lines.push(Line::new(Icon::TextSelect, texts::SELECT_ALL, "Ctrl+A", Choice::SelectAll));
    }
    vec![lines]
}

fn of_place(screen: &Room) -> Vec<Vec<Line>> {
    let mut first = vec![
        Line::new(Icon::Search, texts::GO_TO, "Ctrl+K", Choice::GoTo),
        Line::new(Icon::Plus, texts::NEW_ROOM, "", Choice::NewRoom),
    ];
    if screen.visit.hosting.is_some() {
        first.push(Line::new(Icon::UserPlus, texts::INVITE, "", Choice::Invite));
    }
    let mut second = vec![Line::new(Icon::User, texts::ACCOUNT, "", Choice::Account)];
    if screen.me.rank == Rank::Owner {
        second.push(Line::new(Icon::Settings, texts::MANAGE, "", Choice::Manage));
    }
    vec![first, second]
}

/// Something was chosen.
pub(super) fn choose(screen: &mut Room, choice: Choice) -> Action {
    let Some(menu) = screen.overlay.take_menu() else { return Action::None };
    screen.rooms.shown.scrollback.pick(None);
    let focus = iced::widget::operation::focus(entry::ID);
    let done = match menu.about {
        About::Message(id) => on_message(screen, id, choice, menu.anchor),
        About::Person(who) => on_person(screen, who, &choice),
        About::Room(room) => on_room(screen, room, &choice),
        About::ThisRoom => on_room(screen, screen.rooms.shown.room, &choice),
        About::Entry => on_entry(screen, &choice),
        About::Place => on_place(screen, &choice),
    };
    if screen.overlay.is_open() { done } else { done.with(focus) }
}

fn on_message(screen: &mut Room, id: EventId, choice: Choice, anchor: Anchor) -> Action {
    match choice {
        Choice::React(sign) => messages::react(screen, id, sign),
        Choice::MoreReactions => messages::pick_emoji(screen, id, anchor),
        Choice::Reply => messages::reply(screen, id),
        Choice::CopyText => messages::copy_text(screen, id),
        Choice::CopyLink => messages::copy_link(screen, id),
        Choice::MarkUnread => messages::mark_unread(screen, id),
        Choice::Pin(pin) => messages::pin(screen, id, pin),
        Choice::Edit => messages::edit(screen, id),
        Choice::History => messages::show_history(screen, id),
        Choice::About => {
            let rows = screen.rooms.shown.scrollback.rows();
            let who = rows.find(id).and_then(|at| rows.get(at)).and_then(|row| row.by.clone());
            who.map_or(Action::None, |who| people::look_up(screen, &who))
        }
        Choice::Delete => messages::ask_to_delete(screen, id),
        _ => Action::None,
    }
}

fn on_person(screen: &mut Room, who: PersonId, choice: &Choice) -> Action {
    let Some(author) = screen.rooms.shown.roster.here.get(&who).map(|line| line.person.clone()) else {
        return Action::None;
    };
    match choice {
        Choice::About => people::look_at(screen, who),
        Choice::Message => people::talk(screen, who),
        Choice::Mention => {
            screen.rooms.shown.writing.entry.type_in(&format!("@{} ", author.name));
            Action::None
        }
        Choice::Ignore(ignore) => people::set_ignored(screen, author, *ignore),
        _ => Action::None,
    }
}

fn on_room(screen: &mut Room, room: RoomNo, choice: &Choice) -> Action {
    match choice {
        Choice::Mute(quiet) => {
            let (guest, quiet) = (Arc::clone(&screen.visit.guest), *quiet);
            if let Some(joined) = screen.rooms.get_mut(room) {
                joined.quiet = quiet;
            }
            match guest.quiet(room, quiet) {
                Ok(()) => Action::None,
                Err(error) => screen.wrong(error.to_string()),
            }
        }
        Choice::Save => {
            screen.overlay.show(Overlay::Saving);
            Action::None
        }
        Choice::Settings => open_dialog::open(screen, Dialog::RoomSettings(RoomSettings::default())),
        Choice::Leave => match screen.visit.guest.leave_room(room) {
            Ok(()) => Action::None,
            Err(error) => screen.wrong(error.to_string()),
        },
        _ => Action::None,
    }
}

fn on_entry(screen: &mut Room, choice: &Choice) -> Action {
    let entry = &mut screen.rooms.shown.writing.entry;
    match choice {
        Choice::Cut => match entry.selected() {
            Some(words) => {
                entry.type_in("");
                Action::Run(iced::clipboard::write(words))
            }
            None => Action::None,
        },
        Choice::Copy => entry.selected().map_or(Action::None, |words| Action::Run(iced::clipboard::write(words))),
        Choice::Paste => Action::Run(iced::clipboard::read().map(|words| {
            let paste = text_editor::Edit::Paste(Arc::new(words.unwrap_or_default()));
            Message::Entry(entry::Message::Act(text_editor::Action::Edit(paste)))
        })),
        Choice::SelectAll => {
            entry.select_all();
            Action::None
        }
        _ => Action::None,
    }
}

fn on_place(screen: &mut Room, choice: &Choice) -> Action {
    match choice {
        Choice::GoTo => open_dialog::open(screen, Dialog::go_to()),
        Choice::NewRoom => open_dialog::open(screen, Dialog::Make(Make::default())),
        Choice::Invite => invite::copy(screen),
        Choice::Account => open_dialog::open(screen, Dialog::Account(Account::default())),
        Choice::Manage => open_dialog::open(screen, Dialog::manage()),
        _ => Action::None,
    }
}

/// What is copied or asked for is told beside: nothing is to be waited for.
pub(super) fn told(words: &str) -> Task<Message> {
    Task::done(Message::Tell(words.to_owned()))
}
