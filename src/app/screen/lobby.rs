//! The lobby: who one is, hosting a room, joining one.

mod account;
mod host;
mod join;
mod key;
mod password;

use iced::task::Handle;
use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length, Padding, Task};

use super::parts::{NARROW, OneLine, heading, label, line, segmented_wide, sentence, stacked, wide_press, wrong};
use crate::app::opening::{Closed, Destination, HostPlan, JoinPlan};
use crate::app::places::Place;
use crate::app::recent::Recent;
use crate::app::texts::lobby as texts;
use crate::app::theme::{Element, Field, Ground, Icon, Ink, MEDIUM, STRONG};
use crate::app::widget::{
    Kind, Pressable, avatar, focus, focus_with, glyph, glyph_in, icon_button, level, press, reveal, tipped,
};
use crate::room::{Name, PersonId};
use crate::settings::Settings;
use crate::wire::Fingerprint;

pub use key::Question;

/// By what that is found which is being opened.
const ON_THE_WAY: &str = "on-the-way";

/// How wide the cards are, and what is between them.
const JOIN: f32 = 500.0;
const HOST: f32 = 360.0;
const BETWEEN: f32 = 20.0;

/// How wide the field of the name is.
const NAME: f32 = 280.0;
const WELCOME: f32 = 400.0;

