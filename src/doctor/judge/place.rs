//! What is said of the place, and of the computer it should be on.

use std::net::{IpAddr, SocketAddr};

use super::Judged::{self, Is, Later, Skip};
use super::focused;
use crate::doctor::evidence::{Answer, Evidence, Lookup, Presence, Target, Tcp};
use crate::doctor::finding::Finding;
use crate::wire::{Address, VERSION};

pub(super) fn port(e: &Evidence) -> Judged {
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

pub(super) fn speaks(e: &Evidence) -> Judged {
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

pub(super) fn key(e: &Evidence) -> Judged {
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
pub(super) fn version(e: &Evidence) -> Judged {
    focused(e, |focus| match (&focus.answer, &e.places) {
        _ if e.subject.is_only_here() => Skip,
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

pub(super) fn open(e: &Evidence) -> Judged {
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

pub(super) fn there(e: &Evidence) -> Judged {
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

pub(super) fn name(e: &Evidence) -> Judged {
    let is_name = |address: &&Address| address.host.parse::<IpAddr>().is_err();
    let Some(first) = e.subject.addresses.iter().find(is_name) else { return Skip };
    let mut lookups = e.names.iter().filter(|(address, _)| is_name(&address));
    let found = lookups.find_map(|(address, lookup)| match lookup {
        Lookup::Found(all) => Some((address, all)),
        Lookup::NotFound | Lookup::NoAnswer => None,
    });
    if let Some((address, all)) = found {
        return Is(Finding::Resolves { name: address.host.clone(), ips: all.iter().map(SocketAddr::ip).collect() });
    }
    if !e.lookups_done() {
        return Later;
    }
    let name = first.host.clone();
    match e.names.iter().find(|(address, _)| address == first) {
        Some((_, Lookup::NotFound)) => Is(Finding::NameUnknown { name }),
        _ => Is(Finding::NameUnanswered { name }),
    }
}
