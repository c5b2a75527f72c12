//! Whether someone may have done what is shown, looked at once more and without the table: from what the room was before.

use super::model::{Room, Standing};
use crate::room::{Act, Author, Body, Event, PersonId, Rank, RoomNo, State};

/// Whether an event may stand after what is there.
pub fn check(no: RoomNo, room: &Room, event: &Event, standing: &Standing) -> Result<(), String> {
    let state = &room.state;
    let Some(by) = &event.by else {
        let first = standing.made.is_empty() && state.head.0 == 0;
        return match &event.body {
            Body::People(people) => moves(state, people),
            Body::Titled { .. } if first => Ok(()),
            _ => Err("the house does not do this".to_owned()),
        };
    };
    let case = Case { room, standing, by, rank: rank(state, by.who, standing.owns.contains(&by.who)) };
    if matches!(event.body, Body::Gone {}) {
        return Ok(());
    }
    // What a new room is, whoever makes it says before anyone is in it.
    if standing.made.contains(&no) && state.here.is_empty() && is_beginning(&event.body, by) {
        return Ok(());
    }
    case.check(&event.body)
}

struct Case<'a> {
    room: &'a Room,
    standing: &'a Standing,
    by: &'a Author,
    rank: Rank,
}

impl Case<'_> {
    fn check(&self, body: &Body) -> Result<(), String> {
        let state = &self.room.state;
        let called = state.here.get(&self.by.who).or(state
            .between
            .iter()
            .flatten()
            .find_map(|author| (author.who == self.by.who).then_some(&author.name)));
        let called = called.ok_or("they are not in it")?;
        is(called.key() == self.by.name.key(), "they are called otherwise")?;
        let operator = self.rank >= Rank::Operator;
        match body {
            Body::Said { .. } | Body::Did { .. } => self.speaks(body),
            Body::Replied { to, .. } => {
                is(self.room.messages.contains_key(to), "they answer nothing")?;
                self.speaks(body)
            }
            Body::Reacted { of, .. } => {
                let message = self.room.messages.get(of).filter(|message| !message.withdrawn);
                is(message.is_some(), "they react to nothing")?;
                self.speaks(body)
            }
            Body::Edited { of, .. } => {
                let message = self.room.messages.get(of).filter(|message| !message.withdrawn);
                is(message.is_some_and(|message| message.by == self.by.who), "it is not theirs to edit")?;
                self.speaks(body)
            }
            Body::Withdrawn { of } => {
                let message = self.room.messages.get(of).filter(|message| !message.withdrawn);
                let message = message.ok_or("there is nothing to withdraw")?;
                let theirs = message.by == self.by.who;
                is(theirs || (operator && !state.is_direct()), "it is not theirs to withdraw")
            }
            Body::Topic { .. } => {
                is(!state.is_direct(), "a talk has no topic")?;
                self.speaks(body)
            }
            Body::Named { .. } => self.is_heard(),
            Body::Memory { .. } => is(operator || state.is_direct(), "they don't keep it"),
            Body::Titled { .. } => is(operator && !state.is_direct(), "they don't keep it"),
            Body::Act(act) => self.acts(act),
            _ => Err("nobody does this".to_owned()),
        }
    }

    fn is_heard(&self) -> Result<(), String> {
        let state = &self.room.state;
        is(state.mute(self.by.who, self.standing.clock).is_none(), "they are muted")?;
        let also = self.standing.also.get(&self.by.who).into_iter().flatten();
        let is_muted = |who: &PersonId| state.mute(*who, self.standing.clock).is_some();
        is(self.rank >= Rank::Operator || !also.copied().any(|who| is_muted(&who)), "they are muted under another name")
    }

    fn speaks(&self, body: &Body) -> Result<(), String> {
        let state = &self.room.state;
        self.is_heard()?;
        is(!state.archived, "it is archived")?;
        if self.rank >= Rank::Operator || state.is_direct() {
            return Ok(());
        }
        is(!state.locked, "it is locked")?;
        let also = self.standing.also.get(&self.by.who).into_iter().flatten();
        let last = also.chain([&self.by.who]).filter_map(|who| self.room.spoke.get(who)).max();
        let waits = last.is_some_and(|last| last + u64::from(state.slow) * 1000 > self.standing.clock);
        is(!waits || state.slow == 0 || !body.has_new_words(), "it is slow")
    }

    fn acts(&self, act: &Act) -> Result<(), String> {
        let (state, rank) = (&self.room.state, self.rank);
        match act {
            Act::Pinned { of, seq } => {
                is(state.is_direct() || rank >= Rank::Operator, "they don't keep it")?;
                let message = self.room.messages.get(of).filter(|message| !message.withdrawn);
                is(message.is_some_and(|message| message.seq == *seq), "it is no message, or elsewhere")?;
                return is(!state.pinned.contains(*of) && state.pinned.len() < 50, "it is pinned, or too many are");
            }
            Act::Unpinned { of } => {
                is(state.is_direct() || rank >= Rank::Operator, "they don't keep it")?;
                return is(state.pinned.contains(*of), "it is not pinned");
            }
            _ => {}
        }
        is(!state.is_direct() && rank >= Rank::Operator, "they don't keep it")?;
        let of_house = matches!(act, Act::Banned { house: true, .. } | Act::Unbanned { house: true, .. });
        is(!of_house || rank == Rank::Owner, "they don't host the house")?;
        let Some(whom) = act.whom() else { return Ok(()) };
        let stands = self::rank(state, whom.who, self.standing.owned.contains(&whom.who));
        is(whom.who != self.by.who || matches!(act, Act::Deopped { .. }), "they do it to themselves")?;
        match act {
            Act::Opped { .. } => is(stands < Rank::Operator, "they are an operator already"),
            Act::Deopped { .. } => is(stands == Rank::Operator, "they are no operator, or more"),
            Act::Invited { .. } | Act::Uninvited { .. } => is(!state.archived, "it is archived"),
            Act::Kicked { .. } => is(stands < rank && state.here.contains_key(&whom.who), "they stand too high"),
            _ => is(stands < rank, "they stand too high"),
        }
    }
}

/// Whoever comes was not there, and whoever goes was.
fn moves(state: &State, people: &crate::room::People) -> Result<(), String> {
    is(!state.is_direct(), "nobody is told who comes to a talk")?;
    is(people.came.iter().all(|one| !state.here.contains_key(&one.who)), "they were here already")?;
    let mut gone = people.left.iter().chain(&people.lost);
    is(gone.all(|one| state.here.contains_key(&one.who)), "they were not here")
}

fn is_beginning(body: &Body, by: &Author) -> bool {
    match body {
        Body::Titled { .. } | Body::Topic { .. } | Body::Act(Act::Opened { .. }) => true,
        Body::Act(Act::Opped { whom }) => whom == by,
        Body::Direct { between } => between[0] == *by,
        _ => false,
    }
}

fn rank(state: &State, who: PersonId, owns: bool) -> Rank {
    match (owns, state.operators.contains_key(&who)) {
        (true, _) => Rank::Owner,
        (false, true) => Rank::Operator,
        (false, false) => Rank::Guest,
    }
}

fn is(so: bool, else_: &str) -> Result<(), String> {
    if so { Ok(()) } else { Err(else_.to_owned()) }
}
