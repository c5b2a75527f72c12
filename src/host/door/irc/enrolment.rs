//! What a client said of itself before it is in.

use crate::room::Name;
use crate::wire::Password;

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

    /// The nick can't be had.
    pub fn nick_refused(&mut self) {
        self.nick = None;
    }
}
