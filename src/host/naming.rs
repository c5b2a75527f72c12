//! Names in the house: who gets which, at the door and later, and what is said to whoever can't have one.
//! What the house has written down about names is in `registry`.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::bans::Before;
use super::desk::No;
use super::pace::{Bucket, Pace};
use super::registry::{Claim, Registry, Standing};
use crate::log::LogError;
use crate::room::{Act, Author, Name, NameRule, PersonId, Rank};
use crate::wire::Fingerprint;
use crate::wire::frame::Code;

/// What the house is called where it does something itself.
const HOUSE: &str = "The house";

/// Who gives out names.
#[derive(Debug)]
pub(super) struct Naming {
    pub(super) registry: Registry,
    pub(super) rule: NameRule,
}

/// What people are called who took another name since the house was opened: a session knows only the one it came with.
#[derive(Debug, Default)]
pub(super) struct Called {
    names: HashMap<PersonId, Name>,
    /// How fast each may take another.
    paces: HashMap<PersonId, Bucket>,
}

impl Called {
    /// Someone as they are called now.
    pub(super) fn now(&self, author: Author) -> Author {
        match self.names.get(&author.who) {
            Some(name) => Author { name: name.clone(), ..author },
            None => author,
        }
    }

    /// Someone is called otherwise from now on.
    pub(super) fn set(&mut self, who: PersonId, name: &Name) {
        self.names.insert(who, name.clone());
    }

    /// Whether someone may take another name now, or how long they have to wait: everyone they are with is told of it.
    pub(super) fn may_change(&mut self, who: PersonId, pace: Pace, now: Instant) -> Result<(), Duration> {
        self.paces.retain(|_, bucket| !bucket.is_full(pace, now));
        self.paces.entry(who).or_insert_with(|| Bucket::full(pace, now)).take(pace, now)
    }

    /// Someone did not get the other name they wanted.
    pub(super) fn did_not_change(&mut self, who: PersonId, pace: Pace) {
        if let Some(bucket) = self.paces.get_mut(&who) {
            bucket.give_back(pace);
        }
    }

    /// Someone came in as the registry knows them.
    pub(super) fn came(&mut self, author: &Author) {
        if let Some(name) = self.names.get_mut(&author.who) {
            name.clone_from(&author.name);
        }
    }
}

/// Someone got another name.
#[derive(Clone, Debug)]
pub(super) struct Renamed {
    pub(super) who: PersonId,
    pub(super) was: Name,
}

/// Why a name was not given.
#[derive(Debug, thiserror::Error)]
pub enum NoName {
    /// It can't be a name in this house.
    #[error("{0}")]
    Unfit(String),
    /// It is someone else's; this one is free.
    #[error("This name is someone else's here. {}", free(.0.as_ref()))]
    Taken(Option<Name>),
    /// The key has enough names.
    #[error("You have too many names in this house already. Use one of them.")]
    TooMany,
    /// The registry could not be used.
    #[error("Names can't be given out just now. {0}")]
    Storage(String),
}

fn free(name: Option<&Name>) -> String {
    name.map_or_else(|| "Choose another.".to_owned(), |free| format!("“{free}” is free."))
}

impl NoName {
    /// The same for programs.
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::Unfit(_) => Code::Name,
            Self::Taken(_) | Self::TooMany => Code::Taken,
            Self::Storage(_) => Code::Storage,
        }
    }
}

/// The house speaks for itself, and nobody else does under its name.
fn may_be_taken(name: &Name) -> Result<(), NoName> {
    let own = Name::parse(HOUSE).map(|own| own.key());
    if own.is_ok_and(|own| own == name.key()) {
        return Err(NoName::Unfit(format!("“{HOUSE}” speaks for itself. Choose another name.")));
    }
    Ok(())
}

impl Naming {
    /// What someone is in the house.
    pub(super) fn rank(&self, who: PersonId) -> Rank {
        self.registry.rank(who).unwrap_or_default()
    }

    /// Someone who has a name here, whether they are here or not.
    pub(super) fn person(&self, who: PersonId) -> Result<Author, No> {
        match self.registry.person(who) {
            Ok(Some(author)) => Ok(author),
            Ok(None) => Err((Code::Person, "There is no such person in this house.".to_owned())),
            Err(error) => Err((Code::Storage, error.to_string())),
        }
    }

    /// Whoever it is done to gets the name that they have here: a guest may say any.
    pub(super) fn know_whom(&self, act: &mut Act) -> Result<(), No> {
        if let Some(whom) = act.whom_mut() {
            *whom = self.person(whom.who)?;
        }
        Ok(())
    }

    /// Someone at the door wants a name.
    pub(super) fn claim(
        &self,
        name: &Name,
        key: Fingerprint,
        now: u64,
        is_here: impl Fn(PersonId) -> bool,
    ) -> Result<Author, NoName> {
        may_be_taken(name)?;
        self.answer(name, self.registry.claim(name, key, now, is_here))
    }

    /// Whether someone at the door would get a name.
    pub(super) fn may_claim(
        &self,
        name: &Name,
        key: Fingerprint,
        now: u64,
        is_here: impl Fn(PersonId) -> bool,
    ) -> Result<(), NoName> {
        may_be_taken(name)?;
        let refused = match self.registry.standing(&name.key(), key, now, is_here) {
            Ok(Standing::Theirs(_) | Standing::Free) => return Ok(()),
            Ok(Standing::Taken) => Ok(Claim::Taken),
            Ok(Standing::TooMany) => Ok(Claim::TooMany),
            Err(error) => Err(error),
        };
        self.answer(name, refused).map(drop)
    }

    /// Someone who is in wants another name.
    pub(super) fn rename(
        &self,
        who: PersonId,
        name: &Name,
        now: u64,
        is_here: impl Fn(PersonId) -> bool,
    ) -> Result<Author, NoName> {
        let name = Name::parse_under(name.as_str(), self.rule).map_err(|error| NoName::Unfit(error.to_string()))?;
        may_be_taken(&name)?;
        self.answer(&name, self.registry.rename(who, &name, now, is_here))
    }

    /// The log could not keep that someone got another name: they are called as before. The name itself stays
    /// theirs, and they may try again.
    pub(super) fn undo(&self, renamed: &[Renamed], banned: &[Before]) {
        let undone = renamed.iter().rev().try_for_each(|Renamed { who, was, .. }| self.registry.call(*who, was));
        let undone = undone.and_then(|()| banned.iter().rev().try_for_each(|before| self.registry.put_back(before)));
        if let Err(error) = undone.and_then(|()| self.registry.commit()) {
            tracing::warn!(%error, "a name that was not kept could not be taken back");
        }
    }

    fn answer(&self, name: &Name, claim: Result<Claim, LogError>) -> Result<Author, NoName> {
        let taken = |folded: &_| self.registry.is_taken(folded).unwrap_or(true);
        match claim {
            Ok(Claim::Yours(author)) => Ok(author),
            Ok(Claim::Taken) => Err(NoName::Taken(name.suggest(self.rule, taken))),
            Ok(Claim::TooMany) => Err(NoName::TooMany),
            Err(error) => Err(NoName::Storage(error.to_string())),
        }
    }
}
