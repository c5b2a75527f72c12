//! What `parlor host` says: what others need to come in, and what comes of asking the router for a port, and a relay.

use std::convert::Infallible;
use std::fmt;
use std::future::pending;
use std::io::{self, IsTerminal as _, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use parlor::find::{MappingState, OpenedBy};
use parlor::host::House;
use parlor::wire::qr::{Ink, Qr};
use parlor::wire::{Address, Invite, RelayAddress};
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use crate::command::terminal::{Printer, columns};

/// How long the invite waits for the router, so that most times it is said once and whole. Guests can come in meanwhile.
const PATIENCE: Duration = Duration::from_secs(3);

/// The same for a relay. One that does not tell where people are seen from is known to be there only after some seconds.
const RELAY_PATIENCE: Duration = Duration::from_secs(8);

/// How many addresses are in an invite: a code is read from afar the better, the less it holds.
const INVITE_ADDRESSES: usize = 4;

/// The ways in from outside, as far as they are known.
struct Outside {
    address: Option<(SocketAddr, OpenedBy)>,
    relay: Option<RelayAddress>,
}

/// What is in the link of an invite, beside its secret.
#[derive(Clone, Debug, Default)]
pub struct Reachable {
    pub addresses: Vec<Address>,
    pub relay: Option<RelayAddress>,
}

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
    /// Where it is said.
    pub printer: &'a Printer,
    /// Told once it was.
    pub greeted: &'a Notify,
    /// How the links of invites lead here, as that is known by now.
    pub links: &'a watch::Sender<Reachable>,
}

impl Greeting<'_> {
    /// Says it, and says what comes of asking a router or a relay as that changes: whoever hosts gives the invite to people
    /// outside, and it is said again where it holds another way.
    pub async fn tell(
        &self,
        mut mapping: Option<watch::Receiver<MappingState>>,
        mut relay: Option<watch::Receiver<Option<RelayAddress>>>,
    ) -> io::Result<Infallible> {
        let asked = timeout(PATIENCE, settled(&mut mapping, |state| *state != MappingState::Asking));
        let met = timeout(RELAY_PATIENCE, settled(&mut relay, Option::is_some));
        let _ = tokio::join!(asked, met);
        let mut said = mapping.as_mut().map(|mapping| *mapping.borrow_and_update());
        let mut ways = Outside {
            address: said.and_then(opened),
            relay: relay.as_mut().and_then(|relay| relay.borrow_and_update().clone()),
        };
        self.greet(&ways)?;
        self.greeted.notify_one();
        if let Some(MappingState::Not(why)) = said {
            complain(self.printer, &why);
        }
        if relay.is_some() && ways.relay.is_none() {
            complain(self.printer, &"The relay does not answer. It is in the invite as soon as it does.");
        }
        loop {
            tokio::select! {
                now = changed(&mut mapping) => {
                    match now {
                        MappingState::Asking => continue,
                        MappingState::Not(why) if Some(now) != said => complain(self.printer, &why),
                        MappingState::Open { outside, .. } if ways.address.is_none_or(|(before, _)| before != outside) => {
                            ways.address = opened(now);
                            self.say_again(&ways);
                        }
                        MappingState::Not(_) | MappingState::Open { .. } => {}
                    }
                    (said, ways.address) = (Some(now), opened(now));
                }
                now = changed(&mut relay) => if now.is_some() && now != ways.relay {
                    ways.relay = now;
                    self.say_again(&ways);
                },
            }
        }
    }

    /// Whoever read the first lines may be gone. That closes nothing.
    fn say_again(&self, ways: &Outside) {
        let said = self.printer.draw(|out| {
            self.say_outside(ways, out)?;
            self.say_invite(ways, out)
        });
        if let Err(error) = said {
            tracing::warn!(%error, "the invite can't be said again");
        }
    }

    fn greet(&self, outside: &Outside) -> io::Result<()> {
        self.printer.draw(|out| {
            writeln!(out, "{} is open. Ctrl-C closes it.", self.house.title())?;
            self.say_outside(outside, out)?;
            writeln!(out)?;
            for (index, way) in self.ways(outside).iter().enumerate() {
                writeln!(out, "{:<12} {way}", if index == 0 { "Address" } else { "" })?;
            }
            self.say_doors(out)?;
            let password = if self.house.asks_password() { "needed without the invite" } else { "none" };
            writeln!(out, "{:<12} {password}", "Password")?;
            writeln!(out, "{:<12} {}", "Fingerprint", self.house.fingerprint().words())?;
            self.say_invite(outside, out)?;
            if self.printer.is_edited() {
                writeln!(out, "{:<12} type /code for a short one that people can type to join", "Code")?;
            }
            writeln!(out, "{:<12} {}", "Kept in", self.data.display())
        })
    }

    /// How people come in who have no Parlor, where that is let in without TLS.
    fn say_doors(&self, out: &mut dyn Write) -> io::Result<()> {
        let (doors, Some(Address { host, port })) = (self.house.plain_doors(), self.ways.first()) else {
            return Ok(());
        };
        if doors.text {
            writeln!(out, "{:<12} nc {host} {port}", "Plain text")?;
        }
        if doors.irc {
            let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
            writeln!(out, "{:<12} irc://{host}:{port}, without TLS", "IRC")?;
        }
        Ok(())
    }

    fn say_outside(&self, outside: &Outside, out: &mut dyn Write) -> io::Result<()> {
        let port = self.port;
        match outside.address {
            Some((address, OpenedBy::Itself)) => {
                writeln!(out, "Reachable from outside at {address}, as this computer has a public address")?;
            }
            Some((address, _)) if address.port() == port => writeln!(out, "Reachable from outside at {address}")?,
            Some((address, _)) => {
                writeln!(out, "Reachable from outside at {address}, as port {port} is taken on the router")?;
            }
            None => {}
        }
        match &outside.relay {
            Some(RelayAddress { relay, .. }) => writeln!(out, "Reachable from anywhere by the relay {relay}"),
            None => Ok(()),
        }
    }

    fn say_invite(&self, outside: &Outside, out: &mut dyn Write) -> io::Result<()> {
        let addresses: Vec<Address> = self.ways(outside).into_iter().take(INVITE_ADDRESSES).collect();
        let relay = outside.relay.clone();
        self.links.send_replace(Reachable { addresses: addresses.clone(), relay: relay.clone() });
        let invite =
            Invite { addresses, relay, key: self.house.fingerprint(), room: None, secret: self.house.secret() };
        writeln!(out, "{:<12} {invite}", "Invite")?;
        if self.qr {
            match Qr::of(&invite) {
                Ok(code) => show(&code, out)?,
                Err(error) => complain(self.printer, &error),
            }
        }
        Ok(())
    }

    /// All ways in. The one from outside is the second, so that it is in every invite: most guests are nearer.
    fn ways(&self, outside: &Outside) -> Vec<Address> {
        let mut ways = self.ways.to_vec();
        if let Some(outside) = outside.address.map(|(outside, _)| Address::from((outside.ip(), outside.port()))) {
            ways.retain(|way| *way != outside);
            ways.insert(ways.len().min(1), outside);
        }
        ways
    }
}

