//! The program: which screen is shown, and which part of the program each message is for. It knows guests and hosts; they do
//! not know it.

mod choices;
mod keys;
mod place;
mod visits;

use iced::{Size, Subscription, Task, event, window};

use super::clock;
use super::disk::DiskThread;
use super::first_window::FirstWindow;
use super::message::Message;
use super::places::{self, Place};
use super::preferences::Preferences;
use super::recent::{self, Recent};
use super::screen::farewell::Farewell;
use super::screen::lobby::Lobby;
use super::screen::room::{Room, ViewContext};
use super::screen::{parts, settings as settings_screen};
use super::texts::settings as settings_texts;
use super::theme::{Element, Theme};
use super::window_state::WindowState;
use super::{crash, events, looking};
use crate::find::LocalNetwork;
use crate::paths::Paths;

/// How large the window is at first.
pub const SIZE: Size = Size::new(1080.0, 720.0);

/// The program, with its window.
pub struct App {
    paths: Paths,
    disk: DiskThread,
    network: LocalNetwork,
    /// Where further starts are heard of, if this is the first window.
    first_window: Option<FirstWindow>,
    preferences: Preferences,
    state: WindowState,
    screen: Screen,
    settings: Option<settings_screen::Page>,
    recent: Vec<Recent>,
    places: Vec<Place>,
    visits: u64,
    /// Whether the screen that is shown was not drawn yet.
    fresh: bool,
}

/// What is shown.
enum Screen {
    Lobby(Box<Lobby>),
    Room(Box<Room>),
    Farewell(Farewell),
}

impl Screen {
    const fn name(&self) -> &'static str {
        match self {
            Self::Lobby(_) => "lobby",
            Self::Room(_) => "room",
            Self::Farewell(_) => "farewell",
        }
    }
}

impl App {
    /// The program begins. What it needs to open the window at all is read at once.
    /// Where it was opened by an invite, that stands where one would paste it.
    pub fn new(
        paths: Paths,
        network: LocalNetwork,
        first_window: Option<FirstWindow>,
        invite: Option<&str>,
    ) -> (Self, Task<Message>) {
        let disk = DiskThread::start();
        let (preferences, mut notices) = Preferences::load(paths.settings(), disk.disk().clone());
        if let Some(report) = crash::unseen(&paths) {
            notices.push(format!(
                "Parlor crashed last time. A report is in {}. Nothing was sent anywhere.",
                report.display()
            ));
        }
        let recent = recent::load(&paths.recent());
        let places = places::load(&paths);
        let (mut lobby, mut task) = Lobby::new(&preferences, &recent, places.clone(), notices);
        if let Some(invite) = invite {
            task = lobby.invited(invite);
        }
        let first = Size::new(SIZE.width * preferences.scale(), SIZE.height * preferences.scale());
        let size = preferences.window.as_ref().map_or(first, |place| Size::new(place.width, place.height));
        let app = Self {
            paths,
            disk,
            network,
            first_window,
            preferences,
            state: WindowState::new(size),
            screen: Screen::Lobby(Box::new(lobby)),
            settings: None,
            recent,
            places,
            visits: 0,
            fresh: true,
        };
        (app, Task::batch([task.map(Message::Lobby), iced::system::theme().map(Message::System)]))
    }

