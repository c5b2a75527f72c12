//! The lobby: who one is, hosting a room, joining one.

mod account;
pub mod doctor;
mod host;
mod join;
mod key;
mod password;
mod view;

use std::sync::Arc;

use iced::Task;
use iced::task::Handle;

use crate::app::opening::{Closed, Destination, HostPlan, JoinPlan};
use crate::app::places::Place;
use crate::app::recent::Recent;
use crate::app::texts::lobby as texts;
use crate::app::widget::{focus, focus_with, reveal};
use crate::find::Found;
use crate::room::Name;
use crate::settings::Settings;
use crate::wire::Fingerprint;

pub use key::Question;

/// By what that is found which is being opened.
const ON_THE_WAY: &str = "on-the-way";

/// The lobby.
pub struct Lobby {
    name: String,
    /// Whether nobody said yet what others call them.
    welcomes: bool,
    /// Whether someone wanted to go on without a name.
    nameless: bool,
    /// Which card is shown in a narrow window.
    side: Side,
    host: host::Card,
    join: join::Card,
    asks: Option<Asks>,
    opening: Option<Opening>,
    /// Where someone agreed to a key, and to which: it is not asked about again while they try to get in.
    agreed: Option<(Destination, Fingerprint)>,
    /// The page that finds out why a place can't be reached.
    doctor: Option<doctor::Page>,
    /// What is found on the network just now.
    found: Arc<[Found]>,
    /// What there is to know since the program started.
    notices: Vec<String>,
}

/// What is asked before one goes on.
enum Asks {
    /// About a key.
    Key(Box<Question>),
    /// For the password.
    Password(password::Question),
}

/// A room is being opened.
struct Opening {
    what: String,
    /// Where that is, where it is elsewhere.
    to: String,
    side: Side,
    _task: Handle,
}

/// Which card is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// That for hosting.
    Host,
    /// That for joining.
    Join,
}

/// What happens in the lobby.
#[derive(Clone, Debug)]
pub enum Message {
    /// The name was typed.
    Name(String),
    /// Something on the card for hosting.
    Host(host::Message),
    /// Something on the card for joining.
    Join(join::Message),
    /// Something about the key of a place.
    Question(key::Message),
    /// Something about its password.
    Password(password::Message),
    /// The host of a place was asked whether one can join; and what it is called, if that is known.
    Asked(Option<String>),
    /// Something on the page that finds out why a place can't be reached.
    Doctor(doctor::Message),
    /// The code that was typed led to this invite.
    Led(String),
    /// This is found on the network now.
    Found(Arc<[Found]>),
    /// Gives up what is being opened.
    Cancel,
    /// Puts a notice away.
    Dismiss(usize),
    /// Opens the settings.
    Settings,
    /// Enter was pressed in the field of the name.
    Next,
    /// Shows this card, in a narrow window.
    Show(Side),
    /// Makes everything larger.
    Larger,
}

/// What the lobby wants done.
pub enum Action {
    /// Nothing.
    None,
    /// This.
    Run(Task<Message>),
    /// Hosts a room.
    Host(HostPlan),
    /// Joins a room; the window is called so.
    Join(JoinPlan, Option<String>),
    /// Finds out why a place can't be reached, or what is wrong with this computer's network.
    Examine(Option<Destination>),
    /// Opens the settings.
    Settings,
    /// Makes everything larger.
    Larger,
    /// Keeps the name, and does this.
    Name(Name, Task<Message>),
}

impl Lobby {
    /// The lobby, as it was left. Whoever hosted last is offered that first, and everyone else to join.
    pub fn new(
        settings: &Settings,
        recent: &[Recent],
        places: Vec<Place>,
        notices: Vec<String>,
    ) -> (Self, Task<Message>) {
        let hosts = recent.first().map_or(settings.last_house.is_some(), |last| last.to.is_none());
        let lobby = Self {
            name: settings.name.as_ref().map(ToString::to_string).unwrap_or_default(),
            welcomes: settings.name.is_none(),
            nameless: false,
            side: if hosts { Side::Host } else { Side::Join },
            host: host::Card::new(settings, places),
            join: join::Card::default(),
            asks: None,
            opening: None,
            agreed: None,
            doctor: None,
            found: Arc::from([]),
            notices,
        };
        let first = match lobby.side {
            _ if lobby.welcomes => "name",
            Side::Host => host::AGAIN,
            Side::Join => "to",
        };
        (lobby, focus(first))
    }

