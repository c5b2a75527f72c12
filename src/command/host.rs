//! `parlor host`: hosts a house without a window.

mod console;
mod greeting;
mod relay;

use std::convert::Infallible;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use parlor::find::{Announcement, Announcer, LocalNetwork, NotAnnounced, PortMapping, Presence, Router, addresses};
use parlor::host::{HostError, House, Pace, PlainDoors, Settings, bind};
use parlor::room::{Name, NameRule, Title};
use parlor::wire::account::Admission;
use parlor::wire::{Address, Fingerprint, Identity, PORT};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::{Notify, watch};

use super::ending::Failure;
use super::folders::paths;
use super::numbers;
use super::passwords::password;
use super::terminal::Printer;
use console::{Console, Show};
use greeting::{Greeting, Reachable, complain};
use relay::Relay;

/// What `parlor host` takes.
#[derive(clap::Args)]
pub struct Args {
    /// The title of the place, and of its first room.
    #[arg(long, value_parser = Title::parse)]
    title: Title,
    /// The port. 0 chooses a free one. Default: as before, or 7275.
    #[arg(long, value_parser = numbers::port)]
    port: Option<u16>,
    /// The address to listen on. Default: all addresses of this computer.
    #[arg(long, value_name = "ADDR", value_parser = numbers::address)]
    bind: Option<IpAddr>,
    /// The folder to keep everything in. Default: one in your data folder, named after the title.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Who can join: everyone, registered, approval or closed. Default: as before.
    #[arg(long, value_name = "WHO")]
    admission: Option<Admission>,
    /// A file with the password for joining on its first line. It is needed each time: the password is not kept.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Let people join without a password, though one was needed before.
    #[arg(long, conflicts_with = "password_file")]
    no_password: bool,
    /// A name that others can reach this computer by, for the invite.
    #[arg(long, value_name = "HOSTNAME")]
    name: Option<String>,
    /// Do not announce the place on the local network. It can be joined by its address or an invite.
    #[arg(long)]
    no_announce: bool,
    /// Have the router open the port, so that people outside your network can join. It closes when the place does.
    #[arg(long)]
    internet: bool,
    /// Let people in who have no Parlor: text (nc, telnet, a script) or irc. Can be given twice. What they say is not
    /// encrypted on the network. With TLS, both are let in anyway.
    #[arg(long = "door", value_name = "DOOR")]
    doors: Vec<PlainDoor>,
    #[command(flatten)]
    relay: relay::Args,
    /// Show the invite as a QR code as well, to be scanned from the terminal.
    #[arg(long)]
    qr: bool,
    /// How much to show of what happens. Default: talk in a terminal, people elsewhere.
    #[arg(long, value_name = "WHAT")]
    show: Option<Show>,
    /// Your name, for talking from this terminal. Default: the one you had here last, or your login.
    #[arg(long = "as", value_name = "NAME", value_parser = Name::parse)]
    my_name: Option<Name>,
    /// Which names people can have: any, or letters (and spaces) only.
    #[arg(long, value_name = "RULE", default_value_t = NameRule::Any)]
    names: NameRule,
    /// A file that every event and every connection is written to, as a line of JSON.
    #[cfg_attr(unix, doc = "SIGHUP reopens it.")]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// How many people can be connected.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = numbers::count)]
    max_guests: usize,
    /// How many connections one address can have.
    #[arg(long, value_name = "N", default_value_t = 512, value_parser = numbers::count)]
    max_per_address: usize,
    /// How many messages one person can send each second on average. Five times as many at once.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = numbers::pace)]
    pace: u32,
}

/// A language that can be let in without TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum PlainDoor {
    /// Plain text.
    Text,
    /// IRC.
    Irc,
}

/// Descriptors the program needs beside one a guest: files, listeners, connections that are not guests yet.
#[cfg(unix)]
const DESCRIPTORS: usize = 2048;

