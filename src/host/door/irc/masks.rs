//! Whom a mask names. Bans and mutes are of people here, so a mask leads to one person and matches nobody else. Pure.

use super::nick::{self, Nick};
use super::voice::{same_nick, user};
use crate::room::{Author, Name, PersonId};

/// Whom a mask names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// The number in the user part. It means this person, whatever they are called and whoever is called so now.
    pub who: Option<PersonId>,
    /// The nick at its beginning, or all of it.
    pub nick: String,
}

impl Mask {
    /// Reads a mask as the lists show it, a part of one, a nick, or an account.
    pub fn read(mask: &str) -> Self {
        let mask = mask.strip_prefix("$a:").or_else(|| mask.strip_prefix("~account:")).unwrap_or(mask);
        let (nick, rest) = mask.split_once('!').unwrap_or((mask, ""));
        // Clients that make masks themselves put a star before the user part.
        let user = rest.split('@').next().unwrap_or_default().trim_start_matches(['*', '~']);
        let who = user.strip_prefix(['u', 'U']).and_then(|number| number.parse().ok()).map(PersonId);
        Self { who, nick: nick.to_owned() }
    }

    /// Whether this is the person it names, who is in a list under this name.
    pub fn names(&self, listed: &Author) -> bool {
        match self.who {
            Some(who) => who == listed.who,
            None => same_nick(&nick::nick_of(listed), &self.nick),
        }
    }

    /// The person whose number is in it. The house knows them by that, and puts in the name it knows.
    pub fn person(&self) -> Option<Author> {
        let who = self.who?;
        let name = match nick::read(&self.nick) {
            Ok(Nick::Name(name)) => Some(name),
            Ok(Nick::Person(_)) | Err(_) => Name::parse(&user(who)).ok(),
        };
        Some(Author { who, name: name? })
    }
}
