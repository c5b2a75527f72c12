//! What people are told: each who asks once, nobody of what was not kept, and nobody of rooms that they may not see.

use super::before::{self, Ban, Before};
use super::rig::{GRACE, Outcome};
use super::world::World;
use crate::host::core::{Answer, Effect, GuestRequest, Input, SessionNo};
use crate::room::{Access, Act, Body, Event, PersonId, RoomNo, State};
use crate::wire::FromHost;
use crate::wire::frame::Code;

/// Each call has one answer, and a true one.
pub fn answers(world: &World, asks: &[Input], outcome: &Outcome, before: &Before) {
    assert!(outcome.unheard.is_empty(), "someone is answered at the door before they know that they wait");
    assert!(outcome.answers.keys().all(|call| *call < asks.len()));
    let is_gone =
        |no: RoomNo| outcome.effects.iter().any(|effect| matches!(effect, Effect::RoomGone(gone) if *gone == no));
    for (call, ask) in asks.iter().enumerate() {
        let answers = outcome.answers.get(&call).map_or(0, Vec::len);
        assert_eq!(answers, 1, "call {call} has {answers} answers: {ask:?}");
        let answer = outcome.answer(call).unwrap();
        if let Input::Say(say) = ask {
            match (answer, world.model.ids.get(&say.id)) {
                _ if is_gone(say.room) => {}
                (Ok(Answer::Kept { seq, at }), Some((room, kept, kept_at, who))) => {
                    let asked = (say.room, *seq, *at, Some(say.who));
                    assert_eq!(asked, (*room, *kept, *kept_at, *who), "this is not what was kept of {say:?}");
                }
                (Ok(answer), _) => panic!("{say:?} is answered {answer:?}, and not kept"),
                (Err(no), Some((room, seq, _, who))) if no.code != Code::Storage => {
                    let known = before.states.get(room).is_some_and(|state| state.head >= *seq);
                    let same = (*room, *who) == (say.room, Some(say.who));
                    assert!(!(known && same), "{say:?} was kept, and is refused: {no:?}");
                }
                _ => {}
            }
        }
        if call < outcome.lost_before
            && let Ok(answer) = answer
        {
            let noted = match ask {
                Input::GiveUp(_) | Input::Depart { .. } | Input::LeaveSeat { .. } => true,
                // Guests are asked, and nothing is kept.
                Input::AskToDial { .. } => true,
                Input::MayRegister(_) => matches!(answer, Answer::Done),
                Input::Say(_) => matches!(answer, Answer::Kept { .. }),
                Input::Enter(enter) => enter.seats.iter().any(|(room, _)| before.joined.contains(&(enter.who, *room))),
                Input::Do { request, .. } => is_noted(request),
                // Whoever has the name already is told so.
                Input::Claim(_) => {
                    matches!(answer, Answer::Named(author) if before.guests.people.contains_key(&author.who))
                }
                Input::Arrive { .. }
                | Input::MayUse(_)
                | Input::RenewInvite(_)
                | Input::AskPassword(_)
                | Input::InviteByCode { .. } => false,
            };
            assert!(noted, "{ask:?} is answered {answer:?}, and nothing is kept");
        }
    }
}

/// Whoever said goodbye or was put out is told to have left, and whoever was cut off to be lost.
pub fn partings(world: &World, outcome: &Outcome) {
    for (no, event) in shown(outcome) {
        let Body::People(people) = &event.body else { continue };
        for (gone, in_order) in [(&people.left, true), (&people.lost, false)] {
            for one in gone.iter().filter(|one| !world.guests.sits(one.who, no)) {
                let Some((expected, at)) = world.guests.in_order.get(&(no, one.who)) else { continue };
                assert_eq!(*expected, in_order, "{one:?} is gone from {no} otherwise");
                let since = world.rig.now.at.duration_since(*at);
                assert!(in_order || since >= GRACE, "{one:?} could come back unnoticed to {no}");
            }
        }
    }
}

/// Whether a request may be well answered though the commit failed: it asks only, or nothing has to be kept for it.
const fn is_noted(request: &GuestRequest) -> bool {
    matches!(
        request,
        GuestRequest::Rooms { .. }
            | GuestRequest::Whois { .. }
            | GuestRequest::Bans { .. }
            | GuestRequest::Requests
            | GuestRequest::Seen { .. }
            | GuestRequest::Away { .. }
            | GuestRequest::Ignore { .. }
            | GuestRequest::Quiet { .. }
            | GuestRequest::Notify { .. }
            | GuestRequest::Talk { .. }
            | GuestRequest::WithdrawInvite { .. }
    )
}

