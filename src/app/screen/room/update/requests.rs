//! Those who ask to come into one's house.

use std::sync::Arc;

use crate::app::screen::room::message::Action;
use crate::app::screen::room::notice::Notice;
use crate::app::screen::room::page::Page;
use crate::app::screen::room::state::Room;
use crate::wire::account::RequestLine;

/// Someone asks to come into one's house.
pub(super) fn heard(screen: &mut Room, line: RequestLine) -> Action {
    screen.asking.retain(|known| known.request != line.request);
    screen.asking.push(line.clone());
    if !matches!(screen.overlay.page(), Some(Page::Manage(_))) {
        screen.notice = Some(Notice::Asks(line));
    }
    Action::None
}

/// Someone who asks to come in is answered.
pub(super) fn admit(screen: &mut Room, request: u64, yes: bool) -> Action {
    screen.notice = None;
    screen.asking.retain(|line| line.request != request);
    let guest = Arc::clone(&screen.visit.guest);
    screen.ask(async move { guest.admit(request, yes).await }, |()| None)
}
