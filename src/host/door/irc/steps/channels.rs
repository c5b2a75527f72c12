//! Coming into channels and leaving them, and the list of them.

use crate::host::door::irc::caps::Caps;
use crate::host::door::irc::client::Client;
use crate::host::door::irc::message::Line;
use crate::host::door::irc::nick::nick_of;
use crate::host::door::irc::numerics::*;
use crate::host::door::irc::task::{Filter, Step, Wait};
use crate::host::door::irc::voice::{Aside, SERVER, shown_topic};
use crate::room::{Memory, RoomNo, Title, Topic};
use crate::wire::FromGuest;
use crate::wire::frame::{Code, Entered, NewRoom, Refused, RoomLine, RoomName, Since};

/// How much of what was is told to whoever comes in. It counts what happened, not what was said.
const PAST: u64 = 50;

impl Client {
    /// Where a client begins to read. Whoever asks for history by themselves, or could take it for news, is told none.
    fn since(&self) -> Since {
        if self.caps.has(Caps::TIME) && !self.caps.has(Caps::HISTORY) { Since::last(PAST) } else { Since::default() }
    }

    pub(super) fn join(&mut self, channel: String, key: Option<String>) {
        if channel.len() < 2 || !channel.starts_with('#') || channel.contains(['\u{7}', ',']) {
            return self.tell_number(ERR_NOSUCHCHANNEL, &[&channel], "A channel's name begins with #.");
        }
        let room = match self.room_named(&channel) {
            // Whoever is in it is in it.
            Some(room) if self.seat(room).is_some() => return,
            Some(room) => RoomName::No(room),
            // To the house, a number means the room that has it, and here it is a name like any other.
            None if channel[1..].bytes().all(|byte| byte.is_ascii_digit()) => return self.make(channel, key),
            None => RoomName::Title(channel[1..].to_owned()),
        };
        self.enter(room, channel, key, false);
    }

    fn enter(&mut self, room: RoomName, channel: String, key: Option<String>, made: bool) {
        let ask = self.ask();
        let (since, password) = (self.since(), key.clone().map(Into::into));
        self.request(FromGuest::Enter { room: Some(room), since, password, ask: Some(ask) });
        self.wait(Wait::Enter { ask, channel, key, made });
    }

    pub(super) fn rejoin(&mut self, room: RoomNo) {
        if self.seat(room).is_some() {
            return;
        }
        let ask = self.ask();
        let since = self.since();
        self.request(FromGuest::Enter { room: Some(RoomName::No(room)), since, password: None, ask: Some(ask) });
        self.wait(Wait::Rejoin { ask });
    }

    /// Comes into the room that was just made for a channel.
    pub fn enter_made(&mut self, room: RoomNo, channel: String, key: Option<String>) {
        self.enter(RoomName::No(room), channel, key, true);
    }

    pub(super) fn not_entered(&mut self, channel: String, key: Option<String>, made: bool, refused: &Refused) {
        let why = refused.why.as_str();
        match refused.code {
            Code::Room if self.room_named(&channel).is_some() => {
                self.tell_number(ERR_INVITEONLYCHAN, &[&channel], why);
            }
            Code::Room if !made => self.make(channel, key),
            Code::Password => self.tell_number(ERR_BADCHANNELKEY, &[&channel], why),
            Code::Banned => self.tell_number(ERR_BANNEDFROMCHAN, &[&channel], why),
            Code::Slow => self.slowed(refused),
            _ => self.tell_number(ERR_NOSUCHCHANNEL, &[&channel], why),
        }
    }

    fn make(&mut self, channel: String, key: Option<String>) {
        // A number behind the name is another room's.
        let title = match Title::parse(&channel[1..]) {
            Ok(_) if channel.contains('~') => {
                return self.tell_number(ERR_NOSUCHCHANNEL, &[&channel], "There is no such channel.");
            }
            Ok(title) => title,
            Err(error) => return self.tell_number(ERR_BADCHANMASK, &[&channel], &error.to_string()),
        };
        let ask = self.ask();
        let new = NewRoom { title, topic: Topic::default(), access: crate::room::Access::default() };
        self.request(FromGuest::Make { ask, new, password: None });
        self.wait(Wait::Make { ask, channel, key });
    }

