//! The lobby: who one is, hosting a room, joining one.

mod account;
mod host;
mod join;
mod key;

use iced::task::Handle;
use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length, Task};

use super::parts::{OneLine, sentence, stacked, wrong};
use crate::app::opening::{Closed, Destination, HostPlan, JoinPlan};
use crate::app::places::Place;
use crate::app::recent::Recent;
use crate::app::theme::{Element, Field, Ground, Ink, MEDIUM, STRONG};
use crate::app::widget::{Kind, focus, focus_with, press, reveal};
use crate::room::Name;
use crate::settings::Settings;
use crate::wire::Fingerprint;

pub use key::Question;

/// By what that is found which is being opened.
const ON_THE_WAY: &str = "on-the-way";

/// From this width on, hosting and joining stand beside each other.
const WIDE: f32 = 760.0;

/// The lobby.
pub struct Lobby {
    name: String,
    host: host::Card,
    join: join::Card,
    question: Option<Question>,
    opening: Option<Opening>,
    /// Where someone agreed to a key, and to which: it is not asked about again while they try to get in.
    agreed: Option<(Destination, Fingerprint)>,
    /// What there is to know since the program started.
    notices: Vec<String>,
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
enum Side {
    Host,
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
    /// Something about the key of a house.
    Question(key::Message),
    /// The host of the house was asked whether one may come in; and what the house is called, if that is known.
    Asked(Option<String>),
    /// Gives up what is being opened.
    Cancel,
    /// Puts a notice away.
    Dismiss(usize),
    /// Opens the settings.
    Settings,
    /// Enter was pressed in the field of the name.
    Next,
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
    /// Opens the settings.
    Settings,
}

impl Lobby {
    /// The lobby, as it was left.
    pub fn new(settings: &Settings, places: Vec<Place>, notices: Vec<String>) -> (Self, Task<Message>) {
        let lobby = Self {
            name: settings.name.as_ref().map(ToString::to_string).unwrap_or_default(),
            host: host::Card::new(settings, places),
            join: join::Card::default(),
            question: None,
            opening: None,
            agreed: None,
            notices,
        };
        let first = if lobby.name.is_empty() { "name" } else { "title" };
        (lobby, focus(first))
    }

