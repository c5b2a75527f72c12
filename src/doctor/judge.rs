//! Judges the evidence: what each check found, as soon as that can be said. Pure.

use std::net::IpAddr;

use super::checked::{CheckId, Checked, Finding};
use super::evidence::{Answer, Evidence, Firewall, Lookup, Own, OwnPort, Presence, Target, Tcp};
use crate::wire::VERSION;

/// Before this, no program of this version was built: 1 November 2026.
const NO_EARLIER: u64 = 1_793_491_200;

/// How many titles of places are told.
const TITLES: usize = 3;

/// What came of judging one check.
enum Judged {
    /// It can't be said yet.
    Later,
    /// It has nothing to say here.
    Skip,
    /// This.
    Is(Finding),
}

use Judged::{Is, Later, Skip};

/// How a check is judged.
type Judge = fn(&Evidence) -> Judged;

/// Every check, and how it is judged.
const CHECKS: [(CheckId, Judge); 18] = [
    (CheckId::Port, port),
    (CheckId::Speaks, speaks),
    (CheckId::Key, key),
    (CheckId::Version, version),
    (CheckId::Open, open),
    (CheckId::There, there),
    (CheckId::Name, name),
    (CheckId::Route, route),
    (CheckId::SameNetwork, same_network),
    (CheckId::Vpn, vpn),
    (CheckId::Apart, apart),
    (CheckId::OwnAddresses, own_addresses),
    (CheckId::OwnPort, own_port),
    (CheckId::Firewall, firewall),
    (CheckId::Multicast, multicast),
    (CheckId::OtherPlaces, other_places),
    (CheckId::Proxy, proxy),
    (CheckId::Clock, clock),
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
        self.closed || self.subject.addresses.iter().all(|address| self.names.contains_key(&address.host))
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

fn port(e: &Evidence) -> Judged {
    focused(e, |focus| {
        let at = focus.at;
        let in_vain = e
            .targets
            .iter()
            .filter(|other| other.at != at && other.tcp.is_some_and(|tcp| !matches!(tcp, Tcp::Connected(_))))
            .count();
        match focus.tcp {
            None if !e.closed => Later,
            None => Is(Finding::NotTried { at }),
            Some(Tcp::Connected(after)) => Is(Finding::Connects { at, ms: after.as_millis(), in_vain }),
            Some(Tcp::Refused(_)) => Is(Finding::Refused { at }),
            Some(Tcp::TurnedAway) => Is(Finding::TurnedAway { at }),
            Some(Tcp::Silent) => Is(Finding::Silent { at }),
            // Told by the check of the way there, and by that of the firewall here.
            Some(Tcp::NoRoute | Tcp::Denied) => Skip,
        }
    })
}

fn speaks(e: &Evidence) -> Judged {
    focused(e, |focus| match (&focus.tcp, &focus.answer) {
        (Some(Tcp::Connected(_)), None) | (None, _) => Later,
        (_, None) => Skip,
        (_, Some(answer)) => Is(match answer {
            Answer::Parlor(_) => Finding::Parlor,
            Answer::Web { status, sends_to } => web(*status, sends_to.as_deref(), focus),
            Answer::OtherTls => Finding::OtherTls,
            Answer::Other => Finding::OtherProgram,
            Answer::Nothing => Finding::SaysNothing,
            Answer::HungUp => Finding::HangsUp,
        }),
    })
}

/// A network that wants people to log in first answers in place of everyone, and sends them elsewhere.
fn web(status: u16, sends_to: Option<&str>, target: &Target) -> Finding {
    let elsewhere = sends_to.and_then(|to| {
        let rest = to.split_once("://")?.1;
        let host = rest.split(['/', ':', '?']).next()?;
        (!host.is_empty() && host != target.address.host && host != target.at.ip().to_string()).then(|| host.to_owned())
    });
    if elsewhere.is_some() || status == 511 { Finding::LoginPage { to: elsewhere } } else { Finding::WebServer }
}

fn key(e: &Evidence) -> Judged {
    let Some(wanted) = e.subject.key else { return Skip };
    focused(e, |focus| match (&focus.tcp, &focus.answer) {
        (Some(Tcp::Connected(_)), None) | (None, _) => Later,
        (_, Some(Answer::Parlor(found))) if *found == wanted.key => Is(Finding::KeyRight(wanted.by)),
        (_, Some(Answer::Parlor(found))) => {
            Is(Finding::KeyOther { by: wanted.by, expected: wanted.key, found: *found })
        }
        _ => Skip,
    })
}

/// Which version a place speaks is known from what it announces, where it does: without a name nobody is told.
fn version(e: &Evidence) -> Judged {
    focused(e, |focus| match (&focus.answer, &e.places) {
        (Some(Answer::Parlor(key)), Some(places)) => match places.iter().find(|place| place.key == *key) {
            Some(place) if place.version > VERSION => Is(Finding::TooOld),
            Some(_) => Is(Finding::VersionFits),
            None => Skip,
        },
        (Some(Answer::Parlor(_)), None) => Later,
        (None, _) if focus.tcp.is_none() || matches!(focus.tcp, Some(Tcp::Connected(_))) => Later,
        _ => Skip,
    })
}

fn open(e: &Evidence) -> Judged {
    focused(e, |focus| {
        if e.is_own(focus.at.ip()) || matches!(focus.tcp, Some(Tcp::NoRoute)) {
            return Skip;
        }
        if matches!(focus.answer, Some(Answer::Parlor(_))) {
            return Is(Finding::Answers);
        }
        let Some(tcp) = focus.tcp else { return Later };
        if matches!(tcp, Tcp::Connected(_)) {
            return Skip;
        }
        let Some(places) = &e.places else {
            return if e.closed { Is(Finding::OpenUnknown) } else { Later };
        };
        let ip = focus.at.ip();
        let heard = places.iter().flat_map(|place| place.addresses.iter().map(move |address| (place, address)));
        let heard =
            heard.filter_map(|(place, address)| Some((place, address.host.parse::<IpAddr>().ok()?, address.port)));
        let heard: Vec<_> = heard.collect();
        if let Some((place, ..)) = heard.iter().find(|(_, at, port)| *at == ip && *port == focus.at.port()) {
            return Is(Finding::Announced { title: place.title.to_string() });
        }
        let is_meant = |key| e.subject.key.is_some_and(|wanted| wanted.key == key);
        if let Some((_, at, port)) = heard.iter().find(|(place, ..)| is_meant(place.key)) {
            return Is(Finding::MovedTo { to: (*at, *port).into() });
        }
        match (heard.iter().find(|(_, at, _)| *at == ip), tcp) {
            (Some((_, _, port)), _) if e.subject.key.is_none() => Is(Finding::OtherPort { ip, port: *port }),
            (_, Tcp::Refused(_)) => Is(Finding::NotOpen { ip }),
            _ => Is(Finding::OpenUnknown),
        }
    })
}

fn there(e: &Evidence) -> Judged {
    focused(e, |focus| {
        let ip = focus.at.ip();
        match focus.is_there() {
            _ if e.is_own(ip) || matches!(focus.tcp, Some(Tcp::NoRoute)) => Skip,
            Some(Presence::Answered(after)) => Is(Finding::There { ip, ms: Some(after.as_millis()) }),
            Some(Presence::Seen) => Is(Finding::There { ip, ms: None }),
            Some(Presence::Absent) => Is(Finding::Absent { ip }),
            Some(Presence::Unknown) => Is(Finding::ThereUnknown { ip }),
            None if e.closed => Is(Finding::ThereUnknown { ip }),
            None => Later,
        }
    })
}

fn name(e: &Evidence) -> Judged {
    let mut names =
        e.subject.addresses.iter().map(|address| &address.host).filter(|host| host.parse::<IpAddr>().is_err());
    let Some(first) = names.next() else { return Skip };
    let all: Vec<&String> = std::iter::once(first).chain(names).collect();
    for name in &all {
        if let Some(Lookup::Found(ips)) = e.names.get(*name) {
            return Is(Finding::Resolves { name: (*name).clone(), ips: ips.clone() });
        }
    }
    match e.names.get(first) {
        None if e.closed => Is(Finding::NameUnanswered { name: first.clone() }),
        _ if !e.lookups_done() => Later,
        Some(Lookup::NoAnswer) => Is(Finding::NameUnanswered { name: first.clone() }),
        _ => Is(Finding::NameUnknown { name: first.clone() }),
    }
}

fn route(e: &Evidence) -> Judged {
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

/// Whether an address is one of those that are handed out inside, and lead nowhere on the internet.
pub fn is_private(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(v4) => {
            // What providers and VPNs hand out belongs to them as well.
            let shared = v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64;
            v4.is_private() || v4.is_link_local() || v4.is_loopback() || shared
        }
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_loopback(),
    }
}

fn same_network(e: &Evidence) -> Judged {
    let Some(own) = &e.own else { return if e.closed { Skip } else { Later } };
    focused(e, |focus| {
        let to = focus.at.ip();
        if e.is_own(to) || own.is_empty() {
            return Skip;
        }
        if let Some(near) = e.own_near(to) {
            return Is(Finding::SameNetwork { to, from: near.ip, through: near.medium() });
        }
        if !is_private(to) {
            return Is(Finding::Internet { to });
        }
        let own = e.leaves_by(focus).or_else(|| own.iter().find(|own| !own.is_of_other_kind(to) && !own.is_vpn()));
        Is(Finding::OtherNetwork { to, own: own.map(|own| own.ip) })
    })
}

fn vpn(e: &Evidence) -> Judged {
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
                Some(_) => Is(Finding::VpnTakes { to, through: own.medium() }),
            },
        }
    })
}