/// Nobody is told anything after they went.
pub fn sessions(asks: &[Input], outcome: &Outcome, before: &Before) {
    for effect in &outcome.effects {
        let (Effect::Tell { sessions, .. } | Effect::PutOut { sessions, .. } | Effect::Dismiss { sessions, .. }) =
            effect
        else {
            continue;
        };
        for number in sessions {
            let arrives = |ask: &Input| matches!(ask, Input::Arrive { session, .. } if session.number == *number);
            let is_here = before.guests.sessions.contains_key(number) || asks.iter().any(arrives);
            assert!(is_here, "session {number} is gone, and told {effect:?}");
        }
    }
}

/// Nobody hears of a room that they may not see.
pub fn sight(world: &World, asks: &[Input], outcome: &Outcome, before: &Before) {
    let person = |number: SessionNo| {
        let sessions = world.guests.sessions.get(&number).or_else(|| before.guests.sessions.get(&number));
        sessions.map(|session| session.who)
    };
    for effect in &outcome.effects {
        if let Effect::Tell { sessions, frame: FromHost::Room(line) } = effect
            && world.model.rooms.contains_key(&line.room)
        {
            for who in sessions.iter().filter_map(|number| person(*number)) {
                assert!(sees_now(world, who, line.room), "{who:?} is told of {line:?}");
            }
        }
    }
    let touched = |no: RoomNo| {
        let mut shown = shown(outcome);
        shown.any(|(room, event)| room == no && matches!(&event.body, Body::Act(act) if shuts(act)))
    };
    let sees = |who: PersonId, no: RoomNo| saw(before, who, no) || sees_now(world, who, no) || touched(no);
    for (call, ask) in asks.iter().enumerate() {
        let (who, rooms) = match (ask, outcome.answer(call)) {
            (Input::Arrive { who, .. }, Some(Ok(Answer::Arrived(arrived)))) => (*who, arrived.rooms.iter().collect()),
            (Input::Enter(enter), Some(Ok(Answer::Entered(entered)))) => {
                assert!(sees(enter.who, entered.room), "{:?} comes into {}", enter.who, entered.room);
                continue;
            }
            (Input::Do { who, .. }, Some(Ok(Answer::Frame(frame)))) => match &**frame {
                FromHost::Rooms { rooms, .. } => (*who, rooms.iter().collect()),
                FromHost::Made { line, .. } => (*who, vec![line]),
                _ => continue,
            },
            (Input::Say(say), Some(Err(no))) if no.code == Code::Title => {
                titles(world, outcome, before, say.who, &no.why);
                continue;
            }
            (Input::Do { who, .. }, Some(Err(no))) if no.code == Code::Title => {
                titles(world, outcome, before, *who, &no.why);
                continue;
            }
            _ => continue,
        };
        for line in rooms {
            let gone = !world.model.rooms.contains_key(&line.room);
            assert!(gone || sees(who, line.room), "{who:?} is answered {line:?}");
        }
    }
}

/// A title that is taken is one of a room that they see.
fn titles(world: &World, outcome: &Outcome, before: &Before, who: PersonId, why: &str) {
    let states = before.states.iter().chain(world.model.rooms.iter().map(|(no, room)| (no, &room.state)));
    let retitled = shown(outcome).any(|(_, event)| matches!(event.body, Body::Titled { .. }));
    let mut named = states.filter(|(_, state)| state.title.as_ref().is_some_and(|title| why.contains(title.as_str())));
    let seen = named.any(|(no, _)| saw(before, who, *no) || sees_now(world, who, *no));
    assert!(seen || retitled || outcome.lost_before > 0, "{who:?} is told of a title they don't see: {why}");
}

fn shuts(act: &Act) -> bool {
    let by_name = matches!(act, Act::Uninvited { .. } | Act::Deopped { .. });
    by_name || matches!(act, Act::Opened { .. } | Act::Kicked { .. } | Act::Banned { .. })
}

