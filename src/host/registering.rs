//! Registering at the door: that someone may come in under a name is known before their password is made into a hash,
//! which costs the house work and memory. Whoever is not let in has none of it done.

use super::admitting::{Comes, Outside};
use super::desk::Desk;
use super::naming::Naming;
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
        if self.let_in(comes, naming)?.is_some_and(|lead| lead.hash.is_some()) {
            return Err(Outside::No(Code::Login, REGISTERED.to_owned()));
        }
        naming.may_claim(&comes.name, comes.key, self.now(), |who| self.is_here(who)).map_err(Outside::Name)
    }
}