/// A network that keeps its devices apart lets each reach the router, and none the others.
fn apart(e: &Evidence) -> Judged {
    focused(e, |focus| {
        let ip = focus.at.ip();
        if e.is_own(ip) || (e.own.is_some() && e.own_near(ip).is_none()) {
            return Skip;
        }
        match focus.is_there() {
            Some(Presence::Answered(_) | Presence::Seen) => return Is(Finding::NotApart),
            None if !e.closed => return Later,
            _ => {}
        }
        let (Some(gateway), Some(heard)) = (&e.gateway, &e.multicast) else {
            return if e.closed { Is(Finding::ApartUnknown) } else { Later };
        };
        let others = |other: &&IpAddr| Some(**other) != gateway.ip && other.is_ipv4() == ip.is_ipv4();
        match heard {
            Some(heard) if heard.others.iter().any(|other| others(&other)) => Is(Finding::NotApart),
            Some(heard)
                if heard.own
                    && matches!(gateway.presence, Presence::Answered(_) | Presence::Seen)
                    && focus.is_there() == Some(Presence::Absent)
                    && gateway.ip != Some(ip) =>
            {
                Is(Finding::MaybeApart { ip })
            }
            _ => Is(Finding::ApartUnknown),
        }
    })
}

fn own_addresses(e: &Evidence) -> Judged {
    match &e.own {
        None => Later,
        Some(own) => {
            let usable = own.iter().filter(|own| !matches!(own.ip, IpAddr::V6(v6) if v6.is_unicast_link_local()));
            let usable: Vec<_> = usable.map(|own| (own.ip, own.medium())).collect();
            let only_here = !e.subject.is_here() && e.subject.addresses.iter().all(crate::wire::Address::is_here);
            match usable.is_empty() {
                true if only_here => Skip,
                true => Is(Finding::NoNetwork),
                false => Is(Finding::OnNetwork(usable)),
            }
        }
    }
}

