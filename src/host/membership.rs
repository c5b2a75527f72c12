//! What someone does with their account who is in the house: makes one, logs out, deletes it.

use super::batch::Batch;
use super::desk::{Desk, No, storage};
use super::mailbox::Dismissal;
use super::naming::Naming;
use super::roster::SessionNo;
use crate::room::{Author, Body, EventId, PersonId, Rank, RoomNo};
use crate::wire::frame::Code;

impl Desk {
    /// Someone makes an account for the name they have, or takes another password.
    pub(super) fn set_account(&self, who: PersonId, hash: &str, new: bool, naming: &Naming) -> Result<(), No> {
        if new && naming.registry.has_account(who).map_err(storage)? {
            return Err((Code::Account, "You have an account already. Change its password instead.".to_owned()));
        }
        naming.registry.set_hash(who, hash, self.now()).map_err(storage)?;
        self.roster.change(who, |present| present.rank = present.rank.max(Rank::Member));
        Ok(())
    }

    /// The name is reached from this device no longer, or from none. The sessions it was reached by end.
    pub(super) fn log_out(
        &self,
        who: PersonId,
        session: SessionNo,
        everywhere: bool,
        naming: &Naming,
    ) -> Result<(), No> {
        if !naming.registry.has_account(who).map_err(storage)? {
            let why = "You have no account here, so nobody could log in again. Register first, or just leave.";
            return Err((Code::Account, why.to_owned()));
        }
        let Some(here) = self.roster.session(who, session) else { return Ok(()) };
        naming.registry.unlink(who, (!everywhere).then_some(here.key)).map_err(storage)?;
        let told = |how: &str| Dismissal {
            code: Code::Login,
            why: format!("You {how}. To come back, log in with your name and password."),
        };
        self.roster.dismiss(&told("logged out"), |_, arrived| arrived.session == session);
        self.roster.dismiss(&told("were logged out in another window or on another device"), |present, arrived| {
            present.person.who == who && (everywhere || arrived.key == here.key)
        });
        Ok(())
    }

    /// Someone deletes their account. What they said stays under the name they had, and it shows that they are gone.
    pub(super) fn unregister(&mut self, author: &Author, naming: &Naming, batch: &mut Batch) -> Result<(), No> {
        let author = self.called.now(author.clone());
        let who = author.who;
        if naming.rank(who) == Rank::Owner {
            return Err((Code::Account, "You host this house, and it needs you. Your account stays.".to_owned()));
        }
        if !naming.registry.has_account(who).map_err(storage)? {
            return Err((Code::Account, "You have no account here.".to_owned()));
        }
        let joined: Vec<RoomNo> =
            naming.registry.joined(who).map_err(storage)?.into_iter().map(|(room, _)| room).collect();
        naming.registry.delete_account(who, self.now()).map_err(storage)?;
        let clock = self.now();
        for no in self.rooms.numbers_for(who) {
            let Some(table) = self.rooms.get_mut(&no) else { continue };
            let known = table.ordered.here.contains_key(&who) || table.ordered.operators.contains_key(&who);
            if known || joined.contains(&no) {
                table.order(clock, EventId::fresh(), Some(author.clone()), Body::Gone {}, batch);
            }
        }
        let why = "Your account is deleted. What you said stays under the name you had.".to_owned();
        self.roster.dismiss(&Dismissal { code: Code::Login, why }, |present, _| present.person.who == who);
        Ok(())
    }
}
