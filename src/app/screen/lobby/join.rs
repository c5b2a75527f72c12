//! The card for joining a room.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length, Padding, Task};

use super::account;
use crate::app::opening::{Destination, JoinPlan};
use crate::app::recent::Recent;
use crate::app::screen::parts::{
    Beside, OneLine, fold, label, labelled, line, sign, small, small_press, stacked, wrong,
};
use crate::app::texts::{doctor as doctor_texts, lobby as texts};
use crate::app::theme::{Element, Field, Ground, Icon, Ink, STRONG, Theme};
use crate::app::widget::{Kind, beside, focus, focus_with, glyph_in, press, press_maybe, reveal, truncated};
use crate::find::Found;
use crate::room::Name;
use crate::wire::{Invite, SpokenCode};

/// By what the answer to Join is found.
pub(super) const ANSWER: &str = "join-answer";

/// By what the button is found that finds out why there is no way.
pub(super) const FIND_OUT: &str = "find-out";

/// By what the button is found that takes the name which is free.
const FREE: &str = "free-name";

/// How many recent rooms are shown.
const RECENT: usize = 4;

/// How many of those that were found on the network.
const FOUND: usize = 12;

/// What stands on the card.
#[derive(Default)]
pub(super) struct Card {
    to: String,
    /// The place that stands there, where it was found on the network.
    found: Option<Box<Invite>>,
    /// The password, where one was asked for.
    password: String,
    window: String,
    unfolded: bool,
    pub(super) account: account::With,
    pub(super) trouble: Option<String>,
    /// Where there was no way to: why can be found out.
    no_way: Option<Destination>,
    suggest: Option<Name>,
    tried: bool,
}

/// What happens on it.
#[derive(Clone, Debug)]
pub enum Message {
    To(String),
    Window(String),
    Account(account::Message),
    /// The name is one's own, and one logs in with it.
    Login,
    Unfold,
    Again(Box<Recent>),
    /// Joins a place that was found on the network.
    Found(Box<Found>),
    UseName(String),
    /// Finds out why there is no way to a place.
    FindOut,
    /// Finds out why no place is found.
    CheckConnection,
    Join,
}

/// What it wants done.
pub(super) enum Action {
    None,
    Join,
    Name(String),
    /// Goes where one was, under this name.
    Again(String),
    /// Finds out why there is no way there.
    FindOut(Option<Destination>),
    /// What has this id gets the focus.
    Focus(&'static str),
}

impl Card {
    pub(super) fn update(&mut self, message: Message) -> Action {
        if !matches!(message, Message::Join | Message::Unfold | Message::FindOut) {
            self.forget_trouble();
        }
        match message {
            Message::To(to) => {
                self.to = to;
                self.found = None;
                self.tried = false;
                self.password.clear();
                self.account.elsewhere();
            }
            Message::Window(window) => self.window = window,
            Message::Account(message) => self.account.update(message),
            Message::Login => {
                self.account.log_in();
                return Action::Focus(account::FIELD);
            }
            Message::Unfold => self.unfolded = !self.unfolded,
            Message::Again(recent) => {
                self.account.elsewhere();
                self.password.clear();
                self.to = recent.to.unwrap_or_default();
                self.found = None;
                self.window = recent.window.unwrap_or_default();
                return Action::Again(recent.name);
            }
            Message::Found(place) => {
                self.account.elsewhere();
                self.password.clear();
                self.window.clear();
                let Found { key, addresses, .. } = *place;
                let place =
                    Destination::Found(Box::new(Invite { addresses, relay: None, key, room: None, secret: None }));
                self.to = place.in_words();
                if let Destination::Found(place) = place {
                    self.found = Some(place);
                }
                return Action::Join;
            }
            Message::FindOut => return Action::FindOut(self.no_way.clone()),
            Message::CheckConnection => return Action::FindOut(None),
            Message::UseName(name) => return Action::Name(name),
            Message::Join => return Action::Join,
        }
        Action::None
    }

    pub(super) fn forget_trouble(&mut self) {
        self.trouble = None;
        self.no_way = None;
        self.suggest = None;
    }

    /// There was no way there, and this is what is known of it.
    pub(super) fn no_way(&mut self, why: String, to: Destination) -> Task<Message> {
        self.no_way = Some(to);
        self.refused(why)
    }

    /// There was no way in, and this is why.
    pub(super) fn refused(&mut self, why: String) -> Task<Message> {
        self.trouble = Some(why);
        reveal(ANSWER)
    }

