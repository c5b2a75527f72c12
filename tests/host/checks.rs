//! What holds after every batch: the house, its registry, its log and what is seen from outside are of one mind.

use std::collections::{BTreeMap, BTreeSet};

use super::before::{self, Before};
use super::rig::Outcome;
use super::told;
use super::world::World;
use crate::host::core::{GuestRequest, Input, SessionNo};
use crate::host::registry::{self, accounts, house, memberships, names};
use crate::room::{Body, PersonId, RoomNo, Seq};
use crate::wire::account::Admission;

/// All of it; what takes long now and then, and wherever something failed.
pub fn all(world: &World, asks: &[Input], outcome: &Outcome, before: &Before, closely: bool) {
    told::answers(world, asks, outcome, before);
    told::sessions(asks, outcome, before);
    told::sight(world, asks, outcome, before);
    told::partings(world, outcome);
    told::bans(world, asks, outcome, before);
    rooms(world);
    waiting(world);
    bans(world);
    invites(world);
    if closely {
        ways_to_rooms(world);
        people(world);
    }
    if outcome.all_lost {
        nothing_changed(world, asks, before);
    }
    assert!(world.rig.driver.core().is_settled(), "something of the batch is left");
}

/// Each room is what its events add up to: in the core, for those who see it, and in the log.
fn rooms(world: &World) {
    let house = world.rig.driver.core().house();
    let known: Vec<RoomNo> = world.model.rooms.keys().copied().collect();
    assert_eq!(house.rooms.all().map(|room| room.no).collect::<Vec<_>>(), known, "the house has other rooms");
    let lengths = world.rig.log.lengths();
    assert_eq!(lengths.keys().copied().collect::<Vec<_>>(), known, "the log has other rooms");
    for (no, expected) in &world.model.rooms {
        let room = house.rooms.get(*no).unwrap();
        assert_eq!(room.state, expected.state, "room {no} is not what its events add up to");
        assert_eq!(*world.rig.views.get(*no).unwrap().state(), expected.state, "room {no} is seen otherwise");
        assert_eq!(lengths[no] as u64, room.state.head.0, "the log of room {no} is longer or shorter");
        assert!(!room.ends && !room.is_new && room.put_out.is_empty(), "room {no} is still in a commit");
        assert_eq!(room.spoke, expected.spoke, "others have to wait in room {no}");
        assert_eq!(room.presence.everyone(), world.guests.sitting(*no), "others sit in room {no}");
    }
}

/// Each room is found by what it is and by its title.
fn ways_to_rooms(world: &World) {
    let house = world.rig.driver.core().house();
    for room in house.rooms.all() {
        let no = room.no;
        let hash = registry::rooms::hash_of(world.rig.driver.book().db(), no).unwrap();
        assert_eq!(room.has_password, hash.is_some(), "the password of room {no}");
        match room.two() {
            Some(two) => assert_eq!(house.rooms.talk(two), Some(no), "a talk is not found"),
            None => assert!(house.rooms.open().any(|open| open.no == no), "room {no} is not found"),
        }
        if let Some(title) = &room.state.title {
            let key = title.key();
            assert!(house.rooms.titled(&key).any(|titled| titled.no == no), "room {no} is not found by its title");
        }
    }
    let talks = world.model.rooms.values().filter(|room| room.state.is_direct()).count();
    assert_eq!(house.rooms.talks(), talks);
    assert_eq!(house.rooms.open().count(), world.model.rooms.len() - talks);
}

/// Who is in the house is there with the sessions that are, and is what the registry says.
fn people(world: &World) {
    let db = world.rig.driver.book().db();
    let house = world.rig.driver.core().house();
    let mut sessions: BTreeMap<PersonId, BTreeSet<SessionNo>> = BTreeMap::new();
    for (number, session) in &world.guests.sessions {
        sessions.entry(session.who).or_default().insert(*number);
    }
    let mut called = BTreeSet::new();
    let mut leads = db.prepare_cached("SELECT who FROM name WHERE folded = ?1").unwrap();
    for (who, visitor) in house.people.all() {
        let shown = &visitor.shown;
        let theirs: BTreeSet<SessionNo> = house.people.sessions(who).collect();
        assert_eq!(Some(theirs), sessions.remove(&who), "{who:?} is here otherwise");
        let person = names::person(db, who).unwrap().unwrap();
        let key = shown.person.name.key();
        assert_eq!(key, person.author.name.key(), "{who:?} is called otherwise");
        assert!(called.insert(key.clone()), "two are called {}", shown.person.name);
        let to: u32 = leads.query_row([key.as_str()], |row| row.get(0)).unwrap();
        assert_eq!(PersonId(to), who, "{} leads to someone else", shown.person.name);
        assert_eq!(shown.rank, person.rank, "{who:?} is something else in the house");
        assert_eq!(shown.account, accounts::exists(db, who).unwrap(), "the account of {who:?}");
        let joined: BTreeMap<_, _> = memberships::joined(db, who).unwrap().into_iter().collect();
        for no in world.model.rooms.keys() {
            let (yours, kept) = (visitor.yours(*no), joined.get(no).copied());
            assert_eq!(yours.map(|yours| yours.quiet), kept.map(|yours| yours.quiet), "{who:?} in room {no}");
            let unwritten = house.marks.of(who, *no);
            let read = |seq: Seq| seq.max(unwritten);
            let (yours, kept) = (yours.map(|yours| read(yours.read)), kept.map(|yours| read(yours.read)));
            assert!(yours >= kept, "{who:?} read room {no} less far than is written");
            let head = world.model.rooms[no].state.head;
            assert!(yours.is_none_or(|read| read <= head), "{who:?} read further in room {no} than it goes");
        }
    }
    assert!(sessions.is_empty(), "these are not in the house: {sessions:?}");
    let mut owners = world.owners().into_iter();
    assert!(owners.all(|who| house::rank(db, who).unwrap() == crate::room::Rank::Owner));
}

