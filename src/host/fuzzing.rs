//! What fuzz targets feed: a door's language with a small house around it that answers everything. Only where they are built.

use std::collections::VecDeque;

use super::door;
use super::language::Language;
use crate::room::{Author, Body, Door, Event, EventId, Name, PersonId, Rank, RoomNo, Seq, Title, Topic};
use crate::wire::codec::CodecError;
use crate::wire::frame::{Code, Entered, FromHost, RoomLine, Welcome};
use crate::wire::people::PersonLine;
use crate::wire::{FromGuest, VERSION};

/// Someone who comes by plain text.
pub fn text(bytes: &[u8]) {
    let mut guest = Guest::new(door::text_language(title("Tea")));
    guest.comes(bytes);
    let shown = String::from_utf8(guest.out).unwrap_or_else(|error| panic!("not text: {error}"));
    assert!(!shown.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')), "{shown:?}");
}

/// Someone who comes by IRC: whatever they send is a message or an error, and a nick leads to the name it was made of.
pub fn irc(bytes: &[u8]) {
    door::irc_reads(bytes);
    if let Ok(name) = std::str::from_utf8(bytes).map_err(drop).and_then(|words| Name::parse(words).map_err(drop)) {
        door::irc_nick_leads_back(&name);
    }
}

fn title(words: &str) -> Title {
    Title::parse(words).unwrap_or_else(|error| panic!("{error}"))
}

fn name(words: &str) -> Name {
    Name::parse(words).unwrap_or_else(|error| panic!("{error}"))
}

/// One guest's language, and what it said.
struct Guest {
    language: Box<dyn Language>,
    asks: VecDeque<Result<FromGuest, CodecError>>,
    out: Vec<u8>,
    seq: Seq,
}

impl Guest {
    fn new(language: Box<dyn Language>) -> Self {
        Self { language, asks: VecDeque::new(), out: Vec::new(), seq: Seq::START }
    }

    /// Says all of it, in pieces, and is answered.
    fn comes(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let mut heard = Vec::new();
            if self.language.hear(piece, &mut heard).is_err() {
                return;
            }
            if self.language.patience().is_some() {
                self.language.hear_alone(&mut heard);
            }
            self.asks.extend(heard);
            self.language.follow_up(&mut self.out, &mut self.asks);
            while let Some(ask) = self.asks.pop_front() {
                if let Ok(ask) = ask {
                    self.answer(ask);
                }
            }
        }
    }

    fn tell(&mut self, frame: &FromHost) {
        self.language.tell(frame, &mut self.out);
        self.language.follow_up(&mut self.out, &mut self.asks);
    }

    fn answer(&mut self, ask: FromGuest) {
        let (me, other) =
            (Author { who: PersonId(1), name: name("Ada") }, Author { who: PersonId(2), name: name("Zoë B") });
        match ask {
            FromGuest::Hello(_) => self.tell(&FromHost::Welcome(Welcome {
                v: VERSION,
                house: title("Tea"),
                you: me,
                rooms: vec![line(RoomNo(1))],
                more: false,
                account: false,
                rank: Rank::Guest,
                ignored: Vec::new(),
                window: 1024,
            })),
            FromGuest::Enter { ask, .. } => self.tell(&FromHost::Entered(Box::new(entered(ask)))),
            FromGuest::Who { ask, room, .. } => {
                let people = [me, other].map(|person| PersonLine { door: Some(Door::Irc), ..PersonLine::only(person) });
                self.tell(&FromHost::People { ask, room, total: 2, people: people.into(), next: None });
            }
            FromGuest::Read { ask, room, .. } => {
                self.tell(&FromHost::Page { ask, room, events: Vec::new(), next: None })
            }
            FromGuest::Rooms { ask, .. } => {
                self.tell(&FromHost::Rooms { ask, rooms: vec![line(RoomNo(1))], next: None })
            }
            FromGuest::Make { ask, .. } | FromGuest::Talk { ask, .. } => {
                self.tell(&FromHost::Made { ask, line: line(RoomNo(2)) });
            }
            FromGuest::Say { room, id, body } => self.happens(room, id, other, body),
            other => {
                let about = other.about();
                if let Some(ask) = about.ask {
                    self.tell(&super::no::No::new(Code::Rules, "No.").refused(None, Some(ask), None));
                }
            }
        }
    }

    /// What they said is said by somebody else.
    fn happens(&mut self, room: RoomNo, id: EventId, by: Author, body: Body) {
        self.seq = self.seq.next();
        let event = Event { seq: self.seq, at: 1_795_000_000_000, id, by: Some(by), body };
        match self.language.tells(room, &event) {
            super::language::Telling::Nothing => {}
            super::language::Telling::Shared => self.language.event(room, &event, &mut self.out),
            super::language::Telling::Own => self.language.event_apart(room, &event, &mut self.out),
        }
        self.language.follow_up(&mut self.out, &mut self.asks);
    }
}

fn line(room: RoomNo) -> RoomLine {
    RoomLine {
        room,
        title: title("Tea"),
        people: 2,
        topic: Topic::default(),
        access: crate::room::Access::Everyone,
        archived: false,
        head: Seq(3),
        direct: None,
        yours: None,
    }
}

fn entered(ask: Option<u64>) -> Entered {
    Entered {
        room: RoomNo(1),
        title: title("Tea"),
        topic: Topic::default(),
        head: Seq::START,
        after: Seq::START,
        people: 2,
        memory: crate::room::Memory::Everything,
        first: Seq(1),
        rank: Rank::Guest,
        order: crate::wire::frame::Order::default(),
        pinned: crate::room::Pins::default(),
        direct: None,
        yours: crate::wire::frame::Yours::default(),
        ask,
    }
}
