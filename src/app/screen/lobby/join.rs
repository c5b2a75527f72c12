//! The card for joining a room.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length, Task};

use super::account;
use crate::app::opening::{Destination, JoinPlan};
use crate::app::recent::Recent;
use crate::app::screen::parts::{OneLine, heading, label, labelled, sentence, stacked, wrong};
use crate::app::theme::{Element, Field, Ground, Ink, STRONG};
use crate::app::widget::{Kind, focus, focus_with, press, press_maybe, reveal};
use crate::room::Name;

/// By what the answer to Join is found.
pub(super) const ANSWER: &str = "join-answer";

/// By what the button is found that takes the name which is free.
const FREE: &str = "free-name";

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
    suggest: Option<Name>,
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
    /// Goes where one was, under this name.
    Again(String),
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
                self.account.elsewhere();
            }
            Message::Password(password) => self.password = password,
            Message::Window(window) => self.window = window,
            Message::Account(message) => self.account.update(message),
            Message::Login => {
                self.account.log_in();
                return Action::Focus(account::FIELD);
            }
            Message::Unfold => self.unfolded = !self.unfolded,
            Message::Again(recent) => {
                self.account.elsewhere();
                self.to = recent.to.unwrap_or_default();
                self.window = recent.window.unwrap_or_default();
                return Action::Again(recent.name);
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

    /// There was no way in, and this is why.
    pub(super) fn refused(&mut self, why: String) -> Task<Message> {
        self.trouble = Some(why);
        reveal(ANSWER)
    }

    pub(super) fn wants_password(&mut self, why: String) -> Task<Message> {
        self.asks_password = true;
        self.trouble = Some(why);
        focus_with("join-password", ANSWER)
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
            return self.tried.then(|| "Type the address you were told, or paste an invite.".to_owned());
        }
        // While an invite is being typed it is never whole.
        Destination::read(&self.to).err()
    }

    /// Where to go; or the field that is wrong.
    pub(super) fn plan(&mut self, name: Name) -> Result<JoinPlan, &'static str> {
        self.tried = true;
        let to = Destination::read(&self.to).map_err(|_| "to")?;
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
            let free = press(format!("Go in as {name}"), Message::UseName(name.to_string())).id(FREE);
            row![free, press("It is mine: log in", Message::Login)].spacing(8).wrap()
        });
        Some(container(column![trouble].push(ways).spacing(10)).id(ANSWER).into())
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
            labelled("The house's password", field.view())
        });
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
        let head = column![heading("Join a room"), sentence("With the address or the invite that its host shows you.")]
            .spacing(4);
        let to = column![
            label(words),
            row![container(field.view()).width(Length::Fill), join].spacing(8).align_y(Alignment::Center),
            trouble.map(wrong),
        ]
        .spacing(4);
        let fold = press(fold, Message::Unfold).kind(Kind::Quiet).padding([6, 4]);
        let parts = [
            Some(head.into()),
            again.map(Into::into),
            Some(to.into()),
            self.view_answer(),
            Some(fold.into()),
            password,
            account,
            window,
        ];
        stacked(parts, 14.0)
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
