//! What is likeliest, from what the checks found. Pure. The likeliest first; what else it can be follows.

use super::cause::{Cause, CauseId, Particulars};
use super::checked::Checked;
use super::finding::Finding;
use super::texts;
use crate::find::is_private;

/// What is likeliest. Nothing where nothing stands in the way.
#[must_use]
pub fn diagnosis(checks: &[Checked]) -> Option<Cause> {
    causes(checks).into_iter().next()
}

/// What it can be, the likeliest first. Nothing where nothing stands in the way.
#[must_use]
pub fn causes(checks: &[Checked]) -> Vec<Cause> {
    let particulars = particulars(checks);
    let mut ids: Vec<CauseId> = Vec::new();
    for id in ranked(checks, &particulars) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.into_iter().map(|id| texts::causes::cause(id, &particulars)).collect()
}

fn particulars(checks: &[Checked]) -> Particulars<'_> {
    let mut found = Particulars::default();
    for check in checks {
        match &check.finding {
            Finding::Refused { at } | Finding::Silent { at } | Finding::Connects { at, .. } => found.at = Some(*at),
            Finding::TurnedAway { at } => (found.at, found.turned_away) = (Some(*at), true),
            Finding::NotTried { at } => found.at = Some(*at),
            Finding::NoRoute { to, .. } => found.at = found.at.or(Some((*to, 0).into())),
            Finding::Route { from, .. } => found.own = Some(*from),
            Finding::NameUnknown { name } | Finding::NameUnanswered { name } => found.name = Some(name),
            Finding::MovedTo { to } => found.moved_to = Some(*to),
            Finding::OtherPort { ip, port } => found.moved_to = Some((*ip, *port).into()),
            Finding::KeyOther { by, .. } => found.key_by = Some(*by),
            Finding::MaybeApart { .. } => found.maybe_apart = true,
            Finding::RouteHere => found.is_here = true,
            Finding::VpnTakes { through, .. } | Finding::VpnMaybe { through, .. } => found.vpn = Some(through),
            _ => {}
        }
    }
    found
}

/// The causes that these checks allow, the likeliest first.
fn ranked(checks: &[Checked], particulars: &Particulars<'_>) -> Vec<CauseId> {
    use CauseId as Is;
    use Finding as F;
    let has = |wanted: fn(&F) -> bool| checks.iter().any(|check| wanted(&check.finding));
    // What answers tells most.
    let answered = [
        (has(|f| matches!(f, F::KeyOther { .. })), Is::OtherKey),
        (has(|f| matches!(f, F::TooOld)), Is::TooOld),
        (has(|f| matches!(f, F::LoginPage { .. })), Is::LoginPage),
        (has(|f| matches!(f, F::WebServer)), Is::WebServer),
        (has(|f| matches!(f, F::OtherTls | F::OtherProgram)), Is::OtherProgram),
        (has(|f| matches!(f, F::SaysNothing)), Is::Mute),
        (has(|f| matches!(f, F::HangsUp)), Is::HangsUp),
    ];
    let mut causes: Vec<CauseId> = answered.into_iter().filter_map(|(is, id)| is.then_some(id)).collect();
    if !causes.is_empty() {
        if causes == [Is::WebServer] {
            causes.push(Is::LoginPage);
        }
        return causes;
    }
    if has(|f| matches!(f, F::Parlor)) {
        return Vec::new();
    }
    let mut add = |is: bool, id| {
        if is {
            causes.push(id);
        }
    };
    add(has(|f| matches!(f, F::MovedTo { .. })), Is::Moved);
    add(has(|f| matches!(f, F::OtherPort { .. })), Is::OtherPort);
    // What is wrong with this computer comes before what may be wrong with others.
    add(has(|f| matches!(f, F::NoNetwork)), Is::NoNetwork);
    add(has(|f| matches!(f, F::OutgoingDenied)), Is::OwnFirewall);
    add(has(|f| matches!(f, F::NameUnknown { .. } | F::NameUnanswered { .. })), Is::NameUnknown);
    add(has(|f| matches!(f, F::NoRoute { other_kind: true, .. })), Is::OtherKind);
    let is_public = particulars.at.is_some_and(|at| !is_private(at.ip()));
    let no_way = has(|f| matches!(f, F::NoRoute { other_kind: false, .. }));
    add(no_way, if is_public { Is::NoInternet } else { Is::OtherNetwork });
    let announced = has(|f| matches!(f, F::Announced { .. }));
    let refused = has(|f| matches!(f, F::Refused { .. }));
    // Whoever announces a place just now is open, and is kept from answering.
    add(refused && announced, Is::HostFirewall);
    add(refused, Is::NotOpen);
    if has(|f| matches!(f, F::Silent { .. } | F::TurnedAway { .. })) {
        let is_near = has(|f| matches!(f, F::SameNetwork { .. }));
        add(has(|f| matches!(f, F::VpnTakes { .. })), Is::Vpn);
        let there = has(|f| matches!(f, F::There { .. }));
        let absent = has(|f| matches!(f, F::Absent { .. }));
        add(there && !is_public || announced && !absent, Is::HostFirewall);
        add(absent && has(|f| matches!(f, F::MaybeApart { wifi: true, .. })), Is::Apart);
        add(absent, Is::ComputerOff);
        // On a cable, a computer that is off is more common than a network that keeps devices apart.
        let may_be_apart = has(|f| matches!(f, F::MaybeApart { .. } | F::ApartHeard { .. } | F::ApartUnknown));
        add(absent && may_be_apart, Is::Apart);
        add(is_public, Is::HostRouter);
        let unsure = !there && !absent && !announced;
        add(unsure && !is_near && !is_public, Is::OtherNetwork);
        add(unsure && !is_public, Is::NoAnswer);
        add(there && is_public, Is::HostFirewall);
        // A firewall may keep silent about what is closed, too.
        add(there && !announced, Is::NotOpen);
        add(there && may_be_apart, Is::Apart);
        add(has(|f| matches!(f, F::VpnMaybe { .. })), Is::Vpn);
        add(!absent && has(|f| matches!(f, F::OutgoingUnknown)), Is::OwnFirewall);
    }
    // For a place on this computer.
    add(has(|f| matches!(f, F::PortTaken(_) | F::PortNotAllowed(_))), Is::PortTaken);
    let is_here = has(|f| matches!(f, F::PortFree(_) | F::PortOurs(_) | F::PortTaken(_) | F::PortNotAllowed(_)));
    add(is_here && has(|f| matches!(f, F::HearsNothing)), Is::NotHeard);
    if causes.is_empty() && !is_here && !checks.is_empty() {
        causes.push(Is::NoAnswer);
    }
    causes
}
