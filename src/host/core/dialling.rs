//! Who is asked whether others can reach the house.

use std::net::{IpAddr, SocketAddr};

use super::input::SessionInfo;
use super::plan::{AfterCommit, Answer, Plan};
use super::state::HouseState;
use crate::host::no::No;
use crate::wire::FromHost;
use crate::wire::carriage::Origin;
use crate::wire::frame::Code;

/// How many guests are asked.
pub const ASKED_TO_DIAL: usize = 3;

/// Asks some of those who came from another computer: at most one session of each.
///
/// # Errors
/// There are none.
pub fn ask(house: &HouseState, check: u64, addresses: &[SocketAddr]) -> Result<Plan, No> {
    let own: Vec<IpAddr> = addresses.iter().map(|address| address.ip().to_canonical()).collect();
    let only_here = own.iter().all(IpAddr::is_loopback);
    let is_elsewhere = |from: Origin| match from {
        Origin::Here => false,
        Origin::Relay => true,
        Origin::Network(from) => {
            let ip = from.ip().to_canonical();
            !own.contains(&ip) && (only_here || !ip.is_loopback())
        }
    };
    let mut plan = Plan::answer(Answer::Done);
    let people = house.people.all();
    let sessions =
        people.filter_map(|(_, person)| person.shown.sessions.iter().find(|session| is_elsewhere(session.from)));
    let sessions: Vec<&SessionInfo> = sessions.collect();
    // The number is random, and so is who is asked: those who never answer must not stand in the way.
    let first = usize::try_from(check).unwrap_or_default().checked_rem(sessions.len()).unwrap_or_default();
    let sessions = sessions.iter().cycle().skip(first).take(sessions.len().min(ASKED_TO_DIAL));
    plan.then.extend(sessions.map(|session| AfterCommit::Tell {
        session: session.number,
        frame: FromHost::Dial { check, addresses: addresses.to_vec() },
    }));
    if plan.then.is_empty() {
        let why = "Nobody is here from another computer who could check it. Try again once others have joined.";
        return Err(No::new(Code::Person, why));
    }
    Ok(plan)
}
