//! `MONITOR`, and the news of people that no room tells.

use crate::host::door::irc::caps::Caps;
use crate::host::door::irc::client::Client;
use crate::host::door::irc::message::{Line, Message};
use crate::host::door::irc::monitor::{MONITORED, Monitored};
use crate::host::door::irc::nick::nick_of;
use crate::host::door::irc::numerics::*;
use crate::host::door::irc::task::{Finding, Step, Then};
use crate::host::door::irc::voice::source;
use crate::host::person_news::PersonNews;
use crate::room::PersonId;

/// How many bytes of nicks one line tells.
const LINE: usize = 380;

impl Client {
    /// `MONITOR`
    pub fn monitor_line(&mut self, line: &Message) {
        let Some(sub) = line.param(0).map(str::to_ascii_uppercase) else { return self.needs_more("MONITOR") };
        let nicks = || line.param(1).into_iter().flat_map(|nicks| nicks.split(',')).filter(|nick| !nick.is_empty());
        match sub.as_str() {
            "+" => {
                let nicks: Vec<&str> = nicks().collect();
                self.monitor(&nicks);
            }
            "-" => nicks().flat_map(Monitored::read).for_each(|monitored| self.unmonitor(&monitored.folded)),
            "C" => self.monitor_nobody(),
            "L" => {
                let nicks = self.monitor.nicks.iter().map(|monitored| monitored.nick.clone()).collect::<Vec<_>>();
                self.tell_monitored(RPL_MONLIST, &nicks);
                self.tell_number(RPL_ENDOFMONLIST, &[], "These are all you monitor.");
            }
            "S" => {
                let nicks = self.monitor.nicks.iter().map(|monitored| monitored.nick.clone()).collect::<Vec<_>>();
                self.look_up_monitored(nicks);
            }
            _ => self.fail("MONITOR", "INVALID_PARAMS", &[&sub], "Say MONITOR + or - and nicks, or C, L or S alone."),
        }
    }

    fn monitor(&mut self, nicks: &[&str]) {
        let mut new = Vec::new();
        for (index, nick) in nicks.iter().enumerate() {
            let monitored = match Monitored::read(nick) {
                Ok(monitored) => monitored,
                Err(error) => {
                    self.bad_nick(nick, &error.to_string());
                    continue;
                }
            };
            if self.monitor.nicks.iter().any(|known| known.folded == monitored.folded) {
                continue;
            }
            if self.monitor.nicks.len() == MONITORED {
                let (most, left) = (MONITORED.to_string(), nicks[index..].join(","));
                self.tell_number(
                    ERR_MONLISTFULL,
                    &[&most, &left],
                    "You monitor as many nicks as you can. Remove one first.",
                );
                break;
            }
            if let Some(name) = &monitored.name {
                self.house.roster.watchers().watch(self.monitor.number, name.clone(), &self.monitor.mailbox);
            }
            self.monitor.nicks.push(monitored);
            new.push((*nick).to_owned());
        }
        self.look_up_monitored(new);
    }

    fn unmonitor(&mut self, folded: &str) {
        let Some(at) = self.monitor.nicks.iter().position(|monitored| monitored.folded == folded) else { return };
        let Some(name) = self.monitor.nicks.remove(at).name else { return };
        // Another nick may stand for a name that is as good as the same.
        if !self.monitor.nicks.iter().any(|monitored| monitored.name.as_ref() == Some(&name)) {
            self.house.roster.watchers().unwatch(self.monitor.number, &name);
        }
    }

    fn monitor_nobody(&mut self) {
        for name in std::mem::take(&mut self.monitor.nicks).into_iter().filter_map(|monitored| monitored.name) {
            self.house.roster.watchers().unwatch(self.monitor.number, &name);
        }
    }

    /// Looks up who of these is here, and tells it.
    fn look_up_monitored(&mut self, nicks: Vec<String>) {
        if nicks.is_empty() {
            return;
        }
        for nick in nicks {
            self.then(Step::With { nick, then: Then::Monitored });
        }
        self.then(Step::Found(Finding::Monitored));
    }

    /// Those who were looked up: who is here stands there in full, and of others the nick.
    pub fn monitored_found(&mut self, found: Vec<String>) {
        let (here, gone): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.contains('!'));
        self.tell_monitored(RPL_MONONLINE, &here);
        self.tell_monitored(RPL_MONOFFLINE, &gone);
    }

    fn tell_monitored(&mut self, number: u16, nicks: &[String]) {
        let mut rest = nicks;
        while !rest.is_empty() {
            let mut bytes = 0;
            let fit = rest.iter().take_while(|nick| {
                bytes += nick.len() + 1;
                bytes < LINE
            });
            let (now, later) = rest.split_at(fit.count().max(1));
            self.tell_number(number, &[], &now.join(","));
            rest = later;
        }
    }

    /// Wants to hear of accounts, or not, as the capabilities say.
    pub fn watch_accounts(&self) {
        let watchers = self.house.roster.watchers();
        if self.caps.has(Caps::ACCOUNT_NOTIFY) {
            watchers.watch_accounts(self.monitor.number, &self.monitor.mailbox);
        } else {
            watchers.unwatch_accounts(self.monitor.number);
        }
    }

    /// Wants to hear of nobody any more.
    pub fn watch_nobody(&mut self) {
        self.monitor_nobody();
        self.house.roster.watchers().unwatch_accounts(self.monitor.number);
    }

    /// News of someone.
    pub fn news_of(&self, news: &PersonNews, out: &mut Vec<u8>) {
        match news {
            PersonNews::Here(person) if self.monitor.has(person) => {
                self.numbered(RPL_MONONLINE).last(&source(person)).write(out);
            }
            PersonNews::Gone(person) if self.monitor.has(person) => {
                self.numbered(RPL_MONOFFLINE).last(&nick_of(person)).write(out);
            }
            PersonNews::Account(person, has) if self.caps.has(Caps::ACCOUNT_NOTIFY) && self.meets(person.who) => {
                let account = if *has { nick_of(person) } else { "*".to_owned() };
                Line::from(&source(person)).word("ACCOUNT").word(&account).write(out);
            }
            PersonNews::Here(_) | PersonNews::Gone(_) | PersonNews::Account(..) => {}
        }
    }

    /// Whether someone is in one of this client's channels, or is the same person.
    fn meets(&self, who: PersonId) -> bool {
        let mut channels = self.seats.iter().filter(|seat| seat.direct.is_none());
        self.me().is_some_and(|me| me.who == who)
            || channels
                .any(|seat| self.house.rooms.get(seat.room).is_some_and(|room| room.state().here.contains_key(&who)))
    }
}
