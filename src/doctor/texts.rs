//! Every word of a check that people read. What the causes say is in `texts/causes.rs`.

pub mod causes;

use std::net::IpAddr;

use super::finding::{Finding, Verdict};
use super::subject::KeyBy;

/// What is said of a check.
pub struct Words {
    pub verdict: Verdict,
    pub title: String,
    pub detail: String,
    pub advice: Option<String>,
}

fn good(title: impl Into<String>, detail: impl Into<String>) -> Words {
    Words { verdict: Verdict::Good, title: title.into(), detail: detail.into(), advice: None }
}

fn unknown(title: impl Into<String>, detail: impl Into<String>) -> Words {
    Words { verdict: Verdict::Unknown, title: title.into(), detail: detail.into(), advice: None }
}

fn bad(title: impl Into<String>, detail: impl Into<String>, advice: impl Into<String>) -> Words {
    Words { verdict: Verdict::Bad, title: title.into(), detail: detail.into(), advice: Some(advice.into()) }
}

/// Several things in one sentence.
fn list<T: ToString>(all: impl IntoIterator<Item = T>) -> String {
    all.into_iter().map(|one| one.to_string()).collect::<Vec<_>>().join(", ")
}

/// What a name begins with, at the beginning of a sentence.
fn capital(name: &str) -> String {
    name.strip_prefix("the ").map_or_else(|| name.to_owned(), |rest| format!("The {rest}"))
}

/// A time as people tell it: what took less than one takes one.
fn within(ms: u128) -> u128 {
    ms.max(1)
}

/// What is said of each finding. It is one long list, so that all of it can be read in one place.
pub fn words(finding: &Finding) -> Words {
    match finding {
        Finding::Connects { .. }
        | Finding::Refused { .. }
        | Finding::TurnedAway { .. }
        | Finding::Silent { .. }
        | Finding::NotTried { .. }
        | Finding::Parlor
        | Finding::LoginPage { .. }
        | Finding::WebServer
        | Finding::OtherTls
        | Finding::OtherProgram
        | Finding::SaysNothing
        | Finding::HangsUp
        | Finding::KeyRight(_)
        | Finding::KeyOther { .. }
        | Finding::VersionFits
        | Finding::TooOld => of_the_place(finding),
        Finding::Answers
        | Finding::Announced { .. }
        | Finding::NotOpen { .. }
        | Finding::MovedTo { .. }
        | Finding::OtherPort { .. }
        | Finding::OpenUnknown
        | Finding::There { .. }
        | Finding::Absent { .. }
        | Finding::ThereUnknown { .. }
        | Finding::Resolves { .. }
        | Finding::NameUnknown { .. }
        | Finding::NameUnanswered { .. } => of_its_computer(finding),
        Finding::RouteHere
        | Finding::Route { .. }
        | Finding::NoRoute { .. }
        | Finding::SameNetwork { .. }
        | Finding::OtherNetwork { .. }
        | Finding::Internet { .. }
        | Finding::NoVpn { .. }
        | Finding::VpnReaches { .. }
        | Finding::VpnMaybe { .. }
        | Finding::VpnTakes { .. }
        | Finding::NotApart
        | Finding::ApartHeard { .. }
        | Finding::MaybeApart { .. }
        | Finding::ApartUnknown => of_the_way(finding),
        _ => of_this_computer(finding),
    }
}

