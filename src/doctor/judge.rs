//! Judges the evidence: what each check found, as soon as that can be said. Pure.

mod here;
mod place;
#[cfg(test)]
mod tests;
mod way;

use std::net::IpAddr;

use super::checked::{CheckId, Checked};
use super::evidence::{Answer, Evidence, Own, Presence, Target, Tcp};
use super::finding::Finding;
use Judged::{Is, Later, Skip};

/// What came of judging one check.
enum Judged {
    /// It can't be said yet.
    Later,
    /// It has nothing to say here.
    Skip,
    /// This.
    Is(Finding),
}

/// How a check is judged.
type Judge = fn(&Evidence) -> Judged;

/// Every check, and how it is judged.
const CHECKS: [(CheckId, Judge); 18] = [
    (CheckId::Port, place::port),
    (CheckId::Speaks, place::speaks),
    (CheckId::Key, place::key),
    (CheckId::Version, place::version),
    (CheckId::Open, place::open),
    (CheckId::There, place::there),
    (CheckId::Name, place::name),
    (CheckId::Route, way::route),
    (CheckId::SameNetwork, way::same_network),
    (CheckId::Vpn, way::vpn),
    (CheckId::Apart, way::apart),
    (CheckId::OwnAddresses, here::own_addresses),
    (CheckId::OwnPort, here::own_port),
    (CheckId::Firewall, here::firewall),
    (CheckId::Multicast, here::multicast),
    (CheckId::OtherPlaces, here::other_places),
    (CheckId::Proxy, here::proxy),
    (CheckId::Clock, here::clock),
];

/// All checks that can be judged by now, and whether more will come.
pub fn judge(evidence: &Evidence) -> (Vec<Checked>, bool) {
    let mut checks = Vec::new();
    let mut more = false;
    for (id, judge) in CHECKS {
        match judge(evidence) {
            Is(finding) => checks.push(Checked::new(id, finding)),
            Later => more = true,
            Skip => {}
        }
    }
    (checks, more && !evidence.closed)
}

impl Evidence {
    fn reached_at(&self, target: &Target) -> bool {
        matches!(target.answer, Some(Answer::Parlor(key)) if self.subject.key.is_none_or(|wanted| wanted.key == key))
    }

    /// The address that what is told is about: the one that was reached, or got furthest.
    fn focus(&self) -> Option<&Target> {
        // Which addresses are this computer's own matters to all of it.
        if self.own.is_none() && !self.closed {
            return None;
        }
        if let Some(reached) = self.targets.iter().find(|target| self.reached_at(target)) {
            return Some(reached);
        }
        let all_known = self.lookups_done() && self.targets.iter().all(Target::is_tried);
        let only = self.lookups_done() && self.targets.len() == 1;
        if !(all_known || only || self.closed) {
            return None;
        }
        let near = |target: &Target| self.own_near(target.at.ip()).is_some();
        // Of those that got equally far, the first is the likeliest.
        self.targets.iter().rev().max_by_key(|target| (target.got_as_far_as(self.is_own(target.at.ip())), near(target)))
    }

    fn lookups_done(&self) -> bool {
        self.closed || self.subject.addresses.iter().all(|address| self.names.iter().any(|(of, _)| of == address))
    }

    /// What was asked to be looked at leads nowhere.
    fn has_no_target(&self) -> bool {
        self.lookups_done() && self.targets.is_empty()
    }

    fn is_own(&self, ip: IpAddr) -> bool {
        ip.is_loopback() || self.own.iter().flatten().any(|own| own.ip == ip)
    }

    /// The own address that is on the same network.
    fn own_near(&self, ip: IpAddr) -> Option<&Own> {
        self.own.iter().flatten().find(|own| own.shares_network(ip) && !own.is_vpn())
    }

    /// The own address by which traffic to the focus leaves.
    fn leaves_by(&self, target: &Target) -> Option<&Own> {
        let source = target.source??;
        self.own.iter().flatten().find(|own| own.ip == source)
    }

    /// Whether any connection came to something, if only to a no.
    fn connects(&self) -> bool {
        let by_gateway = self.gateway.is_some_and(|gateway| gateway.connects);
        by_gateway || self.targets.iter().any(|target| matches!(target.tcp, Some(Tcp::Connected(_) | Tcp::Refused(_))))
    }
}

impl Target {
    /// Whether all that can be known by connecting is known.
    const fn is_tried(&self) -> bool {
        match self.tcp {
            None => false,
            Some(Tcp::Connected(_)) => self.answer.is_some(),
            Some(_) => true,
        }
    }

    /// The further, the more it tells. What this computer says to itself tells nothing of another.
    const fn got_as_far_as(&self, is_own: bool) -> u8 {
        let far = match (self.tcp, &self.answer) {
            (_, Some(Answer::Parlor(_))) => 7,
            (Some(Tcp::Connected(_)), _) => 6,
            (Some(Tcp::Refused(_)), _) => 5,
            (Some(Tcp::Silent | Tcp::TurnedAway), _) => 4,
            (Some(Tcp::Denied), _) => 3,
            (None, _) => 2,
            (Some(Tcp::NoRoute), _) => 1,
        };
        if is_own && far < 7 { 0 } else { far }
    }

    /// Whether the computer is there, where that is known.
    const fn is_there(&self) -> Option<Presence> {
        match self.tcp {
            Some(Tcp::Connected(after) | Tcp::Refused(after)) => Some(Presence::Answered(after)),
            _ => self.presence,
        }
    }
}

/// The focus, or what to say where there is none.
fn focused<'a>(e: &'a Evidence, judge: impl FnOnce(&'a Target) -> Judged) -> Judged {
    match e.focus() {
        Some(focus) => judge(focus),
        None if e.subject.is_here() || e.has_no_target() || e.closed => Skip,
        None => Later,
    }
}
