//! Whether the person at this window is away: the clock rings.

use crate::app::clock;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::presence::Rung;
use crate::app::screen::room::state::{Room, ring_in};

/// The clock rings: they are away, or it is wound up again for what is left.
pub(super) fn idle(screen: &mut Room) -> Action {
    match screen.presence.ring(clock::now()) {
        Rung::Again(wait) => return Action::Run(ring_in(wait)),
        Rung::Away => {
            let _ = screen.visit.guest.away(Some(crate::wire::people::Away::default()));
        }
        Rung::Nothing => {}
    }
    Action::None
}
