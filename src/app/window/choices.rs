//! What its person chooses for the whole program, and what follows from it.

use iced::Task;

use super::{App, Screen};
use crate::app::disk_use::bytes_in;
use crate::app::message::Message;
use crate::app::screen::settings as settings_screen;
use crate::settings::TextSize;

impl App {
    /// Opens the page of the settings.
    pub(super) fn open_settings(&mut self) {
        self.settings = Some(settings_screen::Page::new(&self.preferences));
    }

    /// Everything is so large from now on, if it can be.
    pub(super) fn resize_text(&mut self, size: Option<TextSize>) -> Task<Message> {
        match size {
            Some(size) => self.on_settings(settings_screen::Message::Size(size)),
            None => Task::none(),
        }
    }

    /// Something on that page, or a key that does the same.
    pub(super) fn on_settings(&mut self, message: settings_screen::Message) -> Task<Message> {
        use settings_screen::Action;
        let before = self.preferences.text_size;
        match settings_screen::change(&mut self.preferences, self.settings.as_mut(), message) {
            Action::None => Task::none(),
            Action::Keep => {
                self.preferences.keep();
                self.show_preferences();
                if self.preferences.text_size == before { Task::none() } else { self.settle() }
            }
            Action::Count => {
                let folder = self.paths.root().to_owned();
                let counting = async move { tokio::task::spawn_blocking(move || bytes_in(&folder)).await.ok() };
                let counted = |bytes| Task::done(Message::Settings(settings_screen::Message::Counted(bytes)));
                Task::future(counting).and_then(counted)
            }
            Action::Folder => {
                let folder = self.paths.root().to_owned();
                let opened = async move {
                    let opened = tokio::task::spawn_blocking(move || open::that_detached(folder)).await;
                    if let Ok(Err(error)) = opened {
                        tracing::warn!(%error, "the folder could not be shown");
                    }
                };
                Task::future(opened).discard()
            }
            Action::Close => {
                self.settings = None;
                Task::none()
            }
        }
    }

    /// The screen that is shown follows the settings.
    pub(super) fn show_preferences(&mut self) {
        if let Screen::Room(room) = &mut self.screen {
            room.follow(&self.preferences, self.preferences.times());
        }
    }
}
