//! The steps of commands: what each asks of the house, and what becomes of the answer.

mod bans;
mod channels;
mod deeds;
mod people;
mod words;

use super::client::{Client, Phase};
use super::message::Line;
use super::nick::{self, Nick, nick_of};
use super::numerics::*;
use super::task::{About, Command, Deed, Finding, Found, Step, Then, Wait};
use super::voice::{same_nick, source};
use crate::room::{Author, Name, RoomNo, RuleName};
use crate::wire::FromGuest;
use crate::wire::frame::{Code, Refused};
use crate::wire::people::PersonLine;

impl Client {
    /// Waits for something before the command goes on.
    pub fn wait(&mut self, wait: Wait) {
        if let Some(task) = &mut self.task {
            task.wait = Some(wait);
        }
    }

    /// Takes a step.
    pub fn step(&mut self, step: Step) {
        match step {
            Step::Join { channel, key } => self.join(channel, key),
            Step::Rejoin { room } => self.rejoin(room),
            Step::Part { channel, why } => self.part(&channel, why),
            Step::Say { target, words } => self.say(&target, words),
            Step::With { nick, then } => self.with(nick, then),
            Step::Add { room, body, about } => self.add(room, body, about),
            Step::Names { channel } => self.names(&channel),
            Step::People(asked) => self.people(asked),
            Step::List(filter) => self.list(filter),
            Step::Found(finding) => self.found(finding),
            Step::History(wanted) => self.history(wanted),
            Step::Key { room, channel, key } => {
                let ask = self.ask();
                self.request(FromGuest::Key { ask, room, password: key.into() });
                self.wait(Wait::Key { ask, room, channel });
            }
            Step::Bans { room, channel } => self.ask_bans(room, channel, None, None),
            Step::Do { room, channel, named, deed } => self.do_to(room, channel, named, deed),
        }
    }

    /// Does something with someone, once it is known who they are.
    fn with(&mut self, nick: String, then: Then) {
        let name = match nick::read(&nick) {
            Ok(Nick::Name(name)) => name,
            Ok(Nick::Person(who)) => {
                let shown = self.house.roster.get(who);
                let line = shown.map(|shown| self.house.roster.line(shown.person.clone(), None, 0));
                let found = line.filter(|line| same_nick(&nick_of(&line.person), &nick));
                return self.with_found(found, &nick, then);
            }
            Err(_) => return self.with_found(None, &nick, then),
        };
        let ask = self.ask();
        self.request(FromGuest::Who { ask, room: None, name: Some(name.to_string()), after: None });
        self.wait(Wait::Person { ask, nick, then });
    }

    /// They were found, or there is nobody.
    pub fn with_found(&mut self, found: Found, nick: &str, then: Then) {
        match (found, then) {
            (Some(line), Then::Talk(words)) => self.talk(line, Then::Talk(words)),
            (Some(line), then @ (Then::History(_) | Then::Marked(_))) => self.talk(line, then),
            (Some(line), Then::Act { room, channel, deed }) => self.act_on(room, channel, line.person, deed),
            (line, Then::Unban { room, channel }) => self.unban(room, channel, nick, line.map(|line| line.person.who)),
            (line, Then::Whois) => self.whois(line.filter(is_here).as_ref(), nick),
            (line, Then::Whowas) => self.whowas(line.as_ref(), nick),
            (line, Then::Ison) => self.found_one(line.filter(is_here).map(|line| nick_of(&line.person))),
            (line, Then::Userhost) => self.found_one(line.filter(is_here).map(|line| userhost(&line))),
            (line, Then::Monitored) => {
                let here = line.filter(is_here).map(|line| source(&line.person));
                self.found_one(here.or_else(|| Some(nick.to_owned())));
            }
            (line, Then::Who(asked)) => {
                if let Some(line) = line.filter(is_here) {
                    self.who_line(&line, &asked);
                }
                self.end_of_who(&asked.mask);
            }
            (None, Then::Act { deed: Deed::Ban(_) | Deed::Quiet(_), .. }) => {
                self.tell_number(ERR_NOSUCHNICK, &[nick], "Nobody is called so. Name a person: nick, or nick!*@*.");
            }
            (None, Then::Talk(words)) if words.command == Command::Notice => {}
            (None, Then::Talk(words)) if words.command == Command::Redact => {
                self.fail("REDACT", "INVALID_TARGET", &[nick], "Nobody is called so.");
            }
            (None, _) => self.tell_number(ERR_NOSUCHNICK, &[nick], "Nobody is called so."),
        }
    }

