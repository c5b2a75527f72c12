//! Bans and mutes: lists of people, of whom many are here no longer. Who is meant is looked for in the list, so that
//! nobody is let in for having taken the nick of someone who was banned.

use crate::host::door::irc::client::Client;
use crate::host::door::irc::masks::Mask;
use crate::host::door::irc::nick::nick_of;
use crate::host::door::irc::numerics::*;
use crate::host::door::irc::task::{BanLift, Deed, Step, Then, Wait};
use crate::host::door::irc::voice::{SERVER, mask};
use crate::room::{Author, Name, PersonId, RoomNo};
use crate::wire::FromGuest;
use crate::wire::people::BanLine;

impl Client {
    /// Does something in a room to whoever a mask names.
    pub(super) fn do_to(&mut self, room: RoomNo, channel: String, named: Mask, deed: Deed) {
        let then = match deed {
            Deed::Ban(false) if named.who.is_some() => {
                return self.ask_bans(room, channel, None, Some(Box::new(BanLift::of(named))));
            }
            Deed::Ban(false) => Then::Unban { room, channel },
            Deed::Quiet(false) => match self.muted(room).into_iter().find(|muted| named.names(muted)) {
                Some(muted) => return self.act_on(room, channel, muted, deed),
                None => Then::Act { room, channel, deed },
            },
            deed => Then::Act { room, channel, deed },
        };
        match (named.person(), then) {
            (Some(person), Then::Act { room, channel, deed: deed @ (Deed::Ban(_) | Deed::Quiet(_)) }) => {
                self.act_on(room, channel, person, deed);
            }
            (_, then) => self.with(named.nick, then),
        }
    }

    /// Those who are muted in a room.
    pub fn muted(&self, no: RoomNo) -> Vec<Author> {
        let Some(room) = self.house.rooms.get(no) else { return Vec::new() };
        let now = (self.house.clock)();
        let state = room.state();
        let muted = state.muted.iter().filter(|(who, _)| state.mute(**who, now).is_some());
        muted.map(|(who, mute)| Author { who: *who, name: mute.name.clone() }).collect()
    }

    /// Lifts the ban of whoever has or had a nick.
    pub(super) fn unban(&mut self, room: RoomNo, channel: String, nick: &str, now: Option<PersonId>) {
        let lift = BanLift { now, ..BanLift::of(Mask { who: None, nick: nick.to_owned() }) };
        self.ask_bans(room, channel, None, Some(Box::new(lift)));
    }

    /// Asks who may not come into a room: to tell all of them, or to lift one of these bans.
    pub(super) fn ask_bans(&mut self, room: RoomNo, channel: String, before: Option<u64>, lift: Option<Box<BanLift>>) {
        let ask = self.ask();
        self.request(FromGuest::Bans { ask, room: Some(room), before, name: None });
        self.wait(Wait::Bans { ask, room, channel, lift });
    }

    /// Some of those who may not come into a room.
    pub fn bans_told(&mut self, ask: u64, bans: &[BanLine], next: Option<u64>) {
        let Some(task) = &mut self.task else { return };
        let (room, channel, lift) = match task.wait.take() {
            Some(Wait::Bans { ask: of, room, channel, lift }) if of == ask => (room, channel, lift),
            other => {
                task.wait = other;
                return;
            }
        };
        match lift {
            Some(lift) => self.lift(room, channel, lift, bans, next),
            None => {
                self.tell_bans(&channel, bans);
                match next {
                    Some(next) => self.ask_bans(room, channel, Some(next), None),
                    None => self.tell_number(RPL_ENDOFBANLIST, &[&channel], "These are all bans."),
                }
            }
        }
    }

    fn tell_bans(&mut self, channel: &str, bans: &[BanLine]) {
        for ban in bans {
            let at = (ban.at / 1000).to_string();
            let by = Name::parse(&ban.by).map(|name| nick_of(&Author { who: PersonId(0), name }));
            let by = by.unwrap_or_else(|_| SERVER.to_owned());
            let line = self.numbered(RPL_BANLIST).word(channel).word(&mask(&ban.person)).word(&by).word(&at);
            self.answer(line);
        }
    }

    fn lift(&mut self, room: RoomNo, channel: String, mut lift: Box<BanLift>, bans: &[BanLine], next: Option<u64>) {
        let people = || bans.iter().map(|ban| &ban.person);
        if let Some(meant) = people().find(|person| lift.named.names(person)) {
            return self.act_on(room, channel, meant.clone(), Deed::Ban(false));
        }
        // Whoever was banned under another name may be here under this one.
        let renamed = people().find(|person| Some(person.who) == lift.now).cloned();
        lift.renamed = lift.renamed.or(renamed);
        match (next, lift.renamed.take()) {
            (Some(next), renamed) => {
                lift.renamed = renamed;
                self.ask_bans(room, channel, Some(next), Some(lift));
            }
            (None, Some(renamed)) => self.act_on(room, channel, renamed, Deed::Ban(false)),
            (None, None) => {
                let why = format!("Nobody like that is banned here. MODE {channel} b lists the bans.");
                self.tell_number(ERR_NOSUCHNICK, &[&lift.named.nick], &why);
            }
        }
    }

    /// Whoever may not see the bans sees none: programs ask for them whenever they join. They lift none either.
    pub(super) fn bans_refused(&mut self, channel: &str, lifts: bool, why: &str) {
        let number = if lifts { ERR_CHANOPRIVSNEEDED } else { RPL_ENDOFBANLIST };
        self.tell_number(number, &[channel], why);
    }
}

impl BanLift {
    const fn of(named: Mask) -> Self {
        Self { named, now: None, renamed: None }
    }
}

impl Step {
    /// Something done to whoever a mask names.
    pub fn to_whom(room: RoomNo, channel: &str, mask: &str, deed: Deed) -> Self {
        Self::Do { room, channel: channel.to_owned(), named: Mask::read(mask), deed }
    }
}
