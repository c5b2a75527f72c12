//! Invites: whom one gets in, and how the host makes and withdraws them.
//!
//! An invite stands for the house's password, until it is withdrawn, expired, or, where it is for one person, used. Whoever
//! came by it before can come in again by it, also when it is expired or used: a cut is no reason to need another. Who is to
//! come by it no more, is told so by withdrawing it.
//! It is used in the same commit in which whoever comes by it gets their name: of two at the same moment one is in, and
//! whoever was answered nothing comes again, since it is known that they are the one.

use super::facts::Facts;
use super::house_deed::with_house_deed;
use super::input::Claimant;
use super::now::Now;
use super::plan::{AfterCommit, Answer, Plan};
use super::state::HouseState;
use super::write::{InviteRecord, RegistryWrite};
use crate::host::no::No;
use crate::room::{Author, Deed, Label, PersonId};
use crate::wire::codec::fitting;
use crate::wire::frame::Code;
use crate::wire::invites::{INVITE_LONGEST_MS, INVITES_OPEN, InviteLine, InviteState, NewInvite};
use crate::wire::{FromHost, Secret};

/// How long the invite is good for that a spoken code leads to, in milliseconds. The program that asked for it uses it at
/// once, or after its person chose a name.
const BY_CODE_MS: u64 = 10 * 60 * 1000;

/// Whether someone at the door may come by the invite they show. The answer is the number of the one by which they are to
/// be counted; nothing where they show none, came by it before, or come in without it.
///
/// # Errors
/// They need it, and it gets them in no longer.
pub fn may_use(comer: &Claimant, facts: &Facts) -> Result<Option<u64>, No> {
    let Some(shown) = &comer.invite else { return Ok(None) };
    let why = match &facts.invite {
        Some(invite) => match invite.state {
            InviteState::Open => return Ok((!invite.came_before).then_some(invite.invite)),
            InviteState::Used | InviteState::Expired if invite.came_before => return Ok(None),
            InviteState::Used => "This invite was for one person, and was used already. Ask the host for a new one.",
            InviteState::Expired => "This invite has expired. Ask the host for a new one.",
            InviteState::Withdrawn | InviteState::Other => "This invite was withdrawn. Ask the host for a new one.",
        },
        None => "This invite is no longer valid, or was copied wrong. Ask the host for a new one.",
    };
    if shown.needed { Err(No::new(Code::Password, why)) } else { Ok(None) }
}

/// The invites, for the host.
pub fn list(house: &HouseState, who: PersonId, ask: u64, facts: &Facts) -> Result<Plan, No> {
    with_house_deed(house, who, Deed::InviteToHouse)?;
    let mut invites = facts.invites.clone();
    invites.truncate(fitting(&invites));
    // The oldest has the first number.
    let next = invites.last().map(|line| line.invite).filter(|last| *last > 1);
    Ok(Plan::answer(Answer::Frame(Box::new(FromHost::Invites { ask, invites, next }))))
}

/// The host makes one.
pub fn make(
    house: &HouseState,
    by: &Author,
    ask: u64,
    new: &NewInvite,
    secret: &Secret,
    facts: &Facts,
    now: Now,
) -> Result<Plan, No> {
    with_house_deed(house, by.who, Deed::InviteToHouse)?;
    if new.for_ms.is_some_and(|long| long == 0 || long > INVITE_LONGEST_MS) {
        return Err(No::new(Code::Rules, "An invite can last at most 3650 days. Choose a shorter time, or no end."));
    }
    if facts.invites_open >= INVITES_OPEN {
        let why = format!("There are {INVITES_OPEN} open invites, which is the limit. Withdraw one first.");
        return Err(No::new(Code::Full, why));
    }
    let record = InviteRecord {
        invite: house.next.invite,
        secret: secret.clone(),
        label: new.label.clone(),
        by: Some(by.clone()),
        at: now.clock,
        once: new.once,
        until: new.for_ms.map(|long| now.clock.saturating_add(long)),
        standing: false,
    };
    let invite = InviteLine {
        invite: record.invite,
        secret: record.secret.clone(),
        label: record.label.clone(),
        by: record.by.clone(),
        at: record.at,
        once: record.once,
        until: record.until,
        standing: false,
        state: InviteState::Open,
        came: 0,
        last: Vec::new(),
    };
    let mut plan = Plan::answer(Answer::Frame(Box::new(FromHost::Invite { ask, invite })));
    plan.writes.push(RegistryWrite::Invite(Box::new(record)));
    Ok(plan)
}

/// Whoever was told a code gets an invite that only they have, and only for as long as it takes to come in by it.
pub fn make_by_code(
    house: &HouseState,
    by: Author,
    number: u8,
    secret: Secret,
    facts: &Facts,
    now: Now,
) -> Result<Plan, No> {
    if facts.invites_open >= INVITES_OPEN {
        let why = "The host has given out as many invites as there can be. Ask them to withdraw one.";
        return Err(No::new(Code::Full, why));
    }
    let mut plan = Plan::answer(Answer::Done);
    plan.writes.push(RegistryWrite::Invite(Box::new(InviteRecord {
        invite: house.next.invite,
        secret,
        label: format!("Code {number}").parse().unwrap_or_default(),
        by: Some(by),
        at: now.clock,
        once: true,
        until: Some(now.clock.saturating_add(BY_CODE_MS)),
        standing: false,
    })));
    Ok(plan)
}

/// The host withdraws one.
pub fn withdraw(house: &HouseState, who: PersonId, invite: u64, facts: &Facts, now: Now) -> Result<Plan, No> {
    with_house_deed(house, who, Deed::InviteToHouse)?;
    let Some(line) = facts.invites.first() else {
        let why = format!("There is no invite {invite}. Look at the list of invites again.");
        return Err(No::new(Code::Person, why));
    };
    let mut plan = Plan::answer(Answer::Done);
    if line.state != InviteState::Withdrawn {
        plan.writes.push(RegistryWrite::InviteWithdrawn { invite, at: now.clock });
        if line.standing {
            plan.then.push(AfterCommit::StandingInvite(None));
        }
    }
    Ok(plan)
}

/// The host wants another standing invite in place of the one there is.
pub fn renew(house: &HouseState, secret: Secret, now: Now) -> Plan {
    let mut plan = Plan::answer(Answer::Done);
    plan.then.push(AfterCommit::StandingInvite(Some(secret.clone())));
    plan.writes.push(RegistryWrite::Invite(Box::new(InviteRecord {
        invite: house.next.invite,
        secret,
        label: Label::default(),
        by: None,
        at: now.clock,
        once: false,
        until: None,
        standing: true,
    })));
    plan
}