    pub(super) fn not_made(&mut self, channel: &str, refused: &Refused) {
        let number = match refused.code {
            Code::Full => ERR_TOOMANYCHANNELS,
            Code::Title => ERR_BADCHANMASK,
            _ => ERR_NOSUCHCHANNEL,
        };
        self.tell_number(number, &[channel], &refused.why);
    }

    /// Says that the client is in a channel: who is there, and what it is about.
    pub fn joined(&mut self, entered: &Entered, wanted: Option<&str>) {
        let Some(channel) = self.voice().channel(entered.room).map(|channel| channel.to_string()) else { return };
        if let Some(wanted) = wanted.filter(|wanted| wanted.to_lowercase() != channel) {
            self.tell_number(ERR_LINKCHANNEL, &[wanted, &channel], "That room is this channel.");
        }
        let Some(me) = self.me().cloned() else { return };
        self.quits.forget();
        let mut lines = Vec::new();
        self.voice().join(&me, (self.house.clock)(), &channel, Aside::default(), &mut lines);
        self.reply.append(&mut lines);
        let topic = shown_topic(&channel, &entered.title, &entered.topic);
        if !topic.is_empty() {
            self.tell_number(RPL_TOPIC, &[&channel], &topic);
        }
        if self.caps.has(Caps::READ_MARKER) {
            // Of what is not the newest, it is not known here when it was said.
            let newest = entered.yours.read == entered.head && !entered.head.is_start();
            let at = self.house.rooms.get(entered.room).filter(|_| newest).map(|room| room.state().at);
            let mut line = Vec::new();
            self.tell_mark(entered.room, at, &mut line);
            self.reply.append(&mut line);
        }
        if !self.caps.has(Caps::NO_NAMES) {
            self.names_here(entered.room, &channel);
        }
        self.tell_memory(entered.room, &channel);
    }

    /// Says how long messages are kept in a channel, where some are lost one day.
    fn tell_memory(&mut self, no: RoomNo, channel: &str) {
        let memory = self.house.rooms.get(no).map(|room| room.state().memory);
        if let Some(memory) = memory.filter(|memory| *memory != Memory::Everything) {
            let mut line = Vec::new();
            Line::from(SERVER).word("NOTICE").word(channel).last(&memory.to_string()).write(&mut line);
            self.reply.append(&mut line);
        }
    }

    /// Who is in a channel that was just entered, as far as sessions see it.
    fn names_here(&mut self, no: RoomNo, channel: &str) {
        let Some(room) = self.house.rooms.get(no) else { return };
        let mut people = room.state().people(None, usize::MAX);
        if let Some(me) = self.me()
            && !people.iter().any(|one| one.who == me.who)
        {
            people.push(me.clone());
        }
        let voice = self.voice();
        let names: Vec<String> = people.iter().map(|one| self.named(one, voice.is_operator(&room, one.who))).collect();
        self.tell_names(channel, &names);
        self.end_of_names(channel);
    }

    /// Someone as they stand in the list of a channel's people.
    pub fn named(&self, person: &crate::room::Author, operator: bool) -> String {
        let prefix = if operator { "@" } else { "" };
        if self.caps.has(Caps::USERHOSTS) {
            format!("{prefix}{}", crate::host::door::irc::voice::source(person))
        } else {
            format!("{prefix}{}", nick_of(person))
        }
    }

    /// Tells names, as many on a line as fit.
    pub fn tell_names(&mut self, channel: &str, names: &[String]) {
        let mut rest = names;
        while !rest.is_empty() {
            let mut bytes = 0;
            let fit = rest.iter().take_while(|name| {
                bytes += name.len() + 1;
                bytes < 380
            });
            let (now, later) = rest.split_at(fit.count().max(1));
            self.tell_number(RPL_NAMREPLY, &["=", channel], &now.join(" "));
            rest = later;
        }
    }

