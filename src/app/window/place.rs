//! Where the window is and how large, and what the system tells it.

use std::time::Duration;

use iced::{Size, Task, window};

use super::{App, Screen};
use crate::app::message::Message;

/// How long after the last change of the window's place it is kept.
const SETTLED: Duration = Duration::from_secs(1);

impl App {
    /// The system tells something of the window.
    pub(super) fn on_window(&mut self, id: window::Id, event: &window::Event) -> Task<Message> {
        self.state.id = Some(id);
        match event {
            window::Event::Opened { position, size } => {
                self.state.resize(*size, self.scale());
                if let Some(position) = position {
                    // The system tells this one in its own pixels.
                    self.state.move_to(*position, 1.0);
                }
                window::monitor_size(id).map(Message::Monitor)
            }
            window::Event::Resized(size) => {
                self.state.resize(*size, self.scale());
                self.settle()
            }
            window::Event::Moved(position) => {
                self.state.move_to(*position, self.scale());
                self.settle()
            }
            window::Event::Focused | window::Event::Unfocused => {
                self.state.focused = matches!(event, window::Event::Focused);
                if let Screen::Room(room) = &mut self.screen {
                    let visit = room.number();
                    let task = room.focus(self.state.focused);
                    return task.map(move |message| Message::Room(visit, message));
                }
                Task::none()
            }
            window::Event::FileDropped(_) => match &mut self.screen {
                Screen::Room(room) => {
                    let action = room.drop_file();
                    self.after_room(action)
                }
                Screen::Lobby(_) | Screen::Farewell(_) => Task::none(),
            },
            window::Event::CloseRequested => self.quit(),
            _ => Task::none(),
        }
    }

    /// Makes the window no larger than the screen it is on: with large text, it would be.
    pub(super) fn fit(&self, id: window::Id, monitor: Size) -> Task<Message> {
        self.state.fitted(monitor, self.scale()).map_or_else(Task::none, |size| window::resize(id, size))
    }

    /// The window moved or changed its size: where it is is kept when it rests.
    pub(super) fn settle(&mut self) -> Task<Message> {
        self.preferences.window = Some(self.state.place());
        self.state.changes += 1;
        let changes = self.state.changes;
        Task::perform(tokio::time::sleep(SETTLED), move |()| Message::Settled(changes))
    }

    /// It rests, unless it changed again since.
    pub(super) fn settled(&self, changes: u64) -> Task<Message> {
        if changes != self.state.changes {
            return Task::none();
        }
        self.preferences.keep();
        // Where it was resized while everything in it grew, it was told in one measure and read in the other.
        self.state.id.map_or_else(Task::none, |id| window::size(id).map(Message::Measured))
    }
}
