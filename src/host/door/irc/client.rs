//! A client: one connection that speaks IRC. Its lines are heeded one after the other, each once what the one before asked of
//! the house is answered; so answers come in the order of their questions. What each command does is in `commands`.

use std::collections::VecDeque;
use std::sync::Arc;

use super::caps::Caps;
use super::enrolment::Registration;
use super::inbox::{Heard, Inbox};
use super::message::{Line, Message, MessageError};
use super::monitor::Monitor;
use super::nick::nick_of;
use super::numerics::ERR_INPUTTOOLONG;
use super::parts::Parts;
use super::quits::Quits;
use super::sent::{MOST, Sent};
use super::task::{About, Step, Task, Then, Wait};
use super::voice::{SERVER, Voice, same_nick, source};
use crate::host::context::HouseContext;
use crate::host::language::{AHEAD, Encoding, Language, Telling};
use crate::host::mailbox::Mailbox;
use crate::host::person_news::PersonNews;
use crate::room::{Access, Author, Event, EventId, PersonId, Rank, RoomNo, Seq};
use crate::wire::codec::CodecError;
use crate::wire::frame::RoomLine;
use crate::wire::link::Hear;
use crate::wire::{Fingerprint, FromGuest, FromHost};

/// How many ids of one's own are remembered that did not come back yet.
const OWN: usize = 1024;

/// How many people's newest nick is remembered, so that it is told once and not for each room.
const RENAMED: usize = 8;

/// One connection that speaks IRC.
pub struct Client {
    /// The house, of which is read what sessions see.
    pub house: Arc<HouseContext>,
    /// Whether nobody on the way can read along. Where someone can, no password of an account is taken.
    pub private: bool,
    /// The key they showed.
    pub key: Option<Fingerprint>,
    /// What the client understands.
    pub caps: Caps,
    /// How far it is with coming in.
    pub phase: Phase,
    /// The rooms it is in, direct talks among them.
    pub seats: Vec<Seat>,
    /// Direct talks that are entered just now.
    pub entering: Vec<(u64, RoomNo, Author)>,
    /// What is being done.
    pub task: Option<Box<Task>>,
    /// What is answered to that so far.
    pub reply: Vec<u8>,
    /// What follows the answer.
    pub aside: Vec<u8>,
    /// What is asked of the house.
    pub asks: Vec<FromGuest>,
    /// What was said here and did not come back yet, where it is not to be shown again.
    pub own: VecDeque<EventId>,
    /// What it said that is not waited for.
    pub sent: Sent,
    /// Of whom nothing is shown.
    pub ignored: Vec<PersonId>,
    /// A message of several lines that is not complete.
    pub parts: Option<Box<Parts>>,
    /// Whose newest nick was told already.
    pub renamed: VecDeque<(PersonId, String)>,
    /// Whose `QUIT` it was told.
    pub quits: Quits,
    /// Of whom it wants to hear beside what its rooms tell.
    pub monitor: Monitor,
    /// Rooms it was told that it is invited to.
    pub invited: Vec<RoomNo>,
    /// Of which rooms is looked up when what was read last was said.
    pub marking: Vec<(u64, RoomNo)>,
    /// Who it is, where the client says that it is a bot.
    pub bot: Option<PersonId>,
    /// How far it read direct talks, until the house is told: once for all that is told at a time.
    reads: Vec<(RoomNo, Seq)>,
    /// The lines it sent that were not heeded yet.
    inbox: Inbox,
    /// Whether what it said is held, as it was too fast.
    slowed: bool,
    /// What it is told last, where not all was said before it left.
    last: Vec<u8>,
    out: Vec<u8>,
    asked: u64,
    batches: u32,
}

/// How far a client is with coming in.
pub enum Phase {
    /// It says who it is.
    Registering(Box<Registration>),
    /// What it said is looked at.
    Knocking(Box<Registration>),
    /// It is in, as this person.
    In(Author),
    /// It is done.
    Ended,
}

/// A room that a client is in.
#[derive(Debug)]
pub struct Seat {
    /// Its number.
    pub room: RoomNo,
    /// The other, where it is a direct talk.
    pub direct: Option<Author>,
    /// Who may come in.
    pub access: Access,
    /// How far it was read.
    pub read: Seq,
    /// Up to where it is told what was.
    pub past: Option<Past>,
}

/// What was said before someone came in.
#[derive(Debug)]
pub struct Past {
    /// The newest of it.
    pub until: Seq,
    /// The batch it is told in, once that was begun.
    pub batch: Option<String>,
}

