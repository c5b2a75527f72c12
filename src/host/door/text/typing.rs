//! What a text guest types: said, or done as a command.

use super::questions::{Question, Typed};
use super::visit::Visit;
use crate::commands::{Command, Entered, Measure, read};
use crate::room::{Access, Act, Body, EventId, Name, RoomNo, Seq, Text, Title, Topic};
use crate::wire::frame::{NewRoom, RoomName};
use crate::wire::people::Away;
use crate::wire::{FromGuest, Password};
use crate::wording::{self, answers, help};

/// The commands that only a program of one's own can do, and the one that was just typed.
const NOT_HERE: [&str; 7] = ["help", "save", "clear", "retry", "discard", "invite-link", "logout"];

/// Whether one stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    Yes,
    /// They leave, and some clients wait for their own word before they close.
    No,
}

impl Visit {
    /// A line was typed.
    pub fn hear(&mut self, line: &str) -> Stays {
        if let Some(typed) = self.typed.take() {
            self.hear_typed(typed, line.trim());
            return Stays::Yes;
        }
        let read = read(line);
        let kept = self.here.zip(self.place().map(|place| place.notes.memory));
        if let Some(question) = self.keeping.about(&read, kept) {
            self.say(question);
            return Stays::Yes;
        }
        match read {
            Entered::Nothing => {}
            Entered::Leave | Entered::Command(Command::Quit) => return Stays::No,
            Entered::Say(words) => self.hear_message(&words),
            Entered::Command(command) => self.obey(command),
            Entered::Wrong(why) => self.say(why),
        }
        Stays::Yes
    }

    fn hear_message(&mut self, words: &str) {
        match Text::parse(words) {
            Ok(text) => self.add(Body::Said { text }),
            Err(error) => self.say(format!("Not sent: {error}")),
        }
    }

    fn register(&mut self) {
        if self.account {
            return self.say(answers::REGISTERED);
        }
        if self.private {
            return self.ask_new_password();
        }
        self.typed = Some(Typed::Consent);
        self.say(answers::NOT_ENCRYPTED);
    }

    fn ask_new_password(&mut self) {
        self.typed = Some(Typed::NewPassword);
        self.say("Type a password for your account. It shows as you type it. An empty line cancels.");
    }

