//! Looks up what a decision must know from the disk, just before it is made: in the open transaction, so that what was
//! decided a moment ago counts.

use crate::host::core::{ArrivalFacts, Claimant, Core, Facts, GuestRequest, Input, Say, ShownInvite};
use crate::host::registry::bans::{self, BanSubject};
use crate::host::registry::{Registry, accounts, admission_requests, house, invites, memberships, names};
use crate::host::subnet::network_address;
use crate::log::{Log, LogError};
use crate::room::{Act, Author, Body, Name, PersonId, RoomNo};
use crate::wire::Fingerprint;
use crate::wire::account::Admission;
use crate::wire::carriage::Origin;

/// What is known of something asked.
pub fn facts(ask: &Input, core: &Core, registry: &Registry, log: &dyn Log, clock: u64) -> Result<Facts, LogError> {
    let db = registry.db();
    let mut facts = Facts::default();
    match ask {
        Input::Claim(comer) | Input::MayRegister(comer) | Input::MayUse(comer) => {
            at_the_door(comer, core, registry, clock, &mut facts)?;
        }
        Input::Arrive { who, session } => {
            let person = names::person(db, *who)?;
            let Some(person) = person else { return Ok(facts) };
            facts.banned = banned(registry, None, Some(*who), session.key, session.from, clock)?;
            let holds_name =
                names::called(db, &person.author.name)?.is_some_and(|called| called.author.who == *who && !called.gone);
            facts.arrival = Some(Box::new(ArrivalFacts {
                name: person.author.name,
                holds_name,
                rank: person.rank,
                account: accounts::exists(db, *who)?,
                joined: memberships::joined(db, *who)?,
                ignored: memberships::ignored(db, *who)?,
                also: session.key.map_or_else(|| Ok(Vec::new()), |key| accounts::others_of(db, key, *who))?,
            }));
        }
        Input::Enter(enter) => {
            let house = core.house();
            let room = house.find_room(enter.room.as_ref(), enter.who).map(|room| room.no);
            let shown = house.people.get(enter.who).map(|visitor| &visitor.shown);
            if let (Some(room), Some(session)) = (room, shown.and_then(|shown| shown.session(enter.session))) {
                let from = |room| banned(registry, room, Some(enter.who), session.key, session.from, clock);
                // Whoever was banned from the house a moment ago may still be on their way into a room.
                facts.banned = from(Some(room))?.map_or_else(|| from(None), |banned| Ok(Some(banned)))?;
            }
        }
        Input::Say(say) => said(say, core, registry, log, clock, &mut facts)?,
        Input::Do { who, request, .. } => requested(*who, request, core, registry, clock, &mut facts)?,
        Input::InviteByCode { .. } => facts.invites_open = invites::open(db, clock)?,
        Input::GiveUp(_)
        | Input::Depart { .. }
        | Input::LeaveSeat { .. }
        | Input::RenewInvite(_)
        | Input::AskPassword(_)
        | Input::AskToDial { .. } => {}
    }
    Ok(facts)
}

fn at_the_door(
    comer: &Claimant,
    core: &Core,
    registry: &Registry,
    clock: u64,
    facts: &mut Facts,
) -> Result<(), LogError> {
    let (db, house) = (registry.db(), core.house());
    let name = names::wanted_with(db, &comer.name, comer.key, house.policy.names)?;
    let known = name.holder.as_ref().filter(|_| name.linked || comer.proved).map(|holder| holder.who);
    facts.banned = banned(registry, None, known, comer.key, comer.from, clock)?;
    if let Some(ShownInvite { secret, .. }) = &comer.invite {
        facts.invite = invites::shown(db, secret, comer.key, known, clock)?;
    }
    let host_decides = house.waiting.admission == Admission::Approval;
    facts.door = Some(Box::new(admission_requests::at_the_door(db, comer.key, host_decides)?));
    facts.name = Some(Box::new(name));
    Ok(())
}

fn banned(
    registry: &Registry,
    room: Option<RoomNo>,
    who: Option<PersonId>,
    key: Option<Fingerprint>,
    from: Origin,
    clock: u64,
) -> Result<Option<crate::host::core::Banned>, LogError> {
    bans::banned(registry.db(), room, &BanSubject { who, key, address: network_address(from) }, clock)
}

