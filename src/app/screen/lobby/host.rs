//! The card for hosting a room.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length, Task};

use crate::app::opening::{HostPlan, Port, Reach};
use crate::app::places::{self, Place};
use crate::app::recent::Recent;
use crate::app::screen::parts::{
    Beside, OneLine, fold, heading, label, labelled, segmented_wide, sentence, sign, small, small_press, stacked,
    wide_press, wrong,
};
use crate::app::texts::lobby as texts;
use crate::app::theme::{Element, Field, Icon, Ink, STRONG};
use crate::app::widget::{Kind, Mark, Pressable, beside, focus_with, press, press_maybe, reveal, truncated};
use crate::host::PlainDoors;
use crate::room::{Name, Title};
use crate::settings::{self, Settings};
use crate::wire::Address;
use crate::wire::address::AddressError;

/// By what the button is found that hosts without the password a place had.
pub(super) const WITHOUT: &str = "without-password";

/// By what the answer to Host is found.
const ANSWER: &str = "host-answer";

/// By what the button is found that hosts again what was hosted last.
pub(super) const AGAIN: &str = "host-again";

/// By what the button is found that takes the port which is free.
const FREE: &str = "free-port";

/// What stands on the card.
pub(super) struct Card {
    title: String,
    password: String,
    /// Whether it can be read.
    shown: bool,
    unfolded: bool,
    port: String,
    /// Which port that is: the place's own, unless someone said otherwise.
    which: Which,
    /// From which port on new places get theirs.
    first: u16,
    /// The places that are kept here.
    places: Vec<Place>,
    reach: Who,
    address: String,
    /// Whether others on the network see it without an address.
    announced: bool,
    /// Which languages are let in without TLS.
    doors: PlainDoors,
    pub(super) trouble: Option<String>,
    /// The place had a password, and none was typed: what is said under the field.
    wants_password: Option<String>,
    /// Whether the person was told so and wants it without. What is typed afterwards takes that back.
    without_password: bool,
    /// The port is taken, and this one is free.
    taken: Option<u16>,
    /// Whether someone tried already: then an empty field is wrong, too.
    tried: bool,
}

/// Which port stands on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// The place's own.
    Own,
    /// What was typed.
    Typed,
    /// A free one, for this time.
    Now(u16),
}

/// Who may reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Here,
    Network,
    Internet,
}

const WHO: [(Who, &str); 3] =
    [(Who::Here, texts::HERE), (Who::Network, texts::NETWORK), (Who::Internet, texts::INTERNET)];

/// What happens on it.
#[derive(Clone, Debug)]
pub enum Message {
    Title(String),
    Password(String),
    Show,
    Unfold,
    Port(String),
    Reach(Who),
    Address(String),
    Announce(bool),
    Doors(PlainDoors),
    UsePort(u16),
    WithoutPassword,
    Host,
    /// What was hosted before is hosted again: its title, and as whom where that is known.
    Again(String, Option<String>),
}

/// What it wants done.
pub(super) enum Action {
    None,
    Host,
    /// Hosts it under this name.
    Again(String),
    /// What has this id gets the focus.
    Focus(&'static str),
}

impl Card {
    pub(super) fn new(settings: &Settings, places: Vec<Place>) -> Self {
        let mut card = Self {
            title: String::new(),
            password: String::new(),
            shown: false,
            unfolded: false,
            port: String::new(),
            which: Which::Own,
            first: settings.port,
            places,
            reach: match settings.reach {
                settings::Reach::Computer => Who::Here,
                settings::Reach::Network => Who::Network,
            },
            address: String::new(),
            announced: true,
            doors: PlainDoors::default(),
            trouble: None,
            wants_password: None,
            without_password: false,
            taken: None,
            tried: false,
        };
        card.show_own_port();
        card
    }

    /// The port shows that the place has which is called so, unless another one was typed.
    fn show_own_port(&mut self) {
        if self.which != Which::Typed {
            self.which = Which::Own;
            self.port = places::port_of(&self.places, self.title().ok().as_ref(), self.first).to_string();
        }
    }

    pub(super) fn update(&mut self, message: Message) -> Action {
        if !matches!(message, Message::Host | Message::Unfold | Message::Show) {
            self.forget_trouble();
        }
        if matches!(message, Message::Title(_) | Message::Password(_) | Message::Again(..)) {
            self.without_password = false;
        }
        match message {
            Message::Title(title) => {
                self.title = title;
                self.show_own_port();
            }
            Message::Password(password) => self.password = password,
            Message::Show => self.shown = !self.shown,
            Message::Unfold => self.unfolded = !self.unfolded,
            Message::Port(port) => (self.port, self.which) = (port, Which::Typed),
            Message::Reach(reach) => self.reach = reach,
            Message::Address(address) => self.address = address,
            Message::Announce(announced) => self.announced = announced,
            Message::Doors(doors) => self.doors = doors,
            Message::UsePort(port) => {
                (self.port, self.which) = (port.to_string(), Which::Now(port));
                return Action::Host;
            }
            Message::WithoutPassword => {
                self.without_password = true;
                return Action::Host;
            }
            Message::Host => return Action::Host,
            Message::Again(title, name) => return self.again(title, name),
        }
        Action::None
    }