    fn found_one(&mut self, found: Option<String>) {
        if let (Some(task), Some(found)) = (&mut self.task, found) {
            task.found.push(found);
        }
    }

    fn found(&mut self, finding: Finding) {
        let found = self.task.as_mut().map(|task| std::mem::take(&mut task.found)).unwrap_or_default();
        let number = match finding {
            Finding::Monitored => return self.monitored_found(found),
            Finding::Ison => RPL_ISON,
            Finding::Userhost => RPL_USERHOST,
        };
        self.tell_number(number, &[], &found.join(" "));
    }

    fn talk(&mut self, line: PersonLine, then: Then) {
        if self.me().is_some_and(|me| me.who == line.person.who) {
            return match then {
                Then::Talk(words) => self.say_to_oneself(&words),
                Then::History(wanted) => self.tell_no_history(&wanted.target),
                Then::Marked(_) => {
                    let nick = nick_of(&line.person);
                    self.answer(Line::from(super::voice::SERVER).word("MARKREAD").word(&nick).word("*"));
                }
                _ => {}
            };
        }
        if let Then::Talk(words) = &then
            && words.command == Command::Message
        {
            self.say_whether_away(&line);
        }
        let ask = self.ask();
        self.request(FromGuest::Talk { ask, with: line.person.who });
        self.wait(Wait::Talk { ask, with: line.person, then });
    }

    /// Whether whoever is written to is away, as the client wants to know.
    pub fn say_whether_away(&mut self, line: &PersonLine) {
        let nick = nick_of(&line.person);
        match (&line.away, line.since) {
            (_, None) => self.tell_number(RPL_AWAY, &[&nick], "Not here now. They will read it when they are back."),
            (Some(away), _) => {
                let why = away.why.as_ref().map_or("Away", |why| why.as_str()).to_owned();
                self.tell_number(RPL_AWAY, &[&nick], &why);
            }
            (None, Some(_)) => {}
        }
    }

    /// In a talk with someone.
    pub fn with_talk(&mut self, room: RoomNo, with: &Author, then: Then) {
        match then {
            Then::Talk(words) => self.say_in(room, &nick_of(with), words),
            Then::History(wanted) => self.history_in(room, wanted),
            Then::Marked(at) => self.mark_in(room, at),
            _ => {}
        }
    }

    /// Something was not done.
    pub fn was_refused(&mut self, wait: Wait, refused: &Refused) {
        let why = refused.why.as_str();
        match wait {
            Wait::Enter { channel, key, made, .. } => self.not_entered(channel, key, made, refused),
            Wait::Make { channel, .. } => self.not_made(&channel, refused),
            Wait::Person { nick, then, .. } if matches!(refused.code, Code::Person | Code::Name) => {
                self.with_found(None, &nick, then);
            }
            Wait::Kept { about, .. } | Wait::Echo { about, .. } => self.not_kept(about, refused),
            Wait::Key { channel, .. } => self.tell_number(ERR_INVALIDKEY, &[&channel], why),
            Wait::Bans { channel, lift, .. } => self.bans_refused(&channel, lift.is_some(), why),
            Wait::People { asked, .. } if asked.names => {
                let channel = asked.room.map_or_else(|| "*".to_owned(), |(_, channel)| channel);
                self.end_of_names(&channel);
            }
            Wait::People { asked, .. } => self.end_of_who(&asked.mask),
            Wait::Register { .. } => self.not_registered(refused),
            Wait::Rename { nick, .. } => self.not_renamed(nick.as_deref(), refused),
            Wait::Direct { with, .. } => self.tell_number(ERR_NOSUCHNICK, &[&nick_of(&with)], why),
            Wait::Talk { with, .. } => self.tell_number(ERR_NOSUCHNICK, &[&nick_of(&with)], why),
            Wait::Rejoin { .. } | Wait::Proof | Wait::Mark { .. } | Wait::Marked { .. } => {}
            Wait::History { .. } => self.fail("CHATHISTORY", "MESSAGE_ERROR", &[], why),
            Wait::Leave { .. } | Wait::Rooms { .. } | Wait::Person { .. } => self.slowed(refused),
        }
    }

