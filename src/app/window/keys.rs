//! What keys do in the whole window, and what becomes of words that are typed nowhere.

use iced::Task;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

use super::{App, Screen};
use crate::app::message::Message;
use crate::app::widget::{focus_next, focus_previous};
use crate::settings::TextSize;

impl App {
    /// A key that nothing in the window had a use for.
    pub(super) fn key(&mut self, key: &Key, modifiers: Modifiers) -> Task<Message> {
        match key.as_ref() {
            Key::Named(Named::Tab) if modifiers.shift() => return focus_previous(),
            Key::Named(Named::Tab) => return focus_next(),
            Key::Character("q") if modifiers.command() => return self.quit(),
            Key::Character("+" | "=") if modifiers.command() => {
                return self.resize_text(self.preferences.text_size.larger());
            }
            Key::Character("-" | "_") if modifiers.command() => {
                return self.resize_text(self.preferences.text_size.smaller());
            }
            Key::Character("0") if modifiers.command() => return self.resize_text(Some(TextSize::default())),
            Key::Character(",") if modifiers.command() => {
                if self.settings.take().is_none() {
                    self.open_settings();
                }
                return Task::none();
            }
            Key::Named(Named::Escape) if self.settings.is_some() => {
                self.settings = None;
                return Task::none();
            }
            _ if self.settings.is_some() => return Task::none(),
            _ => {}
        }
        match &mut self.screen {
            Screen::Lobby(lobby) => {
                if matches!(key.as_ref(), Key::Named(Named::Escape)) {
                    lobby.escape();
                }
                Task::none()
            }
            Screen::Room(room) => {
                let action = room.key(key, modifiers);
                self.after_room(action)
            }
            Screen::Farewell(_) => Task::none(),
        }
    }

    /// What was typed nowhere is meant for the entry.
    pub(super) fn typed(&mut self, words: String) -> Task<Message> {
        match &mut self.screen {
            Screen::Room(room) if self.settings.is_none() => {
                let action = room.typed_nowhere(words);
                self.after_room(action)
            }
            _ => Task::none(),
        }
    }
}
