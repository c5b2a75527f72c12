//! Names in the house: who gets which, at the door and later, and what is said to whoever can't have one.

use super::facts::NameFacts;
use super::state::HouseState;
use super::write::RegistryWrite;
use crate::host::no::No;
use crate::room::{Author, Name, PersonId};
use crate::wire::Fingerprint;
use crate::wire::frame::Code;

/// What the house is called where it does something itself.
const HOUSE: &str = "The host";

/// After so long unused, a name is free for whoever asks.
const NAME_KEPT_MS: u64 = 30 * DAY_MS;

/// Once a day is often enough to know that a name is in use.
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// How many names one key may hold at a time.
const NAMES_A_KEY: u32 = 32;

/// What a name is to someone who asks for it.
enum Standing {
    /// Theirs.
    Theirs,
    /// Someone else's.
    Taken,
    /// They have too many names already.
    TooMany,
    /// Free.
    Free,
}

fn standing(facts: &NameFacts, is_theirs: bool, is_kept: impl Fn(PersonId) -> bool, clock: u64) -> Standing {
    if is_theirs {
        return Standing::Theirs;
    }
    let keeps = |holder: &super::facts::NameOwner| {
        holder.account || clock.saturating_sub(holder.seen) <= NAME_KEPT_MS || is_kept(holder.who)
    };
    if facts.holder.as_ref().is_some_and(keeps) {
        return Standing::Taken;
    }
    if facts.names >= NAMES_A_KEY { Standing::TooMany } else { Standing::Free }
}

/// The house speaks for itself, and nobody else does under its name.
fn may_be_taken(name: &Name) -> Result<(), No> {
    let own = Name::parse(HOUSE).map(|own| own.key());
    if own.is_ok_and(|own| own == name.key()) {
        return Err(unfit(format!("Nobody can be called “{HOUSE}”. Choose another name.")));
    }
    Ok(())
}

/// Whether someone at the door would get a name.
pub fn may_claim(house: &HouseState, name: &Name, is_theirs: bool, facts: &NameFacts, clock: u64) -> Result<(), No> {
    may_be_taken(name)?;
    match standing(facts, is_theirs, |who| house.is_here(who), clock) {
        Standing::Theirs | Standing::Free => Ok(()),
        Standing::Taken => Err(taken(facts.free.clone())),
        Standing::TooMany => Err(too_many()),
    }
}

/// Someone at the door gets a name, if it is free or theirs. A name whose person is here is never free.
pub fn claim(
    house: &HouseState,
    name: &Name,
    key: Option<Fingerprint>,
    is_theirs: bool,
    facts: &NameFacts,
    clock: u64,
    writes: &mut Vec<RegistryWrite>,
) -> Result<Author, No> {
    may_claim(house, name, is_theirs, facts, clock)?;
    if let Some(holder) = facts.holder.as_ref().filter(|_| is_theirs) {
        let who = holder.who;
        if holder.was_called != holder.called.as_str() {
            writes.push(RegistryWrite::Called { who, name: holder.called.clone() });
        }
        if clock.saturating_sub(holder.seen) > DAY_MS || holder.was_called != holder.called.as_str() {
            writes.push(RegistryWrite::Seen { who, at: clock });
        }
        return Ok(Author { who, name: holder.called.clone() });
    }
    let who = PersonId(house.next.person);
    // Whoever has no key can't show later that the name is theirs, so nothing is kept for them.
    let seen = if key.is_some() { clock } else { 0 };
    writes.push(RegistryWrite::Person { who, name: name.clone(), seen });
    if let Some(key) = key {
        writes.push(RegistryWrite::Device { key, who, at: clock });
    }
    writes.push(RegistryWrite::Name { key: name.key(), who });
    Ok(Author { who, name: name.clone() })
}

/// Someone who is here wants another name. Those they had stay theirs. The answer is the name in its one spelling.
pub fn rename(
    house: &HouseState,
    who: PersonId,
    name: &Name,
    facts: &NameFacts,
    clock: u64,
    writes: &mut Vec<RegistryWrite>,
) -> Result<Name, No> {
    let name = Name::parse_under(name.as_str(), house.policy.names).map_err(|error| unfit(error.to_string()))?;
    may_be_taken(&name)?;
    let is_theirs = facts.holder.as_ref().is_some_and(|holder| holder.who == who);
    match standing(facts, is_theirs, |who| house.is_here(who), clock) {
        Standing::Theirs => {}
        Standing::Taken => return Err(taken(facts.free.clone())),
        Standing::TooMany => return Err(too_many()),
        Standing::Free => writes.push(RegistryWrite::Name { key: name.key(), who }),
    }
    writes.push(RegistryWrite::Called { who, name: name.clone() });
    Ok(name)
}

fn unfit(why: String) -> No {
    No::new(Code::Name, why)
}

fn taken(free: Option<Name>) -> No {
    let else_ = free.as_ref().map_or_else(|| "Choose another.".to_owned(), |free| format!("“{free}” is free."));
    No { suggest: free, ..No::new(Code::Taken, format!("That name is taken. {else_}")) }
}

fn too_many() -> No {
    No::new(Code::Taken, "You already have too many names here. Use one of them.")
}