fn of_the_place(finding: &Finding) -> Words {
    match finding {
        Finding::Connects { at, ms, in_vain } => {
            let others = match in_vain {
                0 => String::new(),
                1 => " One other address does not answer.".to_owned(),
                more => format!(" {more} other addresses do not answer."),
            };
            let detail = format!("{at} accepted a connection in {} ms.{others}", within(*ms));
            good(format!("Port {} answers", at.port()), detail)
        }
        Finding::Refused { at } => bad(
            format!("Port {} is closed", at.port()),
            format!("{} responds, but refuses connections on this port.", at.ip()),
            "Ask the host whether the place is open, and whether this is its port.",
        ),
        Finding::TurnedAway { at } => bad(
            format!("Port {} can’t be reached", at.port()),
            format!("The network reports that {} is unreachable. Parlor tried twice.", at.ip()),
            "Check the address, and whether that computer is on.",
        ),
        Finding::Silent { at } => bad(
            format!("Port {} does not answer", at.port()),
            "Nothing came back within 3 seconds, tried twice.",
            "Ask the host whether the firewall of that computer lets Parlor in.",
        ),
        Finding::NotTried { at } => {
            unknown(format!("Does port {} answer?", at.port()), "The check timed out. Check again.")
        }
        Finding::Parlor => good("Parlor answers there", "A Parlor place answers here."),
        Finding::LoginPage { to } => {
            let detail = to.as_ref().map_or_else(
                || "A web page answers in place of Parlor.".to_owned(),
                |to| format!("A web page answers in place of Parlor, and sends you to {to}."),
            );
            bad(
                "This network wants you to log in first",
                detail,
                "Open a web browser, log in to the network, and check again.",
            )
        }
        Finding::WebServer => bad(
            "A web server answers, not Parlor",
            "It responds with HTTP.",
            "Check the address and the port. If this network has a login page, log in first.",
        ),
        Finding::OtherTls => bad(
            "Another program answers, not Parlor",
            "It accepts TLS, but doesn’t speak Parlor’s protocol.",
            "Check the address and the port.",
        ),
        Finding::OtherProgram => {
            bad("Another program answers, not Parlor", "It speaks another language.", "Check the address and the port.")
        }
        Finding::SaysNothing => bad(
            "Something answers and says nothing",
            "The connection opens, and then nothing comes back.",
            "Ask the host to close Parlor and open the place again. Check the port.",
        ),
        Finding::HangsUp => bad(
            "It closes the connection immediately",
            "The connection opens, and is closed from the other side before a word.",
            "Ask the host whether the place is full, and whether this is its port.",
        ),
        Finding::KeyRight(KeyBy::Link) => good("It is the right place", "Its key is the one in the link."),
        Finding::KeyRight(KeyBy::Visit) => {
            good("It is the same place", "Its key is the one it had at your last visit.")
        }
        Finding::KeyOther { by, expected, found } => {
            let (whose, advice) = match by {
                KeyBy::Link => ("In the link", "Ask the host for a new link."),
                KeyBy::Visit => ("At your last visit", "Ask the host which words are right before you join."),
            };
            let detail = format!("{whose}: {}. Now: {}.", expected.words(), found.words());
            bad("Another key answers", detail, advice)
        }
        Finding::VersionFits => {
            good("The versions are compatible", "That place speaks a version that this Parlor knows.")
        }
        _ => bad(
            "This Parlor is too old",
            "That place speaks a newer version.",
            "Update Parlor on this computer, and join again.",
        ),
    }
}

fn of_its_computer(finding: &Finding) -> Words {
    match finding {
        Finding::Answers => good("Parlor is open on that computer", "It answers."),
        Finding::Announced { title } => {
            good("Parlor is open on that computer", format!("It announces {title} on this network, at this address."))
        }
        Finding::NotOpen { ip } => bad(
            "Parlor is not open there",
            format!("{ip} has nothing open at this port."),
            "Ask the host to open the place, and to tell you its port.",
        ),
        Finding::MovedTo { to } => bad(
            "The place has another address now",
            format!("It announces itself at {to}."),
            format!("Join it at {to}."),
        ),
        Finding::OtherPort { ip, port } => bad(
            "The place has another port",
            format!("A place on {ip} announces port {port}."),
            format!("Join it at port {port}."),
        ),
        Finding::OpenUnknown => unknown("Is Parlor open on that computer?", "Can’t be told from here. Ask the host."),
        Finding::There { ip, ms: Some(ms) } => {
            good("The computer is there", format!("{ip} answers in {} ms.", within(*ms)))
        }
        Finding::There { ip, ms: None } => good("The computer is there", format!("{ip} is seen on this network.")),
        Finding::Absent { ip } => bad(
            "No computer has this address",
            format!("{ip} was looked for on this network, and nobody has it."),
            "Ask the host whether that computer is on and on this network, and which address it has now.",
        ),
        Finding::ThereUnknown { ip } => {
            unknown("Is the computer there?", format!("{ip} doesn’t respond, which is common behind a firewall."))
        }
        Finding::Resolves { name, ips } => good("The name resolves", format!("{name} resolves to {}.", list(ips))),
        Finding::NameUnknown { name } => bad(
            "The name is not known",
            format!("This network knows no computer called {name}."),
            "Check the name, or ask the host for the address in numbers.",
        ),
        Finding::NameUnanswered { name } => bad(
            "The name is not found",
            format!("Looking up {name} timed out after 2 seconds."),
            "Check this computer’s connection, or ask the host for the address in numbers.",
        ),
        _ => good("The computer is there", String::new()),
    }
}

fn kind(ip: &IpAddr) -> &'static str {
    if ip.is_ipv4() { "IPv4" } else { "IPv6" }
}

