//! Tells the hall that a session is over, when it is dropped.

use std::sync::Arc;

use crate::host::core::{Input, SessionNo};
use crate::host::hall::{Call, Hall, ReplyTo};
use crate::room::PersonId;

/// A session is in the house until this is dropped, however it ends.
#[derive(Debug)]
pub struct DepartGuard {
    hall: Arc<Hall>,
    who: PersonId,
    /// The number of the session.
    pub session: SessionNo,
}

impl DepartGuard {
    /// Someone who comes in with this session.
    pub const fn new(hall: Arc<Hall>, who: PersonId, session: SessionNo) -> Self {
        Self { hall, who, session }
    }
}

impl Drop for DepartGuard {
    fn drop(&mut self) {
        let ask = Input::Depart { who: self.who, session: self.session };
        self.hall.call_soon(Call::Input(ask, ReplyTo::Nobody));
    }
}