fn said(
    say: &Say,
    core: &Core,
    registry: &Registry,
    log: &dyn Log,
    clock: u64,
    facts: &mut Facts,
) -> Result<(), LogError> {
    let (db, house) = (registry.db(), core.house());
    // What is in the commit at hand is known without the disk.
    if core.entry(say.id).is_none() {
        facts.known = log.find(say.id)?;
    }
    if let Some(of) = say.body.about()
        && core.entry(of).is_none()
    {
        facts.target = log.find(of)?;
    }
    match &say.body {
        Body::Reacted { of, off: false, .. } => facts.reactions = log.signs(*of, say.who)?,
        Body::Named { name } => {
            facts.name = Some(Box::new(names::wanted_by(db, name, say.who, house.policy.names)?));
        }
        Body::Act(act) => {
            if let Some(Author { who, .. }) = act.whom() {
                facts.person = names::person(db, *who)?;
            }
            if let Act::Unbanned { whom, .. } = act {
                facts.is_banned = bans::is_banned(db, say.room, whom.who, clock)?;
            }
            if let Act::Banned { whom, house: everywhere, .. } = act {
                facts.keys = bans::keys_reached(db, (!everywhere).then_some(say.room), whom.who, clock)?;
            }
        }
        body if body.is_message() => {
            // Of the two of a direct talk, it is known of whoever is here.
            let two = house.rooms.get(say.room).and_then(|room| room.two());
            for who in two.into_iter().flat_map(|(one, other)| [one, other]) {
                if house.people.get(who).is_some() {
                    continue;
                }
                if !memberships::has_joined(db, who, say.room)? {
                    facts.left_talk.push(who);
                }
                facts.never_returns = facts.never_returns.or(never_returns(core, registry, who)?);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Someone, where they are not here and can't come again.
fn never_returns(core: &Core, registry: &Registry, who: PersonId) -> Result<Option<PersonId>, LogError> {
    let returns = core.house().people.get(who).is_some() || accounts::returns(registry.db(), who)?;
    Ok((!returns).then_some(who))
}

fn requested(
    who: PersonId,
    request: &GuestRequest,
    core: &Core,
    registry: &Registry,
    clock: u64,
    facts: &mut Facts,
) -> Result<(), LogError> {
    let db = registry.db();
    match request {
        GuestRequest::Make { .. } => facts.next_room = house::next_room(db)?,
        GuestRequest::Rename { name } => {
            facts.name = Some(Box::new(names::wanted_by(db, name, who, core.house().policy.names)?));
        }
        GuestRequest::Talk { with } => {
            facts.person = names::person(db, *with)?;
            facts.never_returns = never_returns(core, registry, *with)?;
            facts.next_room = house::next_room(db)?;
        }
        GuestRequest::Ignore { whom, .. } => {
            facts.person = names::person(db, *whom)?;
            if let Some(person) = &facts.person {
                facts.ignores_fit = memberships::ignores_fit(db, who, &person.author)?;
            }
        }
        GuestRequest::Whois { name, .. } => facts.person = names::called(db, name)?,
        GuestRequest::Bans { room, before, name } => {
            let named = name.as_deref().map(Name::parse);
            // Nobody is banned under what is no name.
            if !matches!(named, Some(Err(_))) {
                let key = named.and_then(Result::ok).map(|name| name.key());
                facts.bans = bans::bans(db, *room, *before, key.as_ref(), clock)?;
            }
        }
        GuestRequest::Invites { before } => facts.invites = invites::lines(db, *before, clock)?,
        GuestRequest::MakeInvite { .. } => facts.invites_open = invites::open(db, clock)?,
        GuestRequest::WithdrawInvite { invite } => facts.invites.extend(invites::one(db, *invite, clock)?),
        GuestRequest::Requests => facts.requests = admission_requests::requests(db)?,
        GuestRequest::Admit { request, .. } => facts.requester = admission_requests::requester(db, *request)?,
        GuestRequest::Rooms { .. }
        | GuestRequest::RoomPassword { .. }
        | GuestRequest::Delete { .. }
        | GuestRequest::Seen { .. }
        | GuestRequest::Quiet { .. }
        | GuestRequest::Notify { .. }
        | GuestRequest::Leave { .. }
        | GuestRequest::Away { .. }
        | GuestRequest::Account { .. }
        | GuestRequest::Logout { .. }
        | GuestRequest::Unregister
        | GuestRequest::Admission(_) => {}
    }
    Ok(())
}
