//! How one screen follows another: from the lobby into a place, out of it again, and to the end of the program.

use iced::{Task, window};

use super::{App, Screen};
use crate::app::clock::{self, TimeFormat};
use crate::app::message::Message;
use crate::app::opening::{self, Closed, JoinPlan, Opened};
use crate::app::screen::farewell::{self, Farewell, Then};
use crate::app::screen::lobby::{self, Lobby};
use crate::app::screen::room::{self, Room};
use crate::app::take_once::TakeOnce;
use crate::app::{examining, joining, notify, places, recent};
use crate::room::Seq;
use crate::settings;

impl App {
    /// Does what the lobby wants done.
    pub(super) fn after_lobby(&mut self, action: lobby::Action) -> Task<Message> {
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

    /// There was a way in, or none.
    pub(super) fn opened(
        &mut self,
        plan: Option<JoinPlan>,
        title: Option<String>,
        opened: Result<Opened, Closed>,
    ) -> Task<Message> {
        match (opened, &mut self.screen) {
            (Ok(opened), Screen::Lobby(lobby)) if lobby.is_opening() => self.enter(opened, title),
            // It was given up in the moment it succeeded.
            (Ok(opened), _) => Task::future(opened.give_up()).discard(),
            (Err(closed), Screen::Lobby(lobby)) => lobby.closed(plan, closed).map(Message::Lobby),
            (Err(_), _) => Task::none(),
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
    fn remember(&self, recent: recent::Recent) -> Task<Message> {
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

    /// Does what the room wants done.
    pub(super) fn after_room(&mut self, action: room::Action) -> Task<Message> {
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

    /// The room was left: what comes after it is shown.
    pub(super) fn on_farewell(&mut self, message: farewell::Message) -> Task<Message> {
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
    pub(super) fn called(&mut self, invite: Option<String>) -> Task<Message> {
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
    pub(super) fn quit(&mut self) -> Task<Message> {
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

    /// Ends the program, as soon as everything that is to be kept is kept.
    pub(super) fn exit(&self) -> Task<Message> {
        self.preferences.keep();
        Task::future(self.disk.disk().done()).discard().chain(iced::exit())
    }
}

/// What comes of a room's task is for that room alone.
fn of_visit(visit: u64, task: Task<room::Message>) -> Task<Message> {
    task.map(move |message| Message::Room(visit, message))
}
