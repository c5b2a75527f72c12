//! What a client said of itself before it is in.

use crate::room::Name;
use crate::wire::account::Account;
use crate::wire::frame::Hello;
use crate::wire::{Password, Secret, VERSION};

/// What the client said of itself before it is in.
#[derive(Debug, Default)]
pub struct Registration {
    /// The nick, and the name it stands for.
    pub nick: Option<(String, Name)>,
    /// Whether it said `USER`.
    pub user: bool,
    /// Whether it asked for capabilities and has not said that that is all.
    pub negotiates: bool,
    /// The place's password.
    pub pass: Option<String>,
    /// How far it is with logging in.
    pub sasl: Sasl,
    /// The account it showed to be its own.
    pub account: Option<(Name, Option<Password>)>,
}

/// How far the client is with logging in.
#[derive(Debug, Default)]
pub enum Sasl {
    /// It has not begun.
    #[default]
    Not,
    /// By name and password.
    Plain(String),
    /// By its key.
    External(String),
    /// What it showed is looked at.
    Shown(Name, Option<Password>),
}

impl Registration {
    /// What the client is called until it has a name.
    pub fn called(&self) -> &str {
        self.nick.as_ref().map_or("*", |(nick, _)| nick.as_str())
    }

    /// The hello under this name: with the place's password, or an invite's secret, which serves as well.
    pub fn hello(&self, name: &Name, account: Option<Account>) -> Hello {
        let password = self.pass.clone();
        let secret = password.clone().filter(|pass| is_secret(pass)).map(Secret::from);
        Hello { v: VERSION, name: name.to_string(), password, secret, account, agent: Some("IRC".to_owned()) }
    }

    /// The nick can't be had.
    pub fn nick_refused(&mut self) {
        self.nick = None;
    }
}

/// Whether a password looks like an invite's secret: 128 bits in base64url.
fn is_secret(pass: &str) -> bool {
    pass.len() == 22 && pass.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