    /// What was hosted before is hosted again as it was. Where it asked for a password, or that is not known, it is only
    /// filled in: nobody opens by one press what was closed to others.
    fn again(&mut self, title: String, name: Option<String>) -> Action {
        self.title = title;
        self.which = Which::Own;
        self.show_own_port();
        let title = self.title().ok();
        let place = title.and_then(|title| self.places.iter().find(|place| place.is_called(&title)));
        let Some(place) = place.cloned() else { return Action::Focus("host") };
        (self.reach, self.address) = match place.reach() {
            Reach::Here => (Who::Here, String::new()),
            Reach::Network => (Who::Network, String::new()),
            Reach::Internet(address) => (Who::Internet, address.map(|address| address.to_string()).unwrap_or_default()),
        };
        self.announced = place.announced;
        self.doors = place.doors;
        if place.password && self.password.is_empty() {
            self.wants_password = Some(texts::had_password(&self.title));
            return Action::Focus("password");
        }
        name.map_or(Action::Host, Action::Again)
    }

    pub(super) fn forget_trouble(&mut self) {
        self.trouble = None;
        self.wants_password = None;
        self.taken = None;
    }

    pub(super) fn port_taken(&mut self, why: String, free: u16) -> Task<Message> {
        self.taken = Some(free).filter(|free| *free > 0);
        self.unfolded = true;
        if self.taken.is_none() {
            return self.refused(why);
        }
        self.trouble = Some(why);
        focus_with(FREE, ANSWER)
    }

    /// The place had a password, and none was typed.
    pub(super) fn wants_password(&mut self, why: String) -> Task<Message> {
        self.wants_password = Some(why);
        focus_with("password", WITHOUT)
    }

    /// The house can't be opened, and this is why.
    pub(super) fn refused(&mut self, why: String) -> Task<Message> {
        self.trouble = Some(why);
        reveal(ANSWER)
    }

    fn title(&self) -> Result<Title, String> {
        Title::parse(&self.title).map_err(|error| error.to_string())
    }

    /// Whether a place of this title is kept here: hosting it opens that one.
    fn was_hosted(&self) -> bool {
        self.title().is_ok_and(|title| self.places.iter().any(|place| place.is_called(&title)))
    }

    fn title_trouble(&self) -> Option<String> {
        if self.title.is_empty() && !self.tried { None } else { self.title().err() }
    }

    fn port(&self) -> Result<u16, String> {
        let port = self.port.trim().parse::<u16>().ok().filter(|port| *port > 0);
        port.ok_or_else(|| texts::NO_PORT.to_owned())
    }

    /// The address that others use, where one was typed. Without one, the router is asked.
    fn address(&self) -> Result<Option<Address>, String> {
        if self.address.trim().is_empty() {
            return Ok(None);
        }
        self.address.parse().map(Some).map_err(|error: AddressError| error.to_string())
    }

    fn address_trouble(&self) -> Option<String> {
        (self.reach == Who::Internet).then(|| self.address().err()).flatten()
    }

    /// What is to be hosted; or the field that is wrong.
    pub(super) fn plan(&mut self, name: Name) -> Result<HostPlan, &'static str> {
        self.tried = true;
        let title = self.title().map_err(|_| "title")?;
        let port = self.port();
        self.unfolded |= port.is_err();
        let port = port.map_err(|_| "port")?;
        let port = match self.which {
            Which::Own => Port::Own(self.first),
            Which::Typed => Port::This(port),
            Which::Now(port) => Port::Now(port),
        };
        let reach = match self.reach {
            Who::Here => Reach::Here,
            Who::Network => Reach::Network,
            Who::Internet => Reach::Internet(self.address().map_err(|_| "address")?),
        };
        let password = Some(self.password.clone()).filter(|password| !password.is_empty());
        Ok(HostPlan {
            name,
            title,
            password,
            may_drop_password: self.without_password,
            port,
            reach,
            announced: self.announced,
            doors: self.doors,
        })
    }