    /// What the place is called that was chosen from what is found on the network.
    pub(super) fn found_title<'a>(&self, found: &'a [Found]) -> Option<&'a str> {
        let chosen = self.found.as_ref()?;
        found.iter().find(|place| place.key == chosen.key).map(|place| place.title.as_str())
    }

    /// The code that stands there led to this invite.
    pub(super) fn led_to(&mut self, invite: String) {
        self.to = invite;
    }

    /// The place asked for a password, and this is the one.
    pub(super) fn answer(&mut self, password: String) {
        self.password = password;
    }

    /// The name and the password do not go together, or the name needs one.
    pub(super) fn wants_login(&mut self, why: String) -> Task<Message> {
        self.account.log_in();
        self.trouble = Some(why);
        focus_with(account::FIELD, ANSWER)
    }

    pub(super) fn wants_account(&mut self, why: String) -> Task<Message> {
        self.account.want();
        self.trouble = Some(why);
        focus_with(account::FIELD, ANSWER)
    }

    /// The name is someone else's. Whoever presses Enter goes in with one that is free.
    pub(super) fn name_taken(&mut self, why: String, suggest: Option<Name>) -> Task<Message> {
        self.suggest = suggest;
        if self.suggest.is_none() {
            return self.refused(why);
        }
        self.trouble = Some(why);
        focus_with(FREE, ANSWER)
    }

    /// One was logged out there, and logs in again: only the password is missing.
    pub(super) fn log_in(&mut self, plan: &JoinPlan, window: Option<String>) -> Task<Message> {
        self.to = plan.to.to_text();
        self.password = plan.password.clone().unwrap_or_default();
        self.window = window.unwrap_or_default();
        self.account.log_in();
        focus(account::FIELD)
    }

    /// What the window is to be called, if it is to be called anything of its own.
    pub(super) fn window_title(&self) -> Option<String> {
        Some(self.window.trim().to_owned()).filter(|window| !window.is_empty())
    }

    fn to_trouble(&self) -> Option<String> {
        if self.to.trim().is_empty() {
            return self.tried.then(|| texts::NO_ADDRESS.to_owned());
        }
        // While a code is being typed it is never whole.
        let is_code = self.to.split_whitespace().any(SpokenCode::is_meant) || SpokenCode::is_meant(&self.to);
        if is_code && !self.tried {
            return None;
        }
        Destination::read(&self.to).err()
    }

    /// Where to go; or the field that is wrong.
    pub(super) fn plan(&mut self, name: Name) -> Result<JoinPlan, &'static str> {
        self.tried = true;
        let to = match &self.found {
            Some(place) => Destination::Found(place.clone()),
            None => Destination::read(&self.to).map_err(|_| "to")?,
        };
        let password = Some(self.password.clone()).filter(|password| !password.is_empty());
        let account = self.account.account().map_err(|why| {
            self.trouble = Some(why);
            self.unfolded |= !self.account.is_asked();
            account::FIELD
        })?;
        Ok(JoinPlan { name, to, password, account, agreed: None, copy: false })
    }

    /// The answer to Join: what is wrong, and what can be done about it.
    fn view_answer(&self) -> Option<Element<'_, Message>> {
        let trouble = self.trouble.as_deref().map(wrong)?;
        let ways = self.suggest.as_ref().map(|name| {
            let free = press(texts::join_as(name.as_str()), Message::UseName(name.to_string())).id(FREE);
            row![free, press(texts::LOG_IN_INSTEAD, Message::Login)].spacing(8).wrap()
        });
        let find_out = self
            .no_way
            .as_ref()
            .map(|_| press(doctor_texts::FIND_OUT, Message::FindOut).kind(Kind::Link).padding(0).id(FIND_OUT));
        let why = row![trouble].push(find_out).spacing(6).align_y(Alignment::Center).wrap();
        Some(container(column![why].push(ways).spacing(10)).id(ANSWER).into())
    }

    /// The places there are: those found on the network, and those one was in last.
    pub(super) fn view_places<'a>(known: &Known<'a>) -> Element<'a, Message> {
        let visited: Vec<&Recent> = known.recent.iter().filter(|recent| recent.to.is_some()).take(RECENT).collect();
        // Where one was before, it is told there that its host is here.
        let is_visited = |place: &&Found| visited.iter().any(|recent| recent.key == place.key.to_string());
        let found: Vec<&Found> = known.found.iter().filter(|place| !is_visited(place)).take(FOUND).collect();
        if visited.is_empty() && found.is_empty() {
            return view_nothing();
        }
        let mut all = column![].spacing(9);
        for one in &found {
            all = all.push(column![line(), view_found(one, known.free)].spacing(9));
        }
        if !visited.is_empty() {
            let gap = if found.is_empty() { 0.0 } else { 11.0 };
            all = all.push(container(label(texts::RECENT)).padding(Padding::ZERO.top(gap)));
        }
        for one in visited {
            let here = known.found.iter().find(|place| place.key.to_string() == one.key);
            all = all.push(column![line(), view_place(one, here, known)].spacing(9));
        }
        all.into()
    }

    /// The field for a place that is not listed, and what becomes of it.
    pub(super) fn view<'a>(&'a self, free: bool) -> Element<'a, Message> {
        let trouble = self.to_trouble();
        let field = OneLine {
            id: "to",
            hint: texts::TO,
            value: &self.to,
            secret: false,
            wrong: None,
            ground: if trouble.is_some() { Field::Wrong } else { Field::Raised },
            on_input: Message::To,
            on_submit: Message::Join,
        };
        let field = container(field.view_beside(Beside::Icon(Icon::Link))).width(Length::Fill);
        let join = press_maybe(texts::JOIN, free.then_some(Message::Join)).id("join");
        let to = row![field, join].spacing(8).align_y(Alignment::Center);
        let to = column![to].push(trouble.map(wrong)).spacing(6);
        let account = (self.account.is_asked() || self.unfolded).then(|| {
            let typed: [fn(String) -> Message; 2] = [
                |password| Message::Account(account::Message::Password(password)),
                |again| Message::Account(account::Message::Again(again)),
            ];
            self.account.view(Message::Account, typed, Message::Join)
        });
        let window = self.unfolded.then(|| {
            let field = OneLine {
                id: "window",
                hint: texts::WINDOW_HINT,
                value: &self.window,
                secret: false,
                wrong: None,
                ground: Field::Raised,
                on_input: Message::Window,
                on_submit: Message::Join,
            };
            labelled(texts::WINDOW, field.view())
        });
        let fold = fold(texts::MORE, self.unfolded, Message::Unfold).into();
        stacked([Some(to.into()), self.view_answer(), Some(fold), account, window], 10.0)
    }
}

