//! Keeping rooms in order: what an act needs before it is ordered, and what it does once it is kept.

use std::sync::Arc;
use std::time::Instant;

use super::bans::{Ban, Net};
use super::batch::Batch;
use super::desk::{Desk, No, storage};
use super::mailbox::{Dismissal, Out};
use super::naming::Naming;
use super::roster::Arrived;
use crate::log::LogError;
use crate::room::span::span;
use crate::room::{Access, Act, Author, Body, Event, PersonId, Rank, Reach, Reason, RoomNo};
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;
use crate::wire::frame::{Code, FromHost};

impl Desk {
    /// Does what must be written before an act is ordered, so that it is written in the same order. A ban that is written
    /// and not told keeps someone out all the same; one that is told and not written would not.
    pub(super) fn prepare(
        &self,
        room: RoomNo,
        author: &Author,
        act: &Act,
        naming: &Naming,
        batch: &mut Batch,
    ) -> Result<(), No> {
        match act {
            Act::Banned { whom, until, why, reach, house } => {
                let nets = self.nets_of(whom.who, *reach);
                if *reach != Reach::Person && nets.is_empty() {
                    let why = "They are not here, so their address is not known. Ban the person alone.";
                    return Err((Code::Rules, why.to_owned()));
                }
                let place = (!house).then_some(room);
                let (why, by, at) = (why.as_ref(), author, self.now());
                let ban = Ban { room: place, whom, nets, until: *until, why, by, at };
                batch.banned.push(naming.registry.ban(&ban).map_err(storage)?);
            }
            Act::Unbanned { whom, house } => {
                let place = (!house).then_some(room);
                batch.banned.push(naming.registry.unban(place, whom.who).map_err(storage)?);
            }
            Act::Opened { to: Access::Password } if naming.registry.room_key(room).map_err(storage)?.is_none() => {
                return Err((Code::Password, "Give the room a password first.".to_owned()));
            }
            _ => {}
        }
        Ok(())
    }

    /// Does what follows from an event that was just kept.
    pub(super) fn follow(&mut self, room: RoomNo, event: &Event, naming: &Naming) {
        match &event.body {
            Body::Titled { .. } | Body::Topic { .. } => self.announce_soon(room, naming),
            Body::Said { .. } | Body::Did { .. } | Body::Replied { .. } => self.wait_for_both(room, naming),
            Body::Act(act) => {
                if let Err(error) = self.follow_act(room, event, act, naming) {
                    tracing::warn!(%error, "what followed from an act was not written");
                }
            }
            _ => {}
        }
    }

    /// What is said in a direct talk waits for the other, also where they left it.
    fn wait_for_both(&self, room: RoomNo, naming: &Naming) {
        let Some((one, other)) = self.rooms.get(&room).and_then(super::table::Table::two) else { return };
        for who in [one, other] {
            if matches!(naming.registry.yours(who, room), Ok(None)) {
                match self.join_talk(room, who, naming) {
                    Ok(()) => self.tell_line(room, who, naming),
                    Err(error) => tracing::warn!(%error, "a direct talk does not wait for someone who left it"),
                }
            }
        }
    }

    fn follow_act(&mut self, room: RoomNo, event: &Event, act: &Act, naming: &Naming) -> Result<(), LogError> {
        let by = event.by.as_ref().map_or("The house", |by| by.name.as_str());
        match act {
            Act::Kicked { whom, why } => {
                let said = format!("{by} put you out of this room{} You can come back.", because(why.as_ref()));
                self.put_out(room, whom.who, Code::Kicked, said);
                naming.registry.leave(whom.who, room)?;
            }
            Act::Banned { whom, until, why, reach, house } => {
                let how_long = until.map_or_else(String::new, |until| format!(" for {}", span(event.at, until)));
                let place = if *house { "house" } else { "room" };
                let said = format!("{by} banned you from this {place}{how_long}{}", because(why.as_ref()));
                let keys = naming.registry.ban_keys((!house).then_some(room), whom.who)?;
                let met = self.met_by(whom.who, *reach, &keys, (!house).then_some(room));
                if *house {
                    let dismissal = Dismissal { code: Code::Banned, why: said };
                    self.roster.dismiss(&dismissal, |present, _| met.contains(&present.person.who));
                } else {
                    for who in met {
                        self.tell_banned(room, who, &said, naming);
                        self.put_out(room, who, Code::Banned, said.clone());
                        naming.registry.leave(who, room)?;
                    }
                }
            }
            Act::Invited { whom } => self.tell_line(room, whom.who, naming),
            Act::Opened { .. } => self.announce_anew(room, naming),
            Act::Archived {} | Act::Reopened {} => self.announce(room, naming),
            Act::Opped { .. }
            | Act::Deopped { .. }
            | Act::Unbanned { .. }
            | Act::Muted { .. }
            | Act::Unmuted { .. }
            | Act::Slowed { .. }
            | Act::Locked {}
            | Act::Unlocked {} => {}
        }
        Ok(())
    }