/// Hosts until told to stop.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    #[cfg(unix)]
    if let Err(error) = rlimit::increase_nofile_limit(args.max_guests.saturating_add(DESCRIPTORS) as u64) {
        tracing::warn!(%error, "fewer connections may fit than guests are allowed");
    }
    let runtime = Runtime::new()?;
    let done = runtime.block_on(host(args));
    // A name being looked up, or a slow disk, must not hold up the end.
    runtime.shutdown_background();
    done
}

async fn host(args: Args) -> Result<ExitCode, Failure> {
    let name = match &args.name {
        Some(name) => Some(name.parse::<Address>().map_err(|error| format!("--name: {error}"))?),
        None => None,
    };
    let data = match args.data {
        Some(data) => data,
        None => paths()?.house(&args.title),
    };
    // One that can't be had is not kept.
    let listener = args.port.map(|port| listen(args.bind, port)).transpose()?;
    let mut settings = Settings::new(args.title, data.clone());
    let password = password(args.password_file.as_deref())?;
    let opens = |door| args.doors.contains(&door);
    settings.plain = PlainDoors { text: opens(PlainDoor::Text), irc: opens(PlainDoor::Irc) };
    settings.names = args.names;
    settings.password.clone_from(&password);
    settings.may_drop_password = args.no_password;
    settings.admission = args.admission;
    settings.host_name = args.my_name;
    settings.port = args.port.filter(|port| *port != 0);
    settings.host_key = guest_key();
    settings.ledger.clone_from(&args.ledger);
    settings.limits.guests = args.max_guests;
    settings.limits.per_address = args.max_per_address;
    let pace = rate(args.pace);
    settings.limits.says = Pace { burst: 5.0 * pace, per_second: pace };
    let house = House::open(settings).map_err(|error| match error {
        HostError::HadPassword => {
            "This place had a password. Host it with --password-file FILE, or with --no-password to let everyone join."
                .into()
        }
        error => Failure::from(error),
    })?;
    let listener = match listener {
        Some(listener) => listener,
        None => listen(args.bind, house.port().unwrap_or(PORT))?,
    };
    let has_ledger = args.ledger.is_some();
    let stop = stop_signals(&house, has_ledger)?;
    let relay = Relay::open(&args.relay, &data).await?;

    let bound = listener.local_addr()?;
    let mut ways: Vec<Address> = name.map(|name| Address { port: bound.port(), ..name }).into_iter().collect();
    ways.extend(addresses::reachable(bound.ip()).into_iter().map(|ip| Address::from((ip, bound.port()))));
    let mut announcer = (!args.no_announce).then(|| announce(&house, bound));
    let mut mapping = args.internet.then(|| PortMapping::start(&Router::new(), bound));
    let mut console = Console::open(&house, args.show)?;
    let (printer, greeted) = (console.printer(), Arc::new(Notify::new()));
    let (links, reachable) = watch::channel(Reachable::default());
    let greeting = Greeting {
        house: &house,
        ways: &ways,
        port: bound.port(),
        data: &data,
        qr: args.qr,
        printer: &printer,
        greeted: &greeted,
        links: &links,
    };

    let ended = tokio::select! {
        () = house.serve(listener, stop) => Ok(false),
        () = house.fault() => Ok(true),
        never = relay.serve(&house) => match never {},
        Err(error) = greeting.tell(mapping.as_ref().map(PortMapping::state), relay.found()) => Err(error),
        never = tell_unannounced(announcer.as_ref().map(Announcer::presence), &printer) => match never {},
        () = Box::pin(console.run(password, Arc::clone(&greeted), reachable)) => Ok(false),
    };
    // Whoever asks a second time means it. Heard only from here on: the first time was heard by all who listened.
    let at_once = stop_signals(&house, has_ledger)?;
    let close = async {
        console.close().await;
        // Nobody is to find it any more, while those who are in are told.
        let hide = async {
            if let Some(announcer) = &mut announcer {
                announcer.withdraw().await;
            }
        };
        let shut = async {
            if let Some(mapping) = &mut mapping {
                mapping.withdraw().await;
            }
        };
        tokio::join!(hide, shut);
        house.close().await;
        // Only now: those who came by it are told like all others.
        relay.close().await;
    };
    tokio::select! {
        () = close => {}
        () = at_once => {}
    }
    if ended? {
        let why = "Parlor crashed. All messages that were sent are kept: start it again. There is a crash report in";
        return Err(format!("{why} {}.", data.display()).into());
    }
    // Whoever read along may be gone. That changes nothing.
    let _ = writeln!(io::stdout(), "Closed.");
    Ok(ExitCode::SUCCESS)
}

