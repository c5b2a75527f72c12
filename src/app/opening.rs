//! The way into a room: hosts a house or goes to one, until the room is entered or it is clear why not.
//! Dropping the future gives it up, wherever it is.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::find::addresses;
use crate::guest::{self, Arrival, Backoff, Ended, Guest, Keep, Known, Own, Update, Updates, Visit, Way};
use crate::host::{House, Settings, Taken, bind};
use crate::log::LogError;
use crate::paths::Paths;
use crate::room::{Name, Title};
use crate::wire::account::Account;
use crate::wire::frame::{Code, RoomName, Since};
use crate::wire::invite::SCHEME;
use crate::wire::{Address, Fingerprint, Identity, Invite, Secret};

/// How much of what was said comes by itself. The rest is read when it is looked at.
const FIRST: u64 = 256;

/// What someone wants to host.
#[derive(Clone, Debug, PartialEq)]
pub struct HostPlan {
    /// Who one is.
    pub name: Name,
    /// The house, and its room.
    pub title: Title,
    /// The password, where one is asked for.
    pub password: Option<String>,
    /// The port.
    pub port: u16,
    /// Who may reach it.
    pub reach: Reach,
}

/// Who may reach a house.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Only this computer.
    Here,
    /// Whoever is on a network with it.
    #[default]
    Network,
    /// The same, and others are told this address.
    Named(Address),
}

/// Where someone wants to go.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinPlan {
    /// Who one is.
    pub name: Name,
    /// Where to.
    pub to: Destination,
    /// The password, where one was given.
    pub password: Option<String>,
    /// The account, where one logs in or makes one.
    pub account: Option<Account>,
    /// The key that was agreed to, where it did not come with an invite.
    pub agreed: Option<Fingerprint>,
}

/// An address or an invite.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// An address.
    Address(Address),
    /// An invite.
    Invite(Box<Invite>),
}

impl Destination {
    /// Reads what was typed or pasted.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.starts_with(SCHEME) && text.contains("://") {
            return text.parse().map(|invite| Self::Invite(Box::new(invite))).map_err(|error| sentence(&error));
        }
        text.parse().map(Self::Address).map_err(|error| sentence(&error))
    }

    /// As it can be read again.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Address(address) => address.to_string(),
            Self::Invite(invite) => invite.to_string(),
        }
    }
}

