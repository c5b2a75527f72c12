//! The card for joining a room.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length, Task};

use super::account;
use crate::app::opening::{Destination, JoinPlan};
use crate::app::recent::Recent;
use crate::app::screen::parts::{OneLine, heading, label, labelled, sentence, wrong};
use crate::app::theme::{Element, Field, Ground, Ink, STRONG};
use crate::app::widget::{Kind, press, press_maybe};
use crate::room::Name;

/// By what the button is found for those whose name is taken by themselves.
pub(super) const MINE: &str = "mine";

/// How many recent rooms are shown.
const RECENT: usize = 4;

/// What stands on the card.
#[derive(Default)]
pub(super) struct Card {
    to: String,
    password: String,
    window: String,
    unfolded: bool,
    asks_password: bool,
    pub(super) account: account::With,
    pub(super) trouble: Option<String>,
    pub(super) suggest: Option<Name>,
    tried: bool,
}

/// What happens on it.
#[derive(Clone, Debug)]
pub enum Message {
    To(String),
    Password(String),
    Window(String),
    Account(account::Message),
    /// The name is one's own, and one logs in with it.
    Login,
    Unfold,
    Again(Box<Recent>),
    UseName(String),
    Join,
}

/// What it wants done.
pub(super) enum Action {
    None,
    Join,
    Name(String),
    /// What has this id gets the focus.
    Focus(&'static str),
}

impl Card {
    pub(super) fn update(&mut self, message: Message) -> Action {
        if !matches!(message, Message::Join | Message::Unfold) {
            self.forget_trouble();
        }
        match message {
            Message::To(to) => {
                self.to = to;
                self.asks_password = false;
            }
            Message::Password(password) => self.password = password,
            Message::Window(window) => self.window = window,
            Message::Account(message) => self.account.update(message),
            Message::Login => {
                self.account.ask();
                return Action::Focus(account::FIELD);
            }
            Message::Unfold => self.unfolded = !self.unfolded,
            Message::Again(recent) => {
                self.to = recent.to.unwrap_or_default();
                self.window = recent.window.unwrap_or_default();
                return Action::Name(recent.name);
            }
            Message::UseName(name) => return Action::Name(name),
            Message::Join => return Action::Join,
        }
        Action::None
    }

    pub(super) fn forget_trouble(&mut self) {
        self.trouble = None;
        self.suggest = None;
    }

    pub(super) fn wants_password(&mut self, why: String) -> Task<super::Message> {
        self.trouble = Some(why);
        self.asks_password = true;
        iced::widget::operation::focus("join-password")
    }

    pub(super) fn wants_account(&mut self, why: String) -> Task<super::Message> {
        self.trouble = Some(why);
        self.account.ask();
        iced::widget::operation::focus(account::FIELD)
    }

    /// What the window is to be called, if it is to be called anything of its own.
    pub(super) fn window_title(&self) -> Option<String> {
        Some(self.window.trim().to_owned()).filter(|window| !window.is_empty())
    }

    fn to_trouble(&self) -> Option<String> {
        if self.to.trim().is_empty() {
            return self.tried.then(|| "Type the address you were told, or paste an invite.".to_owned());
        }
        // While an invite is being typed it is never whole.
        Destination::read(&self.to).err()
    }

    /// Where to go, if that can be gone to.
    pub(super) fn plan(&mut self, name: Name) -> Option<JoinPlan> {
        self.tried = true;
        let to = Destination::read(&self.to).ok()?;
        let password = Some(self.password.clone()).filter(|password| !password.is_empty());
        Some(JoinPlan { name, to, password, account: self.account.account(), agreed: None })
    }

    pub(super) fn view<'a>(&'a self, free: bool, recent: &'a [Recent], now: u64) -> Element<'a, Message> {
        let visited: Vec<&Recent> = recent.iter().filter(|recent| recent.to.is_some()).take(RECENT).collect();
        let again = (!visited.is_empty()).then(|| {
            let lines = visited.into_iter().map(|recent| view_recent(recent, now, free));
            column![label("Where you were"), column(lines).spacing(8)].spacing(6)
        });
        let trouble = self.to_trouble();
        let field = OneLine {
            id: "to",
            hint: "192.168.1.20:7275 or parlor://…",
            value: &self.to,
            secret: false,
            wrong: None,
            ground: if trouble.is_some() { Field::Wrong } else { Field::Inset },
            on_input: Message::To,
            on_submit: Message::Join,
        };
        let join = press_maybe("Join", free.then_some(Message::Join)).id("join").padding([10, 16]);
        let words = if again.is_some() { "Or an address or invite" } else { "Address or invite" };
        let password = (self.asks_password || self.unfolded).then(|| {
            let field = OneLine {
                id: "join-password",
                hint: "Only where the host set one",
                value: &self.password,
                secret: true,
                wrong: None,
                ground: Field::Inset,
                on_input: Message::Password,
                on_submit: Message::Join,
            };
            labelled("Password", field.view())
        });
        let account = (self.account.asked || self.unfolded).then(|| {
            let typed = |password| Message::Account(account::Message::Password(password));
            self.account.view(Message::Account, typed, Message::Join)
        });
        let window = self.unfolded.then(|| {
            let field = OneLine {
                id: "window",
                hint: "As the host calls it",
                value: &self.window,
                secret: false,
                wrong: None,
                ground: Field::Inset,
                on_input: Message::Window,
                on_submit: Message::Join,
            };
            labelled("What your window is called, for you alone", field.view())
        });
        let fold = format!("{} Password, account, a title for your window", if self.unfolded { "▾" } else { "▸" });
        let suggest = self
            .suggest
            .as_ref()
            .map(|name| press(format!("Go in as {name}"), Message::UseName(name.to_string())).kind(Kind::Plain));
        let login =
            self.suggest.is_some().then(|| press("It is mine: log in", Message::Login).kind(Kind::Plain).id(MINE));
        column![
            column![heading("Join a room"), sentence("With the address or the invite that its host shows you.")]
                .spacing(4),
            again,
            column![
                label(words),
                row![container(field.view()).width(Length::Fill), join].spacing(8).align_y(Alignment::Center),
                trouble.map(wrong),
            ]
            .spacing(4),
            press(fold, Message::Unfold).kind(Kind::Quiet).padding([6, 4]),
            password,
            account,
            window,
            self.trouble.as_deref().map(wrong),
            suggest,
            login,
        ]
        .spacing(14)
        .into()
    }
}

fn view_recent<'a>(recent: &'a Recent, now: u64, free: bool) -> Element<'a, Message> {
    let when = ago(now.saturating_sub(recent.at));
    let under = match recent.unread() {
        0 => format!("{} · {when}", recent.name),
        unread => format!("{} · {when} · {unread} unread", recent.name),
    };
    let words = column![text(recent.title.as_str()).font(STRONG).class(Ink::Plain), text(under).class(Ink::Faint),];
    let again = press_maybe("Join", free.then(|| Message::Again(Box::new(recent.clone())))).padding([6, 14]);
    container(row![container(words).width(Length::Fill).clip(true), again].spacing(8).align_y(Alignment::Center))
        .class(Ground::Inset)
        .padding([10, 12])
        .into()
}

/// How long ago, in words.
fn ago(millis: u64) -> String {
    let minutes = millis / 60_000;
    let count = |n: u64, unit: &str| if n == 1 { format!("1 {unit} ago") } else { format!("{n} {unit}s ago") };
    match minutes {
        0 => "just now".to_owned(),
        1..60 => count(minutes, "minute"),
        60..1440 => count(minutes / 60, "hour"),
        _ => count(minutes / 1440, "day"),
    }
}
