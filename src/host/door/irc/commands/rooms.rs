//! Channels: `JOIN`, `PART`, `TOPIC`, `NAMES`, `LIST`.

use crate::host::door::irc::client::Client;
use crate::host::door::irc::message::Message;
use crate::host::door::irc::numerics::*;
use crate::host::door::irc::task::{About, Filter, Step};
use crate::host::door::irc::voice::shown_topic;
use crate::room::{Body, Topic};

/// How many channels one command may name.
const CHANNELS: usize = 50;

impl Client {
    pub(super) fn join_line(&mut self, line: &Message) {
        let Some(channels) = line.param(0) else { return self.needs_more("JOIN") };
        if channels == "0" {
            let all: Vec<_> = self.seats.iter().filter_map(|seat| self.voice().channel(seat.room)).collect();
            for channel in all {
                self.then(Step::Part { channel: channel.to_string(), why: None });
            }
            return;
        }
        let mut keys = line.params.get(1).map(|keys| keys.split(',')).into_iter().flatten();
        for channel in channels.split(',').take(CHANNELS) {
            let key = keys.next().filter(|key| !key.is_empty()).map(str::to_owned);
            self.then(Step::Join { channel: channel.to_owned(), key });
        }
    }

    pub(super) fn part_line(&mut self, line: &Message) {
        let Some(channels) = line.param(0) else { return self.needs_more("PART") };
        for channel in channels.split(',').take(CHANNELS) {
            let why = line.param(1).map(str::to_owned);
            self.then(Step::Part { channel: channel.to_owned(), why });
        }
    }

    pub(super) fn topic_line(&mut self, line: &Message) {
        let Some(channel) = line.param(0) else { return self.needs_more("TOPIC") };
        let Some(no) = self.seat_of(channel).map(|seat| seat.room) else { return self.not_on(channel) };
        let Some(room) = self.house.rooms.get(no) else { return };
        let (title, topic) = (self.house.title_of(&room, None), room.state().topic.clone());
        let Some(wanted) = line.params.get(1) else {
            let shown = shown_topic(&channel.to_lowercase(), &title, &topic);
            if shown.is_empty() {
                return self.tell_number(RPL_NOTOPIC, &[channel], "There is no topic.");
            }
            return self.tell_number(RPL_TOPIC, &[channel], &shown);
        };
        // Whoever changes what they see sends the title along, which is no part of it.
        let wanted = wanted.strip_prefix(&format!("{title}: ")).unwrap_or(wanted);
        match Topic::parse(wanted) {
            Ok(topic) => {
                let about = About::Deed { channel: channel.to_owned(), nick: None, deed: None };
                self.then(Step::Add { room: no, body: Body::Topic { topic }, about });
            }
            Err(error) => self.fail("TOPIC", "INVALID_TOPIC", &[channel], &error.to_string()),
        }
    }

    pub(super) fn names_line(&mut self, line: &Message) {
        match line.param(0) {
            Some(channels) => {
                for channel in channels.split(',').take(4) {
                    self.then(Step::Names { channel: channel.to_owned() });
                }
            }
            None => self.end_of_names("*"),
        }
    }

    pub(super) fn list_line(&mut self, line: &Message) {
        let mut filter = Filter::default();
        for word in line.param(0).unwrap_or_default().split(',').filter(|word| !word.is_empty()) {
            if let Some(more) = word.strip_prefix('>').and_then(|count| count.parse().ok()) {
                filter.more = Some(more);
            } else if let Some(fewer) = word.strip_prefix('<').and_then(|count| count.parse().ok()) {
                filter.fewer = Some(fewer);
            } else if let Some(not) = word.strip_prefix('!') {
                filter.not.push(not.to_owned());
            } else {
                filter.masks.push(word.to_owned());
            }
        }
        self.then(Step::List(filter));
    }
}
