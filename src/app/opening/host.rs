//! Hosting a house: it is opened, others can reach it from then on, and its host enters its room.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::oneshot;

use super::entering::{FIRST, because, blocking, enter, identity};
use super::hosting::Hosting;
use super::listening::listen;
use super::opened::{Closed, Opened};
use super::plan::{HostPlan, Reach};
use crate::app::disk::Disk;
use crate::app::drafts::Drafts;
use crate::app::places::{self, Place};
use crate::app::texts::lobby as texts;
use crate::find::{LocalNetwork, PortMapping, addresses};
use crate::guest::{Backoff, Keep, Visit, Way};
use crate::host::{HostError, House, Settings};
use crate::log::{DirLock, LogError};
use crate::paths::Paths;
use crate::wire::frame::Since;
use crate::wire::{Address, Identity};

/// Hosts a house and enters its room.
///
/// # Errors
/// Why it can't be.
pub async fn host(paths: Paths, disk: Disk, network: LocalNetwork, plan: HostPlan) -> Result<Opened, Closed> {
    let (open_paths, open_plan) = (paths.clone(), plan.clone());
    let (hosting, me) = blocking(move || open(&open_paths, network, &open_plan)).await?;
    let house = hosting.house.clone();
    let (key, fingerprint) = (house.fingerprint(), me.fingerprint());
    let (name, folder) = (plan.name.clone(), paths.visit(key, &plan.name));
    let visit = Visit {
        way: Way::Here(Arc::new(move || house.visit(fingerprint).ok())),
        keep: Keep::In(folder.clone()),
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
    match enter(visit, None, false, || {}).await {
        Ok(begun) => {
            let drafts = Drafts::new(disk, folder.clone());
            Ok(begun.opened(Some(hosting), None, key, name, folder, drafts).await)
        }
        Err(closed) => {
            hosting.close().await;
            Err(closed)
        }
    }
}

/// Whether another Parlor has the place open.
fn is_open(folder: &Path) -> bool {
    folder.exists() && matches!(DirLock::take(folder), Err(LogError::InUse(_)))
}

fn open_already() -> Closed {
    Closed::Because(
        "This room is open already, in another Parlor on this computer. Join it there, or choose another title."
            .to_owned(),
    )
}

/// Opens the house itself: its key, its port, its rooms. All of that waits for the disk and the system.
fn open(paths: &Paths, network: LocalNetwork, plan: &HostPlan) -> Result<(Hosting, Identity), Closed> {
    let folder = paths.house(&plan.title);
    let me = identity(paths)?;
    let mut settings = Settings::new(plan.title.clone(), folder.clone());
    settings.password = plan.password.clone().filter(|password| !password.is_empty());
    settings.may_drop_password = plan.may_drop_password;
    settings.plain = plan.doors;
    let (listener, port) = listen(plan, &places::load(paths)).map_err(|closed| match closed {
        // It is the place itself that has its port.
        Closed::Port { .. } if is_open(&folder) => open_already(),
        closed => closed,
    })?;
    let bound = listener.local_addr().map_err(because)?;
    let house = House::open(settings).map_err(|error| match error {
        HostError::Log(LogError::InUse(_)) => open_already(),
        HostError::HadPassword => Closed::Password(texts::had_password(plan.title.as_str())),
        error => because(error),
    })?;
    let place = Place {
        title: plan.title.to_string(),
        port,
        only_here: plan.reach == Reach::Here,
        address: if let Reach::Internet(Some(address)) = &plan.reach { Some(address.to_string()) } else { None },
        internet: matches!(plan.reach, Reach::Internet(_)),
        password: plan.password.as_ref().is_some_and(|password| !password.is_empty()),
        announced: plan.announced,
        doors: plan.doors,
    };
    if let Err(error) = place.save(&folder) {
        tracing::warn!(%error, "how the place is hosted was not kept");
    }
    let named = match &plan.reach {
        Reach::Internet(Some(address)) => Some(Address { port: bound.port(), ..address.clone() }),
        Reach::Here | Reach::Network | Reach::Internet(None) => None,
    };
    let own: Vec<Address> =
        addresses::reachable(bound.ip()).into_iter().map(|ip| Address::from((ip, bound.port()))).collect();
    // Whoever named an address has seen to it that it leads here.
    let mapping = (plan.reach == Reach::Internet(None)).then(|| PortMapping::start(&network.router(), bound));
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
    let only_here = place.only_here;
    let mut hosting =
        Hosting { house, named, own, mapping, only_here, folder, bound, network, announcer: None, stop, server };
    if plan.announced {
        hosting.announce();
    }
    Ok((hosting, me))
}
