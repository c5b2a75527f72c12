//! What is said of the way there.

use std::net::IpAddr;

use super::Judged::{self, Is, Later, Skip};
use super::focused;
use crate::doctor::evidence::{Evidence, Own, Presence, Tcp};
use crate::doctor::finding::Finding;
use crate::find::{is_private, is_shared};

pub(super) fn route(e: &Evidence) -> Judged {
    let Some(own) = &e.own else { return if e.closed { Skip } else { Later } };
    focused(e, |focus| {
        let to = focus.at.ip();
        if e.is_own(to) {
            return Is(Finding::RouteHere);
        }
        let other_kind = !own.is_empty() && own.iter().all(|own| own.is_of_other_kind(to));
        match (focus.source, focus.tcp) {
            (_, Some(Tcp::NoRoute)) | (Some(None), _) => Is(Finding::NoRoute { to, other_kind }),
            (None, _) => Later,
            (Some(Some(from)), _) => {
                let through = e.leaves_by(focus).map(Own::medium).unwrap_or_default();
                Is(Finding::Route { to, from, through })
            }
        }
    })
}

impl Own {
    /// Whether it leads nowhere near an address of this kind. What is only of a link leads nowhere far.
    fn is_of_other_kind(&self, to: IpAddr) -> bool {
        match (self.ip, to) {
            (IpAddr::V4(_), IpAddr::V4(_)) => false,
            (IpAddr::V6(own), IpAddr::V6(_)) => own.is_unicast_link_local(),
            _ => true,
        }
    }
}

pub(super) fn same_network(e: &Evidence) -> Judged {
    let Some(own) = &e.own else { return if e.closed { Skip } else { Later } };
    focused(e, |focus| {
        let to = focus.at.ip();
        if e.is_own(to) || own.is_empty() {
            return Skip;
        }
        if focus.source.is_none() && !e.closed {
            return Later;
        }
        let in_vpn = e.leaves_by(focus).filter(|own| own.shares_network(to));
        if let Some(near) = e.own_near(to).or(in_vpn) {
            return Is(Finding::SameNetwork { to, from: near.ip, through: near.medium() });
        }
        if !is_private(to) {
            return Is(Finding::Internet { to });
        }
        let own = e.leaves_by(focus).or_else(|| own.iter().find(|own| !own.is_of_other_kind(to) && !own.is_vpn()));
        Is(Finding::OtherNetwork { to, own: own.map(|own| own.ip) })
    })
}

pub(super) fn vpn(e: &Evidence) -> Judged {
    if e.own.is_none() {
        return if e.closed { Skip } else { Later };
    }
    focused(e, |focus| {
        let to = focus.at.ip();
        if e.is_own(to) {
            return Skip;
        }
        match (focus.source, e.leaves_by(focus)) {
            (None, _) => Later,
            (_, None) => Skip,
            (_, Some(own)) if !own.is_vpn() => Is(Finding::NoVpn { to, through: own.medium() }),
            (_, Some(own)) => match focus.tcp {
                None => Later,
                Some(Tcp::Connected(_) | Tcp::Refused(_)) => Is(Finding::VpnReaches { to, through: own.medium() }),
                // What is on the internet, or in the VPN itself, it is to take.
                Some(_) if !is_private(to) || own.shares_network(to) || is_shared(to) => {
                    Is(Finding::VpnMaybe { to, through: own.medium() })
                }
                Some(_) => Is(Finding::VpnTakes { to, through: own.medium() }),
            },
        }
    })
}

/// A network that keeps its devices apart lets each reach the router, and none the others.
pub(super) fn apart(e: &Evidence) -> Judged {
    focused(e, |focus| {
        let ip = focus.at.ip();
        if e.is_own(ip) || (e.own.is_some() && e.own_near(ip).is_none()) {
            return Skip;
        }
        match focus.is_there() {
            Some(Presence::Answered(_)) => return Is(Finding::NotApart),
            // Some networks answer for the computers they keep apart.
            Some(Presence::Seen) => return Is(Finding::ApartUnknown),
            None if !e.closed => return Later,
            _ => {}
        }
        let (Some(gateway), Some(heard)) = (&e.gateway, &e.multicast) else {
            return if e.closed { Is(Finding::ApartUnknown) } else { Later };
        };
        let others = |other: &&IpAddr| Some(**other) != gateway.ip && other.is_ipv4() == ip.is_ipv4();
        match heard {
            // Some keep only those on Wi-Fi apart.
            Some(heard) if heard.others.iter().any(|other| others(&other)) => Is(Finding::ApartHeard { ip }),
            Some(heard)
                if heard.own
                    && matches!(gateway.presence, Presence::Answered(_) | Presence::Seen)
                    && focus.is_there() == Some(Presence::Absent)
                    && gateway.ip != Some(ip) =>
            {
                Is(Finding::MaybeApart { ip, wifi: e.own_near(ip).is_some_and(Own::is_wifi) })
            }
            _ => Is(Finding::ApartUnknown),
        }
    })
}