    /// What stands on the card, and at its foot.
    pub(super) fn view(&self, free: bool) -> Element<'_, Message> {
        let title = labelled(
            texts::TITLE,
            owned(self.title_trouble(), |wrong| OneLine {
                id: "title",
                hint: texts::TITLE_HINT,
                value: &self.title,
                secret: false,
                wrong,
                ground: Field::Raised,
                on_input: Message::Title,
                on_submit: Message::Host,
            }),
        );
        let again = self.was_hosted().then(|| text(texts::HOSTED_BEFORE).size(12).class(Ink::Soft).into());
        let title = stacked([Some(title), again], 6.0);
        let reach = segmented_wide(WHO, self.reach, Message::Reach);
        let who = WHO.iter().find(|(who, _)| *who == self.reach).map_or("", |(_, words)| words);
        let named = !self.address.trim().is_empty();
        let means = text(texts::reached_by(who, named, self.port.trim())).size(12).class(Ink::Faint);
        let reach = column![label(texts::REACH), reach, means].spacing(6).into();
        let address = (self.reach == Who::Internet).then(|| self.view_address());
        let fold = fold(texts::port(self.port.trim()), self.unfolded, Message::Unfold).into();
        let port = self.unfolded.then(|| {
            owned(self.port().err(), |wrong| OneLine {
                id: "port",
                hint: "7275",
                value: &self.port,
                secret: false,
                wrong,
                ground: Field::Raised,
                on_input: Message::Port,
                on_submit: Message::Host,
            })
        });
        let ticks = self.unfolded.then(|| self.view_ticks());
        let answer = self.trouble.as_deref().map(|why| {
            let instead = self.taken.map(|free| press(texts::use_port(free), Message::UsePort(free)).id(FREE));
            container(column![wrong(why)].push(instead).spacing(10)).id(ANSWER).into()
        });
        let host = wide_press(texts::HOST, free.then_some(Message::Host)).kind(Kind::Primary).id("host").into();
        let head = column![heading(texts::HOST), sentence(texts::HOST_MEANS)].into();
        stacked(
            [
                Some(head),
                Some(title),
                Some(self.view_password(free)),
                Some(reach),
                address,
                Some(fold),
                port,
                ticks,
                answer,
                Some(host),
            ],
            14.0,
        )
    }

    /// The password; and where the place had one and none was typed, what to do about that.
    fn view_password(&self, free: bool) -> Element<'_, Message> {
        let asked = self.wants_password.as_deref().map(|why| {
            let without = press_maybe(texts::WITHOUT_PASSWORD, free.then_some(Message::WithoutPassword)).id(WITHOUT);
            column![wrong(why), without].spacing(10).into()
        });
        let field = OneLine {
            id: "password",
            hint: if asked.is_some() { texts::ANY_PASSWORD } else { texts::NO_PASSWORD },
            value: &self.password,
            secret: !self.shown,
            wrong: None,
            ground: if asked.is_some() { Field::Wrong } else { Field::Raised },
            on_input: Message::Password,
            on_submit: Message::Host,
        };
        let field = labelled(texts::PASSWORD_OPTIONAL, field.view_beside(Beside::Eye(Message::Show)));
        stacked([Some(field), asked], 6.0)
    }

    /// What else is so or not.
    fn view_ticks(&self) -> Element<'_, Message> {
        let PlainDoors { text: plain, irc } = self.doors;
        let tick = |words, on, then| {
            let content = row![Mark::Tick(on), text(words)].spacing(10).align_y(Alignment::Center);
            Pressable::new(content, Some(then)).kind(Kind::Bare).padding([3, 0]).width(Length::Fill)
        };
        let announce = (self.reach != Who::Here)
            .then(|| tick(texts::ANNOUNCE, self.announced, Message::Announce(!self.announced)));
        let irc_too = tick(texts::IRC, irc, Message::Doors(PlainDoors { irc: !irc, ..self.doors }));
        let plain_too = tick(texts::TEXT, plain, Message::Doors(PlainDoors { text: !plain, ..self.doors }));
        let means = (plain || irc).then(|| text(texts::DOORS_MEAN).size(12).class(Ink::Faint));
        column![].push(announce).push(irc_too).push(plain_too).push(means).spacing(4).into()
    }

    /// What was hosted last, and when.
    pub(super) fn view_last<'a>(
        last: Option<&'a Recent>,
        title: &'a str,
        now: u64,
        free: bool,
    ) -> Element<'a, Message> {
        let when = last.map(|last| small(texts::ago(now.saturating_sub(last.at))));
        let words = column![truncated(title).font(STRONG)].push(when);
        let words = row![sign(Icon::History), container(words).clip(true)].spacing(12).align_y(Alignment::Center);
        let again = free.then(|| Message::Again(title.to_owned(), last.map(|last| last.name.clone())));
        let again = small_press(texts::HOST_AGAIN, again).id(AGAIN);
        column![label(texts::LAST_HOSTED), beside(words, again, 8.0, 120.0)].spacing(10).into()
    }

    fn view_address(&self) -> Element<'_, Message> {
        labelled(
            texts::ADDRESS,
            owned(self.address_trouble(), |wrong| OneLine {
                id: "address",
                hint: texts::ADDRESS_HINT,
                value: &self.address,
                secret: false,
                wrong,
                ground: Field::Raised,
                on_input: Message::Address,
                on_submit: Message::Host,
            }),
        )
    }
}

/// A field whose trouble was found out just now.
fn owned<'a>(
    trouble: Option<String>,
    field: impl FnOnce(Option<&'a str>) -> OneLine<'a, Message>,
) -> Element<'a, Message> {
    let has = trouble.is_some();
    let mut field = field(None);
    if has {
        field.ground = Field::Wrong;
    }
    column![field.view()].push(trouble.map(wrong)).spacing(4).into()
}