fn own_port(e: &Evidence) -> Judged {
    let port = crate::wire::PORT;
    match e.port {
        _ if !e.subject.is_here() => Skip,
        None => Later,
        Some(OwnPort::Free) => Is(Finding::PortFree(port)),
        Some(OwnPort::Parlor) => Is(Finding::PortOurs(port)),
        Some(OwnPort::Other) => Is(Finding::PortTaken(port)),
        Some(OwnPort::NotAllowed) => Is(Finding::PortNotAllowed(port)),
    }
}

/// What comes in matters for a place here, and what goes out for one elsewhere.
fn firewall(e: &Evidence) -> Judged {
    if e.subject.is_here() {
        return match &e.firewall {
            None => Later,
            Some(Firewall { name, on: Some(false) }) => Is(Finding::FirewallOff(name)),
            Some(Firewall { name, on: Some(true) }) => Is(Finding::FirewallOn(name)),
            Some(Firewall { name, on: None }) => Is(Finding::FirewallUnknown(name)),
        };
    }
    focused(e, |focus| match focus.tcp {
        None if !e.closed => Later,
        Some(Tcp::Connected(_)) => Is(Finding::OutgoingWorks),
        Some(Tcp::Denied) => Is(Finding::OutgoingDenied),
        Some(_) if focus.outgoing == Some(false) => Is(Finding::OutgoingDenied),
        // From itself, and where there is no way, nothing goes out.
        _ if focus.outgoing.is_none() && !e.closed && !e.is_own(focus.at.ip()) && focus.tcp != Some(Tcp::NoRoute) => {
            Later
        }
        _ if e.connects() => Is(Finding::OutgoingWorks),
        Some(Tcp::NoRoute) => Skip,
        _ if e.closed || e.gateway.is_some() && focus.tcp.is_some() => Is(Finding::OutgoingUnknown),
        _ => Later,
    })
}

fn multicast(e: &Evidence) -> Judged {
    let Some(own) = &e.own else { return Later };
    if own.is_empty() || !e.subject.is_here() && e.subject.addresses.iter().all(crate::wire::Address::is_here) {
        return Skip;
    }
    match &e.multicast {
        None => Later,
        Some(None) => Is(Finding::CantListen),
        Some(Some(heard)) if !heard.others.is_empty() => Is(Finding::HearsOthers(heard.others.len())),
        Some(Some(heard)) if heard.own => Is(Finding::HearsOnlyItself),
        Some(Some(_)) => Is(Finding::HearsNothing),
    }
}

fn other_places(e: &Evidence) -> Judged {
    match &e.places {
        None => Later,
        Some(places) if places.is_empty() => Is(Finding::NoPlaces),
        Some(places) => Is(Finding::Places(places.iter().take(TITLES).map(|place| place.title.to_string()).collect())),
    }
}

fn proxy(e: &Evidence) -> Judged {
    match e.proxy {
        _ if e.subject.is_here() => Skip,
        None => Later,
        Some(false) => Is(Finding::NoProxy),
        Some(true) => Is(Finding::Proxy),
    }
}

fn clock(e: &Evidence) -> Judged {
    match e.clock {
        None => Later,
        Some(now) if now < NO_EARLIER => Is(Finding::ClockBehind),
        Some(_) => Is(Finding::ClockRight),
    }
}