    fn hear_typed(&mut self, typed: Typed, line: &str) {
        if line.is_empty() {
            return self.say(answers::CANCELLED);
        }
        let password = Password::from(line.to_owned());
        if matches!(typed, Typed::NewPassword | Typed::NewRoomPassword(_))
            && let Some(why) = answers::no_new_password(line, &password)
        {
            // What comes next is a password again, and no message.
            self.typed = Some(typed);
            return self.say(format!("{why} {}", answers::ANOTHER_PASSWORD));
        }
        match typed {
            Typed::Consent if matches!(line.to_lowercase().as_str(), "yes" | "y") => self.ask_new_password(),
            Typed::Consent => self.say(answers::CANCELLED),
            Typed::NewPassword => {
                self.typed = Some(Typed::SamePassword(password));
                self.say(answers::REPEAT_PASSWORD);
            }
            Typed::SamePassword(first) if first != password => {
                self.typed = Some(Typed::NewPassword);
                self.say(answers::NOT_THE_SAME);
            }
            Typed::SamePassword(_) => {
                self.ask(Question::Register, |ask| FromGuest::Register { ask, password });
            }
            Typed::RoomPassword(room) => self.enter(Some(room), Some(password)),
            Typed::NewRoomPassword(new) => {
                self.ask(Question::Make, |ask| FromGuest::Make { ask, new, password: Some(password) });
            }
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Help => self.help(),
            Command::Nick(name) => self.add(Body::Named { name }),
            Command::Me(text) => self.add(Body::Did { text }),
            Command::Topic(Some(topic)) => self.add(Body::Topic { topic }),
            Command::Topic(None) => match self.place() {
                Some(place) => self.say(wording::about(&place.notes.topic)),
                None => self.nowhere(),
            },
            Command::Title(title) => self.add(Body::Titled { title }),
            Command::Keep(memory) => self.add(Body::Memory { memory }),
            Command::Act(act) => self.add(Body::Act(act)),
            Command::Reply(text) => self.with_theirs(|to| Body::Replied { to, text }),
            Command::React(sign) => self.with_theirs(|of| Body::Reacted { of, sign, off: false }),
            Command::Withdraw => self.withdraw(),
            Command::Pin => match self.place().and_then(|place| place.notes.newest) {
                Some(of) => self.add(Body::Act(Act::Pinned { of, seq: Seq::START })),
                None => self.say(answers::NOTHING_TO_PIN),
            },
            Command::Unpin => match self.place().and_then(|place| place.notes.pinned.as_slice().last().copied()) {
                Some(pin) => self.add(Body::Act(Act::Unpinned { of: pin.of })),
                None => self.say(answers::NOTHING_PINNED),
            },
            Command::Away(why) => {
                self.asks.push_back(FromGuest::Away { away: Some(Away { why }) });
                self.say(answers::AWAY);
            }
            Command::Back => {
                self.asks.push_back(FromGuest::Away { away: None });
                self.say(answers::BACK);
            }
            Command::Rooms => self.ask(Question::Rooms, |ask| FromGuest::Rooms { ask, after: None }),
            Command::Create { title, access } => self.create(title, access),
            Command::Join(words) => self.join(&words),
            Command::Whois(name) => self.who_is(Question::Whois, &name, self.here),
            Command::Msg(name, text) => self.who_is(Question::Msg(text), &name, None),
            Command::Toward(_, Measure::Unban { .. }) if self.here.is_none() => self.nowhere(),
            Command::Toward(name, Measure::Unban { house }) => self.unban(name, house, None),
            Command::Toward(name, measure) => self.who_is(Question::Toward(measure), &name, self.here),
            Command::Ignore(name) => self.who_is(Question::Ignore(true), &name, None),
            Command::Unignore(name) => self.who_is(Question::Ignore(false), &name, None),
            Command::Names | Command::Find(_) | Command::Pins | Command::Leave | Command::Delete(_) => {
                match self.here {
                    Some(room) => self.obey_here(command, room),
                    None => self.nowhere(),
                }
            }
            Command::Bans { house: false } if self.here.is_none() => self.nowhere(),
            Command::Bans { house } => {
                let room = self.here.filter(|_| !house);
                self.ask(Question::Bans { room, goes_on: false }, |ask| FromGuest::Bans {
                    ask,
                    room,
                    before: None,
                    name: None,
                });
            }
            Command::Requests => self.ask(Question::Requests, |ask| FromGuest::Requests { ask }),
            Command::Admit { request, yes } => {
                let done = Question::Done(answers::decided(request, yes));
                self.ask(done, |ask| FromGuest::Admit { ask, request, yes });
            }
            Command::Admission(admission) => {
                let done = Question::Done(answers::admission(admission));
                self.ask(done, |ask| FromGuest::Admission { ask, admission });
            }
            Command::Invites => self.ask(Question::Invites, |ask| FromGuest::Invites { ask, before: None }),
            Command::SpokenCode { another } => {
                self.ask(Question::Code, |ask| FromGuest::NewCode { ask, another });
            }
            Command::Revoke { invite } => {
                let done = Question::Done(answers::withdrawn(invite));
                self.ask(done, |ask| FromGuest::Revoke { ask, invite });
            }
            Command::Register => self.register(),
            Command::Login => self.say(
                "You have already joined. To log in, leave with /quit, connect again, and type /login NAME instead of \
                 your name.",
            ),
            Command::Save
            | Command::Clear
            | Command::Retry
            | Command::Discard
            | Command::InviteLink(_)
            | Command::Logout { .. } => self.say("That works only in Parlor itself."),
            Command::Quit => {}
        }
    }