    /// One was logged out of a house, and logs in again.
    pub fn log_in(&mut self, plan: JoinPlan, window: Option<String>) -> Task<Message> {
        self.name = plan.name.to_string();
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
                host::Action::Focus(id) => Action::Run(focus_with(id, host::ANSWER)),
            },
            Message::Join(message) => match self.join.update(message) {
                join::Action::None => Action::None,
                join::Action::Join => self.try_join(false),
                join::Action::Focus(id) => Action::Run(focus(id)),
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
                let Some(question) = &mut self.question else { return Action::None };
                match question.update(message) {
                    key::Action::None => Action::None,
                    key::Action::No => {
                        self.question = None;
                        Action::None
                    }
                    key::Action::Yes(plan) => {
                        self.question = None;
                        self.agreed = plan.agreed.map(|key| (plan.to.clone(), key));
                        Action::Join(plan, self.join.window_title())
                    }
                }
            }
            Message::Asked(house) => self.is_asked(house),
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
            Message::Next => Action::Run(focus("title")),
        }
    }

    /// Esc was pressed. False where it means nothing here.
    pub fn escape(&mut self) -> bool {
        self.question.take().is_some() || self.opening.take().is_some()
    }

    fn name(&self) -> Result<Name, String> {
        Name::parse(&self.name).map_err(|error| error.to_string())
    }

    fn name_trouble(&self) -> Option<String> {
        if self.name.is_empty() { None } else { self.name().err() }
    }

    fn no_name(&mut self, side: Side) -> Action {
        let why = "First say who you are: fill in your name above.".to_owned();
        match side {
            Side::Host => self.host.trouble = Some(why),
            Side::Join => self.join.trouble = Some(why),
        }
        Action::Run(focus("name"))
    }

    fn try_host(&mut self) -> Action {
        if self.opening.is_some() {
            return Action::None;
        }
        let Ok(name) = self.name() else { return self.no_name(Side::Host) };
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
        let Ok(name) = self.name() else { return self.no_name(Side::Join) };
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
        let what = format!("Opening “{title}”…");
        self.opening = Some(Opening { what, to: String::new(), side: Side::Host, _task: task.abort_on_drop() });
        reveal(ON_THE_WAY)
    }

    /// A room is being joined; dropping the handle gives it up.
    pub fn joining(&mut self, to: &str, task: Handle) -> Task<Message> {
        self.join.forget_trouble();
        let what = format!("Going to {to}…");
        self.opening = Some(Opening { what, to: to.to_owned(), side: Side::Join, _task: task.abort_on_drop() });
        reveal(ON_THE_WAY)
    }

    /// The host of the house is asked: now it is up to them.
    fn is_asked(&mut self, house: Option<String>) -> Action {
        let Some(opening) = &mut self.opening else { return Action::None };
        let house = house.map_or_else(|| format!("The house at {}", opening.to), |title| format!("“{title}”"));
        opening.what = format!("{house} was asked. You go in as soon as its host says yes.");
        Action::Run(reveal(ON_THE_WAY))
    }

    /// There was no way in.
    pub fn closed(&mut self, plan: Option<JoinPlan>, closed: Closed) -> Task<Message> {
        self.opening = None;
        match (plan, closed) {
            (None, Closed::Port { why, free }) => self.host.port_taken(why, free).map(Message::Host),
            (
                None,
                Closed::Because(why)
                | Closed::Password(why)
                | Closed::Login(why)
                | Closed::Account(why)
                | Closed::Taken { why, .. },
            ) => self.host.refused(why).map(Message::Host),
            (Some(plan), Closed::New(found)) => self.ask(Question::first(plan, found)),
            (Some(plan), Closed::Changed { known, found }) => self.ask(Question::changed(plan, known, found)),
            (Some(_), Closed::Password(why)) => self.join.wants_password(why).map(Message::Join),
            (Some(_), Closed::Login(why)) => self.join.wants_login(why).map(Message::Join),
            (Some(_), Closed::Account(why)) => self.join.wants_account(why).map(Message::Join),
            (Some(_), Closed::Taken { why, suggest }) => {
                tracing::debug!("the name is taken");
                self.join.name_taken(why, suggest).map(Message::Join)
            }
            (Some(_), Closed::Because(why) | Closed::Port { why, .. }) => self.join.refused(why).map(Message::Join),
            (None, Closed::New(_) | Closed::Changed { .. }) => Task::none(),
        }
    }

    /// Asks about a key. Whoever presses Enter by habit does not go in.
    fn ask(&mut self, question: Question) -> Task<Message> {
        tracing::debug!("a key is asked about");
        self.question = Some(question);
        focus(key::NO)
    }

    /// What is seen. `width` is that of the window.
    pub fn view<'a>(&'a self, recent: &'a [Recent], now: u64, width: f32) -> Element<'a, Message> {
        let wide = width >= WIDE;
        let busy = |side| self.opening.as_ref().filter(|opening| opening.side == side).map(|opening| &*opening.what);
        let free = self.opening.is_none();
        let top = row![
            text("Parlor").size(26).font(STRONG).class(Ink::Plain),
            space().width(Length::Fill),
            press("Settings", Message::Settings).kind(Kind::Quiet),
        ]
        .align_y(Alignment::Center);
        // What is being opened, and the way out of it, at the foot of its card.
        let on_the_way = |side| {
            busy(side).map(|what| {
                let words = text(what).class(Ink::Plain).width(Length::Fill);
                let line = row![words, press("Cancel", Message::Cancel)].spacing(12).align_y(Alignment::Center);
                container(line).id(ON_THE_WAY).into()
            })
        };
        let host = stacked([Some(self.host.view(free, recent).map(Message::Host)), on_the_way(Side::Host)], 14.0);
        let join = stacked([Some(self.join.view(free, recent, now).map(Message::Join)), on_the_way(Side::Join)], 14.0);
        let card =
            |content: Element<'a, Message>| container(content).class(Ground::Card).padding(22).width(Length::Fill);
        let cards: Element<'_, Message> = if wide {
            row![card(host), card(join)].spacing(20).into()
        } else {
            column![card(host), card(join)].spacing(16).into()
        };
        let page = stacked([Some(top.into()), self.view_notices(), Some(self.view_name(wide)), Some(cards)], 24.0);
        let padding = if wide { [52, 40] } else { [20, 16] };
        let page = container(page).max_width(860.0 + 80.0).padding(padding);
        let page = scrollable(container(page).center_x(Length::Fill)).width(Length::Fill).height(Length::Fill);
        let question = self.question.as_ref().map(|question| question.view().map(Message::Question));
        super::parts::over(page, question, 480.0)
    }

    fn view_notices(&self) -> Option<Element<'_, Message>> {
        if self.notices.is_empty() {
            return None;
        }
        let notices = self.notices.iter().enumerate().map(|(index, notice)| {
            let line = row![
                container(sentence(notice.as_str())).width(Length::Fill),
                press("Put away", Message::Dismiss(index)).kind(Kind::Quiet),
            ];
            container(line.spacing(12).align_y(Alignment::Center)).class(Ground::Notice).padding([8, 12]).into()
        });
        Some(column(notices).spacing(8).into())
    }

    fn view_name(&self, wide: bool) -> Element<'_, Message> {
        let field = OneLine {
            id: "name",
            hint: "Ada",
            value: &self.name,
            secret: false,
            wrong: None,
            ground: if self.name_trouble().is_some() { Field::Wrong } else { Field::Raised },
            on_input: Message::Name,
            on_submit: Message::Next,
        };
        let label = text("Your name").font(MEDIUM).class(Ink::Soft);
        let beside: Element<'_, Message> = match self.name_trouble() {
            Some(why) => wrong(why),
            None => text("Others in the room see this.").class(Ink::Faint).into(),
        };
        let field = container(field.view()).width(if wide { Length::Fixed(280.0) } else { Length::Fill });
        if wide {
            row![label, field, beside].spacing(12).align_y(Alignment::Center).into()
        } else {
            column![row![label, field].spacing(12).align_y(Alignment::Center), beside].spacing(6).into()
        }
    }
}
