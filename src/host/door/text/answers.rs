//! What the house tells a text guest, in words.

use super::questions::{Question, Typed};
use super::visit::Visit;
use crate::commands::Measure;
use crate::room::{Access, Event, Name, RoomNo, Seq};
use crate::wire::FromGuest;
use crate::wire::account::Admission;
use crate::wire::frame::{Code, FromHost, Refused, RoomLine, RoomName, Since};
use crate::wire::people::{BanLine, PersonLine};
use crate::wording::{self, answers};

/// How many messages of what was found are shown.
const FOUND: usize = 10;

/// How many events are kept of what was said before, until all of it is there.
const KEPT: usize = 200;

impl Visit {
    /// The house says something.
    pub fn hear_from_house(&mut self, frame: &FromHost) {
        match frame {
            FromHost::Entered(entered) => {
                let question = entered.ask.and_then(|ask| self.questions.answered(ask));
                self.entered(entered, matches!(question, Some(Question::Entering(_))));
                if let Some(Question::Talking(Some(text))) = question {
                    self.speak(entered.room, text);
                }
            }
            FromHost::Page { ask, room, events, next } => {
                if self.questions.answered(*ask).is_some() {
                    self.hear_page(*room, events, *next);
                }
            }
            FromHost::People { ask, total, people, .. } => {
                if let Some(question) = self.questions.answered(*ask) {
                    self.hear_people(question, *total, people);
                }
            }
            FromHost::Made { ask, line } => match self.questions.answered(*ask) {
                Some(Question::Talk(text)) if self.places.contains_key(&line.room) => self.speak(line.room, text),
                Some(Question::Talk(text)) => self.enter_talk(line.room, Since::last(0), Some(text)),
                Some(_) => self.enter(Some(RoomName::No(line.room)), None),
                None => {}
            },
            FromHost::Rooms { ask, rooms, next } => {
                self.questions.answered(*ask);
                for line in rooms {
                    let told = self.room_line(line);
                    self.say(told);
                }
                if let Some(after) = *next {
                    self.ask(Question::Rooms, |ask| FromGuest::Rooms { ask, after: Some(after) });
                }
            }
            FromHost::Room(line) => self.hear_of(line),
            FromHost::Gone { room } => {
                if let Some(title) = self.places.get(room).map(|place| place.notes.title.clone()) {
                    self.say(answers::gone(&title));
                    self.is_out(*room, false);
                }
            }
            FromHost::Out { room, code, why, .. } => {
                if *code == Code::Left {
                    self.say("You left the room.");
                } else {
                    self.say(why.clone());
                }
                // Whoever deleted it themselves goes on in another, like whoever leaves one.
                let deletes = self.deletes.take_if(|deletes| deletes == room).is_some();
                self.is_out(*room, *code == Code::Left || deletes);
            }
            FromHost::Found { ask, hits, next, .. } => {
                if let Some(question) = self.questions.answered(*ask) {
                    self.hear_found(&question, hits, next.is_some());
                }
            }
            FromHost::Kept { id, seq, at, .. } => self.kept(*id, *seq, *at),
            FromHost::Refused(refused) => self.hear_refusal(refused),
            FromHost::Bye { code: Code::Stalled, .. } => {}
            FromHost::Bye { why, .. } | FromHost::Waiting { why } => self.say(why.clone()),
            other => self.hear_of_house(other),
        }
    }

    /// A page of what was said before. The newest are on the last.
    fn hear_page(&mut self, room: RoomNo, events: &[Event], next: Option<Seq>) {
        let mut before = std::mem::take(&mut self.before);
        before.extend_from_slice(events);
        match (next, self.places.get(&room)) {
            (Some(from), Some(place)) if !events.is_empty() => {
                let to = place.notes.head;
                // Only the newest are shown in the end.
                let old = before.len().saturating_sub(KEPT);
                before.drain(..old);
                self.before = before;
                self.ask(Question::History(room), |ask| FromGuest::Read { ask, room, from, to });
            }
            _ => self.open(room, &before),
        }
    }

    fn hear_people(&mut self, question: Question, total: u64, people: &[PersonLine]) {
        let person = people.first();
        match (question, person) {
            (Question::Opening, _) => self.opening = Some((total, people.to_vec())),
            (Question::Names, _) => self.say(format!("{total} here: {}", wording::names(people))),
            (Question::Whois, Some(line)) => {
                let zone = self.zone.clone();
                self.say(wording::person(line, &zone));
            }
            (Question::Toward(measure), Some(line)) => {
                let act = measure.act(line.person.clone(), wording::now());
                self.add(crate::room::Body::Act(act));
            }
            (Question::Msg(text), Some(line)) => {
                let with = line.person.who;
                self.ask(Question::Talk(text), |ask| FromGuest::Talk { ask, with });
            }
            (Question::Ignore(true), Some(line)) if line.person.who == self.me.who => self.say(answers::THAT_IS_YOU),
            (Question::Ignore(ignore), Some(line)) => {
                let (whom, name) = (line.person.who, &line.person.name);
                self.asks.push_back(FromGuest::Ignore { whom, ignore });
                if ignore {
                    self.ignored.insert(whom);
                } else {
                    self.ignored.remove(&whom);
                }
                self.said.push(answers::ignores(name, ignore));
            }
            _ => {}
        }
    }