impl Client {
    /// A client that has said nothing yet.
    pub fn new(house: Arc<HouseContext>, mailbox: &Arc<Mailbox>, private: bool, key: Option<Fingerprint>) -> Self {
        let monitor = Monitor::new(house.number(), Arc::downgrade(mailbox));
        Self {
            house,
            private,
            key,
            caps: Caps::NONE,
            phase: Phase::Registering(Box::default()),
            seats: Vec::new(),
            entering: Vec::new(),
            task: None,
            reply: Vec::new(),
            aside: Vec::new(),
            asks: Vec::new(),
            own: VecDeque::new(),
            sent: Sent::default(),
            ignored: Vec::new(),
            parts: None,
            renamed: VecDeque::new(),
            quits: Quits::default(),
            monitor,
            invited: Vec::new(),
            marking: Vec::new(),
            bot: None,
            reads: Vec::new(),
            inbox: Inbox::default(),
            slowed: false,
            last: Vec::new(),
            out: Vec::new(),
            asked: 0,
            batches: 0,
        }
    }

    /// Who it is, once it is in.
    pub const fn me(&self) -> Option<&Author> {
        match &self.phase {
            Phase::In(me) => Some(me),
            _ => None,
        }
    }

    /// What it is called in what it is told.
    pub fn nick(&self) -> String {
        match &self.phase {
            Phase::In(me) => nick_of(me),
            Phase::Registering(registration) | Phase::Knocking(registration) => registration.called().to_owned(),
            Phase::Ended => "*".to_owned(),
        }
    }

    /// It in full.
    pub fn source(&self) -> String {
        self.me().map_or_else(|| SERVER.to_owned(), source)
    }

