//! Who is where: the lists of a channel's people, and what is told of each.

use super::channels::matches;
use crate::host::door::irc::client::Client;
use crate::host::door::irc::nick::nick_of;
use crate::host::door::irc::numerics::*;
use crate::host::door::irc::task::{Asked, Wait};
use crate::host::door::irc::voice::{HOST, SERVER, user};
use crate::room::{PersonId, Rank};
use crate::wire::FromGuest;
use crate::wire::people::PersonLine;

impl Client {
    pub(super) fn names(&mut self, channel: &str) {
        let Some(room) = self.seat_of(channel).map(|seat| seat.room) else { return self.end_of_names(channel) };
        self.people(Asked { room: Some((room, channel.to_owned())), names: true, ..Asked::default() });
    }

    pub(super) fn people(&mut self, asked: Asked) {
        self.people_on(asked, None, false);
    }

    fn people_on(&mut self, asked: Asked, after: Option<PersonId>, me: bool) {
        let ask = self.ask();
        let room = asked.room.as_ref().map(|(room, _)| *room);
        self.request(FromGuest::Who { ask, room, name: None, after });
        self.wait(Wait::People { ask, asked, me });
    }

    /// Some people were told.
    pub fn people_told(&mut self, ask: u64, people: &[PersonLine], next: Option<PersonId>) {
        let Some(task) = &mut self.task else { return };
        let (asked, mut me) = match task.wait.take() {
            Some(Wait::People { ask: of, asked, me }) if of == ask => (asked, me),
            Some(Wait::Person { ask: of, nick, then }) if of == ask => {
                let is_it = |line: &&PersonLine| super::same_nick(&nick_of(&line.person), &nick);
                return self.with_found(people.iter().find(is_it).cloned(), &nick, then);
            }
            other => {
                task.wait = other;
                return;
            }
        };
        let mut people = people.to_vec();
        if let Some(own) = self.me() {
            me |= people.iter().any(|line| line.person.who == own.who);
            // They may have come in so lately that the room does not tell of it yet.
            if next.is_none() && !me && asked.room.is_some() {
                people.push(self.house.roster.line(own.clone(), None, 0));
            }
        }
        if asked.names {
            let channel = asked.room.as_ref().map_or_else(String::new, |(_, channel)| channel.clone());
            let names: Vec<_> =
                people.iter().map(|line| self.named(&line.person, line.rank >= Rank::Operator)).collect();
            self.tell_names(&channel, &names);
        } else {
            let mask = asked.mask.to_ascii_lowercase();
            for line in &people {
                let nick = nick_of(&line.person).to_ascii_lowercase();
                if asked.room.is_some() || mask.is_empty() || matches(&mask, &nick) {
                    self.who_line(line, &asked);
                }
            }
        }
        match (next, asked.names) {
            (Some(next), _) => self.people_on(asked, Some(next), me),
            (None, true) => {
                let channel = asked.room.map_or_else(String::new, |(_, channel)| channel);
                self.end_of_names(&channel);
            }
            (None, false) => self.end_of_who(&asked.mask),
        }
    }

    /// One line of a `WHO`.
    pub fn who_line(&mut self, line: &PersonLine, asked: &Asked) {
        let channel = asked.room.as_ref().map_or("*", |(_, channel)| channel.as_str());
        let (nick, user) = (nick_of(&line.person), user(line.person.who));
        let mut flags = String::from(if line.away.is_some() { "G" } else { "H" });
        let shown = self.house.roster.get(line.person.who);
        if shown.as_ref().is_some_and(|shown| shown.rank == Rank::Owner) {
            flags.push('*');
        }
        if self.house.bots.has(line.person.who) {
            flags.push('B');
        }
        if asked.room.is_some() && line.rank >= Rank::Operator {
            flags.push('@');
        }
        let real = line.person.name.as_str();
        let Some((fields, token)) = &asked.fields else {
            let reply = self.numbered(RPL_WHOREPLY).word(channel).word(&user).word(HOST).word(SERVER).word(&nick);
            let reply = reply.word(&flags).last(&format!("0 {real}"));
            return self.answer(reply);
        };
        let account = if shown.is_some_and(|shown| shown.account) { nick.as_str() } else { "0" };
        let mut reply = self.numbered(RPL_WHOSPCRPL);
        // In this order, however they were asked for.
        for field in "tcuihsnfdlao".chars().filter(|field| fields.contains(*field)) {
            reply = reply.word(match field {
                't' => token,
                'c' => channel,
                'u' => &user,
                'i' => "0.0.0.0",
                'h' => HOST,
                's' => SERVER,
                'n' => &nick,
                'f' => &flags,
                'd' | 'l' => "0",
                'a' => account,
                _ => "n/a",
            });
        }
        self.answer(if fields.contains('r') { reply.last(real) } else { reply });
    }

