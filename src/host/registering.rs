//! Registering at the door: that someone may come in under a name is known before their password is made into a hash,
//! which costs the house work and memory. Whoever is not let in has none of it done.

use super::admitting::{Comes, Outside};
use super::bans::Comer;
use super::desk::Desk;
use super::naming::{Naming, NoName};
use crate::log::LogError;
use crate::room::Rank;
use crate::wire::frame::Code;

/// What someone at the door wants with their name beyond having it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registers {
    /// Nothing.
    No,
    /// An account with a password that was not worked on yet.
    Wants,
    /// An account, with the hash of its password.
    With(String),
}

/// What is said to whoever registers a name that has an account.
pub(super) const REGISTERED: &str = "This name has an account already. Log in with its password instead.";

impl Desk {
    /// Whether someone who registers would come in, were their password made. Where the host has to be asked, they are.
    /// Nothing else is written.
    pub(super) fn may_register(&mut self, comes: &Comes, naming: &Naming) -> Result<(), Outside> {
        let storage = |error: LogError| Outside::Name(NoName::Storage(error.to_string()));
        let registry = &naming.registry;
        let lead = registry.lead(&comes.name, comes.key).map_err(storage)?.filter(|lead| lead.linked);
        let known = lead.as_ref().map(|lead| lead.who);
        let has_account = lead.is_some_and(|lead| lead.hash.is_some());
        if !self.is_host(comes.from, comes.key) {
            let rank = known.map(|who| registry.rank(who)).transpose().map_err(storage)?.unwrap_or_default();
            let comer = Comer::at(known, comes.key, comes.from);
            self.admit(&comer, rank, naming).map_err(|(code, why)| Outside::No(code, why))?;
            if rank < Rank::Owner {
                self.may_come(comes, has_account, naming)?;
            }
        }
        if has_account {
            return Err(Outside::No(Code::Login, REGISTERED.to_owned()));
        }
        naming.may_claim(&comes.name, comes.key, self.now(), |who| self.is_here(who)).map_err(Outside::Name)
    }
}
