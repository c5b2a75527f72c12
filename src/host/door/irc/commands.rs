//! The commands, one after the other as they come: what each needs, and what is to be done for it.

mod info;
mod modes;
mod monitor;
mod rooms;
mod talk;

pub use talk::{replied_to, without_colours};

use super::caps::Caps;
use super::client::{Client, Phase};
use super::message::{Line, Message};
use super::nick::{self, Nick};
use super::numerics::*;
use super::task::{Asked, Command, Deed, Finding, Step, Task, Then, Wait, What, Words};
use super::voice::SERVER;
use crate::room::{EventId, Name, Reason};
use crate::wire::FromGuest;
use crate::wire::people::Away;

impl Client {
    /// Heeds a line.
    pub fn heed(&mut self, line: &Message) {
        let label = line.tag("label").filter(|_| self.caps.has(Caps::LABELS)).map(str::to_owned);
        self.task = Some(Task::new(label));
        if self.part_of_batch(line) {
            if let Some(task) = &mut self.task {
                task.answered = true;
            }
            return;
        }
        match line.command.as_str() {
            "CAP" => self.cap(line),
            "PASS" => self.pass(line),
            "USER" => self.user(line),
            "NICK" => self.nick_line(line),
            "AUTHENTICATE" => self.authenticate(line),
            "PING" => self.ping(line),
            "PONG" => {}
            "QUIT" => self.quit(line),
            command if !matches!(self.phase, Phase::In(_)) => {
                let command = command.to_owned();
                self.tell_number(ERR_NOTREGISTERED, &[], &format!("Register before {command}: NICK and USER."));
            }
            "JOIN" => self.join_line(line),
            "PART" => self.part_line(line),
            "PRIVMSG" => self.say_line(line, Command::Message),
            "NOTICE" => self.say_line(line, Command::Notice),
            "TAGMSG" => self.tags_line(line),
            "REDACT" => self.redact_line(line),
            "BATCH" => self.batch_line(line),
            "TOPIC" => self.topic_line(line),
            "NAMES" => self.names_line(line),
            "LIST" => self.list_line(line),
            "KICK" => self.kick_line(line),
            "INVITE" => self.invite_line(line),
            "MODE" => self.mode_line(line),
            "WHO" => self.who_line_asked(line),
            "WHOIS" => self.whois_line(line),
            "WHOWAS" => self.whowas_line(line),
            "ISON" => self.ison_line(line),
            "USERHOST" => self.userhost_line(line),
            "MONITOR" => self.monitor_line(line),
            "AWAY" => self.away_line(line),
            "CHATHISTORY" => self.chat_history(line),
            "MARKREAD" => self.mark_read(line),
            "REGISTER" => self.register_line(line),
            "VERIFY" => self.fail("VERIFY", "INVALID_CODE", &[], "There is nothing to verify here."),
            "SETNAME" => self.set_name_line(line),
            "MOTD" => self.motd(),
            "LUSERS" => self.lusers(),
            "VERSION" => self.version(),
            "TIME" => self.time(),
            "INFO" => self.info(),
            "ADMIN" => self.admin(),
            "LINKS" => self.links(),
            "STATS" => self.stats(line),
            "HELP" | "HELPOP" => self.help(line),
            "OPER" if line.params.len() < 2 => self.needs_more("OPER"),
            "OPER" => {
                self.tell_number(ERR_NOOPERHOST, &[], "Nobody becomes the host by a password here.");
            }
            "KILL" | "WALLOPS" | "REHASH" | "RESTART" | "DIE" | "SQUIT" | "CONNECT" => {
                self.tell_number(ERR_NOPRIVILEGES, &[], "There is no such power here. The host uses Parlor.");
            }
            command => {
                let command = command.to_owned();
                self.tell_number(ERR_UNKNOWNCOMMAND, &[&command], "There is no such command.");
            }
        }
    }

    fn ping(&mut self, line: &Message) {
        match line.params.first() {
            Some(token) if !token.is_empty() => {
                let line = Line::from(SERVER).word("PONG").word(SERVER).last(token);
                self.answer(line);
            }
            Some(_) => self.tell_number(ERR_NOORIGIN, &[], "Say what to answer."),
            None => self.needs_more("PING"),
        }
    }

    fn quit(&mut self, line: &Message) {
        let why = line.param(0).unwrap_or("Left").to_owned();
        self.answer(Line::bare("ERROR").last(&format!("Closing link: {why}")));
        self.request(FromGuest::Bye {});
        self.phase = Phase::Ended;
    }

    fn nick_line(&mut self, line: &Message) {
        let Some(wanted) = line.param(0).map(str::to_owned) else {
            return self.tell_number(ERR_NONICKNAMEGIVEN, &[], "Say which nick.");
        };
        if self.me().is_none() {
            return self.first_nick(&wanted);
        }
        let name = match nick::read(&wanted) {
            Ok(Nick::Name(name)) => name,
            Ok(Nick::Person(_)) => return self.bad_nick(&wanted, "That nick can't be chosen."),
            Err(error) => return self.bad_nick(&wanted, &error.to_string()),
        };
        if self.me().is_some_and(|me| me.name == name) {
            return;
        }
        self.take_name(name, Some(wanted));
    }

