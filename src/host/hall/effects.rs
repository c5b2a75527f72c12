//! Carries out the effects of a commit: the one place where anyone outside the hall learns of it.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use tokio::sync::oneshot;

use super::call::{DoorReply, PendingDecision, ReplyTo};
use crate::host::core::{Answer, Core, Effect, SessionNo, Ticket};
use crate::host::language::SharedFrame;
use crate::host::mailbox::{Mail, Mailbox, SeatsRemoved};
use crate::host::no::No;
use crate::host::standing_invite::StandingInvite;
use crate::host::view::{FanOut, RoomView, RoomViews, Roster};
use crate::log::Entry;
use crate::room::{Event, RoomNo, State};
use crate::wire::FromHost;

/// Carries out effects: everyone outside the hall, and the ways to them.
pub struct EffectRunner {
    rooms: Arc<RoomViews>,
    roster: Arc<Roster>,
    standing: Arc<StandingInvite>,
    mailboxes: HashMap<SessionNo, Arc<Mailbox>>,
    /// Those at the door who wait for the host's decision.
    at_door: HashMap<Ticket, oneshot::Sender<bool>>,
}

/// Who is to be woken once everything lies ready, so that one look finds all of it.
#[derive(Default)]
struct Bells {
    rooms: Vec<Arc<RoomView>>,
    mailboxes: Vec<Arc<Mailbox>>,
}

impl EffectRunner {
    /// Nobody yet.
    pub fn new(rooms: Arc<RoomViews>, roster: Arc<Roster>, standing: Arc<StandingInvite>) -> Self {
        Self { rooms, roster, standing, mailboxes: HashMap::new(), at_door: HashMap::new() }
    }

    /// What brings what is shown to whoever listens.
    pub fn fan_out(&self) -> &FanOut {
        self.rooms.fan_out()
    }

    /// A session is known from now on.
    pub fn meet(&mut self, session: SessionNo, mailbox: Arc<Mailbox>) {
        self.mailboxes.insert(session, mailbox);
    }

    /// A session is over.
    pub fn part(&mut self, session: SessionNo) {
        self.mailboxes.remove(&session);
    }

    /// Someone at the door waits no longer.
    pub fn wait_no_longer(&mut self, ticket: Ticket) {
        self.at_door.remove(&ticket);
    }

    /// Shows what others may see of people, as far as it changed.
    pub fn people(&self, core: &Core, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Person(who) = effect {
                self.roster.set(*who, core.house().people.get(*who).map(|visitor| &visitor.shown));
            }
        }
    }

    /// Carries out everything but what is the disk's, which is given back.
    pub fn carry_out(&mut self, effects: Vec<Effect>, replies: &mut [Option<ReplyTo>]) -> VecDeque<Effect> {
        let mut bells = Bells::default();
        let mut on_disk = VecDeque::new();
        for effect in effects {
            match effect {
                Effect::RoomMade(no) => self.rooms.insert(no, State::default()),
                Effect::Show(entries) => self.show(entries, &mut bells),
                // Shown already, before anyone is answered.
                Effect::Person(_) => {}
                Effect::Answer { call, answer } => {
                    if let Some(reply) = replies.get_mut(call).and_then(Option::take) {
                        self.answer(reply, answer, &mut bells);
                    }
                }
                Effect::Tell { sessions, frame } => {
                    let frame = SharedFrame::new(frame);
                    for mailbox in self.mailboxes(&sessions) {
                        mailbox.post(&frame);
                        bells.mailboxes.push(Arc::clone(mailbox));
                    }
                }
                Effect::Aside { room, frame } => {
                    if let Some(room) = self.rooms.get(room) {
                        room.aside(None, SharedFrame::new(frame));
                    }
                }
                Effect::PutOut { sessions, room, seats, why } => {
                    let taken = SeatsRemoved { room, seats: seats.into(), why };
                    for mailbox in self.mailboxes(&sessions) {
                        mailbox.take_seats(taken.clone());
                        bells.mailboxes.push(Arc::clone(mailbox));
                    }
                }
                Effect::Dismiss { sessions, why } => {
                    for mailbox in self.mailboxes(&sessions) {
                        mailbox.dismiss(why.clone());
                        bells.mailboxes.push(Arc::clone(mailbox));
                    }
                }
                Effect::Decided { ticket, yes } => {
                    if let Some(decided) = self.at_door.remove(&ticket) {
                        // Whoever waited may be gone by now.
                        let _ = decided.send(yes);
                    }
                }
                Effect::StandingInvite(secret) => self.standing.set(secret),
                Effect::RoomGone(no) => self.rooms.remove(no),
                Effect::Delete { .. } | Effect::LookForOld(_) | Effect::Remember(_) => on_disk.push_back(effect),
            }
        }
        bells.rooms.iter().for_each(|room| room.mark());
        bells.mailboxes.iter().for_each(|mailbox| mailbox.ring());
        on_disk
    }

    fn mailboxes<'a>(&'a self, sessions: &'a [SessionNo]) -> impl Iterator<Item = &'a Arc<Mailbox>> {
        sessions.iter().filter_map(|session| self.mailboxes.get(session))
    }

    fn show(&self, entries: Vec<Entry>, bells: &mut Bells) {
        let mut rooms: BTreeMap<RoomNo, Vec<Event>> = BTreeMap::new();
        for Entry { room, event } in entries {
            rooms.entry(room).or_default().push(event);
        }
        for (no, events) in rooms {
            if let Some(room) = self.rooms.get(no) {
                room.show(events);
                bells.rooms.push(room);
            }
        }
    }

    fn answer(&mut self, reply: ReplyTo, answer: Result<Answer, No>, bells: &mut Bells) {
        match reply {
            ReplyTo::Nobody => {}
            ReplyTo::Said { mailbox, room, id } => {
                mailbox.answer(match answer {
                    Ok(Answer::Kept { seq, at }) => Mail::Kept { room, id, seq, at },
                    Ok(_) => Mail::Own(Box::new(No::closing().refused(Some(id), None, Some(room)))),
                    Err(no) => Mail::Own(Box::new(no.refused(Some(id), None, Some(room)))),
                });
                bells.mailboxes.push(mailbox);
            }
            ReplyTo::Asked { mailbox, ask } => {
                mailbox.answer_ask(match answer {
                    Ok(Answer::Frame(frame)) => *frame,
                    Ok(_) => FromHost::Done { ask },
                    Err(no) => no.refused(None, Some(ask), None),
                });
                bells.mailboxes.push(mailbox);
            }
            // Whoever waited may be gone by now.
            ReplyTo::Waiter(waiter) => drop(waiter.send(answer)),
            ReplyTo::Door(waiter) => {
                let answer = answer.map(|answer| match answer {
                    Answer::Named(author) => DoorReply::Named(author),
                    Answer::Waits(ticket) => {
                        // Whoever went away waits no longer.
                        self.at_door.retain(|_, decided| !decided.is_closed());
                        let (decided, decision) = oneshot::channel();
                        self.at_door.insert(ticket, decided);
                        DoorReply::Waits(PendingDecision { ticket, decided: decision })
                    }
                    _ => DoorReply::Welcome,
                });
                drop(waiter.send(answer));
            }
        }
    }
}
