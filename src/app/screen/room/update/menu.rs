//! A menu opens and closes, and what becomes of what is chosen from it.

use std::sync::Arc;

use iced::Rectangle;
use iced::widget::text_editor;

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::account::Account;
use crate::app::screen::room::dialog::new_room::Make;
use crate::app::screen::room::entry;
use crate::app::screen::room::menu::{About, Choice, Menu};
use crate::app::screen::room::menu_lines::lines;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::page::Page;
use crate::app::screen::room::picking::WhatFor;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{invite, leave_room, messages, open_dialog, open_page, open_picker, people};
use crate::app::widget::{Anchor, Side, focus_next};
use crate::export::Format;
use crate::room::{EventId, PersonId, RoomNo};

/// Opens a menu, and gives it the focus: its lines are reached by arrows.
pub(super) fn open(screen: &mut Room, about: About, anchor: Anchor) -> Action {
    if lines(screen, about).iter().all(Vec::is_empty) {
        return Action::None;
    }
    if let About::Message(id) = about {
        screen.rooms.shown.scrollback.pick(Some(id));
    }
    screen.overlay.show(Top::Menu(Menu { about, anchor }));
    Action::None
}

/// Opens the menu of the message in a row.
pub(super) fn open_for_row(screen: &mut Room, row: u64, at: Rectangle) -> Action {
    let side = if at.width > 0.0 { Side::Right } else { Side::Left };
    match messages::id_of(screen, row) {
        Some(id) => open(screen, About::Message(id), Anchor { at, side }),
        None => Action::None,
    }
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

/// Something was chosen.
pub(super) fn choose(screen: &mut Room, choice: Choice) -> Action {
    let Some(menu) = screen.overlay.take_menu() else { return Action::None };
    screen.rooms.shown.scrollback.pick(None);
    let focus = iced::widget::operation::focus(entry::ID);
    let done = match menu.about {
        About::Message(id) => on_message(screen, id, choice, menu.anchor),
        About::Person(who) => on_person(screen, who, &choice, menu.anchor),
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
        Choice::MoreReactions => open_picker::open(screen, WhatFor::Message(id), anchor),
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
            who.map_or(Action::None, |who| people::look_up(screen, &who, anchor))
        }
        Choice::Delete => messages::ask_to_delete(screen, id),
        _ => Action::None,
    }
}

fn on_person(screen: &mut Room, who: PersonId, choice: &Choice, anchor: Anchor) -> Action {
    let Some(author) = screen.rooms.shown.roster.here.get(&who).map(|line| line.person.clone()) else {
        return Action::None;
    };
    match choice {
        Choice::About => people::look_at(screen, who, Some(anchor)),
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
            screen.overlay.show(Top::Saving(Format::Txt));
            Action::None
        }
        Choice::Settings => open_page::open(screen, Page::room_settings()),
        Choice::Leave => leave_room::ask(screen, room),
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
        Choice::Invite => invite::open(screen),
        Choice::Account => open_dialog::open(screen, Dialog::Account(Account::default())),
        Choice::Manage => open_page::open(screen, Page::manage()),
        _ => Action::None,
    }
}