/// What is known of places, and whether one can go there now.
pub(super) struct Known<'a> {
    pub(super) found: &'a [Found],
    pub(super) recent: &'a [Recent],
    pub(super) now: u64,
    /// The name that stands in the lobby.
    pub(super) name: &'a str,
    pub(super) free: bool,
}

/// That there is nothing yet, and what to do.
fn view_nothing<'a>() -> Element<'a, Message> {
    let sign = container(glyph_in(Icon::Radio, 24.0, Ink::Soft)).class(Ground::Nobody).center(56);
    let title = text(texts::NO_ROOMS).font(STRONG).class(Ink::Plain);
    let means = text(texts::NO_ROOMS_MEANS).center().line_height(text::LineHeight::Absolute(20.into()));
    let means = container(means.class(Ink::Soft)).max_width(360);
    let check = press(doctor_texts::NONE_FOUND, Message::CheckConnection).kind(Kind::Link).padding(0);
    let card = column![sign, title, means, check].spacing(8).align_x(Alignment::Center);
    container(card).center_x(Length::Fill).padding(Padding::from([16, 0]).bottom(24)).into()
}

/// A place that was found on the network.
fn view_found(place: &Found, free: bool) -> Element<'_, Message> {
    let about = small(texts::found(place.people, place.addresses.first()));
    let password =
        place.asks_password.then(|| text(texts::ASKS).size(12).class(Ink::Faint).wrapping(text::Wrapping::None));
    let icon = if place.asks_password { Icon::Lock } else { Icon::Hash };
    let join = free.then(|| Message::Found(Box::new(place.clone())));
    view_row(icon, place.title.as_str(), password, about, join)
}

/// One of the places one was in, and whether its host is here.
fn view_place<'a>(recent: &'a Recent, here: Option<&Found>, known: &Known<'_>) -> Element<'a, Message> {
    let other = (recent.name != known.name).then_some(recent.name.as_str());
    let about = match here {
        Some(place) => texts::found(place.people, place.addresses.first()),
        None => texts::last_there(&texts::ago(known.now.saturating_sub(recent.at)), other),
    };
    let unread = (recent.unread() > 0)
        .then(|| text(texts::unread(recent.unread())).size(12).class(Ink::Faint).wrapping(text::Wrapping::None));
    let join = known.free.then(|| Message::Again(Box::new(recent.clone())));
    view_row(Icon::Hash, &recent.title, unread, small(about), join)
}

/// A place, with what can be done there at the right.
fn view_row<'a>(
    icon: Icon,
    title: &'a str,
    beside_title: Option<iced::widget::Text<'a, Theme>>,
    about: Element<'a, Message>,
    join: Option<Message>,
) -> Element<'a, Message> {
    let title = row![container(truncated(title).font(STRONG)).clip(true)].push(beside_title);
    let words = column![title.spacing(8).align_y(Alignment::Center), about].spacing(1);
    let words = row![sign(icon), container(words).clip(true)].spacing(12).align_y(Alignment::Center);
    beside(words, row![small_press(texts::JOIN, join)].spacing(8), 12.0, 120.0)
}
