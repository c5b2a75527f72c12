//! How things were before a batch.

use std::collections::{BTreeMap, BTreeSet};

use super::guests::Guests;
use super::world::World;
use crate::host::subnet::Subnet;
use crate::room::{Name, PersonId, RoomNo, State};
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;

/// How things were before a batch.
pub struct Before {
    pub guests: Guests,
    /// What the rooms were.
    pub states: BTreeMap<RoomNo, State>,
    /// Who had joined which.
    pub joined: BTreeSet<(PersonId, RoomNo)>,
    pub owners: BTreeSet<PersonId>,
    /// Who else each one here is, by their keys.
    pub also: BTreeMap<PersonId, BTreeSet<PersonId>>,
    pub bans: Vec<Ban>,
    /// What each one here is called.
    pub called: BTreeMap<PersonId, Vec<Name>>,
    /// The people in the house, and what is remembered of them.
    pub people: BTreeMap<PersonId, String>,
    /// The invites, and who came by them.
    pub invites: Vec<String>,
}

/// A ban, as it is written down.
#[derive(Debug)]
pub struct Ban {
    pub place: u32,
    pub who: PersonId,
    pub until: Option<u64>,
    pub keys: Vec<Fingerprint>,
    pub nets: Vec<Subnet>,
}

impl Ban {
    /// Whether it keeps someone out; whether only for where they come from.
    pub fn meets(&self, who: PersonId, key: Option<Fingerprint>, from: Origin, clock: u64) -> Option<bool> {
        if self.until.is_some_and(|until| until <= clock) {
            return None;
        }
        if self.who == who || key.is_some_and(|key| self.keys.contains(&key)) {
            return Some(false);
        }
        let Origin::Network(address) = from else { return None };
        self.nets.iter().any(|net| net.holds(address.ip())).then_some(true)
    }
}

impl Before {
    pub fn of(world: &World) -> Self {
        let mut also: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
        for session in world.guests.sessions.values() {
            let with = session.connected.key.and_then(|key| world.model.came_with.get(&key));
            let with = with.into_iter().flatten().filter(|who| **who != session.who);
            also.entry(session.who).or_default().extend(with);
        }
        Self {
            guests: world.guests.clone(),
            states: world.model.rooms.iter().map(|(no, room)| (*no, room.state.clone())).collect(),
            joined: joined(world),
            owners: world.owners(),
            also,
            bans: bans(world),
            called: called(world),
            people: people(world),
            invites: invites(world),
        }
    }
}

/// The bans that the registry has.
pub fn bans(world: &World) -> Vec<Ban> {
    let db = world.rig.driver.book().db();
    let mut select = db.prepare_cached("SELECT ban, room, who, until, net FROM ban").unwrap();
    let mut keys = db.prepare_cached("SELECT key FROM ban_key WHERE ban = ?1").unwrap();
    let mut rows = select.query([]).unwrap();
    let mut bans = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let no: i64 = row.get(0).unwrap();
        let keys = keys.query_map([no], |row| row.get(0).map(Fingerprint)).unwrap();
        let nets: Option<String> = row.get(4).unwrap();
        let nets = nets.iter().flat_map(|nets| nets.split(' ')).filter_map(Subnet::parse);
        bans.push(Ban {
            place: row.get(1).unwrap(),
            who: PersonId(row.get(2).unwrap()),
            until: row.get::<_, Option<i64>>(3).unwrap().map(|until| u64::try_from(until).unwrap()),
            keys: keys.map(Result::unwrap).collect(),
            nets: nets.collect(),
        });
    }
    bans
}

/// Who joined which room, as the registry has it.
pub fn joined(world: &World) -> BTreeSet<(PersonId, RoomNo)> {
    let mut select = world.rig.driver.book().db().prepare_cached("SELECT who, room FROM joined").unwrap();
    let joined = select.query_map([], |row| Ok((PersonId(row.get(0)?), RoomNo(row.get(1)?)))).unwrap();
    joined.map(Result::unwrap).collect()
}

/// Whether someone joined a room, as the registry has it.
pub fn has_joined(world: &World, who: PersonId, no: RoomNo) -> bool {
    crate::host::registry::memberships::has_joined(world.rig.driver.book().db(), who, no).unwrap()
}

/// The people in the house, and what is remembered of them. How far they read only grows.
pub fn people(world: &World) -> BTreeMap<PersonId, String> {
    let people = world.rig.driver.core().house().people.all();
    let all = people.map(|(who, visitor)| {
        let quiet = world.model.rooms.keys().map(|no| visitor.yours(*no).map(|yours| yours.quiet));
        (who, format!("{:?} {:?}", visitor.shown, quiet.collect::<Vec<_>>()))
    });
    all.collect()
}

/// What each one here is called.
pub fn called(world: &World) -> BTreeMap<PersonId, Vec<Name>> {
    let people = world.rig.driver.core().house().people.all();
    people.map(|(who, visitor)| (who, vec![visitor.shown.person.name.clone()])).collect()
}

/// The invites that the registry has, and who came by them, as they are written down.
pub fn invites(world: &World) -> Vec<String> {
    let db = world.rig.driver.book().db();
    let sql = "SELECT json_array(number, secret, who, made, once, until, standing, withdrawn, came) FROM invite
        UNION ALL SELECT json_array(invite, who, name, at) FROM came_by";
    let mut select = db.prepare_cached(sql).unwrap();
    let rows = select.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}