/// Announces the house on the networks it can be reached from.
fn announce(house: &House, bound: SocketAddr) -> Announcer {
    let announcement = Announcement {
        key: house.fingerprint(),
        title: house.title().clone(),
        asks_password: house.asks_password(),
        bound,
        people: house.people(),
        codes: house.code_numbers(),
    };
    Announcer::start(&LocalNetwork::new(), announcement)
}

/// Says once that the house can't be announced, if that is so. It is hosted all the same.
async fn tell_unannounced(presence: Option<watch::Receiver<Presence>>, printer: &Printer) -> Infallible {
    let unannounced = Presence::Not(NotAnnounced::NoNetwork);
    if let Some(mut presence) = presence
        && presence.wait_for(|presence| *presence == unannounced).await.is_ok()
    {
        complain(printer, &NotAnnounced::NoNetwork);
    }
    std::future::pending().await
}

/// So many a second, as what may be broken: a `u32` has more digits than that can hold, of which the last don't matter.
fn rate(count: u32) -> f32 {
    let [a, b, c, d] = count.to_be_bytes();
    f32::from(u16::from_be_bytes([a, b])) * 65_536.0 + f32::from(u16::from_be_bytes([c, d]))
}

/// The key by which whoever hosts here is known where they come in as a guest.
/// Nobody is, where it can't be read or kept.
fn guest_key() -> Option<Fingerprint> {
    let key = Identity::keep(&paths().ok()?.guest_key());
    key.inspect_err(|error| tracing::warn!(%error, "nobody is known as this house's host"))
        .ok()
        .map(|me| me.fingerprint())
}

/// Takes the port: on every address of either kind, or on the old kind alone where the system knows no other.
fn listen(address: Option<IpAddr>, port: u16) -> Result<TcpListener, Failure> {
    if let Some(address) = address {
        return Ok(bind(address, port)?);
    }
    match bind(Ipv6Addr::UNSPECIFIED.into(), port) {
        Err(parlor::host::BindError::System { .. }) => Ok(bind(Ipv4Addr::UNSPECIFIED.into(), port)?),
        bound => Ok(bound?),
    }
}

/// Ends with Ctrl-C or SIGTERM. SIGHUP opens the ledger anew; without one it means that the terminal was closed.
#[cfg(unix)]
fn stop_signals(house: &House, has_ledger: bool) -> io::Result<impl Future<Output = ()> + use<>> {
    use tokio::signal::unix::{SignalKind, signal};
    /// Sent for a write beyond the file size limit. Heard, it is an error like a full disk and not the end.
    const SIGXFSZ: i32 = 25;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let mut too_large = signal(SignalKind::from_raw(SIGXFSZ))?;
    let house = house.clone();
    Ok(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => return,
                _ = terminate.recv() => return,
                _ = hangup.recv() => if has_ledger { house.reopen_ledger() } else { return },
                _ = too_large.recv() => {}
            }
        }
    })
}

/// Ends with Ctrl-C, or when the window around it or the system closes.
#[cfg(windows)]
fn stop_signals(_: &House, _: bool) -> io::Result<impl Future<Output = ()> + use<>> {
    use tokio::signal::windows;
    let (mut c, mut close) = (windows::ctrl_c()?, windows::ctrl_close()?);
    let (mut end, mut down) = (windows::ctrl_break()?, windows::ctrl_shutdown()?);
    Ok(async move {
        tokio::select! {
            _ = c.recv() => {}
            _ = close.recv() => {}
            _ = end.recv() => {}
            _ = down.recv() => {}
        }
    })
}
