//! Taking the port a place is to have: the one it had, or one that no other place on this computer keeps.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use tokio::net::TcpListener;

use super::entering::because;
use super::opened::Closed;
use super::plan::{HostPlan, Port, Reach};
use crate::app::places::{self, Place};
use crate::host::{BindError, bind};

/// How many ports are tried for a place that had none.
const TRIED: usize = 100;

/// Takes the port that was planned. `places` are all that are kept here. With it comes the port that the place keeps from
/// now on.
pub(super) fn listen(plan: &HostPlan, places: &[Place]) -> Result<(TcpListener, u16), Closed> {
    let kept = places.iter().find(|place| place.is_called(&plan.title)).map(|place| place.port);
    match plan.port {
        Port::Own(first) => match kept {
            Some(port) => {
                let taken = |free| taken_from(plan, port, free);
                Ok((take(plan, port, places, taken)?, port))
            }
            None => find(plan, places::port_of(places, None, first), places),
        },
        Port::This(port) => Ok((take(plan, port, places, |free| taken(port, free))?, port)),
        Port::Now(port) => Ok((take(plan, port, places, |free| taken(port, free))?, kept.unwrap_or(port))),
    }
}

/// Takes a port; or says that it is taken, and which one is free.
fn take(
    plan: &HostPlan,
    port: u16,
    places: &[Place],
    taken: impl FnOnce(Option<u16>) -> String,
) -> Result<TcpListener, Closed> {
    open(plan, port).map_err(|error| match error {
        BindError::InUse { .. } => {
            let free = free_ports(port, places).find(|free| open(plan, *free).is_ok());
            Closed::Port { why: taken(free), free: free.unwrap_or(0) }
        }
        BindError::System { .. } => because(error),
    })
}

/// Takes the first port that is free: nobody knows the place by another one yet.
fn find(plan: &HostPlan, first: u16, places: &[Place]) -> Result<(TcpListener, u16), Closed> {
    let mut tried = open(plan, first).map(|listener| (listener, first));
    for port in free_ports(first, places) {
        if !matches!(tried, Err(BindError::InUse { .. })) {
            break;
        }
        tried = open(plan, port).map(|listener| (listener, port));
    }
    tried.map_err(because)
}

/// The ports after this one that no place keeps.
fn free_ports(after: u16, places: &[Place]) -> impl Iterator<Item = u16> {
    let is_kept = |port: &u16| places.iter().any(|place| place.port == *port);
    (after..=u16::MAX).skip(1).filter(move |port| !is_kept(port)).take(TRIED)
}

fn open(plan: &HostPlan, port: u16) -> Result<TcpListener, BindError> {
    if plan.reach == Reach::Here {
        return bind(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    }
    match bind(IpAddr::V6(Ipv6Addr::UNSPECIFIED), port) {
        Err(BindError::System { .. }) => bind(IpAddr::V4(Ipv4Addr::UNSPECIFIED), port),
        bound => bound,
    }
}

fn taken(port: u16, free: Option<u16>) -> String {
    match free {
        Some(free) => format!("Port {port} is taken by another program. Port {free} is free."),
        None => format!("Port {port} is taken by another program. Choose another one."),
    }
}

fn taken_from(plan: &HostPlan, port: u16, free: Option<u16>) -> String {
    let title = &plan.title;
    match free {
        Some(free) => format!(
            "Port {port}, where guests find {title}, is taken by another program. Close that one, or use port {free} this time."
        ),
        None => format!("Port {port}, where guests find {title}, is taken by another program. Close that one."),
    }
}