    /// What the window is called.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.screen {
            Screen::Room(room) => room.window_title(),
            Screen::Lobby(_) | Screen::Farewell(_) => "Parlor".to_owned(),
        }
    }

    /// How it is painted.
    #[must_use]
    pub fn theme(&self) -> Theme {
        self.preferences.theme()
    }

    /// How large everything is.
    #[must_use]
    pub fn scale(&self) -> f32 {
        self.preferences.scale()
    }

    /// What is listened to.
    pub fn subscription(&self) -> Subscription<Message> {
        let room = match &self.screen {
            Screen::Room(room) => {
                room.subscription().with(room.number()).map(|(visit, message)| Message::Room(visit, message))
            }
            Screen::Lobby(_) => looking::for_places(&self.network),
            Screen::Farewell(_) => Subscription::none(),
        };
        let system = iced::system::theme_changes().map(Message::System);
        // Who measures how long it takes to be there reads it in the program's own log.
        let frames = if self.fresh { window::frames().map(|_| Message::Shown) } else { Subscription::none() };
        let calls = self.first_window.as_ref().map_or_else(Subscription::none, FirstWindow::calls);
        Subscription::batch([room, calls, event::listen_with(events::listen), system, frames])
    }

    /// Something happened.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Lobby(message) => {
                let Screen::Lobby(lobby) = &mut self.screen else { return Task::none() };
                let action = lobby.update(message);
                self.after_lobby(action)
            }
            Message::Room(visit, message) => {
                let Screen::Room(room) = &mut self.screen else { return Task::none() };
                if room.number() != visit {
                    return Task::none();
                }
                let action = room.update(message);
                self.after_room(action)
            }
            Message::Farewell(visit, message) if visit == self.visits => self.on_farewell(message),
            Message::Farewell(..) => Task::none(),
            Message::Settings(message) => self.on_settings(message),
            Message::Opened(plan, title, opened) => match opened.take() {
                Some(opened) => self.opened(plan.map(|plan| *plan), title, opened),
                None => Task::none(),
            },
            Message::Called(invite) => self.called(invite),
            Message::Key(key, modifiers) => self.key(&key, modifiers),
            Message::Typed(words) => self.typed(words),
            Message::Window(id, event) => self.on_window(id, &event),
            Message::System(mode) => {
                self.preferences.set_mode(mode);
                Task::none()
            }
            Message::Clock(clock) => {
                if self.preferences.set_clock(clock) {
                    self.show_preferences();
                }
                Task::none()
            }
            Message::Remembered(recent) => {
                self.recent = recent;
                Task::none()
            }
            Message::Places(places) => {
                self.places = places;
                Task::none()
            }
            Message::Settled(changes) => self.settled(changes),
            Message::Measured(size) => {
                self.state.resize(size, self.scale());
                self.preferences.window = Some(self.state.place());
                Task::none()
            }
            Message::Monitor(monitor) => match (self.state.id, monitor) {
                (Some(id), Some(monitor)) => self.fit(id, monitor),
                _ => Task::none(),
            },
            Message::Shown => {
                self.fresh = false;
                tracing::debug!(screen = self.screen.name(), "shown");
                Task::none()
            }
        }
    }

    /// What is seen.
    #[must_use]
    pub fn view(&self) -> Element<'_, Message> {
        let (now, size) = (clock::now(), self.state.size(self.scale()));
        let Size { width, height } = size;
        let shown = match &self.screen {
            Screen::Lobby(lobby) => lobby.view(&self.recent, &self.preferences, now, size).map(Message::Lobby),
            Screen::Room(room) => {
                let context = ViewContext {
                    width,
                    height,
                    theme: self.theme(),
                    now,
                    avatars: self.preferences.avatars,
                    spacing: self.preferences.spacing,
                    moves: self.preferences.moves,
                    enter_sends: self.preferences.enter_sends,
                };
                let visit = room.number();
                room.view(&context).map(move |message| Message::Room(visit, message))
            }
            Screen::Farewell(farewell) => {
                let visit = self.visits;
                farewell.view().map(move |message| Message::Farewell(visit, message))
            }
        };
        match &self.settings {
            // What lies behind keeps its focus, its caret and how far it was scrolled.
            Some(page) => {
                let page = page.view(&self.preferences, self.paths.root(), self.way_back(), width);
                parts::over_all(shown, page.map(Message::Settings))
            }
            None => parts::over(shown, None, 0.0),
        }
    }

    /// Where one goes back to from the settings.
    fn way_back(&self) -> String {
        match &self.screen {
            Screen::Room(room) => settings_texts::back_to(room.title()),
            Screen::Lobby(_) | Screen::Farewell(_) => settings_texts::BACK.to_owned(),
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.preferences.keep();
    }
}