    /// Everyone in the house whom a ban of this person from a room, or from the house, meets: whoever comes with the same
    /// key, and where that was asked for, from the same place. The host in person is never among them, and of those who
    /// keep the room, none who is only from there.
    fn met_by(&self, whom: PersonId, reach: Reach, keys: &[Fingerprint], room: Option<RoomNo>) -> Vec<PersonId> {
        let nets = self.nets_of(whom, reach);
        let people = self.roster.people();
        let is_met = |from: Origin| match from {
            Origin::Network(address) => nets.iter().any(|net| net.holds(address.ip())),
            Origin::Here => false,
        };
        let table = room.and_then(|room| self.rooms.get(&room));
        let met = people.iter().filter(|(who, present)| {
            let rank = table.map_or(present.rank, |table| table.ordered.rank(**who, present.rank));
            let any = |is_met: &dyn Fn(&Arrived) -> bool| present.sessions.iter().any(is_met);
            **who != whom
                && ((rank < Rank::Owner && any(&|one| keys.contains(&one.key)))
                    || (rank < Rank::Operator && any(&|one| is_met(one.from))))
        });
        // Who is meant may have gone, and those who come with the same key be here.
        met.map(|(who, _)| *who).chain([whom]).collect()
    }

    /// The parts of the network that someone is here from.
    fn nets_of(&self, who: PersonId, reach: Reach) -> Vec<Net> {
        let people = self.roster.people();
        let sessions = people.get(&who).into_iter().flat_map(|present| &present.sessions);
        let mut nets: Vec<Net> = Vec::new();
        for arrived in sessions {
            if let Origin::Network(address) = arrived.from
                && let Some(net) = Net::around(address.ip(), reach)
                && !nets.contains(&net)
            {
                nets.push(net);
            }
        }
        nets
    }

    /// Takes all seats that someone has in a room.
    pub(super) fn put_out(&mut self, room: RoomNo, who: PersonId, code: Code, why: String) {
        let Some(table) = self.rooms.get_mut(&room) else { return };
        let seats: Arc<[_]> = table.presence.put_out(who).into();
        let out = Out { room, seats, why: Dismissal { code, why } };
        self.roster.mailboxes(who).iter().for_each(|mailbox| mailbox.put_out(out.clone()));
    }

    /// Someone who is in the house and not in a room just now hears that they are banned from it, if they see it.
    fn tell_banned(&self, room: RoomNo, who: PersonId, why: &str, naming: &Naming) {
        let elsewhere = self.rooms.get(&room).is_some_and(|table| !table.presence.has(who));
        if elsewhere && self.line(room, who, naming, None).is_some() {
            let out = FromHost::Out { room, code: Code::Banned, why: why.to_owned() };
            self.roster.mailboxes(who).iter().for_each(|mailbox| mailbox.post(&out));
        }
    }

    /// Has everyone in the house who sees it told what it is, at most once a second.
    fn announce_soon(&mut self, room: RoomNo, naming: &Naming) {
        let now = Instant::now();
        let Some(table) = self.rooms.get_mut(&room) else { return };
        if table.announces.is_now(now) {
            self.announce(room, naming);
        }
    }

    /// Tells everyone in the house who sees it what it is.
    pub(super) fn announce(&self, room: RoomNo, naming: &Naming) {
        let people: Vec<PersonId> = self.roster.people().keys().copied().collect();
        for who in people {
            // Whoever does not see it is not even told its number.
            let Some(line) = self.line(room, who, naming, None) else { continue };
            self.roster.mailboxes(who).iter().for_each(|mailbox| mailbox.post(&FromHost::Room(line.clone())));
        }
    }

    /// Tells everyone in the house what has become of a room, and those who may not see it any more that there is none.
    fn announce_anew(&self, room: RoomNo, naming: &Naming) {
        let people: Vec<PersonId> = self.roster.people().keys().copied().collect();
        people.into_iter().for_each(|who| self.tell_line(room, who, naming));
    }

    /// Tells someone what a room is.
    pub(super) fn tell_line(&self, room: RoomNo, who: PersonId, naming: &Naming) {
        let line = self.line(room, who, naming, None);
        for mailbox in self.roster.mailboxes(who) {
            match &line {
                Some(line) => mailbox.post(&FromHost::Room(line.clone())),
                None => mailbox.post(&FromHost::Gone { room }),
            }
        }
    }
}

fn because(why: Option<&Reason>) -> String {
    why.map_or_else(|| ".".to_owned(), |why| format!(": {why}."))
}
