//! Keys that nothing in the room had a use for where the focus is.

use iced::Task;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

use super::dialog::Dialog;
use super::overlay::Overlay;
use super::{Action, LIST, Message, Room, entry, leave};
use crate::app::scrollback;

impl Room {
    /// A key that nothing in the window had a use for.
    pub fn key(&mut self, key: &Key, modifiers: Modifiers) -> Action {
        match key.as_ref() {
            Key::Named(Named::Escape) => self.escape(),
            // Wherever the focus is by now.
            Key::Named(Named::Enter) if self.overlay.is_leaving() => self.on_leaving(leave::Message::Quit),
            _ if self.overlay.takes_keys() => Action::None,
            Key::Named(Named::ArrowUp) if modifiers.alt() => self.pick_before(),
            Key::Named(Named::ContextMenu) => self.pick_before(),
            Key::Named(Named::F10) if modifiers.shift() => self.pick_before(),
            Key::Named(Named::PageUp) => self.on_list(scrollback::Action::Page(-1.0)),
            Key::Named(Named::PageDown) => self.on_list(scrollback::Action::Page(1.0)),
            Key::Character("f") if modifiers.command() => self.open_find(""),
            Key::Character("k") if modifiers.command() => self.open(Dialog::go_to()),
            Key::Character("s") if modifiers.command() => self.update(Message::Saving),
            Key::Named(Named::F6) => self.next_panel(),
            _ => Action::None,
        }
    }

    /// Something was typed and nothing had the focus: it goes into the entry, where that is seen.
    pub fn typed_nowhere(&mut self, words: String) -> Action {
        if self.overlay.is_open() || self.unfolded.is_some() {
            return Action::None;
        }
        self.on_list(scrollback::Action::Type(words))
    }

    /// Esc: puts away what lies on top, and goes to the newest where nothing does.
    pub(super) fn escape(&mut self) -> Action {
        match self.overlay.close() {
            Overlay::None => {}
            Overlay::Saving => return Action::None,
            Overlay::Leaving(_) | Overlay::Link(_) | Overlay::Dialog(_) => {
                return Action::Run(iced::widget::operation::focus(entry::ID));
            }
        }
        if self.unfolded.take().is_some() {
            return Action::None;
        }
        if self.rooms.shown.find.take().is_some() {
            return Action::Run(iced::widget::operation::focus(entry::ID));
        }
        if self.rooms.shown.entry.stop_editing()
            || self.rooms.shown.scrollback.unpick().is_some()
            || self.notice.take().is_some()
        {
            return Action::Run(iced::widget::operation::focus(entry::ID));
        }
        self.rooms.shown.scrollback.unmark();
        self.on_list(scrollback::Action::Follow)
    }

    /// F6: from the entry to the list, to the panels, and around.
    fn next_panel(&self) -> Action {
        use iced::widget::operation::{focus, is_focused};
        let after = |from: &'static str, to: &'static str| {
            is_focused(from).then(move |is| if is { focus(to) } else { Task::none() })
        };
        Action::Run(Task::batch([after(entry::ID, LIST), after(LIST, "panels"), after("panels", entry::ID)]))
    }
}
