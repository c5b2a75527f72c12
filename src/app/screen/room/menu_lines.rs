//! What stands in a menu: only what can be done by whoever opens it.

use super::menu::{About, Choice, Line};
use super::state::Room;
use crate::app::scrollback::What;
use crate::app::texts::menu as texts;
use crate::app::theme::Icon;
use crate::room::{Deed, EventId, PersonId, Rank, RoomNo};

/// What stands in a menu, in groups.
pub(super) fn lines(screen: &Room, about: About) -> Vec<Vec<Line>> {
    match about {
        About::Message(id) => of_message(screen, id),
        About::Person(who) => of_person(screen, who),
        About::Room(room) => of_room(screen, room),
        About::Entry => of_entry(screen),
        About::Place => of_place(screen),
        About::ThisRoom => {
            let settings = Line::new(Icon::SlidersHorizontal, texts::ROOM_SETTINGS, "", Choice::Settings);
            let save = Line::new(Icon::Download, texts::SAVE, "Ctrl+S", Choice::Save);
            vec![[save].into_iter().chain(screen.has_settings().then_some(settings)).collect()]
        }
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
    if shown && screen.has_settings() {
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