/// Both halves of a narrow lobby.
const SIDES: [(Side, &str); 2] = [(Side::Join, texts::JOIN), (Side::Host, texts::HOST)];

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
        self.asks.take().is_some() || self.opening.take().is_some()
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
            (Some(plan), Closed::Password(_)) => {
                let to = self.join.to().to_owned();
                self.asks = Some(Asks::Password(password::Question::new(to, plan.password.is_some())));
                focus(password::FIELD)
            }
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
        self.asks = Some(Asks::Key(Box::new(question)));
        focus(key::NO)
    }

    /// What is seen. `width` is that of the window.
    pub fn view<'a>(
        &'a self,
        recent: &'a [Recent],
        settings: &'a Settings,
        now: u64,
        width: f32,
    ) -> Element<'a, Message> {
        let page =
            if self.welcomes { self.view_welcome(settings) } else { self.view_cards(recent, settings, now, width) };
        let page = scrollable(page).width(Length::Fill).height(Length::Fill);
        let titled = |to: &str| {
            recent.iter().find(|recent| recent.to.as_deref() == Some(to)).map(|recent| recent.title.as_str())
        };
        match &self.asks {
            None => super::parts::over(page, None, 0.0),
            Some(Asks::Key(question)) => {
                let question = question.view(titled(&question.to())).map(Message::Question);
                super::parts::over(page, Some(question), 520.0)
            }
            Some(Asks::Password(question)) => {
                let question = question.view(titled(&question.to)).map(Message::Password);
                super::parts::over(page, Some(question), 420.0)
            }
        }
    }

    /// What whoever is here for the first time sees: their name comes first.
    fn view_welcome<'a>(&'a self, settings: &Settings) -> Element<'a, Message> {
        let sign: Element<'_, Message> = if self.name.trim().is_empty() {
            container(glyph_in(Icon::User, 28.0, Ink::Soft)).class(Ground::Nobody).center(72).into()
        } else {
            avatar(Some(ME), &self.name, 72.0).into()
        };
        let centred = |words| text(words).line_height(text::LineHeight::Absolute(20.into())).center().class(Ink::Soft);
        let title = text(texts::WELCOME).size(24).line_height(text::LineHeight::Absolute(32.into())).font(STRONG);
        let head =
            column![title.class(Ink::Plain), centred(texts::WELCOME_MEANS)].spacing(4).align_x(Alignment::Center);
        let stays = || text(texts::NAME_STAYS).size(12).line_height(text::LineHeight::Absolute(18.into()));
        let below = self.name_trouble().map_or_else(|| stays().class(Ink::Faint).into(), wrong);
        let name = column![label(texts::CALL_YOU), self.view_field(texts::YOUR_NAME), below].spacing(6);
        let go_on = wide_press(texts::CONTINUE, self.name().is_ok().then_some(Message::Next));
        let go_on = go_on.kind(Kind::Primary).id("continue");
        let larger: Option<Element<'_, Message>> = settings.text_size.larger().map(|_| {
            let words = row![glyph(Icon::Accessibility), text(texts::LARGER).size(13).font(MEDIUM)].spacing(8);
            Pressable::new(words.align_y(Alignment::Center), Some(Message::Larger)).kind(Kind::Quiet).into()
        });
        let parts = [self.view_notices(), Some(name.into()), Some(go_on.into())];
        let form = container(stacked(parts, 20.0)).max_width(WELCOME).width(Length::Fill);
        let page = column![sign, head, form, larger.unwrap_or_else(|| space().into())].spacing(20);
        let page = page.align_x(Alignment::Center).width(Length::Fill);
        container(page).padding(Padding::from([72, 16])).width(Length::Fill).into()
    }

    fn view_cards<'a>(
        &'a self,
        recent: &'a [Recent],
        settings: &'a Settings,
        now: u64,
        width: f32,
    ) -> Element<'a, Message> {
        let (narrow, free) = (width < NARROW, self.opening.is_none());
        let usual = width >= JOIN + BETWEEN + HOST + 2.0 * BETWEEN;
        let title = text(texts::PARLOR).size(24).line_height(text::LineHeight::Absolute(32.into())).font(STRONG);
        let gear: Element<'_, Message> = if narrow {
            tipped(icon_button(Icon::Settings, texts::SETTINGS, Some(Message::Settings)), texts::SETTINGS, "Ctrl+,")
        } else {
            let words = row![glyph(Icon::Settings), text(texts::SETTINGS).font(MEDIUM).class(Ink::Around)].spacing(8);
            let words = words.align_y(Alignment::Center);
            Pressable::new(words, Some(Message::Settings)).kind(Kind::Quiet).padding([6, 8]).into()
        };
        let top = row![title.class(Ink::Plain), space().width(Length::Fill), gear].align_y(Alignment::Center);
        let last = recent.iter().find(|recent| recent.to.is_none());
        let hosted = last.map(|last| last.title.as_str()).or(settings.last_house.as_deref());
        let last = hosted.map(|title| host::Card::view_last(last, title, now, free).map(Message::Host));
        let places = join::Card::view_recent(recent, now, self.name.trim(), free).map(Message::Join);
        let join = self.join.view(free).map(Message::Join);
        let host = self.host.view(free).map(Message::Host);
        let join = Halves { body: places, foot: Some(stacked([Some(join), self.on_the_way(Side::Join)], 14.0)) };
        let host = Halves { body: stacked([Some(host), self.on_the_way(Side::Host)], 14.0), foot: last };
        let cards: Element<'_, Message> = if narrow {
            let shown = if self.side == Side::Join { join } else { host };
            column![segmented_wide(SIDES, self.side, Message::Show), shown.stacked()].spacing(16).into()
        } else {
            let join = Halves { body: column![heading(texts::JOIN), join.body].spacing(8).into(), ..join };
            // Where there is less room than usual, the narrower card keeps more of it.
            let parts = if usual { [JOIN, HOST] } else { [JOIN, HOST + 140.0] };
            level(join.card(), host.card(), BETWEEN, parts)
        };
        let parts = [Some(top.into()), self.view_notices(), Some(self.view_name(narrow)), Some(cards)];
        let padding = if narrow { [20.0, 16.0] } else { [40.0, 20.0] };
        let page = container(stacked(parts, if narrow { 16.0 } else { 18.0 })).padding(padding);
        container(page.max_width(JOIN + BETWEEN + HOST + 2.0 * BETWEEN)).center_x(Length::Fill).into()
    }

    /// What is being opened, and the way out of it, at the foot of its card.
    fn on_the_way(&self, side: Side) -> Option<Element<'_, Message>> {
        let opening = self.opening.as_ref().filter(|opening| opening.side == side)?;
        let words = text(opening.what.as_str()).class(Ink::Plain).width(Length::Fill);
        let line = row![words, press(texts::CANCEL, Message::Cancel)].spacing(12).align_y(Alignment::Center);
        Some(container(line).id(ON_THE_WAY).into())
    }

    fn view_notices(&self) -> Option<Element<'_, Message>> {
        if self.notices.is_empty() {
            return None;
        }
        let notices = self.notices.iter().enumerate().map(|(index, notice)| {
            let dismiss =
                tipped(icon_button(Icon::X, texts::DISMISS, Some(Message::Dismiss(index))), texts::DISMISS, "");
            let line = row![container(sentence(notice.as_str())).width(Length::Fill), dismiss];
            container(line.spacing(12).align_y(Alignment::Center)).class(Ground::Notice).padding([8, 12]).into()
        });
        Some(column(notices).spacing(8).into())
    }

    fn view_field(&self, hint: &'static str) -> Element<'_, Message> {
        let field = OneLine {
            id: "name",
            hint,
            value: &self.name,
            secret: false,
            wrong: None,
            ground: if self.name_trouble().is_some() { Field::Wrong } else { Field::Raised },
            on_input: Message::Name,
            on_submit: Message::Next,
        };
        field.view()
    }

    fn view_name(&self, narrow: bool) -> Element<'_, Message> {
        let face = avatar(Some(ME), &self.name, 40.0);
        let trouble = self.name_trouble().map(wrong);
        let width = if narrow { Length::Fill } else { Length::Fixed(NAME) };
        let field = container(self.view_field(texts::YOUR_NAME)).width(width);
        let field = row![face, field].spacing(12).align_y(Alignment::Center);
        if narrow {
            return column![field].push(trouble).spacing(6).into();
        }
        let beside = trouble.unwrap_or_else(|| text(texts::NAME_MEANS).class(Ink::Faint).into());
        field.push(beside).into()
    }
}

/// Oneself, before anyone gave one a number.
const ME: PersonId = PersonId(1);

/// What stands on a card, and what at its foot.
struct Halves<'a> {
    body: Element<'a, Message>,
    foot: Option<Element<'a, Message>>,
}

impl<'a> Halves<'a> {
    /// Without a card around it.
    fn stacked(self) -> Element<'a, Message> {
        let foot = self.foot.map(|foot| column![line(), foot].spacing(16).into());
        stacked([Some(self.body), foot], 16.0)
    }

    /// On a card that is as high as the one beside it: the foot is at its end.
    fn card(self) -> Element<'a, Message> {
        let foot = self.foot.map(|foot| column![line(), container(foot).padding([16, 20]).width(Length::Fill)]);
        let body = container(self.body).padding([20, 20]).width(Length::Fill);
        let card = column![body, space().height(Length::Fill)].push(foot).width(Length::Fill);
        container(card).class(Ground::Card).padding(1).width(Length::Fill).height(Length::Fill).into()
    }
}