    /// Something that the house has no time for.
    pub fn slowed(&mut self, refused: &Refused) {
        let code = if refused.code == Code::Slow { "RATE_LIMITED" } else { "NOT_DONE" };
        self.fail("*", code, &[], &refused.why);
    }

    /// Something that was said or done is not kept.
    pub fn not_kept(&mut self, about: About, refused: &Refused) {
        let why = refused.why.as_str();
        if matches!(refused.code, Code::Slow | Code::Storage) {
            return self.slowed(refused);
        }
        match about {
            About::Redaction { target, of } => {
                let is_missing = refused.rule == Some(RuleName::Message);
                let code = if is_missing { "UNKNOWN_MSGID" } else { "REDACT_FORBIDDEN" };
                self.fail("REDACT", code, &[&target, &of.to_string()], why);
            }
            About::Words { target, command: Command::Tags } => {
                self.fail("TAGMSG", "NOT_DONE", &[&target], why);
            }
            About::Words { target, .. } => self.tell_number(ERR_CANNOTSENDTOCHAN, &[&target], why),
            About::Deed { channel, nick, deed } => self.not_done(&channel, nick.as_deref(), deed, refused),
        }
    }

    /// Something is kept.
    pub fn was_kept(&mut self, about: About) {
        if let About::Deed { channel, nick: Some(nick), deed: Some(Deed::Invite) } = about {
            let line = self.numbered(RPL_INVITING).word(&nick).word(&channel);
            self.answer(line);
        }
    }

    fn not_renamed(&mut self, nick: Option<&str>, refused: &Refused) {
        let why = refused.why.as_str();
        match (refused.code, nick) {
            (Code::Slow | Code::Storage, _) => self.slowed(refused),
            (Code::Taken, Some(nick)) => self.tell_number(ERR_NICKNAMEINUSE, &[nick], why),
            (Code::Name, Some(nick)) => self.tell_number(ERR_ERRONEUSNICKNAME, &[nick], why),
            (_, Some(nick)) => self.tell_number(ERR_CANTCHANGENICK, &[nick], why),
            (Code::Name, None) => self.fail("SETNAME", "INVALID_REALNAME", &[], why),
            (_, None) => self.fail("SETNAME", "CANNOT_CHANGE_REALNAME", &[], why),
        }
    }

    /// They have another name. Whoever is in no room hears of it by nothing else.
    pub fn was_renamed(&mut self, name: &Name) {
        let (source, Some(me)) = (self.source(), self.me().cloned()) else { return };
        let new = Author { who: me.who, name: name.clone() };
        let nick = nick_of(&new);
        self.phase = Phase::In(new);
        if self.is_news(me.who, &nick) {
            let mut lines = Vec::new();
            self.voice().real_name(Line::from(&source), name, &mut lines);
            Line::from(&source).word("NICK").word(&nick).write(&mut lines);
            self.reply.append(&mut lines);
        }
    }

    /// Says that a command needs more than it got.
    pub fn needs_more(&mut self, command: &str) {
        self.tell_number(ERR_NEEDMOREPARAMS, &[command], "Not enough parameters.");
    }
}

fn is_here(line: &PersonLine) -> bool {
    line.since.is_some()
}

fn userhost(line: &PersonLine) -> String {
    let away = if line.away.is_some() { '-' } else { '+' };
    let operator = if line.rank == crate::room::Rank::Owner { "*" } else { "" };
    let (nick, user) = (nick_of(&line.person), super::voice::user(line.person.who));
    format!("{nick}{operator}={away}{user}@{}", super::voice::HOST)
}