    /// The voice in which it is told.
    pub fn voice(&self) -> Voice<'_> {
        Voice { house: &self.house, shape: self.caps.shape() }
    }

    /// A number for a question.
    pub const fn ask(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    /// A name for a batch.
    pub fn batch(&mut self) -> String {
        self.batches = self.batches.wrapping_add(1);
        format!("b{}", self.batches)
    }

    /// Asks something of the house.
    pub fn request(&mut self, frame: FromGuest) {
        self.asks.push(frame);
    }

    /// Answers what is being done.
    pub fn answer(&mut self, line: Line) {
        line.write(&mut self.reply);
    }

    /// The beginning of an answer with a number.
    pub fn numbered(&self, number: u16) -> Line {
        Line::from(SERVER).number(number).word(&self.nick())
    }

    /// Answers with a number, some words and a sentence.
    pub fn tell_number(&mut self, number: u16, words: &[&str], sentence: &str) {
        let line = words.iter().fold(self.numbered(number), |line, word| line.word(word));
        self.answer(line.last(sentence));
    }

    /// Says why something was not done that no number says.
    pub fn fail(&mut self, command: &str, code: &str, about: &[&str], why: &str) {
        let line = if self.caps.has(Caps::REPLIES) || !matches!(code, "RATE_LIMITED" | "NOT_DONE") {
            about
                .iter()
                .fold(Line::from(SERVER).word("FAIL").word(command).word(code), |line, word| line.word(word))
                .last(why)
        } else {
            Line::from(SERVER).word("NOTICE").word(&self.nick()).last(why)
        };
        self.answer(line);
    }

    /// A room that it is in, by its channel.
    pub fn seat_of(&self, channel: &str) -> Option<&Seat> {
        let room = self.house.channels.room(channel)?;
        self.seat(room).filter(|seat| seat.direct.is_none())
    }

    /// A direct talk with whoever is called so. A name may be another's than it was: whoever is here now is meant.
    pub fn talk_of(&self, nick: &str) -> Option<(RoomNo, &Author)> {
        let talks = self.seats.iter().filter_map(|seat| Some((seat.room, seat.direct.as_ref()?)));
        let mut called = talks.filter(|(_, other)| same_nick(&nick_of(other), nick));
        called.find(|(_, other)| self.house.roster.get(other.who).is_some())
    }

    /// A room that it is in.
    pub fn seat(&self, room: RoomNo) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.room == room)
    }

    /// Something is said here.
    pub fn says(&mut self, room: RoomNo, id: EventId, body: crate::room::Body, shown: bool) {
        if !shown {
            if self.own.len() == OWN {
                self.own.pop_front();
            }
            self.own.push_back(id);
        }
        self.request(FromGuest::Say { room, id, body });
    }

    /// Goes on without waiting for what becomes of something that was said. False where that has to be waited for: the
    /// client wants an answer to this very command, or too much is on its way.
    pub fn goes_on(&mut self, id: EventId, about: &About) -> bool {
        self.task.as_ref().is_some_and(|task| task.label.is_none()) && self.sent.add(id, about)
    }

    /// Whether someone's nick is news here. Whoever shares several rooms with them hears it once.
    pub fn is_news(&mut self, who: PersonId, nick: &str) -> bool {
        let known = self.renamed.iter().position(|(known, _)| *known == who);
        if known.is_some_and(|at| self.renamed[at].1 == nick) {
            return false;
        }
        match known {
            Some(at) => drop(self.renamed.remove(at)),
            None if self.renamed.len() == RENAMED => drop(self.renamed.pop_front()),
            None => {}
        }
        self.renamed.push_back((who, nick.to_owned()));
        true
    }

    /// Heeds what was heard, as far as nothing is waited for.
    fn go_on(&mut self, out: &mut Vec<u8>) {
        loop {
            if self.task.is_some() && !self.work(out) {
                return;
            }
            if matches!(self.phase, Phase::Knocking(_) | Phase::Ended) {
                return;
            }
            // What becomes of what was said is told before anything else is answered.
            let goes_on = |line: &Heard| line.as_ref().is_ok_and(is_said);
            if !self.sent.is_empty() && !self.inbox.next().is_none_or(goes_on) {
                return;
            }
            match self.inbox.pop() {
                Some(Ok(line)) => self.heed(&line),
                Some(Err(error)) => {
                    self.task = Some(Task::new(None));
                    self.not_heard(error);
                }
                None => return,
            }
        }
    }

    /// Goes on with what is being done. Whether it is done.
    fn work(&mut self, out: &mut Vec<u8>) -> bool {
        loop {
            match self.task.as_mut() {
                Some(task) if task.wait.is_some() => return false,
                Some(task) => match task.steps.pop_front() {
                    Some(step) => self.step(step),
                    None => {
                        let reply = std::mem::take(&mut self.reply);
                        let batch = self.batch();
                        if let Some(task) = self.task.take() {
                            task.finish(&reply, &batch, out);
                            out.append(&mut self.aside);
                        }
                        return true;
                    }
                },
                None => return true,
            }
        }
    }

    /// More to be done for the command at hand.
    pub fn then(&mut self, step: Step) {
        if let Some(task) = &mut self.task {
            task.steps.push_back(step);
        }
    }

    fn not_heard(&mut self, error: MessageError) {
        match error {
            MessageError::Empty => {}
            MessageError::TooLong => self.tell_number(ERR_INPUTTOOLONG, &[], &error.to_string()),
            MessageError::NotText => self.fail("*", "INVALID_UTF8", &[], &error.to_string()),
            MessageError::NotACommand => self.fail("*", "INVALID_LINE", &[], &error.to_string()),
        }
    }

    /// It has read a room up to here.
    pub fn has_read(&mut self, room: RoomNo, seq: Seq) {
        match self.reads.iter_mut().find(|(read, _)| *read == room) {
            Some((_, read)) => *read = seq.max(*read),
            None => self.reads.push((room, seq)),
        }
    }

    /// The channel of a room in a list, given now where it has none.
    pub fn channel_of(&self, line: &RoomLine) -> Arc<str> {
        self.house.channels.name(line.room, &line.title, line.access == Access::Invited)
    }

    /// The room that has a channel's name, as far as this client may know of it. One for the invited is there for nobody else.
    pub fn room_named(&self, channel: &str) -> Option<RoomNo> {
        let room = self.house.channels.room(channel)?;
        let Some(view) = self.house.rooms.get(room) else { return Some(room) };
        let state = view.state();
        let me = self.me()?.who;
        let rank = self.house.roster.get(me).map(|shown| shown.rank).unwrap_or_default();
        let sees = state.access != Access::Invited
            || state.invited.contains_key(&me)
            || state.rank(me, rank) >= Rank::Operator
            || self.seat(room).is_some();
        sees.then_some(room)
    }

    fn line(&mut self, line: Heard) {
        let knocking = matches!(self.phase, Phase::Knocking(_));
        if let Ok(line) = &line {
            // Nothing is done before it is in, or while what it said is held; but that it is still there is answered.
            if (knocking || self.slowed) && is_ping(line) {
                return self.pong(&line.params[0].clone());
            }
            if knocking && line.command == "QUIT" {
                self.asks.push(FromGuest::Bye {});
                return;
            }
        }
        self.inbox.push(line);
    }

    fn pong(&mut self, token: &str) {
        Line::from(SERVER).word("PONG").word(SERVER).last(token).write(&mut self.out);
    }

    /// How many messages wait that the house was not asked to say yet.
    fn unasked(&self) -> usize {
        let is_asked = self.task.as_ref().and_then(|task| task.wait.as_ref()).is_some_and(|wait| {
            matches!(
                wait,
                Wait::Person { then: Then::Talk(_), .. }
                    | Wait::Talk { then: Then::Talk(_), .. }
                    | Wait::Direct { then: Then::Talk(_), .. }
            )
        });
        self.inbox.messages() + usize::from(is_asked)
    }
}

