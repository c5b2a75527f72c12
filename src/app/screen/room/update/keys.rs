//! Keys that nothing in the room had a use for where the focus is.

use iced::Task;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

use crate::app::screen::emoji_picker;
use crate::app::screen::room::dialog::{self as dialogs, Dialog, go_to};
use crate::app::screen::room::message::Action;
use crate::app::screen::room::overlay::Overlay;
use crate::app::screen::room::state::{LIST, Room};
use crate::app::screen::room::update::{dialog, find, leaving, list, menu, messages, open_dialog, picking};
use crate::app::screen::room::{entry, leave};
use crate::app::scrollback;

/// A key that nothing in the window had a use for.
pub(super) fn press(screen: &mut Room, key: &Key, modifiers: Modifiers) -> Action {
    match key.as_ref() {
        Key::Named(Named::Escape) => escape(screen),
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
        Key::Named(Named::F6) => next_panel(screen),
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
    if screen.overlay.is_open() || screen.unfolded.is_some() {
        return Action::None;
    }
    list::perform(screen, scrollback::Action::Type(words))
}

/// Esc: puts away what lies on top, and goes to the newest where nothing does.
pub(super) fn escape(screen: &mut Room) -> Action {
    match screen.overlay.close() {
        Overlay::None => {}
        Overlay::Saving => return Action::None,
        Overlay::Menu(_) | Overlay::Emoji(_) => {
            screen.rooms.shown.scrollback.pick(None);
            return Action::Run(iced::widget::operation::focus(entry::ID));
        }
        Overlay::Leaving(_) | Overlay::Link(_) | Overlay::Question(_) | Overlay::SavePath(_) | Overlay::Dialog(_) => {
            return Action::Run(iced::widget::operation::focus(entry::ID));
        }
    }
    if screen.unfolded.take().is_some() {
        return Action::None;
    }
    if screen.rooms.shown.find.take().is_some() {
        return Action::Run(iced::widget::operation::focus(entry::ID));
    }
    if screen.rooms.shown.writing.entry.stop_editing()
        || screen.rooms.shown.writing.reply.take().is_some()
        || screen.rooms.shown.scrollback.unpick().is_some()
        || screen.notice.take().is_some()
    {
        return Action::Run(iced::widget::operation::focus(entry::ID));
    }
    screen.rooms.shown.scrollback.unmark();
    list::perform(screen, scrollback::Action::Follow)
}

/// F6: from the entry to the list, to the panels, and around.
fn next_panel(_screen: &Room) -> Action {
    use iced::widget::operation::{focus, is_focused};
    let after = |from: &'static str, to: &'static str| {
        is_focused(from).then(move |is| if is { focus(to) } else { Task::none() })
    };
    Action::Run(Task::batch([after(entry::ID, LIST), after(LIST, "panels"), after("panels", entry::ID)]))
}