/// A house that is open in this program.
pub struct Hosting {
    /// The house.
    pub house: House,
    /// Where others find it, the likeliest first.
    pub addresses: Vec<Address>,
    /// Where it is kept.
    pub folder: PathBuf,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Hosting {
    /// The link that gets others in.
    #[must_use]
    pub fn invite(&self) -> Invite {
        Invite {
            addresses: self.addresses.iter().take(4).cloned().collect(),
            key: self.house.fingerprint(),
            room: None,
            secret: self.house.secret(),
        }
    }

    /// Closes the house: everyone is told, and what was said is on the disk.
    pub async fn close(self) {
        let Self { house, stop, server, .. } = self;
        // It may have ended by itself.
        let _ = stop.send(());
        let _ = server.await;
        house.close().await;
    }
}

/// A room that was entered.
pub struct Opened {
    /// The visit.
    pub guest: Guest,
    /// What happens on it.
    pub updates: Updates,
    /// The house and the room.
    pub arrival: Arrival,
    /// What of one's own waits from before.
    pub waiting: Vec<Own>,
    /// The house, where it is one's own.
    pub hosting: Option<Hosting>,
    /// Where it is, for the list of recent ones; nothing where it is one's own.
    pub place: Option<JoinPlan>,
    /// Its key.
    pub key: Fingerprint,
    /// Under which name one came: what is kept of the visit is kept under it, whatever one is called later.
    pub name: Name,
    /// Where that is.
    pub folder: PathBuf,
}

impl Opened {
    /// Leaves at once: nobody waits for it any more.
    pub async fn give_up(self) {
        self.guest.leave(Duration::ZERO).await;
        drop(self.guest);
        if let Some(hosting) = self.hosting {
            hosting.close().await;
        }
    }
}

/// Why there is no way into a room.
#[derive(Clone, Debug, PartialEq)]
pub enum Closed {
    /// In a sentence, with what to do.
    Because(String),
    /// Someone else has the name. This one is free.
    Taken {
        /// In a sentence.
        why: String,
        /// A free one.
        suggest: Option<Name>,
    },
    /// A password is needed, or another one.
    Password(String),
    /// The name and the password of the account do not go together, or the name has an account.
    Login(String),
    /// An account is needed, or can't be made like this.
    Account(String),
    /// The house is met for the first time: its key has to be agreed to.
    New(Fingerprint),
    /// The house has another key than before.
    Changed {
        /// The key it had.
        known: Fingerprint,
        /// The key it shows now.
        found: Fingerprint,
    },
    /// The port is taken; this one is free.
    Port {
        /// In a sentence.
        why: String,
        /// A free one.
        free: u16,
    },
}

fn sentence(error: &dyn std::error::Error) -> String {
    error.to_string()
}

fn because(error: impl std::error::Error) -> Closed {
    Closed::Because(error.to_string())
}

/// Does what may wait for a disk away from the thread that draws. Dropping it gives it up.
async fn away(work: impl Future<Output = Result<Opened, Closed>> + Send + 'static) -> Result<Opened, Closed> {
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(work);
    match tasks.join_next().await {
        Some(Ok(opened)) => opened,
        _ => Err(Closed::Because("Something went wrong here. Try again.".to_owned())),
    }
}

/// Hosts a house and enters its room.
///
/// # Errors
/// Why it can't be.
pub async fn host(paths: Paths, plan: HostPlan) -> Result<Opened, Closed> {
    away(host_here(paths, plan)).await
}

async fn host_here(paths: Paths, plan: HostPlan) -> Result<Opened, Closed> {
    let folder = paths.house(&plan.title);
    let me = identity(&paths)?;
    let mut settings = Settings::new(plan.title.clone(), folder.clone());
    settings.password = plan.password.clone().filter(|password| !password.is_empty());
    let listener = listen(&plan)?;
    let bound = listener.local_addr().map_err(because)?;
    let house = House::open(settings).map_err(|error| match error {
        crate::host::HostError::Log(LogError::InUse(_)) => Closed::Because(
            "This room is open already, in another Parlor on this computer. Join it there, or choose another title."
                .to_owned(),
        ),
        error => because(error),
    })?;
    let named = match &plan.reach {
        Reach::Named(address) => Some(Address { port: bound.port(), ..address.clone() }),
        Reach::Here | Reach::Network => None,
    };
    let found = addresses::reachable(bound.ip()).into_iter().map(|ip| Address::from((ip, bound.port())));
    let addresses = named.into_iter().chain(found).collect();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = house.clone();
    let server = tokio::spawn(async move {
        serving
            .serve(listener, async {
                // It also ends when whoever holds the other end is gone.
                let _ = stopped.await;
            })
            .await;
    });
    let hosting = Hosting { house: house.clone(), addresses, folder, stop, server };
    let key = house.fingerprint();
    let fingerprint = me.fingerprint();
    let (name, kept) = (plan.name.clone(), paths.visit(key, &plan.name));
    let visit = Visit {
        way: Way::Here(Arc::new(move || house.visit(fingerprint).ok())),
        keep: Keep::In(kept.clone()),
        me,
        name: plan.name,
        password: plan.password,
        account: None,
        secret: hosting.house.secret(),
        room: None,
        since: Since::last(FIRST),
        backoff: Backoff::default(),
    };
    // Nobody is asked whether they come into their own house.
    match enter(visit, || {}).await {
        Ok((guest, updates, arrival, waiting)) => Ok(Opened {
            guest,
            updates,
            arrival,
            waiting,
            hosting: Some(hosting),
            place: None,
            key,
            name,
            folder: kept,
        }),
        Err(closed) => {
            hosting.close().await;
            Err(closed)
        }
    }
}

/// Takes the port the house is to have.
fn listen(plan: &HostPlan) -> Result<tokio::net::TcpListener, Closed> {
    let taken = |error: Taken| match error {
        Taken::Port { port, free } => {
            Closed::Port { why: format!("Port {port} is taken by another program. Port {free} is free."), free }
        }
        Taken::System { .. } => because(error),
    };
    if plan.reach == Reach::Here {
        return bind(IpAddr::V4(Ipv4Addr::LOCALHOST), plan.port).map_err(taken);
    }
    match bind(IpAddr::V6(Ipv6Addr::UNSPECIFIED), plan.port) {
        Err(Taken::System { .. }) => bind(IpAddr::V4(Ipv4Addr::UNSPECIFIED), plan.port).map_err(taken),
        bound => bound.map_err(taken),
    }
}

/// Goes to a house and enters a room of it. Where its host is asked first, `asked` is told so, with the house's title if
/// that is known.
///
/// # Errors
/// Why it can't be.
pub async fn join(
    paths: Paths,
    plan: JoinPlan,
    asked: impl FnMut(Option<String>) + Send + 'static,
) -> Result<Opened, Closed> {
    away(go_there(paths, plan, asked)).await
}

async fn go_there(
    paths: Paths,
    plan: JoinPlan,
    mut asked: impl FnMut(Option<String>) + Send,
) -> Result<Opened, Closed> {
    let me = identity(&paths)?;
    let mut known = Known::load(&paths.known()).map_err(because)?;
    let (addresses, key, secret, room) = match &plan.to {
        Destination::Invite(invite) => {
            (invite.addresses.clone(), invite.key, invite.secret.clone(), invite.room.clone())
        }
        Destination::Address(address) => {
            let addresses = vec![address.clone()];
            let key = match (plan.agreed, known.at(address)) {
                (Some(agreed), _) => agreed,
                (None, Some(house)) => house.key,
                (None, None) => {
                    let found = guest::knock(&addresses, &me).await.map_err(because)?;
                    return Err(Closed::New(found));
                }
            };
            (addresses, key, None::<Secret>, None)
        }
    };
    let visit = Visit {
        way: Way::Network { addresses: addresses.clone(), key },
        keep: Keep::In(paths.visit(key, &plan.name)),
        me: me.clone(),
        name: plan.name.clone(),
        password: plan.password.clone().filter(|password| !password.is_empty()),
        account: plan.account.clone(),
        secret,
        room: room.map(RoomName::Title),
        since: Since::last(FIRST),
        backoff: Backoff::default(),
    };
    let known_here = || addresses.iter().filter_map(|address| known.at(address)).find(|house| house.key == key);
    let title = known_here().map(|house| house.title.clone());
    match enter(visit, || asked(title.clone())).await {
        Ok((guest, updates, arrival, waiting)) => {
            let agreed = plan.agreed.is_some();
            for address in &addresses {
                // What an invite says of other addresses never overrules what is known of them.
                if agreed || known.at(address).is_none_or(|house| house.key == key) {
                    let house = guest::known::KnownHouse { key, title: arrival.house.to_string() };
                    if let Err(error) = known.remember(address, house) {
                        tracing::warn!(%error, "the house was not remembered");
                    }
                }
            }
            let (name, folder) = (plan.name.clone(), paths.visit(key, &plan.name));
            Ok(Opened { guest, updates, arrival, waiting, hosting: None, place: Some(plan), key, name, folder })
        }
        Err(Closed::Because(why)) => match guest::knock(&addresses, &me).await {
            Ok(found) if found != key => Err(Closed::Changed { known: key, found }),
            _ => Err(Closed::Because(why)),
        },
        Err(closed) => Err(closed),
    }
}

fn identity(paths: &Paths) -> Result<Identity, Closed> {
    Identity::keep(&paths.guest_key()).map_err(because)
}

/// Begins a visit and waits until the room is entered. `asked` hears that the host of the house is asked about it.
async fn enter(visit: Visit, mut asked: impl FnMut()) -> Result<(Guest, Updates, Arrival, Vec<Own>), Closed> {
    let (guest, mut updates) = Guest::join(visit).map_err(because)?;
    let mut waiting = Vec::new();
    loop {
        match updates.next().await {
            Some(Update::Entered(arrival)) => return Ok((guest, updates, *arrival, waiting)),
            Some(Update::Own(own)) => waiting.push(own),
            Some(Update::Waiting { .. }) => asked(),
            Some(Update::Offline { why, .. }) => return Err(Closed::Because(why)),
            Some(Update::Ended(Ended { code, why, suggest })) => {
                return Err(match code {
                    Some(Code::Taken) => Closed::Taken { why, suggest },
                    Some(Code::Password) => Closed::Password(why),
                    Some(Code::Login) => Closed::Login(why),
                    Some(Code::Account) => Closed::Account(why),
                    _ => Closed::Because(why),
                });
            }
            // Nothing else comes before the room is entered.
            Some(_) => {}
            None => return Err(Closed::Because("The visit ended before it began. Try again.".to_owned())),
        }
    }
}
