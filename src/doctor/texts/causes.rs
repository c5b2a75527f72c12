//! Every word of a cause that people read.

use crate::doctor::cause::{Cause, CauseId, Particulars};
use crate::doctor::subject::KeyBy;
use crate::wire::PORT;

/// What is said of a cause.
pub(in crate::doctor) fn cause(id: CauseId, of: &Particulars<'_>) -> Cause {
    let port = of.at.map(|at| at.port()).filter(|port| *port != 0).unwrap_or(PORT);
    let there = of.at.map_or_else(|| of.name.unwrap_or("that address").to_owned(), |at| at.ip().to_string());
    let moved = of.moved_to.map(|to| to.to_string()).unwrap_or_default();
    let (title, advice): (&str, String) = match id {
        CauseId::OtherKey => match of.key_by {
            Some(KeyBy::Visit) => (
                "The key of this place has changed",
                "Somebody else may be answering there. Ask the host which eight words are right, and do not join before."
                    .to_owned(),
            ),
            _ => (
                "The link is for another place",
                "What answers there has another key than the link. Ask the host for a new link.".to_owned(),
            ),
        },
        CauseId::TooOld => {
            ("This Parlor is too old for that place", "Update Parlor on this computer, and join again.".to_owned())
        }
        CauseId::LoginPage => (
            "This network wants you to log in first",
            "Open a web browser, log in to the network, and try again.".to_owned(),
        ),
        CauseId::WebServer => (
            "A web server answers there, not Parlor",
            format!("Check the address and the port. If you don’t type one, Parlor uses port {PORT}."),
        ),
        CauseId::OtherProgram => (
            "Another program answers there, not Parlor",
            format!("Check the address and the port. If you don’t type one, Parlor uses port {PORT}."),
        ),
        CauseId::Mute => (
            "What answers there says nothing",
            format!("It may be another program, or a place that has frozen. Ask the host whether {port} is the right port."),
        ),
        CauseId::HangsUp => (
            "What answers there hangs up",
            format!("The place may be full, or it is another program. Ask the host whether {port} is the right port."),
        ),
        CauseId::Moved => ("The place has another address now", format!("Join it at {moved}.")),
        CauseId::OtherPort => ("The place has another port", format!("Join it at {moved}.")),
        CauseId::NotOpen if of.is_here => (
            "Parlor is not open on this computer",
            format!("Nothing is open at port {port} here. Open the place, or check its port."),
        ),
        CauseId::NotOpen => (
            "Parlor is not open on that computer",
            format!("Nothing takes connections at port {port} of {there}. Ask the host to open the place, and which port it has."),
        ),
        CauseId::OwnFirewall => (
            "This computer blocks Parlor’s outgoing connections",
            "Allow Parlor in the firewall or security program of this computer.".to_owned(),
        ),
        CauseId::NoNetwork => ("This computer is on no network", "Connect to Wi-Fi or plug in a cable.".to_owned()),
        CauseId::NameUnknown => (
            "The name is not known here",
            format!("Check that {} is spelled right, or ask the host for the address in numbers.", of.name.unwrap_or(&there)),
        ),
        CauseId::OtherKind => {
            let (theirs, ours) = match of.at {
                Some(at) if at.is_ipv6() => ("IPv6", "IPv4"),
                _ => ("IPv4", "IPv6"),
            };
            let title = if theirs == "IPv6" { "This computer has no IPv6 here" } else { "This computer has no IPv4 here" };
            (title, format!("{there} is an {theirs} address. Ask the host for an {ours} address, or for a link with all of them."))
        }
        CauseId::NoInternet => (
            "This computer has no way to the internet",
            format!("{there} is on the internet, and this network leads nowhere else. Connect to another network."),
        ),
        CauseId::OtherNetwork => (
            "You and the host are on different networks",
            format!("{there} is not on this computer’s network. Join the same Wi-Fi or cable network as the host."),
        ),
        CauseId::Vpn => (
            "A VPN takes the traffic away",
            format!(
                "Traffic to {there} leaves through {}. Disconnect that VPN, or allow the local network in its settings.",
                of.vpn.unwrap_or("VPN")
            ),
        ),
        CauseId::HostFirewall => (
            "A firewall on the host’s computer blocks Parlor",
            format!(
                "The computer is there, but port {port} {}. Ask the host to allow Parlor, or TCP port {port}, in its firewall.",
                if of.turned_away { "is kept closed" } else { "does not answer" }
            ),
        ),
        CauseId::Apart => (
            "This network keeps devices apart",
            "Many guest networks do: only the router answers there. Use another Wi-Fi or a cable, or use a \
             phone’s hotspot."
                .to_owned(),
        ),
        CauseId::ComputerOff if of.maybe_apart => (
            "The host’s computer is off, or this network keeps devices apart",
            format!(
                "Only the router answers here, and nobody has {there}. Ask the host whether that computer is on, and for its \
                 address; else use another network."
            ),
        ),
        CauseId::ComputerOff => (
            "The host’s computer is off, or has another address now",
            format!("Nobody on this network has {there}. Ask the host whether it is on and awake, and for its address."),
        ),
        CauseId::HostRouter => (
            "The host’s router isn’t forwarding Parlor’s port",
            format!("Nothing comes back from {there}. Ask the host to forward TCP port {port} in the router to their computer."),
        ),
        CauseId::NoAnswer => (
            "The host’s computer is off, or its firewall blocks Parlor",
            format!("Nothing comes back from {there}. Ask the host whether that computer is on, and allows TCP port {port}."),
        ),
        CauseId::PortTaken => (
            "Another program has Parlor’s port on this computer",
            "Close that program, or choose another port when you host.".to_owned(),
        ),
        CauseId::NotHeard => (
            "This computer can’t be found by others",
            "Allow UDP ports 5353 and 7275 in the firewall of this computer. Others can join by address or link all the same."
                .to_owned(),
        ),
    };
    let heading = if is_certain(id) { title.to_owned() } else { format!("Most likely: {}", begun(title)) };
    Cause { id, title: title.to_owned(), heading, advice, for_host: for_host(id, of) }
}

