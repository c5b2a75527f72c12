//! The card for hosting a room.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length, Task};

use crate::app::opening::{HostPlan, Port, Reach};
use crate::app::places::{self, Place};
use crate::app::recent::Recent;
use crate::app::screen::parts::{OneLine, choices, heading, labelled, sentence, stacked, wrong};
use crate::app::theme::{Element, Field, Ink};
use crate::app::widget::{Kind, focus_with, press, press_maybe, reveal};
use crate::room::{Name, Title};
use crate::settings::{self, Settings};
use crate::wire::Address;

/// By what the answer to Host is found.
pub(super) const ANSWER: &str = "host-answer";

/// By what the button is found that takes the port which is free.
const FREE: &str = "free-port";

/// How many of the places that were hosted last are shown.
const HOSTED: usize = 2;

/// What stands on the card.
pub(super) struct Card {
    title: String,
    password: String,
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
    pub(super) trouble: Option<String>,
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
    Named,
}

const WHO: [(Who, &str); 3] =
    [(Who::Here, "This computer only"), (Who::Network, "My network"), (Who::Named, "An address of mine")];

/// What happens on it.
#[derive(Clone, Debug)]
pub enum Message {
    Title(String),
    Password(String),
    Unfold,
    Port(String),
    Reach(Who),
    Address(String),
    UsePort(u16),
    Host,
    /// Hosts again what was hosted before.
    Again(Box<Recent>),
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
            title: settings.last_house.clone().unwrap_or_default(),
            password: String::new(),
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
            trouble: None,
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
        if !matches!(message, Message::Host | Message::Unfold) {
            self.forget_trouble();
        }
        match message {
            Message::Title(title) => {
                self.title = title;
                self.show_own_port();
            }
            Message::Password(password) => self.password = password,
            Message::Unfold => self.unfolded = !self.unfolded,
            Message::Port(port) => (self.port, self.which) = (port, Which::Typed),
            Message::Reach(reach) => self.reach = reach,
            Message::Address(address) => self.address = address,
            Message::UsePort(port) => {
                (self.port, self.which) = (port.to_string(), Which::Now(port));
                return Action::Host;
            }
            Message::Host => return Action::Host,
            Message::Again(recent) => return self.again(*recent),
        }
        Action::None
    }

    /// What was hosted before is hosted again as it was. Where it asked for a password, or that is not known, it is only
    /// filled in: nobody opens by one press what was closed to others.
    fn again(&mut self, recent: Recent) -> Action {
        self.title = recent.title;
        self.which = Which::Own;
        self.show_own_port();
        let title = self.title().ok();
        let place = title.and_then(|title| self.places.iter().find(|place| place.is_called(&title)));
        let Some(place) = place.cloned() else { return Action::Focus("host") };
        (self.reach, self.address) = match place.reach() {
            Reach::Here => (Who::Here, String::new()),
            Reach::Network => (Who::Network, String::new()),
            Reach::Named(address) => (Who::Named, address.to_string()),
        };
        if place.password && self.password.is_empty() {
            self.trouble = Some(format!("{} had a password. Type one, or host it without.", self.title));
            return Action::Focus("password");
        }
        Action::Again(recent.name)
    }

    pub(super) fn forget_trouble(&mut self) {
        self.trouble = None;
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

    /// The house can't be opened, and this is why.
    pub(super) fn refused(&mut self, why: String) -> Task<Message> {
        self.trouble = Some(why);
        reveal(ANSWER)
    }

    fn title(&self) -> Result<Title, String> {
        Title::parse(&self.title).map_err(|error| error.to_string())
    }

    fn title_trouble(&self) -> Option<String> {
        if self.title.is_empty() && !self.tried { None } else { self.title().err() }
    }

    fn port(&self) -> Result<u16, String> {
        let port = self.port.trim().parse::<u16>().ok().filter(|port| *port > 0);
        port.ok_or_else(|| "A port is a number from 1 to 65535.".to_owned())
    }

    fn address(&self) -> Result<Address, String> {
        self.address.parse().map_err(|error: crate::wire::address::AddressError| error.to_string())
    }

    fn address_trouble(&self) -> Option<String> {
        (self.reach == Who::Named && (self.tried || !self.address.is_empty())).then(|| self.address().err()).flatten()
    }

    /// What is to be hosted; or the field that is wrong.
    pub(super) fn plan(&mut self, name: Name) -> Result<HostPlan, &'static str> {
        self.tried = true;
        let title = self.title().map_err(|_| "title")?;
        let (port, trouble) = (self.port(), self.address_trouble());
        self.unfolded |= port.is_err() || trouble.is_some();
        let port = port.map_err(|_| "port")?;
        let port = match self.which {
            Which::Own => Port::Own(self.first),
            Which::Typed => Port::This(port),
            Which::Now(port) => Port::Now(port),
        };
        let reach = match self.reach {
            Who::Here => Reach::Here,
            Who::Network => Reach::Network,
            Who::Named => Reach::Named(self.address().map_err(|_| "address")?),
        };
        let password = Some(self.password.clone()).filter(|password| !password.is_empty());
        Ok(HostPlan { name, title, password, port, reach })
    }

    pub(super) fn view<'a>(&'a self, free: bool, recent: &'a [Recent]) -> Element<'a, Message> {
        let title = labelled(
            "Room title",
            owned(self.title_trouble(), |wrong| OneLine {
                id: "title",
                hint: "Course chat",
                value: &self.title,
                secret: false,
                wrong,
                ground: Field::Inset,
                on_input: Message::Title,
                on_submit: Message::Host,
            }),
        );
        let password = labelled(
            "Password, optional",
            owned(None, |wrong| OneLine {
                id: "password",
                hint: "Without one, anyone may come in",
                value: &self.password,
                secret: true,
                wrong,
                ground: Field::Inset,
                on_input: Message::Password,
                on_submit: Message::Host,
            }),
        );
        let words = format!("{} Who may reach it, port {}", if self.unfolded { "▾" } else { "▸" }, self.port.trim());
        let fold = press(words, Message::Unfold).kind(Kind::Quiet).padding([6, 4]);
        let hosted = recent.iter().filter(|recent| recent.to.is_none()).take(HOSTED).map(|recent| {
            let again = free.then(|| Message::Again(Box::new(recent.clone())));
            let words = container(text(recent.title.as_str()).class(Ink::Plain)).width(Length::Fill).clip(true);
            let again = press_maybe("Host again", again).padding([6, 14]);
            row![words, again].spacing(8).align_y(Alignment::Center).into()
        });
        let hosted = column(hosted).spacing(6);
        let has_hosted = recent.iter().any(|recent| recent.to.is_none());
        let last = has_hosted.then(|| labelled("Last hosted", hosted));
        let host = press_maybe("Host", free.then_some(Message::Host)).kind(Kind::Primary).padding([10, 22]).id("host");
        let head = column![heading("Host a room"), sentence("The room lives on this computer while you keep it open.")]
            .spacing(4);
        let answer = self.trouble.as_deref().map(|why| {
            let instead = self.taken.map(|free| press(format!("Use port {free}"), Message::UsePort(free)).id(FREE));
            container(column![wrong(why)].push(instead).spacing(10)).id(ANSWER).into()
        });
        let parts = [
            Some(head.into()),
            Some(title),
            Some(password),
            Some(fold.into()),
            self.unfolded.then(|| self.view_more()),
            answer,
            Some(host.into()),
            last,
        ];
        stacked(parts, 14.0)
    }

    fn view_more(&self) -> Element<'_, Message> {
        let address = (self.reach == Who::Named).then(|| {
            labelled(
                "The address others use",
                owned(self.address_trouble(), |wrong| OneLine {
                    id: "address",
                    hint: "chat.example.org or 203.0.113.7",
                    value: &self.address,
                    secret: false,
                    wrong,
                    ground: Field::Inset,
                    on_input: Message::Address,
                    on_submit: Message::Host,
                }),
            )
        });
        let port = labelled(
            "Port",
            owned(self.port().err(), |wrong| OneLine {
                id: "port",
                hint: "7275",
                value: &self.port,
                secret: false,
                wrong,
                ground: Field::Inset,
                on_input: Message::Port,
                on_submit: Message::Host,
            }),
        );
        column![
            labelled("Who may reach it", choices(&WHO, self.reach, Message::Reach)),
            address,
            port,
            sentence("Everything said is kept on this computer, and comes back when you host this title again."),
        ]
        .spacing(12)
        .into()
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
