//! The visit is over: what becomes of it, and the way back in.

use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::app::texts::told;
use crate::guest::Ended;

/// The visit is over. What was told before is told no longer.
pub(super) fn end(screen: &mut Room, ended: Ended) -> Action {
    screen.connection.end(ended);
    screen.notice = None;
    screen.rooms.forget_typing();
    Action::None
}

/// There is nothing more to come, and nobody said why.
pub(super) fn end_unsaid(screen: &mut Room) -> Action {
    if screen.connection.is_over() {
        return Action::None;
    }
    let why = told::ENDED.to_owned();
    end(screen, Ended { code: None, why, suggest: None, wait: None })
}

/// Leaves for the lobby, where everything but the password is filled in.
pub(super) fn log_in_again(screen: &Room) -> Action {
    match &screen.visit.plan {
        Some(joined) => Action::LogIn(Box::new(joined.clone()), screen.visit.window_title.clone()),
        None => Action::None,
    }
}