    /// Says that those were all.
    pub fn end_of_who(&mut self, mask: &str) {
        let mask = if mask.is_empty() { "*" } else { mask };
        self.tell_number(RPL_ENDOFWHO, &[mask], "These are all.");
    }

    pub(super) fn whois(&mut self, line: Option<&PersonLine>, nick: &str) {
        if let Some(line) = line {
            let known = nick_of(&line.person);
            let (real, user) = (line.person.name.as_str(), user(line.person.who));
            let reply = self.numbered(RPL_WHOISUSER).word(&known).word(&user).word(HOST).word("*").last(real);
            self.answer(reply);
            self.whois_channels(line, &known);
            let door = line.door.map_or("Parlor", |door| door.label().unwrap_or("Parlor"));
            let place = format!("{}, by {door}", self.house.title);
            self.tell_number(RPL_WHOISSERVER, &[&known, SERVER], &place);
            let shown = self.house.roster.get(line.person.who);
            if line.rank == Rank::Owner {
                self.tell_number(RPL_WHOISOPERATOR, &[&known], "hosts this place");
            }
            if shown.is_some_and(|shown| shown.account) {
                self.tell_number(RPL_WHOISACCOUNT, &[&known, &known], "is logged in as");
            }
            if let Some(away) = &line.away {
                self.tell_number(RPL_AWAY, &[&known], away.why.as_ref().map_or("Away", |why| why.as_str()));
            }
            if self.house.bots.has(line.person.who) {
                self.tell_number(RPL_WHOISBOT, &[&known], "says that it is a bot");
            }
            if let Some(since) = line.since {
                let now = (self.house.clock)();
                let reply =
                    self.numbered(RPL_WHOISIDLE).word(&known).word("0").word(&(since.min(now) / 1000).to_string());
                self.answer(reply.last("seconds idle, signon time"));
            }
        } else {
            self.tell_number(ERR_NOSUCHNICK, &[nick], "Nobody here is called so.");
        }
        self.tell_number(RPL_ENDOFWHOIS, &[nick], "That is all.");
    }

    /// The channels that both are in: of others nothing is told.
    fn whois_channels(&mut self, line: &PersonLine, known: &str) {
        let mut channels = Vec::new();
        for seat in self.seats.iter().filter(|seat| seat.direct.is_none()) {
            let Some(room) = self.house.rooms.get(seat.room) else { continue };
            let is_me = self.me().is_some_and(|me| me.who == line.person.who);
            if !is_me && !room.state().here.contains_key(&line.person.who) {
                continue;
            }
            let prefix = if self.voice().is_operator(&room, line.person.who) { "@" } else { "" };
            channels.extend(self.voice().channel(seat.room).map(|channel| format!("{prefix}{channel}")));
        }
        for some in channels.chunks(6) {
            self.tell_number(RPL_WHOISCHANNELS, &[known], &some.join(" "));
        }
    }

    pub(super) fn whowas(&mut self, line: Option<&PersonLine>, nick: &str) {
        match line {
            Some(line) => {
                let (known, user) = (nick_of(&line.person), user(line.person.who));
                let reply = self.numbered(RPL_WHOWASUSER).word(&known).word(&user).word(HOST).word("*");
                self.answer(reply.last(line.person.name.as_str()));
            }
            None => self.tell_number(ERR_WASNOSUCHNICK, &[nick], "Nobody was called so."),
        }
        self.tell_number(RPL_ENDOFWHOWAS, &[nick], "That is all.");
    }
}