    /// What is about the room one looks at.
    fn obey_here(&mut self, command: Command, room: RoomNo) {
        match command {
            Command::Names => {
                self.ask(Question::Names, |ask| FromGuest::Who { ask, room: Some(room), name: None, after: None });
            }
            Command::Find(words) if words.is_empty() => self.say(answers::NO_WORDS),
            Command::Find(words) => self.ask(Question::Find, |ask| find(ask, room, words, false)),
            Command::Pins if self.place().is_some_and(|place| place.notes.pinned.is_empty()) => {
                self.say(answers::NOTHING_PINNED);
            }
            Command::Pins => self.ask(Question::Pins, |ask| find(ask, room, String::new(), true)),
            Command::Leave => self.asks.push_back(FromGuest::Leave { room }),
            Command::Delete(words) => {
                let Some(title) = self.place().map(|place| place.notes.title.clone()) else { return };
                if let Some(question) = answers::asks_to_delete(room, &title, words.as_deref()) {
                    return self.say(question);
                }
                self.deletes = Some(room);
                self.ask(Question::Delete, |ask| FromGuest::Delete { ask, room });
            }
            _ => {}
        }
    }

    fn create(&mut self, title: Title, access: Access) {
        let new = NewRoom { title, topic: Topic::default(), access };
        if access == Access::Password {
            self.typed = Some(Typed::NewRoomPassword(new));
            self.say("Type the room's password on the next line. It shows as you type it. An empty line cancels.");
        } else {
            self.ask(Question::Make, |ask| FromGuest::Make { ask, new, password: None });
        }
    }

    fn join(&mut self, words: &str) {
        if let Some(title) = self.meant_by_channel(words) {
            return self.say(answers::no_channel(&title));
        }
        let key = Title::parse(words).map(|title| title.key()).ok();
        let known = self.places.iter().find(|(_, place)| Some(place.notes.title.key()) == key);
        let room = match known {
            Some((no, place)) if self.here == Some(*no) => {
                return self.say(answers::in_already(&place.notes.title.clone()));
            }
            Some((no, _)) => RoomName::No(*no),
            None => words.parse().map_or_else(|_| RoomName::Title(words.to_owned()), |no| RoomName::No(RoomNo(no))),
        };
        self.enter(Some(room), None);
    }

    pub fn who_is(&mut self, question: Question, name: &Name, room: Option<RoomNo>) {
        let name = Some(name.to_string());
        self.ask(question, |ask| FromGuest::Who { ask, room, name, after: None });
    }

    /// Looks for who is banned under a name: it may be somebody else's by now. `before` is where the list goes on.
    pub fn unban(&mut self, name: Name, house: bool, before: Option<u64>) {
        let room = self.here.filter(|_| !house);
        let named = Some(name.to_string());
        self.ask(Question::Unban { name, house }, |ask| FromGuest::Bans { ask, room, before, name: named });
    }

    /// Deletes one's newest message, and the next time the one before.
    fn withdraw(&mut self) {
        let Some((room, place)) = self.here.zip(self.place()) else { return self.nowhere() };
        let mine = &place.notes.mine;
        if self.unsaid.has_message(room) {
            return self.say(answers::NEWEST_NOT_SENT);
        }
        match mine.newest(|of| !self.unsaid.deletes(of)) {
            Some(of) => self.add(Body::Withdrawn { of }),
            None => self.say(answers::nothing_to_withdraw(mine)),
        }
    }

    fn with_theirs(&mut self, body: impl FnOnce(EventId) -> Body) {
        match self.place().and_then(|place| place.notes.theirs) {
            Some(theirs) => self.add(body(theirs)),
            None => self.say(answers::NOTHING_HEARD),
        }
    }

    /// The commands that one may use here.
    fn help(&mut self) {
        let (rank, direct) = self
            .place()
            .map_or((self.rank, false), |place| (place.notes.rank.max(self.rank), place.notes.direct.is_some()));
        self.said.extend(help::lines(rank, direct, &NOT_HERE));
        self.say("quit, exit and q alone leave, too.");
        self.say(help::SIGNS);
    }
}

fn find(ask: u64, room: RoomNo, words: String, pinned: bool) -> FromGuest {
    FromGuest::Find { ask, room, words, by: None, from: None, to: None, before: None, pinned }
}