    /// A room was made, or is another than before.
    fn hear_of(&mut self, line: &RoomLine) {
        if let Some(place) = self.places.get_mut(&line.room) {
            place.notes.title = line.title.clone();
        } else if line.direct.is_some() {
            // What was said to them first comes with it.
            let since = Since::after(line.yours.map_or(Seq::START, |yours| yours.read));
            self.enter_talk(line.room, since, None);
        } else if line.access == Access::Invited && line.yours.is_none() {
            self.say(format!("You can join {0} now. /join {0} joins it.", line.title));
        }
    }

    fn room_line(&self, line: &RoomLine) -> String {
        answers::room(line, (self.here == Some(line.room)).then(answers::you_are_here))
    }

    fn hear_found(&mut self, question: &Question, hits: &[Event], more: bool) {
        if hits.is_empty() {
            return self.say(answers::NOTHING_FOUND);
        }
        let pins = matches!(question, Question::Pins);
        let most = if pins { hits.len() } else { FOUND };
        let told: Vec<String> = hits.iter().take(most).rev().map(|event| self.in_words(event, None, "")).collect();
        self.said.extend(told);
        if !pins && (more || hits.len() > most) {
            self.say(answers::MORE_FOUND);
        }
    }

    fn hear_refusal(&mut self, refused: &Refused) {
        let Refused { id, ask, code, why, .. } = refused;
        if let Some(not) = id.and_then(|id| self.unsaid.settled(id)) {
            return self.say(format!("{}\n{why}", not.undone));
        }
        match ask.and_then(|ask| self.questions.answered(ask)) {
            Some(Question::Entering(room)) => {
                self.entering = false;
                self.say(why.clone());
                if let (Code::Password, Some(room)) = (code, room) {
                    self.typed = Some(Typed::RoomPassword(room));
                    self.say("Type its password on the next line. It shows as you type it. An empty line cancels.");
                }
            }
            // What was there before can't be had: what happens now is shown all the same.
            Some(Question::History(room)) => {
                let before = std::mem::take(&mut self.before);
                self.open(room, &before);
            }
            Some(Question::Opening) => {}
            Some(Question::Delete) => {
                self.deletes = None;
                self.say(why.clone());
            }
            _ => self.say(why.clone()),
        }
    }

    /// Lifts the ban of whoever is banned under a name. Where nobody is, whoever is called so is meant.
    fn lift(&mut self, name: Name, house: bool, bans: &[BanLine], next: Option<u64>) {
        let banned = bans.iter().find(|line| line.person.name.key() == name.key());
        match (banned, next) {
            (Some(line), _) => {
                let act = Measure::Unban { house }.act(line.person.clone(), wording::now());
                self.add(crate::room::Body::Act(act));
            }
            (None, Some(before)) => self.unban(name, house, Some(before)),
            (None, None) => self.who_is(Question::Toward(Measure::Unban { house }), &name, self.here),
        }
    }

    /// What only some ask for: bans, requests, invites and codes.
    fn hear_of_house(&mut self, frame: &FromHost) {
        match frame {
            FromHost::Done { ask } => match self.questions.answered(*ask) {
                Some(Question::Done(done)) => self.say(done),
                Some(Question::Register) => {
                    self.account = true;
                    self.say(answers::account_made(&self.me.name));
                }
                _ => {}
            },
            FromHost::Bans { ask, bans, next } => {
                let question = self.questions.answered(*ask);
                if let Some(Question::Unban { name, house }) = question {
                    return self.lift(name, house, bans, *next);
                }
                let Some(Question::Bans { room, goes_on }) = question else { return };
                if bans.is_empty() && !goes_on {
                    self.say(answers::no_bans(room.is_none()));
                }
                self.said.extend(bans.iter().map(|line| wording::ban(line, wording::now())));
                if let Some(before) = *next {
                    let question = Question::Bans { room, goes_on: true };
                    self.ask(question, |ask| FromGuest::Bans { ask, room, before: Some(before), name: None });
                }
            }
            FromHost::Request(line) => self.say(answers::asks(line)),
            FromHost::Requests { ask, admission, requests } => {
                if let Some(Question::CodeAdmission) = self.questions.answered(*ask) {
                    if *admission == Admission::Approval {
                        self.say(answers::CODE_ASKS);
                    }
                    return;
                }
                self.say(answers::requests(*admission, requests.len()));
                self.said.extend(requests.iter().map(|line| answers::request(line, &self.zone)));
            }
            FromHost::Invites { ask, invites, .. } => {
                self.questions.answered(*ask);
                self.said.extend(invites.iter().map(|line| wording::invite(line, wording::now())));
            }
            FromHost::NewCode { ask, code, for_ms } => {
                self.questions.answered(*ask);
                self.say(answers::spoken_code(*code, for_ms.div_ceil(60_000)));
                self.ask(Question::CodeAdmission, |ask| FromGuest::Requests { ask });
            }
            _ => {}
        }
    }
}