/// What was seen itself needs no “most likely”.
const fn is_certain(id: CauseId) -> bool {
    matches!(
        id,
        CauseId::OtherKey
            | CauseId::TooOld
            | CauseId::WebServer
            | CauseId::OtherProgram
            | CauseId::Mute
            | CauseId::HangsUp
            | CauseId::NoNetwork
            | CauseId::NameUnknown
            | CauseId::OtherKind
            | CauseId::PortTaken
            | CauseId::Moved
            | CauseId::OtherPort
    )
}

/// A sentence in the middle of another.
fn begun(heading: &str) -> String {
    const KEPT: [&str; 2] = ["Parlor", "VPN"];
    if KEPT.iter().any(|word| heading.starts_with(word)) {
        return heading.to_owned();
    }
    let mut letters = heading.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// What can be sent to the host.
fn for_host(id: CauseId, of: &Particulars<'_>) -> Option<String> {
    let at = of.at.filter(|_| !of.is_here)?;
    let asks = match id {
        CauseId::OtherKey => {
            "it has another key than my link or than before. Please send me a new link, or the eight words of its key."
        }
        CauseId::Mute | CauseId::HangsUp => {
            "it takes my connection and then stops. Is the place full? Please open it again."
        }
        CauseId::WebServer | CauseId::OtherProgram => {
            "another program answers there. Which address and port does the place have?"
        }
        CauseId::NotOpen => "nothing is open at that port. Is the place open, and which port does it have?",
        CauseId::OtherNetwork => "it is on another network than mine. Which Wi-Fi are you on?",
        CauseId::HostFirewall => {
            "your computer is there, but this port does not answer. Please allow Parlor in its firewall."
        }
        CauseId::Apart => "our network seems to keep devices apart. Can we use another one?",
        CauseId::ComputerOff => "no computer has that address. Is yours on, and which address does it have now?",
        CauseId::HostRouter => "nothing comes back. Please forward this TCP port in your router to your computer.",
        CauseId::NoAnswer => "nothing comes back. Is your computer on, and does its firewall allow Parlor?",
        CauseId::OtherKind => "this computer has no address of that kind. Please send me a link with all addresses.",
        _ => return None,
    };
    let from = of.own.map(|own| format!(" from {own}")).unwrap_or_default();
    let place = if at.port() == 0 { at.ip().to_string() } else { at.to_string() };
    Some(format!("I can’t reach your place at {place}{from}: {asks}"))
}