    /// Says that those were all names.
    pub fn end_of_names(&mut self, channel: &str) {
        self.tell_number(RPL_ENDOFNAMES, &[channel], "These are all who are here.");
    }

    pub(super) fn part(&mut self, channel: &str, why: Option<String>) {
        let Some(room) = self.seat_of(channel).map(|seat| seat.room) else { return self.not_on(channel) };
        self.request(FromGuest::Leave { room });
        self.wait(Wait::Leave { room, why });
    }

    /// Says that the client is not in a channel, or that there is none.
    pub fn not_on(&mut self, channel: &str) {
        if self.room_named(channel).is_some() {
            self.tell_number(ERR_NOTONCHANNEL, &[channel], "You are not in this channel. Join it first.");
        } else {
            self.tell_number(ERR_NOSUCHCHANNEL, &[channel], "There is no such channel.");
        }
    }

    pub(super) fn list(&mut self, filter: Filter) {
        if !filter.silent {
            self.tell_number(RPL_LISTSTART, &["Channel"], "Users  Name");
        }
        self.list_on(filter, RoomNo(0));
    }

    fn list_on(&mut self, filter: Filter, after: RoomNo) {
        let ask = self.ask();
        self.request(FromGuest::Rooms { ask, after: Some(after) });
        self.wait(Wait::Rooms { ask, filter });
    }

    /// Some rooms were told.
    pub fn rooms_told(&mut self, ask: u64, rooms: &[RoomLine], next: Option<RoomNo>) {
        let Some(task) = &mut self.task else { return };
        let filter = match task.wait.take() {
            Some(Wait::Rooms { ask: of, filter }) if of == ask => filter,
            other => {
                task.wait = other;
                return;
            }
        };
        for line in rooms.iter().filter(|line| line.direct.is_none()) {
            let channel = self.channel_of(line);
            if !filter.silent && filter.takes(&channel, line.people) {
                let topic = shown_topic(&channel, &line.title, &line.topic);
                self.tell_number(RPL_LIST, &[&channel, &line.people.to_string()], &topic);
            }
        }
        match next {
            Some(next) => self.list_on(filter, next),
            None if filter.silent => {}
            None => self.tell_number(RPL_LISTEND, &[], "End of channel list."),
        }
    }

    /// A room's key was set: from now on it is asked for.
    pub fn key_set(&mut self, room: RoomNo, channel: String) {
        let body = crate::room::Body::Act(crate::room::Act::Opened { to: crate::room::Access::Password });
        let about = crate::host::door::irc::task::About::Deed { channel, nick: None, deed: None };
        if let Some(task) = &mut self.task {
            task.steps.push_front(Step::Add { room, body, about });
        }
    }
}

impl Filter {
    fn takes(&self, channel: &str, people: u64) -> bool {
        let any = |masks: &[String]| masks.iter().any(|mask| matches(&mask.to_lowercase(), channel));
        (self.masks.is_empty() || any(&self.masks))
            && !any(&self.not)
            && self.more.is_none_or(|more| people > more)
            && self.fewer.is_none_or(|fewer| people < fewer)
    }
}

/// Whether a mask with `*` and `?` in it fits a word.
pub fn matches(mask: &str, word: &str) -> bool {
    let (mask, word): (Vec<char>, Vec<char>) = (mask.chars().collect(), word.chars().collect());
    let (mut at, mut of) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while of < word.len() {
        match mask.get(at) {
            Some('*') => {
                star = Some((at, of));
                at += 1;
            }
            Some(c) if *c == '?' || *c == word[of] => {
                at += 1;
                of += 1;
            }
            _ => match star {
                Some((back, from)) => {
                    (at, of) = (back + 1, from + 1);
                    star = Some((back, from + 1));
                }
                None => return false,
            },
        }
    }
    mask[at..].iter().all(|c| *c == '*')
}