/// Whoever waits at the door is known, and nobody who waits no longer.
fn waiting(world: &World) {
    let mut waiting = world.rig.driver.core().house().waiting.clone();
    let mut tickets = waiting.set_admission(Admission::Closed);
    tickets.sort_unstable();
    let kept = house::admission(world.rig.driver.book().db()).unwrap();
    assert_eq!(world.rig.driver.core().house().waiting.admission, kept, "others are let in");
    assert_eq!(tickets, world.guests.waiting.keys().copied().collect::<Vec<_>>(), "others wait at the door");
}

/// The registry keeps out those whom the log says to be banned.
fn bans(world: &World) {
    let kept = before::bans(world).into_iter().map(|ban| ((ban.place, ban.who), ban.until));
    assert_eq!(kept.collect::<BTreeMap<_, _>>(), world.model.bans, "others are banned");
}

/// Nobody but one person came by an invite for one, one invite is standing at most, and who came is counted.
fn invites(world: &World) {
    let db = world.rig.driver.book().db();
    let wrong = "SELECT count(*) FROM invite WHERE once AND came > 1
        OR came <> (SELECT count(*) FROM came_by WHERE came_by.invite = number)
        OR standing AND (withdrawn NOT NULL OR number < (SELECT max(number) FROM invite WHERE standing))";
    let wrong: u32 = db.prepare_cached(wrong).unwrap().query_row([], |row| row.get(0)).unwrap();
    assert_eq!(wrong, 0, "an invite was used by others, or is counted wrongly: {:#?}", before::invites(world));
}

/// Nothing was kept: all is as it was, but for what nothing brings back.
fn nothing_changed(world: &World, asks: &[Input], before: &Before) {
    let moves = |ask: &Input| match ask {
        Input::Depart { who, .. } => Some(*who),
        Input::Do { who, request: GuestRequest::Away { .. } | GuestRequest::Seen { .. }, .. } => Some(*who),
        _ => None,
    };
    let moved: BTreeSet<PersonId> = asks.iter().filter_map(moves).collect();
    let now = before::people(world);
    for who in before.people.keys().chain(now.keys()).filter(|who| !moved.contains(who)) {
        assert_eq!(now.get(who), before.people.get(who), "{who:?} is not what they were");
    }
    assert_eq!(before::joined(world), before.joined);
    assert_eq!(before::invites(world), before.invites);
    assert_eq!(world.owners(), before.owners);
}

/// Nothing is due any more: the log says who is where, and nobody is woken for nothing.
pub fn at_rest(world: &mut World) {
    let now = world.rig.now;
    let due = world.rig.driver.due(now);
    assert!(due.is_none_or(|due| due > now.at), "something is due again and again");
    for room in world.rig.driver.core().house().rooms.all() {
        let here: Vec<PersonId> = room.state.here.keys().copied().collect();
        let sitting = world.guests.sitting(room.no);
        let expected = if room.state.is_direct() { Vec::new() } else { sitting.clone() };
        assert_eq!(here, expected, "the log says that others are in room {}", room.no);
        assert_eq!(room.presence.count(), sitting.len() as u64, "the number of those in room {}", room.no);
        if !room.state.is_direct() {
            let presence = format!("{:?}", room.presence);
            let empty = ["restless: {}", "left: {}", "cut: {}", "missed: []"];
            assert!(empty.iter().all(|empty| presence.contains(empty)), "not forgotten: {presence}");
        }
        for (who, name) in &room.state.here {
            let called = world.rig.driver.core().house().people.name(*who).unwrap();
            assert_eq!(name.key(), called.key(), "{who:?} is called otherwise in room {}", room.no);
        }
    }
}

/// What is kept is what was shown.
pub fn log(world: &World) {
    let mut count = 0;
    for no in world.model.rooms.keys() {
        for event in world.rig.log.after(*no, Seq::START) {
            count += 1;
            let (room, seq, at, who) = world.model.ids[&event.id];
            assert_eq!((room, seq, at), (*no, event.seq, event.at));
            assert_eq!(who, event.by.as_ref().map(|by| by.who));
            if let Body::Erased { of: None, .. } = event.body {
                assert!(world.model.rooms[no].messages[&event.id].withdrawn, "nobody withdrew {event:?}");
            }
        }
    }
    assert_eq!(count, world.model.ids.len(), "something was shown that is not kept");
}
