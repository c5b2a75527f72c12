//! What `parlor host` says: what others need to come in, and what comes of asking the router for a port.

use std::convert::Infallible;
use std::fmt;
use std::future::pending;
use std::io::{self, IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use parlor::find::{MappingState, OpenedBy};
use parlor::host::House;
use parlor::wire::qr::{Ink, Qr};
use parlor::wire::{Address, Invite};
use tokio::sync::watch;
use tokio::time::timeout;

/// How long the invite waits for the router, so that most times it is said once and whole. Guests can come in meanwhile.
const ROUTER: Duration = Duration::from_secs(3);

/// How many addresses are in an invite: a code is read from afar the better, the less it holds.
const INVITE_ADDRESSES: usize = 4;

/// What others need to come in.
pub struct Greeting<'a> {
    pub house: &'a House,
    /// Where the house is, the likeliest to be of use first.
    pub ways: &'a [Address],
    /// Its own port.
    pub port: u16,
    /// Where it is kept.
    pub data: &'a Path,
    /// Whether the invite is shown as a code as well.
    pub qr: bool,
}

impl Greeting<'_> {
    /// Says it, and where a router is asked, says what comes of that as it changes: whoever hosts gives the invite to people
    /// outside, and it is said again where it holds another address.
    pub async fn tell(&self, mapping: Option<watch::Receiver<MappingState>>) -> io::Result<Infallible> {
        let Some(mut mapping) = mapping else {
            self.greet(None)?;
            return pending().await;
        };
        let _ = timeout(ROUTER, mapping.wait_for(|state| *state != MappingState::Asking)).await;
        let mut said = *mapping.borrow_and_update();
        self.greet(opened(said))?;
        if let MappingState::Not(why) = said {
            complain(&why);
        }
        while mapping.changed().await.is_ok() {
            let now = *mapping.borrow_and_update();
            match now {
                MappingState::Asking => continue,
                MappingState::Not(why) if now != said => complain(&why),
                MappingState::Open { outside, by } if opened(said).is_none_or(|(before, _)| before != outside) => {
                    // Whoever read the first lines may be gone. That closes nothing.
                    if let Err(error) = self.say_again(outside, by) {
                        tracing::warn!(%error, "the invite can't be said again");
                    }
                }
                MappingState::Not(_) | MappingState::Open { .. } => {}
            }
            said = now;
        }
        pending().await
    }

    fn greet(&self, opened: Option<(SocketAddr, OpenedBy)>) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{} is open. Ctrl-C closes it.", self.house.title())?;
        if let Some((outside, by)) = opened {
            self.say_outside(outside, by, &mut out)?;
        }
        let outside = opened.map(|(outside, _)| outside);
        writeln!(out)?;
        for (index, way) in self.ways(outside).iter().enumerate() {
            writeln!(out, "{:<12} {way}", if index == 0 { "Address" } else { "" })?;
        }
        writeln!(out, "{:<12} {}", "Fingerprint", self.house.fingerprint().words())?;
        self.say_invite(outside, &mut out)?;
        writeln!(out, "{:<12} {}", "Kept in", self.data.display())?;
        out.flush()
    }

    fn say_again(&self, outside: SocketAddr, by: OpenedBy) -> io::Result<()> {
        let mut out = io::stdout().lock();
        self.say_outside(outside, by, &mut out)?;
        self.say_invite(Some(outside), &mut out)?;
        out.flush()
    }

    fn say_outside(&self, outside: SocketAddr, by: OpenedBy, out: &mut io::StdoutLock<'_>) -> io::Result<()> {
        let port = self.port;
        match (by, outside.port() == port) {
            (OpenedBy::Itself, _) => {
                writeln!(out, "Reachable from outside at {outside}, as this computer has a public address")
            }
            (_, true) => writeln!(out, "Reachable from outside at {outside}"),
            (_, false) => writeln!(out, "Reachable from outside at {outside}, as port {port} is taken on the router"),
        }
    }

    fn say_invite(&self, outside: Option<SocketAddr>, out: &mut io::StdoutLock<'_>) -> io::Result<()> {
        let invite = Invite {
            addresses: self.ways(outside).into_iter().take(INVITE_ADDRESSES).collect(),
            key: self.house.fingerprint(),
            room: None,
            secret: self.house.secret(),
        };
        writeln!(out, "{:<12} {invite}", "Invite")?;
        if self.qr {
            match Qr::of(&invite) {
                Ok(code) => show(&code, out)?,
                Err(error) => complain(&error),
            }
        }
        Ok(())
    }

    /// All ways in. The one from outside is the second, so that it is in every invite: most guests are nearer.
    fn ways(&self, outside: Option<SocketAddr>) -> Vec<Address> {
        let mut ways = self.ways.to_vec();
        if let Some(outside) = outside.map(|outside| Address::from((outside.ip(), outside.port()))) {
            ways.retain(|way| *way != outside);
            ways.insert(ways.len().min(1), outside);
        }
        ways
    }
}

/// Where people outside reach the place, if they do, and how that came about.
const fn opened(state: MappingState) -> Option<(SocketAddr, OpenedBy)> {
    match state {
        MappingState::Open { outside, by } => Some((outside, by)),
        MappingState::Asking | MappingState::Not(_) => None,
    }
}

/// Says what did not work. Where nobody reads that any more, the place stays open all the same.
pub fn complain(why: &dyn fmt::Display) {
    let _ = writeln!(io::stderr(), "parlor: {why}");
}

/// Shows a code. A terminal has a ground of its own, so it is told which; elsewhere, as in a service's journal, the dark squares
/// are written.
fn show(code: &Qr, out: &mut io::StdoutLock<'_>) -> io::Result<()> {
    /// Black on bright white, and as before.
    const PAPER: (&str, &str) = ("\x1b[30;107m", "\x1b[0m");
    let (begin, end) = if out.is_terminal() { PAPER } else { ("", "") };
    writeln!(out)?;
    for line in code.half_blocks(Ink::Dark).lines() {
        writeln!(out, "{begin}{line}{end}")?;
    }
    writeln!(out)
}