fn of_the_way(finding: &Finding) -> Words {
    match finding {
        Finding::RouteHere => good("It is this computer", "The address is one of this computer’s own."),
        Finding::Route { to, from, through } => {
            let through = if through.is_empty() { String::new() } else { format!(" through {through}") };
            good("There is a route to it", format!("Traffic to {to} leaves from {from}{through}."))
        }
        Finding::NoRoute { to, other_kind: true } => bad(
            "There is no route to it",
            format!("{to} is an {} address, and this computer has none of that kind.", kind(to)),
            "Ask the host for another address.",
        ),
        Finding::NoRoute { to, .. } => bad(
            "There is no route to it",
            format!("This computer has no route to {to}."),
            "Connect to the network that the host’s computer is on, or to the internet.",
        ),
        Finding::SameNetwork { to, from, through } => {
            good("You are on the same network", format!("{from} and {to} on {through}."))
        }
        Finding::OtherNetwork { to, own } => {
            let own = own.map_or_else(|| "this computer".to_owned(), |own| own.to_string());
            unknown("Are both networks connected?", format!("{to} is on another network than {own}."))
        }
        Finding::Internet { to } => {
            unknown("Is the way through the internet open?", format!("{to} is not on this network."))
        }
        Finding::NoVpn { to, through } => {
            good("No VPN in the way", format!("Traffic to {to} leaves through {through}."))
        }
        Finding::VpnReaches { to, through } => {
            good("The VPN leads there", format!("Traffic to {to} leaves through {through}, and arrives."))
        }
        Finding::VpnMaybe { to, through } => unknown(
            "Does the VPN lead there?",
            format!("Traffic to {to} leaves through {through}, and nothing comes back."),
        ),
        Finding::VpnTakes { to, through } => bad(
            "A VPN takes the traffic",
            format!("Traffic to {to} leaves through {through}, and nothing comes back."),
            "Disconnect the VPN, or allow it to reach the local network.",
        ),
        Finding::NotApart => good("This network does not keep devices apart", "Other devices answer on it."),
        Finding::ApartHeard { ip } => unknown(
            "Does this network keep devices apart?",
            format!("Other devices were heard on it, but {ip} does not answer."),
        ),
        Finding::MaybeApart { ip, wifi } => unknown(
            if *wifi { "Does this Wi-Fi keep devices apart?" } else { "Does this network keep devices apart?" },
            format!("The router answers, but {ip} does not, and no other device was heard, as on many guest networks."),
        ),
        _ => unknown("Does this network keep devices apart?", "Can’t be told from here."),
    }
}

fn of_this_computer(finding: &Finding) -> Words {
    match finding {
        Finding::OnNetwork(own) => {
            let own = list(own.iter().map(|(ip, medium)| format!("{ip} on {medium}")));
            good("This computer is on a network", format!("{own}."))
        }
        Finding::NoNetwork => bad(
            "This computer is on no network",
            "It has no address that others could reach.",
            "Connect to Wi-Fi or plug in a cable.",
        ),
        Finding::PortFree(port) => good(format!("Port {port} is free"), "A place can be hosted at it."),
        Finding::PortOurs(port) => good(format!("Parlor is open at port {port}"), "A place on this computer answers."),
        Finding::PortTaken(port) => bad(
            format!("Port {port} is used by another program"),
            "A place can’t be hosted at it.",
            "Close that program, or host with another port.",
        ),
        Finding::PortNotAllowed(port) => {
            bad(format!("Port {port} can’t be used"), "The system does not allow it.", "Host with another port.")
        }
        Finding::FirewallOff(name) => good("No firewall in the way", format!("{} is off.", capital(name))),
        Finding::FirewallOn(name) => unknown(
            format!("Does {name} let Parlor in?"),
            "It is on. What it lets in can’t be told from here. Parlor needs TCP port 7275, and UDP 5353 and 7275 to be found.",
        ),
        Finding::FirewallUnknown(name) => unknown(
            "Does a firewall let Parlor in?",
            format!("Only an administrator can see whether {name} blocks anything."),
        ),
        Finding::OutgoingWorks => good("Nothing blocks Parlor on this computer", "Outgoing connections work."),
        Finding::OutgoingDenied => bad(
            "This computer blocks Parlor’s outgoing connections",
            "The system forbids the connection.",
            "Allow Parlor in the firewall or security program of this computer.",
        ),
        Finding::OutgoingUnknown => {
            unknown("Does anything block Parlor on this computer?", "No connection came about, so it can’t be told.")
        }
        Finding::HearsOthers(1) => {
            good("Other devices can be heard", "One other device was heard on the local network.")
        }
        Finding::HearsOthers(count) => {
            good("Other devices can be heard", format!("{count} other devices were heard on the local network."))
        }
        Finding::HearsOnlyItself => {
            unknown("Do devices hear each other here?", "This computer heard itself, and no other device.")
        }
        Finding::HearsNothing => bad(
            "Places can’t be found from here",
            "This computer doesn’t receive even its own multicast.",
            "Allow UDP port 5353 in the firewall of this computer. Places can be joined by address or link all the same.",
        ),
        Finding::CantListen => {
            unknown("Do devices hear each other here?", "Another program keeps Parlor from listening for them.")
        }
        Finding::Places(titles) => good("Other places are heard", format!("{}.", list(titles))),
        Finding::NoPlaces => unknown("Are there other places here?", "None was heard on this network."),
        Finding::NoProxy => good("No proxy is set", "Parlor connects directly."),
        Finding::Proxy => unknown(
            "Is a proxy needed here?",
            "One is set on this computer. Parlor does not use it, and connects directly.",
        ),
        Finding::ClockBehind => bad(
            "The clock is wrong",
            "It shows a time before this Parlor was made.",
            "Set the clock of this computer. Messages would show the wrong time.",
        ),
        _ => good("The clock looks right", "It shows a time after this Parlor was made."),
    }
}