/// Whether a line asks only whether the house is still there, and wants no more than that answered.
fn is_ping(line: &Message) -> bool {
    line.command == "PING" && line.param(0).is_some_and(|token| !token.is_empty()) && line.tag("label").is_none()
}

/// What whoever leaves is told of what was not said before.
fn unsaid(count: usize) -> String {
    match count {
        1 => "1 message was not sent: it came too fast, and you left.".to_owned(),
        _ => format!("{count} messages were not sent: they came too fast, and you left."),
    }
}

/// Whether something is only said by a line, and nothing is answered where it is kept.
fn is_said(line: &Message) -> bool {
    matches!(line.command.as_str(), "PRIVMSG" | "NOTICE") && line.tag("label").is_none()
}

impl Drop for Client {
    fn drop(&mut self) {
        self.watch_nobody();
        if let Some(who) = self.bot {
            self.house.bots.remove(who);
        }
    }
}

impl Hear<FromGuest> for Client {
    fn hear(&mut self, mut arrived: &[u8], _: &mut Vec<Result<FromGuest, CodecError>>) -> Result<(), CodecError> {
        while let Some(line) = self.inbox.cut(&mut arrived) {
            self.line(line);
        }
        let mut out = std::mem::take(&mut self.out);
        self.go_on(&mut out);
        self.out = out;
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.inbox.is_full()
    }

    fn ends(&mut self) -> bool {
        // Most clients end the connection right behind their goodbye.
        self.inbox.goodbye().is_some()
    }

    fn has_answers(&self) -> bool {
        !self.out.is_empty() || !self.asks.is_empty()
    }
}

impl Language for Client {
    fn encoding(&self) -> Option<Encoding> {
        Some(Encoding::Irc(self.caps.shape()))
    }

    fn frame_encoding(&self, frame: &FromHost) -> Option<Encoding> {
        match frame {
            FromHost::Typing { .. } | FromHost::Away { .. } => self.encoding(),
            // The others are news for this client, not only for whoever reads it.
            _ => None,
        }
    }

    fn tell(&mut self, frame: &FromHost, out: &mut Vec<u8>) {
        self.told(frame, out);
    }

    fn person_news(&mut self, news: &PersonNews, out: &mut Vec<u8>) {
        self.news_of(news, out);
    }

    fn event(&mut self, room: RoomNo, event: &Event, out: &mut Vec<u8>) {
        self.voice().event(room, event, super::voice::Aside::default(), out);
    }

    fn event_apart(&mut self, room: RoomNo, event: &Event, out: &mut Vec<u8>) {
        self.event_alone(room, event, out);
    }

    fn waits(&self) -> bool {
        // Clients know servers that take their time, and none that want a line again.
        true
    }

    fn ahead(&self) -> usize {
        // It bounds itself what is on its way, and is to be heard beyond that.
        AHEAD + MOST
    }

    fn slowed(&mut self, slowed: bool) {
        self.slowed = slowed;
        if slowed {
            self.inbox.take_all().into_iter().for_each(|line| self.line(line));
        }
    }

    fn leaves(&self) -> bool {
        self.inbox.goodbye().is_some()
    }

    fn gives_up(&mut self, said: usize) {
        let mut last = Vec::new();
        if let count @ 1.. = said + self.unasked() {
            Line::from(SERVER).word("NOTICE").word(&self.nick()).last(&unsaid(count)).write(&mut last);
        }
        let why = self.inbox.goodbye().and_then(|line| line.param(0));
        Line::bare("ERROR").last(&format!("Closing link: {}", why.unwrap_or("Left"))).write(&mut last);
        self.last = last;
        self.inbox.take_all();
        self.phase = Phase::Ended;
    }

    fn last_word(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.last);
    }

    fn picks(&self) -> bool {
        true
    }

    fn tells(&mut self, room: RoomNo, event: &Event) -> Telling {
        self.pick(room, event)
    }

    fn follow_up(&mut self, out: &mut Vec<u8>, asks: &mut VecDeque<Result<FromGuest, CodecError>>) {
        out.append(&mut self.out);
        self.out = Vec::new();
        self.go_on(out);
        let reads = std::mem::take(&mut self.reads);
        self.asks.extend(reads.into_iter().map(|(room, seq)| FromGuest::Seen { room, seq, unread: false }));
        asks.extend(std::mem::take(&mut self.asks).into_iter().map(Ok));
    }
}