    /// The program was opened by an invite. Nobody joins before they said so: a link may come from anywhere.
    pub fn invited(&mut self, invite: &str) -> Task<Message> {
        self.side = Side::Join;
        let _ = self.join.update(join::Message::To(invite.to_owned()));
        focus(if self.welcomes { "name" } else { "to" })
    }

    /// One was logged out, and logs in again.
    pub fn log_in(&mut self, plan: JoinPlan, window: Option<String>) -> Task<Message> {
        self.name = plan.name.to_string();
        (self.welcomes, self.side) = (false, Side::Join);
        let task = self.join.log_in(&plan, window).map(Message::Join);
        self.agreed = plan.agreed.map(|key| (plan.to, key));
        task
    }

    /// Whether a room is being opened.
    #[must_use]
    pub const fn is_opening(&self) -> bool {
        self.opening.is_some()
    }

    /// Something happened.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Name(name) => {
                self.name = name;
                self.nameless = false;
                self.host.forget_trouble();
                self.join.forget_trouble();
                Action::None
            }
            Message::Host(message) => match self.host.update(message) {
                host::Action::None => Action::None,
                host::Action::Host => self.try_host(),
                host::Action::Again(name) => {
                    self.name = name;
                    self.try_host()
                }
                host::Action::Focus(id) => Action::Run(focus_with(id, host::WITHOUT)),
            },
            Message::Join(message) => match self.join.update(message) {
                join::Action::None => Action::None,
                join::Action::Join => self.try_join(false),
                join::Action::Focus(id) => Action::Run(focus(id)),
                join::Action::FindOut(to) => self.find_out(to),
                join::Action::Name(name) => {
                    self.name = name;
                    self.try_join(false)
                }
                join::Action::Again(name) => {
                    self.name = name;
                    self.try_join(true)
                }
            },
            Message::Question(message) => {
                let Some(Asks::Key(question)) = &mut self.asks else { return Action::None };
                match question.update(message) {
                    key::Action::None => Action::None,
                    key::Action::No => {
                        self.asks = None;
                        Action::None
                    }
                    key::Action::Yes(plan) => {
                        self.asks = None;
                        self.agreed = plan.agreed.map(|key| (plan.to.clone(), key));
                        Action::Join(plan, self.join.window_title())
                    }
                }
            }
            Message::Password(message) => {
                let Some(Asks::Password(question)) = &mut self.asks else { return Action::None };
                match question.update(message) {
                    password::Action::None => Action::None,
                    password::Action::Cancel => {
                        self.asks = None;
                        Action::None
                    }
                    password::Action::Join(password) => {
                        self.asks = None;
                        self.join.answer(password);
                        self.try_join(false)
                    }
                }
            }
            Message::Asked(title) => self.is_asked(title.as_deref()),
            Message::Doctor(message) => {
                let Some(page) = &mut self.doctor else { return Action::None };
                match page.update(message) {
                    doctor::Action::None => Action::None,
                    doctor::Action::Again(to) => self.find_out(to),
                    doctor::Action::Copy(what) => Action::Run(iced::clipboard::write(what)),
                    doctor::Action::Back => {
                        self.doctor = None;
                        Action::Run(focus("to"))
                    }
                }
            }
            Message::Led(invite) => {
                self.join.led_to(invite);
                Action::None
            }
            Message::Found(found) => {
                tracing::debug!(places = found.len(), "looked on the network");
                self.found = found;
                Action::None
            }
            Message::Cancel => {
                self.opening = None;
                Action::None
            }
            Message::Dismiss(index) => {
                if index < self.notices.len() {
                    self.notices.remove(index);
                }
                Action::None
            }
            Message::Settings => Action::Settings,
            Message::Next if self.welcomes => match self.name() {
                Ok(name) => {
                    self.welcomes = false;
                    Action::Name(name, focus("to"))
                }
                Err(_) => Action::Run(focus("name")),
            },
            Message::Next => Action::Run(focus("to")),
            Message::Show(side) => {
                self.side = side;
                Action::None
            }
            Message::Larger => Action::Larger,
        }
    }

    /// Esc was pressed. False where it means nothing here.
    pub fn escape(&mut self) -> bool {
        self.asks.take().is_some() || self.opening.take().is_some() || self.doctor.take().is_some()
    }

    /// Opens the page that finds out what is in the way.
    fn find_out(&mut self, to: Option<Destination>) -> Action {
        self.doctor = Some(doctor::Page::new(to.clone()));
        Action::Examine(to)
    }

    /// It is being found out; the page ends it by dropping the handle.
    pub fn examining(&mut self, task: Handle) {
        if let Some(page) = &mut self.doctor {
            page.begun(task);
        }
    }

    fn name(&self) -> Result<Name, String> {
        Name::parse(&self.name).map_err(|error| error.to_string())
    }

    fn name_trouble(&self) -> Option<String> {
        match self.name.trim().is_empty() {
            true => self.nameless.then(|| texts::NO_NAME.to_owned()),
            false => self.name().err(),
        }
    }

    fn no_name(&mut self) -> Action {
        self.nameless = true;
        Action::Run(focus("name"))
    }

    fn try_host(&mut self) -> Action {
        if self.opening.is_some() {
            return Action::None;
        }
        let Ok(name) = self.name() else { return self.no_name() };
        match self.host.plan(name) {
            Ok(plan) => Action::Host(plan),
            Err(wrong) => Action::Run(focus(wrong)),
        }
    }

    /// Goes there. `copy` is whether what is here of it will do, where its host is away.
    fn try_join(&mut self, copy: bool) -> Action {
        if self.opening.is_some() {
            return Action::None;
        }
        let Ok(name) = self.name() else { return self.no_name() };
        match self.join.plan(name) {
            Ok(mut plan) => {
                let agreed = self.agreed.as_ref().filter(|(to, _)| *to == plan.to);
                plan.agreed = agreed.map(|(_, key)| *key);
                plan.copy = copy;
                Action::Join(plan, self.join.window_title())
            }
            Err(wrong) => Action::Run(focus_with(wrong, join::ANSWER)),
        }
    }

    /// A room is being hosted; dropping the handle gives it up.
    pub fn hosting(&mut self, title: &str, task: Handle) -> Task<Message> {
        self.host.trouble = None;
        let what = texts::opening(title);
        self.opening = Some(Opening { what, to: String::new(), side: Side::Host, _task: task.abort_on_drop() });
        reveal(ON_THE_WAY)
    }

    /// A room is being joined; dropping the handle gives it up.
    pub fn joining(&mut self, to: &str, task: Handle) -> Task<Message> {
        self.join.forget_trouble();
        let what = texts::joining(to);
        self.opening = Some(Opening { what, to: to.to_owned(), side: Side::Join, _task: task.abort_on_drop() });
        reveal(ON_THE_WAY)
    }

    /// The host is asked: now it is up to them.
    fn is_asked(&mut self, title: Option<&str>) -> Action {
        let Some(opening) = &mut self.opening else { return Action::None };
        opening.what = texts::asked(title.unwrap_or(&opening.to));
        Action::Run(reveal(ON_THE_WAY))
    }

    /// There was no way in.
    pub fn closed(&mut self, plan: Option<JoinPlan>, closed: Closed) -> Task<Message> {
        self.opening = None;
        match (plan, closed) {
            (None, Closed::Password(why)) => self.host.wants_password(why).map(Message::Host),
            (None, Closed::Port { why, free }) => self.host.port_taken(why, free).map(Message::Host),
            (
                None,
                Closed::Because(why)
                | Closed::NoWay(why)
                | Closed::Login(why)
                | Closed::Account(why)
                | Closed::Taken { why, .. },
            ) => self.host.refused(why).map(Message::Host),
            (Some(plan), Closed::New(found)) => self.ask(Question::first(plan, found)),
            (Some(plan), Closed::Changed { known, found }) => self.ask(Question::changed(plan, known, found)),
            (Some(plan), Closed::Password(_)) => {
                let (text, to) = (plan.to.to_text(), plan.to.in_words());
                self.asks = Some(Asks::Password(password::Question::new(text, to, plan.password.is_some())));
                focus(password::FIELD)
            }
            (Some(_), Closed::Login(why)) => self.join.wants_login(why).map(Message::Join),
            (Some(_), Closed::Account(why)) => self.join.wants_account(why).map(Message::Join),
            (Some(_), Closed::Taken { why, suggest }) => {
                tracing::debug!("the name is taken");
                self.join.name_taken(why, suggest).map(Message::Join)
            }
            (Some(plan), Closed::NoWay(why)) => self.join.no_way(why, plan.to).map(Message::Join),
            (Some(_), Closed::Because(why) | Closed::Port { why, .. }) => self.join.refused(why).map(Message::Join),
            (None, Closed::New(_) | Closed::Changed { .. }) => Task::none(),
        }
    }

    /// Asks about a key. Whoever presses Enter by habit does not go in.
    fn ask(&mut self, question: Question) -> Task<Message> {
        tracing::debug!("a key is asked about");
        self.asks = Some(Asks::Key(Box::new(question)));
        focus(key::NO)
    }
}
