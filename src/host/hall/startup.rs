//! Opening a house: what its log and its registry say, put together.

use std::sync::Arc;
use std::time::Instant;

use super::driver::Driver;
use super::erasing;
use crate::host::core::{AdmissionQueue, Core, Counters, HousePolicy, HouseState, Now};
use crate::host::registry::{Registry, admission_requests, house, invites, names, rooms as room_passwords};
use crate::host::settings::Clock;
use crate::host::standing_invite::StandingInvite;
use crate::host::view::{RoomViews, Roster};
use crate::log::{Entry, Log, LogError};
use crate::room::{Body, Event, EventId, Memory, RoomNo, Seq, State, Title};

/// What the hall needs to begin.
pub struct Setup {
    /// Where events are kept.
    pub log: Arc<dyn Log>,
    /// The house's own book.
    pub registry: Registry,
    /// The clock.
    pub clock: Clock,
    /// What the host chose.
    pub policy: HousePolicy,
    /// The house's title.
    pub title: Title,
    /// What the house was called when it was last open.
    pub was: Option<Title>,
    /// The rooms, as sessions see them.
    pub rooms: Arc<RoomViews>,
    /// Who is in the house.
    pub roster: Arc<Roster>,
    /// The standing invite.
    pub standing: Arc<StandingInvite>,
}

/// Puts a house together.
pub fn open(setup: Setup) -> Result<Driver, LogError> {
    let Setup { log, registry, clock, policy, title, was, rooms, .. } = setup;
    let db = registry.db();
    let now = Now { at: Instant::now(), clock: clock() };
    let next = Counters {
        person: names::next_person(db)?,
        room: house::next_room(db)?,
        request: admission_requests::next_request(db)?,
        invite: invites::next(db)?,
        ticket: 1,
    };
    let waiting = AdmissionQueue::new(house::admission(db)?);
    let mut states: Vec<(RoomNo, State)> = log.rooms()?;
    name_first(&*log, &mut states, &title, was.as_ref(), now)?;
    if was.as_ref() != Some(&title) {
        // Only now: whoever stops half way finds the old title, and does it again.
        house::set_title(db, title.as_str())?;
    }
    let with_password = room_passwords::with_password(db)?;
    let mut core = Core::new(HouseState::new(policy, waiting, next, now.at), now, Box::new(EventId::fresh));
    let mut begin = Vec::new();
    for (no, mut state) in states {
        // What was only for an earlier opening is erased before anyone can ask for it. What got too old meanwhile may
        // be much, and is looked for as soon as the hall works.
        if state.memory == Memory::WhileOpen && state.first <= state.head {
            state.forget_before(state.head.next());
            erasing::erase(&*log, no, &state)?;
        }
        if matches!(state.memory, Memory::Days { .. }) {
            begin.push(no);
        }
        rooms.insert(no, state.clone());
        core.add_room(no, state, with_password.contains(&no), now);
    }
    let mut driver = Driver::new(core, registry, Arc::clone(&log), rooms, now);
    for (room, left) in log.deleted()? {
        driver.erase(room, left);
    }
    // What is too old is served to nobody from the first moment on.
    begin.into_iter().for_each(|room| driver.look_for_old(room));
    Ok(driver)
}

/// The first room is called as its house is, as long as nobody called it otherwise, and made where there is none.
fn name_first(
    log: &dyn Log,
    states: &mut Vec<(RoomNo, State)>,
    title: &Title,
    was: Option<&Title>,
    now: Now,
) -> Result<(), LogError> {
    states.sort_by_key(|(no, _)| *no);
    if states.is_empty() {
        states.push((RoomNo(1), State::default()));
    }
    let Some((room, state)) = states.first_mut() else { return Ok(()) };
    let is_new = state.head == Seq::START;
    let was_called_alike = was.is_some() && state.title.as_ref() == was && was != Some(title);
    if is_new || was_called_alike {
        let body = Body::Titled { title: title.clone() };
        let at = now.clock.max(state.at);
        let event = Event { seq: state.head.next(), at, id: EventId::fresh(), by: None, body };
        state.apply(&event);
        log.append(&[Entry { room: *room, event }])?;
    }
    Ok(())
}
