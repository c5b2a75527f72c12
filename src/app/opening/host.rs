//! Hosting a house: it is opened, others can reach it from then on, and its host enters its room.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use tokio::sync::oneshot;

use super::entering::{FIRST, because, blocking, enter, identity};
use super::hosting::Hosting;
use super::opened::{Closed, Opened};
use super::plan::{HostPlan, Reach};
use crate::app::disk::Disk;
use crate::app::drafts::Drafts;
use crate::find::addresses;
use crate::guest::{Backoff, Keep, Visit, Way};
use crate::host::{BindError, HostError, House, Settings, bind};
use crate::log::LogError;
use crate::paths::Paths;
use crate::wire::frame::Since;
use crate::wire::{Address, Identity};

/// Hosts a house and enters its room.
///
/// # Errors
/// Why it can't be.
pub async fn host(paths: Paths, disk: Disk, plan: HostPlan) -> Result<Opened, Closed> {
    let (open_paths, open_plan) = (paths.clone(), plan.clone());
    let (hosting, me) = blocking(move || open(&open_paths, &open_plan)).await?;
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
    match enter(visit, || {}).await {
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

/// Opens the house itself: its key, its port, its rooms. All of that waits for the disk and the system.
fn open(paths: &Paths, plan: &HostPlan) -> Result<(Hosting, Identity), Closed> {
    let folder = paths.house(&plan.title);
    let me = identity(paths)?;
    let mut settings = Settings::new(plan.title.clone(), folder.clone());
    settings.password = plan.password.clone().filter(|password| !password.is_empty());
    let listener = listen(plan)?;
    let bound = listener.local_addr().map_err(because)?;
    let house = House::open(settings).map_err(|error| match error {
        HostError::Log(LogError::InUse(_)) => Closed::Because(
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
    Ok((Hosting::new(house, addresses, folder, stop, server), me))
}

/// Takes the port the house is to have.
fn listen(plan: &HostPlan) -> Result<tokio::net::TcpListener, Closed> {
    let taken = |error: BindError| match error {
        BindError::InUse { port, free } => {
            Closed::Port { why: format!("Port {port} is taken by another program. Port {free} is free."), free }
        }
        BindError::System { .. } => because(error),
    };
    if plan.reach == Reach::Here {
        return bind(IpAddr::V4(Ipv4Addr::LOCALHOST), plan.port).map_err(taken);
    }
    match bind(IpAddr::V6(Ipv6Addr::UNSPECIFIED), plan.port) {
        Err(BindError::System { .. }) => bind(IpAddr::V4(Ipv4Addr::UNSPECIFIED), plan.port).map_err(taken),
        bound => bound.map_err(taken),
    }
}
