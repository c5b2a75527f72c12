//! What someone in the house does with their account: makes one, logs out, deletes it.

use super::input::SessionNo;
use super::now::Now;
use super::plan::{AfterCommit, Answer, MemoryChange, Plan, UnnumberedEvent};
use super::room_list::visit_over;
use super::state::HouseState;
use super::write::RegistryWrite;
use crate::host::no::No;
use crate::room::{Author, Body, PersonId, Rank};
use crate::wire::frame::Code;

/// Someone makes an account for the name they have, or takes another password.
pub fn set_account(house: &HouseState, who: PersonId, hash: &str, new: bool, now: Now) -> Result<Plan, No> {
    let visitor = house.people.get(who).ok_or_else(visit_over)?;
    if new && visitor.shown.account {
        return Err(No::new(Code::Account, "You already have an account. Change its password instead."));
    }
    if !new && !visitor.shown.account {
        return Err(No::new(Code::Account, "You have no account."));
    }
    let mut plan = Plan::answer(Answer::Done);
    plan.writes.push(RegistryWrite::Account { who, hash: hash.to_owned(), at: now.clock });
    plan.changes.push(MemoryChange::Account { who, rank: Rank::Member });
    Ok(plan)
}

/// The name is reached from this device no longer, or from none. The sessions it was reached by end.
pub fn log_out(house: &HouseState, who: PersonId, session: SessionNo, everywhere: bool) -> Result<Plan, No> {
    let shown = &house.people.get(who).ok_or_else(visit_over)?.shown;
    if !shown.account {
        let why = "You have no account, so you could not log in again. Register first, or just leave.";
        return Err(No::new(Code::Account, why));
    }
    let here = shown.session(session).ok_or_else(visit_over)?;
    let told =
        |how: &str| No::new(Code::Login, format!("You {how}. To come back, log in with your name and password."));
    let mut plan = Plan::answer(Answer::Done);
    // A device without a key led to nobody.
    if everywhere || here.key.is_some() {
        plan.writes.push(RegistryWrite::ForgetDevice { who, key: here.key.filter(|_| !everywhere) });
    }
    let others = shown
        .sessions
        .iter()
        .filter(|other| other.number != session && (everywhere || (other.key.is_some() && other.key == here.key)));
    let others = others.map(|other| other.number).collect();
    plan.then.push(AfterCommit::Dismiss { sessions: vec![session], why: told("logged out") });
    let elsewhere = told("were logged out in another window or on another device");
    plan.then.push(AfterCommit::Dismiss { sessions: others, why: elsewhere });
    Ok(plan)
}

/// Someone deletes their account. What they said stays under the name they had, and it shows that they are gone.
pub fn unregister(house: &HouseState, author: &Author, now: Now) -> Result<Plan, No> {
    let who = author.who;
    let visitor = house.people.get(who).ok_or_else(visit_over)?;
    if visitor.shown.rank == Rank::Owner {
        return Err(No::new(Code::Account, "You are the host, so your account can't be deleted."));
    }
    if !visitor.shown.account {
        return Err(No::new(Code::Account, "You have no account."));
    }
    let mut plan = Plan::answer(Answer::Done);
    plan.writes.push(RegistryWrite::DeleteAccount { who, at: now.clock });
    plan.changes.push(MemoryChange::Unregistered { who });
    for no in house.rooms.numbers_for(who) {
        let Some(room) = house.rooms.get(no).filter(|room| !room.ends) else { continue };
        let known = room.state.here.contains_key(&who) || room.state.operators.contains_key(&who);
        if known || visitor.yours(no).is_some() {
            plan.drafts.push(UnnumberedEvent { room: no, id: None, by: Some(author.clone()), body: Body::Gone {} });
        }
    }
    let why = "Your account is deleted. Your messages stay, under the name you had.";
    let sessions = house.people.sessions(who).collect();
    plan.then.push(AfterCommit::Dismiss { sessions, why: No::new(Code::Login, why) });
    Ok(plan)
}
