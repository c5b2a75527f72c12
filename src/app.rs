//! The window: which screen is shown, what keys and the system say to it, and how one screen follows another.
//! It knows guests and hosts; they do not know it.

pub mod clock;
pub mod crash;
mod events;
pub mod markup;
mod notify;
pub mod opening;
mod parcel;
pub mod recent;
mod run;
pub mod screen;
pub mod scrollback;
pub mod theme;
pub mod undo;
pub mod widget;

use iced::futures::SinkExt as _;
use iced::futures::channel::mpsc;
use iced::keyboard::{Key, Modifiers};
use iced::theme::Mode;
use iced::{Point, Size, Subscription, Task, event, window};

use crate::paths::Paths;
use crate::room::Seq;
use crate::settings::{self, ClockFace, Settings};
use clock::Face;
use opening::{Closed, JoinPlan, Opened};
use parcel::Parcel;
use recent::Recent;
use screen::farewell::{self, Farewell, Then};
use screen::lobby::{self, Lobby};
use screen::room::{self, Looks, Room};
use theme::{Element, Theme};

pub use run::{program, program_settings, run};

/// The window and all behind it.
pub struct App {
    paths: Paths,
    settings: Settings,
    /// As they were last read or written.
    kept: Settings,
    system: Mode,
    frame: Frame,
    screen: Screen,
    settings_open: bool,
    recent: Vec<Recent>,
    visits: u64,
    /// Counts changes of the window's place, so that only the last is kept.
    moved: u64,
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

/// The window itself.
#[derive(Clone, Copy, Debug)]
struct Frame {
    id: Option<window::Id>,
    size: Size,
    position: Option<Point>,
    focused: bool,
}

/// What happens.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the lobby.
    Lobby(lobby::Message),
    /// In the room of this visit. What was under way in one that was left comes to nothing.
    Room(u64, room::Message),
    /// On leaving the room of this visit.
    Farewell(u64, farewell::Message),
    /// In the settings.
    Settings(screen::settings::Message),
    /// A room was opened, or not.
    Opened(Option<Box<JoinPlan>>, Option<String>, Parcel<Result<Opened, Closed>>),
    /// A key that nothing in the window had a use for.
    Key(Key, Modifiers),
    /// Something was typed, and nothing in the window had a use for it.
    Typed(String),
    /// Something about the window itself.
    Window(window::Id, window::Event),
    /// The system is light or dark.
    System(Mode),
    /// The window's place is to be kept, if it did not change since.
    Settled(u64),
    /// A screen was drawn for the first time.
    Shown,
}