/// Waits until what is asked has answered so, where anything is.
async fn settled<T>(asked: &mut Option<watch::Receiver<T>>, answer: impl FnMut(&T) -> bool) {
    if let Some(asked) = asked {
        let _ = asked.wait_for(answer).await;
    }
}

/// The next answer; waits for ever where none comes.
async fn changed<T: Clone>(asked: &mut Option<watch::Receiver<T>>) -> T {
    if let Some(asked) = asked
        && asked.changed().await.is_ok()
    {
        return asked.borrow_and_update().clone();
    }
    pending().await
}

/// Where people outside reach the place, if they do, and how that came about.
const fn opened(state: MappingState) -> Option<(SocketAddr, OpenedBy)> {
    match state {
        MappingState::Open { outside, by } => Some((outside, by)),
        MappingState::Asking | MappingState::Not(_) => None,
    }
}

/// Says what did not work. Where nobody reads that any more, the place stays open all the same.
pub fn complain(printer: &Printer, why: &dyn fmt::Display) {
    printer.tell(format_args!("parlor: {why}"));
}

/// Shows a code. A terminal has a ground of its own, so it is told which; elsewhere, as in a service's journal, the dark squares
/// are written.
fn show(code: &Qr, out: &mut dyn Write) -> io::Result<()> {
    /// Black on bright white, and as before.
    const PAPER: (&str, &str) = ("\x1b[30;107m", "\x1b[0m");
    let (begin, end) = if io::stdout().is_terminal() { PAPER } else { ("", "") };
    let drawn = code.half_blocks(Ink::Dark);
    let wide = drawn.lines().map(|line| line.chars().count()).max().unwrap_or_default();
    if columns(&io::stdout()).is_some_and(|columns| columns < wide) {
        return writeln!(
            out,
            "{:<12} make the terminal at least {wide} columns wide and host again to see it",
            "QR code"
        );
    }
    writeln!(out)?;
    for line in drawn.lines() {
        writeln!(out, "{begin}{line}{end}")?;
    }
    writeln!(out)
}