fn shown(outcome: &Outcome) -> impl Iterator<Item = (RoomNo, &Event)> {
    let shown = outcome.effects.iter().filter_map(|effect| match effect {
        Effect::Show(entries) => Some(entries),
        _ => None,
    });
    shown.flatten().map(|entry| (entry.room, &entry.event))
}

fn sees_now(world: &World, who: PersonId, no: RoomNo) -> bool {
    let Some(room) = world.model.rooms.get(&no) else { return false };
    let joined = before::has_joined(world, who, no);
    is_for(&room.state, who, world.owners().contains(&who) || joined || world.guests.sits(who, no))
}

fn saw(before: &Before, who: PersonId, no: RoomNo) -> bool {
    let Some(state) = before.states.get(&no) else { return false };
    let joined = before.joined.contains(&(who, no));
    is_for(state, who, before.owners.contains(&who) || joined || before.guests.sits(who, no))
}

fn is_for(state: &State, who: PersonId, anyway: bool) -> bool {
    if state.is_direct() {
        return state.is_between(who);
    }
    let asked = state.operators.contains_key(&who) || state.invited.contains_key(&who);
    state.access != Access::Invited || asked || anyway
}

/// Whoever is banned does not come in, and whoever was put out sits there no longer.
pub fn bans(world: &World, asks: &[Input], outcome: &Outcome, before: &Before) {
    let clock = world.rig.now.clock;
    let unbanned = |place: u32, who: PersonId| {
        shown(outcome).any(|(no, event)| match &event.body {
            Body::Act(Act::Unbanned { whom, house } | Act::Banned { whom, house, .. }) => {
                whom.who == who && place == if *house { 0 } else { no.0 }
            }
            _ => false,
        })
    };
    let holds = || before.bans.iter().filter(|ban| !unbanned(ban.place, ban.who));
    for (call, ask) in asks.iter().enumerate() {
        match (ask, outcome.answer(call)) {
            (Input::Arrive { who, session }, Some(Ok(_))) => {
                let meets = |ban: &Ban| ban.place == 0 && ban.meets(*who, session.key, session.from, clock).is_some();
                let owner = world.owners().contains(who);
                assert!(owner || !holds().any(meets), "{who:?} is banned, and comes into the house");
            }
            (Input::Enter(enter), Some(Ok(Answer::Entered(entered)))) => {
                let Some(session) = before.guests.sessions.get(&enter.session) else { continue };
                let connected = &session.connected;
                let meets = |ban: &Ban| {
                    let meets = ban.meets(enter.who, connected.key, connected.from, clock);
                    let here = ban.place == entered.room.0 || (ban.place == 0 && meets == Some(false));
                    here && meets.is_some_and(|address| !address || entered.rank < crate::room::Rank::Operator)
                };
                let owner = world.owners().contains(&enter.who);
                assert!(owner || !holds().any(meets), "{:?} is banned, and comes into {}", enter.who, entered.room);
            }
            _ => {}
        }
    }
    for (no, event) in shown(outcome) {
        if let Body::Act(Act::Banned { whom, .. } | Act::Kicked { whom, .. }) = &event.body {
            let host = world.owners().contains(&whom.who);
            assert!(host || !world.guests.sits(whom.who, no), "{whom:?} is put out, and still sits in {no}");
        }
    }
    let banned_now = |ban: &Ban| {
        shown(outcome).any(|(no, event)| match &event.body {
            Body::Act(Act::Banned { whom, house, .. }) => {
                whom.who == ban.who && ban.place == if *house { 0 } else { no.0 }
            }
            _ => false,
        })
    };
    for ban in before::bans(world).iter().filter(|ban| banned_now(ban)) {
        for session in world.guests.sessions.values() {
            let connected = &session.connected;
            let Some(address) = ban.meets(session.who, connected.key, connected.from, clock) else { continue };
            let no = RoomNo(ban.place);
            let keeps = |state: &State| state.operators.contains_key(&session.who);
            let kept = before.states.get(&no).is_some_and(keeps);
            let keeps = world.model.rooms.get(&no).is_some_and(|room| keeps(&room.state));
            // Whoever comes from the host's own window is the host.
            if world.owners().contains(&session.who) || (address && (kept || keeps)) {
                continue;
            }
            let is_out = if ban.place == 0 { session.dismissed } else { !world.guests.sits(session.who, no) };
            assert!(is_out, "{session:?} is met by {ban:?}, and stays");
        }
    }
}
