//! That someone is in the house, for as long as it is held.

use std::sync::Arc;

use crate::host::core::{Ask, SessionNo};
use crate::host::hall::{Call, Hall, Reply};
use crate::room::PersonId;

/// A session is in the house until this is dropped.
#[derive(Debug)]
pub struct Stay {
    hall: Arc<Hall>,
    who: PersonId,
    /// The number of the session.
    pub session: SessionNo,
}

impl Stay {
    /// Someone who comes in with this session.
    pub const fn new(hall: Arc<Hall>, who: PersonId, session: SessionNo) -> Self {
        Self { hall, who, session }
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        let ask = Ask::Depart { who: self.who, session: self.session };
        self.hall.call_soon(Call::Ask(ask, Reply::Nobody));
    }
}
