//! The program: which screen is shown, what keys and the system say to it, and how one screen follows another. It knows
//! guests and hosts; they do not know it.

use std::time::Duration;

use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::{Size, Subscription, Task, event, window};

use super::clock::{self, TimeFormat};
use super::disk::DiskThread;
use super::disk_use::bytes_in;
use super::first_window::FirstWindow;
use super::message::Message;
use super::opening::{self, Opened};
use super::places::{self, Place};
use super::preferences::Preferences;
use super::recent::{self, Recent};
use super::screen::farewell::{self, Farewell, Then};
use super::screen::lobby::{self, Lobby};
use super::screen::room::{self, Room, ViewContext};
use super::screen::{parts, settings as settings_screen};
use super::take_once::TakeOnce;
use super::texts::settings as settings_texts;
use super::theme::{Element, Theme};
use super::widget::{focus_next, focus_previous};
use super::window_state::WindowState;
use super::{crash, events, examining, joining, looking, notify};
use crate::find::LocalNetwork;
use crate::paths::Paths;
use crate::room::Seq;
use crate::settings::{self, TextSize};

/// How large the window is at first.
pub const SIZE: Size = Size::new(1080.0, 720.0);

/// How long after the last change of the window's place it is kept.
const SETTLED: Duration = Duration::from_secs(1);

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
                Some(Ok(opened)) => match &self.screen {
                    Screen::Lobby(lobby) if lobby.is_opening() => self.enter(opened, title),
                    // It was given up in the moment it succeeded.
                    _ => Task::future(opened.give_up()).discard(),
                },
                Some(Err(closed)) => {
                    let Screen::Lobby(lobby) = &mut self.screen else { return Task::none() };
                    lobby.closed(plan.map(|plan| *plan), closed).map(Message::Lobby)
                }
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
            Message::Settled(changes) => {
                if changes != self.state.changes {
                    return Task::none();
                }
                self.preferences.keep();
                // Where it was resized while everything in it grew, it was told in one measure and read in the other.
                self.state.id.map_or_else(Task::none, |id| window::size(id).map(Message::Measured))
            }
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

    fn after_lobby(&mut self, action: lobby::Action) -> Task<Message> {
        let Screen::Lobby(lobby) = &mut self.screen else { return Task::none() };
        match action {
            lobby::Action::None => Task::none(),
            lobby::Action::Run(task) => task.map(Message::Lobby),
            lobby::Action::Settings => {
                self.open_settings();
                Task::none()
            }
            lobby::Action::Examine(to) => {
                let (task, handle) = examining::examine(self.paths.clone(), self.network.clone(), to).abortable();
                lobby.examining(handle);
                task
            }
            lobby::Action::Larger => self.resize_text(self.preferences.text_size.larger()),
            lobby::Action::Name(name, task) => {
                self.preferences.name = Some(name);
                self.preferences.keep();
                task.map(Message::Lobby)
            }
            lobby::Action::Host(plan) => {
                let title = plan.title.to_string();
                self.preferences.name = Some(plan.name.clone());
                self.preferences.last_house = Some(title.clone());
                self.preferences.reach = match plan.reach {
                    opening::Reach::Here => settings::Reach::Computer,
                    opening::Reach::Network | opening::Reach::Internet(_) => settings::Reach::Network,
                };
                let hosted = opening::host(self.paths.clone(), self.disk.disk().clone(), self.network.clone(), plan);
                let opening = Task::perform(hosted, |opened| Message::Opened(None, None, TakeOnce::new(opened)));
                let (task, handle) = opening.abortable();
                let shown = lobby.hosting(&title, handle).map(Message::Lobby);
                self.preferences.keep();
                Task::batch([shown, task])
            }
            lobby::Action::Join(plan, title) => {
                self.preferences.name = Some(plan.name.clone());
                let to = plan.to.in_words();
                let (paths, disk) = (self.paths.clone(), self.disk.disk().clone());
                let (task, handle) = joining::join(paths, disk, self.network.clone(), plan, title).abortable();
                let shown = lobby.joining(&to, handle).map(Message::Lobby);
                self.preferences.keep();
                Task::batch([shown, task])
            }
        }
    }

    /// A room was opened: it is shown.
    fn enter(&mut self, opened: Opened, title: Option<String>) -> Task<Message> {
        self.visits += 1;
        let key = opened.key.to_string();
        let name = opened.name.as_str();
        let before = self.recent.iter().find(|recent| recent.key == key && recent.name == name);
        let seen = before.map(|before| before.seen).filter(|seen| *seen > Seq::START);
        let (mut room, task) = Room::new(self.visits, opened, before, title, self.preferences.times());
        // What becomes of the program later, it is known where it was.
        let remembered = self.remember(room.recent(seen));
        let places = if room.is_hosting() { self.read_places() } else { Task::none() };
        room.follow(&self.preferences, self.preferences.times());
        room.show_emoji(self.preferences.emoji());
        let focused = room.focus(self.state.focused);
        self.screen = Screen::Room(Box::new(room));
        self.fresh = true;
        // The system may show times in another way by now.
        let clock = self.disk.disk().ask(TimeFormat::of_system);
        let clock = Task::future(clock).and_then(|clock| Task::done(Message::Clock(clock)));
        Task::batch([of_visit(self.visits, Task::batch([task, focused])), clock, remembered, places])
    }

    /// Puts a place first in the list of recent ones.
    fn remember(&self, recent: Recent) -> Task<Message> {
        let path = self.paths.recent();
        let remembered = self.disk.disk().ask(move || recent::remember(&path, recent));
        Task::future(remembered).and_then(|remembered| match remembered {
            Ok(recent) => Task::done(Message::Remembered(recent)),
            Err(error) => {
                tracing::warn!(%error, "the list of recent rooms was not kept");
                Task::none()
            }
        })
    }

    /// Reads again which places are kept here.
    fn read_places(&self) -> Task<Message> {
        let paths = self.paths.clone();
        let read = self.disk.disk().ask(move || places::load(&paths));
        Task::future(read).and_then(|places| Task::done(Message::Places(places)))
    }

    fn after_room(&mut self, action: room::Action) -> Task<Message> {
        match action {
            room::Action::None => Task::none(),
            room::Action::Run(task) => of_visit(self.visits, task),
            room::Action::Settings => {
                self.open_settings();
                Task::none()
            }
            room::Action::Emoji(habits, task) => {
                self.preferences.recent_emoji = habits.recent;
                self.preferences.skin_tone = habits.tone;
                self.preferences.keep();
                of_visit(self.visits, task)
            }
            room::Action::Leave { quit: true } => self.leave(Then::Quit),
            room::Action::Leave { quit: false } => self.leave(Then::Lobby),
            room::Action::Invited(invite) => self.leave(Then::Invited(invite)),
            room::Action::LogIn(plan, window) => self.leave(Then::LogIn(plan, window)),
            room::Action::Notify { title, body, task } => {
                let at = self.preferences.times().minute(clock::now());
                if self.preferences.quiet.hold(at) {
                    return of_visit(self.visits, task);
                }
                let attention = match self.state.id {
                    Some(id) => window::request_user_attention(id, Some(window::UserAttention::Informational)),
                    None => Task::none(),
                };
                let body = if self.preferences.notify_text { body } else { String::new() };
                let told = Task::future(notify::tell(title, body, self.preferences.sounds)).discard();
                Task::batch([of_visit(self.visits, task), attention, told])
            }
        }
    }

    /// Says goodbye to the room, and what comes after it.
    fn leave(&mut self, then: Then) -> Task<Message> {
        let lobby = Lobby::new(&self.preferences, &self.recent, self.places.clone(), Vec::new());
        let Screen::Room(room) = std::mem::replace(&mut self.screen, Screen::Lobby(Box::new(lobby.0))) else {
            return Task::none();
        };
        let goodbye = room.goodbye();
        let remembered = self.remember(goodbye.recent.clone());
        let (farewell, task) = Farewell::new(goodbye, then);
        self.screen = Screen::Farewell(farewell);
        let visit = self.visits;
        // The lobby that comes after it knows both lists as they are then.
        remembered.chain(self.read_places()).chain(task.map(move |message| Message::Farewell(visit, message)))
    }

    fn on_farewell(&mut self, message: farewell::Message) -> Task<Message> {
        let Screen::Farewell(farewell) = &mut self.screen else { return Task::none() };
        let then = farewell.then();
        if matches!(then, Then::Quit) {
            return self.exit();
        }
        let notices = message.unsent().into_iter().collect();
        let (mut lobby, mut task) = Lobby::new(&self.preferences, &self.recent, self.places.clone(), notices);
        match then {
            Then::Quit | Then::Lobby => {}
            Then::LogIn(plan, window) => task = lobby.log_in(*plan, window),
            Then::Invited(invite) => task = lobby.invited(&invite),
        }
        self.screen = Screen::Lobby(Box::new(lobby));
        task.map(Message::Lobby)
    }

    /// The program was started again: its window comes to the front, with the invite it was started with.
    fn called(&mut self, invite: Option<String>) -> Task<Message> {
        let front = self
            .state
            .id
            .map_or_else(Task::none, |id| Task::batch([window::minimize(id, false), window::gain_focus(id)]));
        let Some(invite) = invite else { return front };
        self.settings = None;
        let shown = match &mut self.screen {
            Screen::Lobby(lobby) => lobby.invited(&invite).map(Message::Lobby),
            Screen::Room(room) => {
                let action = room.invited(invite);
                self.after_room(action)
            }
            // What was being left is left first.
            Screen::Farewell(farewell) => {
                farewell.invited(invite);
                Task::none()
            }
        };
        Task::batch([front, shown])
    }

    /// The program is to end: the room asks first.
    fn quit(&mut self) -> Task<Message> {
        self.settings = None;
        match &mut self.screen {
            Screen::Room(room) => {
                let action = room.ask_to_leave();
                self.after_room(action)
            }
            Screen::Farewell(farewell) => {
                farewell.quit();
                Task::none()
            }
            Screen::Lobby(_) => self.exit(),
        }
    }

    fn open_settings(&mut self) {
        self.settings = Some(settings_screen::Page::new(&self.preferences));
    }

    /// Everything is so large from now on, if it can be.
    fn resize_text(&mut self, size: Option<TextSize>) -> Task<Message> {
        match size {
            Some(size) => self.on_settings(settings_screen::Message::Size(size)),
            None => Task::none(),
        }
    }

    fn on_settings(&mut self, message: settings_screen::Message) -> Task<Message> {
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
    fn show_preferences(&mut self) {
        if let Screen::Room(room) = &mut self.screen {
            room.follow(&self.preferences, self.preferences.times());
        }
    }

    /// Ends the program, as soon as everything that is to be kept is kept.
    fn exit(&self) -> Task<Message> {
        self.preferences.keep();
        Task::future(self.disk.disk().done()).discard().chain(iced::exit())
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

    fn key(&mut self, key: &Key, modifiers: Modifiers) -> Task<Message> {
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
    fn typed(&mut self, words: String) -> Task<Message> {
        match &mut self.screen {
            Screen::Room(room) if self.settings.is_none() => {
                let action = room.typed_nowhere(words);
                self.after_room(action)
            }
            _ => Task::none(),
        }
    }

    fn on_window(&mut self, id: window::Id, event: &window::Event) -> Task<Message> {
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
    fn fit(&self, id: window::Id, monitor: Size) -> Task<Message> {
        self.state.fitted(monitor, self.scale()).map_or_else(Task::none, |size| window::resize(id, size))
    }

    /// The window moved or changed its size: where it is is kept when it rests.
    fn settle(&mut self) -> Task<Message> {
        self.preferences.window = Some(self.state.place());
        self.state.changes += 1;
        let changes = self.state.changes;
        Task::perform(tokio::time::sleep(SETTLED), move |()| Message::Settled(changes))
    }
}

/// What comes of a room's task is for that room alone.
fn of_visit(visit: u64, task: Task<room::Message>) -> Task<Message> {
    task.map(move |message| Message::Room(visit, message))
}

impl Drop for App {
    fn drop(&mut self) {
        self.preferences.keep();
    }
}
