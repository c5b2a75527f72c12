//! Keys that nothing in the room had a use for where the focus is.

use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

use crate::app::screen::emoji_picker;
use crate::app::screen::room::dialog::{self as dialogs, Dialog, go_to};
use crate::app::screen::room::message::Action;
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::state::{LIST, Room};
use crate::app::screen::room::update::{
    dialog, escape, find, leaving, list, menu, messages, open_dialog, picking, saving,
};
use crate::app::screen::room::{entry, leave};
use crate::app::scrollback;
use crate::app::widget::focus_around;

/// A key that nothing in the window had a use for.
pub(super) fn press(screen: &mut Room, key: &Key, modifiers: Modifiers) -> Action {
    match key.as_ref() {
        Key::Named(Named::Escape) => escape::escape(screen),
        // Wherever the focus is by now.
        Key::Named(Named::Enter) if screen.overlay.is_leaving() => leaving::answer(screen, leave::Message::Quit),
        Key::Named(Named::ArrowDown) if screen.overlay.menu().is_some() => menu::step(true),
        Key::Named(Named::ArrowUp) if screen.overlay.menu().is_some() => menu::step(false),
        Key::Named(Named::Delete) if screen.overlay.menu().is_some() => menu::by_key(screen, "Del"),
        Key::Character(letter) if screen.overlay.menu().is_some() && modifiers.command() => {
            menu::by_key(screen, &format!("Ctrl+{letter}"))
        }
        Key::Named(Named::Enter) if screen.overlay.picking().is_some() => {
            picking::on_message(screen, emoji_picker::Message::Take)
        }
        Key::Named(Named::ArrowDown | Named::ArrowUp) if matches!(screen.overlay.dialog(), Some(Dialog::GoTo(_))) => {
            let down = matches!(key.as_ref(), Key::Named(Named::ArrowDown));
            dialog::on_message(screen, dialogs::Message::GoTo(go_to::Message::Step(down)))
        }
        // As after choosing among cards by the pointer.
        Key::Named(Named::Enter) if screen.overlay.takes_keys() => enter(screen),
        _ if screen.overlay.takes_keys() => Action::None,
        Key::Named(Named::ArrowUp) if modifiers.alt() => messages::pick_before(screen),
        Key::Named(Named::PageUp) => list::perform(screen, scrollback::Action::Page(-1.0)),
        Key::Named(Named::PageDown) => list::perform(screen, scrollback::Action::Page(1.0)),
        Key::Character("f") if modifiers.command() => find::open(screen, ""),
        Key::Character("k") if modifiers.command() => open_dialog::open(screen, Dialog::go_to()),
        Key::Character("s") if modifiers.command() => {
            screen.overlay.toggle_saving();
            Action::None
        }
        Key::Named(Named::F6) => next_panel(),
        _ => Action::None,
    }
}

/// Enter where nothing has the focus that takes it.
fn enter(screen: &mut Room) -> Action {
    match screen.overlay.top() {
        Top::Dialog(open) => open.on_enter().map_or(Action::None, |message| dialog::on_message(screen, message)),
        Top::Saving(format) => {
            let format = *format;
            saving::save(screen, format)
        }
        _ => Action::None,
    }
}

/// Something was typed and nothing had the focus: it goes into the entry, where that is seen.
pub(super) fn typed(screen: &mut Room, words: String) -> Action {
    if screen.overlay.menu().is_some() {
        return menu::by_key(screen, &words);
    }
    if screen.overlay.picking().is_some() {
        return picking::typed(screen, &words);
    }
    if screen.overlay.is_open() || screen.unfolded.is_some() || screen.closed().is_some() {
        return Action::None;
    }
    list::perform(screen, scrollback::Action::Type(words))
}

/// F6: from the entry to the list, to the buttons above it, and around.
fn next_panel() -> Action {
    Action::Run(focus_around(&[entry::ID, LIST, "panels"]))
}