impl App {
    /// The program begins.
    pub fn new(paths: Paths) -> (Self, Task<Message>) {
        let (settings, mut notices) = settings::load(&paths.settings());
        if let Some(report) = crash::unseen(&paths) {
            notices.push(format!(
                "Parlor ended by a fault of its own last time. What is known of it is in {}. Nothing was sent anywhere.",
                report.display()
            ));
        }
        let recent = recent::load(&paths.recent());
        let (lobby, task) = Lobby::new(&settings, notices);
        let size = settings.window.as_ref().map_or(run::SIZE, |place| Size::new(place.width, place.height));
        let app = Self {
            paths,
            kept: settings.clone(),
            settings,
            system: Mode::None,
            frame: Frame { id: None, size, position: None, focused: true },
            screen: Screen::Lobby(Box::new(lobby)),
            settings_open: false,
            recent,
            visits: 0,
            moved: 0,
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
        match (self.settings.theme, self.system) {
            (settings::Theme::Light, _) => Theme::LIGHT,
            (settings::Theme::Dark, _) | (settings::Theme::System, Mode::Dark) => Theme::DARK,
            (settings::Theme::Classic, _) => Theme::CLASSIC,
            (settings::Theme::System, _) => Theme::LIGHT,
        }
    }

    /// How large everything is.
    #[must_use]
    pub fn scale(&self) -> f32 {
        f32::from(self.settings.text_size.percent()) / 100.0
    }

    fn face(&self) -> Face {
        let system = Face::of_system();
        let twelve = match self.settings.clock {
            ClockFace::System => system.twelve,
            ClockFace::H12 => true,
            ClockFace::H24 => false,
        };
        Face { twelve, seconds: self.settings.seconds, ..system }
    }

    /// What is listened to.
    pub fn subscription(&self) -> Subscription<Message> {
        let room = match &self.screen {
            Screen::Room(room) => {
                room.subscription().with(room.number()).map(|(visit, message)| Message::Room(visit, message))
            }
            Screen::Lobby(_) | Screen::Farewell(_) => Subscription::none(),
        };
        let system = iced::system::theme_changes().map(Message::System);
        // Who measures how long it takes to be there reads it in the program's own log.
        let frames = if self.fresh { window::frames().map(|_| Message::Shown) } else { Subscription::none() };
        Subscription::batch([room, event::listen_with(events::listen), system, frames])
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
            Message::Settings(message) => self.on_settings(&message),
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
            Message::Key(key, modifiers) => self.key(&key, modifiers),
            Message::Typed(words) => self.typed(words),
            Message::Window(id, event) => self.on_window(id, &event),
            Message::System(mode) => {
                self.system = mode;
                Task::none()
            }
            Message::Settled(moved) => {
                if moved == self.moved {
                    self.keep_settings();
                }
                Task::none()
            }
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
                self.settings_open = true;
                Task::none()
            }
            lobby::Action::Host(plan) => {
                let title = plan.title.to_string();
                self.settings.name = Some(plan.name.clone());
                self.settings.last_house = Some(title.clone());
                self.settings.port = plan.port;
                self.settings.reach = match plan.reach {
                    opening::Reach::Here => settings::Reach::Computer,
                    opening::Reach::Network | opening::Reach::Named(_) => settings::Reach::Network,
                };
                let opening = Task::perform(opening::host(self.paths.clone(), plan), |opened| {
                    Message::Opened(None, None, Parcel::new(opened))
                });
                let (task, handle) = opening.abortable();
                let shown = lobby.hosting(&title, handle).map(Message::Lobby);
                self.keep_settings();
                Task::batch([shown, task])
            }
            lobby::Action::Join(plan, title) => {
                self.settings.name = Some(plan.name.clone());
                let to = match &plan.to {
                    opening::Destination::Address(address) => address.to_string(),
                    opening::Destination::Invite(invite) => {
                        invite.addresses.first().map(ToString::to_string).unwrap_or_default()
                    }
                };
                let (task, handle) = join(self.paths.clone(), plan, title).abortable();
                let shown = lobby.joining(&to, handle).map(Message::Lobby);
                self.keep_settings();
                Task::batch([shown, task])
            }
        }
    }

    /// A room was opened: it is shown.
    fn enter(&mut self, opened: Opened, title: Option<String>) -> Task<Message> {
        self.visits += 1;
        let folder = opened.folder.clone();
        if let Err(error) = std::fs::create_dir_all(&folder) {
            tracing::warn!(%error, "what is kept of the visit has no folder");
        }
        let key = opened.key.to_string();
        let name = opened.name.as_str();
        let seen = self.recent.iter().find(|recent| recent.key == key && recent.name == name).map(|recent| recent.seen);
        let seen = seen.filter(|seen| *seen > Seq::START);
        let (room, task) = Room::new(self.visits, opened, seen, title, self.face());
        let mut room = room;
        room.show_times(self.face(), self.settings.shows_typing);
        let focused = room.focus(self.frame.focused);
        self.screen = Screen::Room(Box::new(room));
        self.fresh = true;
        of_visit(self.visits, Task::batch([task, focused]))
    }

    fn after_room(&mut self, action: room::Action) -> Task<Message> {
        match action {
            room::Action::None => Task::none(),
            room::Action::Run(task) => of_visit(self.visits, task),
            room::Action::Settings => {
                self.settings_open = true;
                Task::none()
            }
            room::Action::Leave { quit: true } => self.leave(Then::Quit),
            room::Action::Leave { quit: false } => self.leave(Then::Lobby),
            room::Action::LogIn(plan, window) => self.leave(Then::LogIn(plan, window)),
            room::Action::Notify { title, body, task } => {
                let attention = match self.frame.id {
                    Some(id) => window::request_user_attention(id, Some(window::UserAttention::Informational)),
                    None => Task::none(),
                };
                let told = if self.settings.notifications {
                    Task::future(notify::tell(title, body, self.settings.sounds)).discard()
                } else {
                    Task::none()
                };
                Task::batch([of_visit(self.visits, task), attention, told])
            }
        }
    }

    /// Says goodbye to the room, and what comes after it.
    fn leave(&mut self, then: Then) -> Task<Message> {
        let lobby = Lobby::new(&self.settings, Vec::new());
        let Screen::Room(room) = std::mem::replace(&mut self.screen, Screen::Lobby(Box::new(lobby.0))) else {
            return Task::none();
        };
        let goodbye = room.goodbye();
        let (file, words) = &goodbye.draft;
        room::keep_draft(file, words);
        match recent::remember(&self.paths.recent(), goodbye.recent.clone()) {
            Ok(recent) => self.recent = recent,
            Err(error) => tracing::warn!(%error, "the list of recent rooms was not kept"),
        }
        let (farewell, task) = Farewell::new(goodbye, then);
        self.screen = Screen::Farewell(farewell);
        let visit = self.visits;
        task.map(move |message| Message::Farewell(visit, message))
    }

    fn on_farewell(&mut self, message: farewell::Message) -> Task<Message> {
        let Screen::Farewell(farewell) = &mut self.screen else { return Task::none() };
        let again = match farewell.then() {
            Then::Quit => {
                self.keep_settings();
                return iced::exit();
            }
            Then::Lobby => None,
            Then::LogIn(plan, window) => Some((plan, window)),
        };
        let notices = match message {
            farewell::Message::Left(1) => {
                vec!["1 of your messages could not be sent. It waits for your next visit.".to_owned()]
            }
            farewell::Message::Left(unsent) if unsent > 1 => {
                vec![format!("{unsent} of your messages could not be sent. They wait for your next visit.")]
            }
            _ => Vec::new(),
        };
        let (mut lobby, mut task) = Lobby::new(&self.settings, notices);
        if let Some((plan, window)) = again {
            task = lobby.log_in(*plan, window);
        }
        self.screen = Screen::Lobby(Box::new(lobby));
        task.map(Message::Lobby)
    }

    /// The program is to end: the room asks first.
    fn quit(&mut self) -> Task<Message> {
        self.settings_open = false;
        match &mut self.screen {
            Screen::Room(room) => {
                let action = room.ask_to_leave();
                self.after_room(action)
            }
            Screen::Farewell(farewell) => {
                farewell.quit();
                Task::none()
            }
            Screen::Lobby(_) => {
                self.keep_settings();
                iced::exit()
            }
        }
    }

    fn on_settings(&mut self, message: &screen::settings::Message) -> Task<Message> {
        use screen::settings::Message as Of;
        if screen::settings::change(&mut self.settings, message) {
            self.keep_settings();
            let face = self.face();
            if let Screen::Room(room) = &mut self.screen {
                room.show_times(face, self.settings.shows_typing);
            }
            return Task::none();
        }
        match message {
            Of::Folder => {
                let folder = self.paths.root().to_owned();
                let opened = async move {
                    let opened = tokio::task::spawn_blocking(move || open::that_detached(folder)).await;
                    if let Ok(Err(error)) = opened {
                        tracing::warn!(%error, "the folder could not be shown");
                    }
                };
                Task::future(opened).discard()
            }
            _ => {
                self.settings_open = false;
                Task::none()
            }
        }
    }

    fn keep_settings(&mut self) {
        match settings::save(&self.paths.settings(), &self.kept, &self.settings) {
            Ok(()) => self.kept = self.settings.clone(),
            Err(error) => tracing::warn!(%error, "the settings were not kept"),
        }
    }

    /// What is seen.
    #[must_use]
    pub fn view(&self) -> Element<'_, Message> {
        let (now, Size { width, height }) = (clock::now(), self.frame.size);
        let shown = match &self.screen {
            Screen::Lobby(lobby) => lobby.view(&self.recent, now, width).map(Message::Lobby),
            Screen::Room(room) => {
                let looks = Looks { width, height, theme: self.theme(), now, enter_sends: self.settings.enter_sends };
                let visit = room.number();
                room.view(&looks).map(move |message| Message::Room(visit, message))
            }
            Screen::Farewell(farewell) => {
                let visit = self.visits;
                farewell.view().map(move |message| Message::Farewell(visit, message))
            }
        };
        let open = self.settings_open;
        let settings = open.then(|| screen::settings::view(&self.settings, self.paths.root()).map(Message::Settings));
        screen::parts::over(shown, settings, 520.0)
    }
}

/// Goes to a house. What it says at the door while its host is asked is told in the lobby.
fn join(paths: Paths, plan: JoinPlan, title: Option<String>) -> Task<Message> {
    let kept = Box::new(plan.clone());
    let told = iced::stream::channel(4, async move |mut lobby: mpsc::Sender<Message>| {
        let mut door = lobby.clone();
        let asked = move |house| {
            // A lobby that takes nothing more was told already.
            let _ = door.try_send(Message::Lobby(lobby::Message::Asked(house)));
        };
        let opened = opening::join(paths, plan, asked).await;
        let _ = lobby.send(Message::Opened(Some(kept), title, Parcel::new(opened))).await;
    });
    Task::stream(told)
}

/// What comes of a room's task is for that room alone.
fn of_visit(visit: u64, task: Task<room::Message>) -> Task<Message> {
    task.map(move |message| Message::Room(visit, message))
}

impl Drop for App {
    fn drop(&mut self) {
        self.keep_settings();
    }
}