    /// `SETNAME`: the real name is the name, and the nick is made of it.
    fn set_name_line(&mut self, line: &Message) {
        let Some(wanted) = line.param(0) else { return self.needs_more("SETNAME") };
        match Name::parse(wanted) {
            Ok(name) if self.me().is_some_and(|me| me.name == name) => {
                let mut line = Vec::new();
                self.voice().real_name(Line::from(&self.source()), &name, &mut line);
                self.reply.append(&mut line);
            }
            Ok(name) => self.take_name(name, None),
            Err(error) => self.fail("SETNAME", "INVALID_REALNAME", &[], &error.to_string()),
        }
    }

    fn take_name(&mut self, name: Name, nick: Option<String>) {
        let ask = self.ask();
        self.request(FromGuest::Rename { ask, name: name.clone() });
        self.wait(Wait::Rename { ask, nick, name });
    }

    fn who_line_asked(&mut self, line: &Message) {
        let mask = line.param(0).unwrap_or("*").to_owned();
        let fields = line.param(1).and_then(|fields| fields.strip_prefix('%')).map(|fields| {
            let (fields, token) = fields.split_once(',').unwrap_or((fields, "0"));
            (fields.to_owned(), token.to_owned())
        });
        let asked = Asked { mask: mask.clone(), fields, ..Asked::default() };
        if mask.starts_with('#') {
            return match self.seat_of(&mask).map(|seat| seat.room) {
                Some(room) => self.then(Step::People(Asked { room: Some((room, mask)), ..asked })),
                // Who is in a channel is told to those who are in it.
                None => self.end_of_who(&mask),
            };
        }
        if mask.contains(['*', '?']) || mask == "0" {
            let asked = if mask == "0" { Asked { mask: "*".to_owned(), ..asked } } else { asked };
            self.then(Step::People(asked));
        } else {
            self.then(Step::With { nick: mask, then: Then::Who(asked) });
        }
    }

    fn whois_line(&mut self, line: &Message) {
        // A server may be named before it; there is one.
        let Some(nick) = line.param(1).or_else(|| line.param(0)).map(str::to_owned) else {
            return self.tell_number(ERR_NONICKNAMEGIVEN, &[], "Say whom.");
        };
        self.then(Step::With { nick, then: Then::Whois });
    }

    fn whowas_line(&mut self, line: &Message) {
        match line.param(0).map(str::to_owned) {
            Some(nick) => self.then(Step::With { nick, then: Then::Whowas }),
            None => self.tell_number(ERR_NONICKNAMEGIVEN, &[], "Say whom."),
        }
    }

    fn ison_line(&mut self, line: &Message) {
        self.each_of(line, "ISON", &Then::Ison, Finding::Ison);
    }

    fn userhost_line(&mut self, line: &Message) {
        self.each_of(line, "USERHOST", &Then::Userhost, Finding::Userhost);
    }

    fn each_of(&mut self, line: &Message, command: &str, then: &Then, finding: Finding) {
        let nicks: Vec<String> = line
            .params
            .iter()
            .flat_map(|param| param.split(' '))
            .filter(|nick| !nick.is_empty())
            .map(str::to_owned)
            .collect();
        if nicks.is_empty() {
            return self.needs_more(command);
        }
        for nick in nicks.into_iter().take(16) {
            self.then(Step::With { nick, then: then.clone() });
        }
        self.then(Step::Found(finding));
    }

    fn away_line(&mut self, line: &Message) {
        let away = line.param(0).map(|why| Away { why: Reason::parse(why).ok() });
        let is_away = away.is_some();
        self.request(FromGuest::Away { away });
        if is_away {
            self.tell_number(RPL_NOWAWAY, &[], "You are away.");
        } else {
            self.tell_number(RPL_UNAWAY, &[], "You are back.");
        }
    }

    fn redact_line(&mut self, line: &Message) {
        let (Some(target), Some(id)) = (line.param(0), line.param(1)) else { return self.needs_more("REDACT") };
        let (target, id) = (target.to_owned(), id.to_owned());
        match id.parse() {
            Ok(id) => {
                let what = What::Redact { of: EventId(id) };
                let words = Words { what, command: Command::Redact };
                self.then(Step::Say { target, words });
            }
            Err(_) if target.starts_with('#') && self.seat_of(&target).is_none() => {
                self.fail("REDACT", "INVALID_TARGET", &[&target], "You are not in this channel, or there is none.");
            }
            Err(_) => self.fail("REDACT", "UNKNOWN_MSGID", &[&target, &id], "There is no such message."),
        }
    }

    fn kick_line(&mut self, line: &Message) {
        let (Some(channel), Some(nicks)) = (line.param(0), line.param(1)) else { return self.needs_more("KICK") };
        let why = line.param(2).map(str::to_owned);
        // One channel for all, or one for each.
        let mut channels = channel.split(',').cycle();
        for nick in nicks.split(',').filter(|nick| !nick.is_empty()).take(8) {
            let channel = channels.next().unwrap_or_default();
            let Some(room) = self.seat_of(channel).map(|seat| seat.room) else { return self.not_on(channel) };
            let deed = Deed::Kick(why.clone());
            let then = Then::Act { room, channel: channel.to_owned(), deed };
            self.then(Step::With { nick: nick.to_owned(), then });
        }
    }

    fn invite_line(&mut self, line: &Message) {
        let (Some(nick), Some(channel)) = (line.param(0), line.param(1)) else { return self.needs_more("INVITE") };
        let Some(room) = self.seat_of(channel).map(|seat| seat.room) else { return self.not_on(channel) };
        let then = Then::Act { room, channel: channel.to_owned(), deed: Deed::Invite };
        self.then(Step::With { nick: nick.to_owned(), then });
    }
}
