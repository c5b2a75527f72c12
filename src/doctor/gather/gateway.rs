//! The router of this network: which it is, and whether it answers. Where it does and a neighbour does not, the network may
//! keep its devices apart.

use std::net::{IpAddr, SocketAddr};

use tokio::task::spawn_blocking;

use super::presence;
use super::target::{connect, source};
use crate::doctor::evidence::{Gateway, Presence, Tcp};
use crate::find::{gateway_v4, gateway_v6};

/// Looks for the router, and whether it answers at this port or any other way.
pub async fn look(port: u16) -> Gateway {
    let Some(ip) = router().await else { return Gateway::default() };
    let at = SocketAddr::new(ip, port);
    // A yes or a no of it says more than whether it is seen, and sooner.
    let connecting = async { matches!(connect(at).await.0, Tcp::Connected(_) | Tcp::Refused(_)) };
    let presence = presence::of(at, source(at).await);
    tokio::pin!(connecting, presence);
    tokio::select! {
        connects = &mut connecting => {
            let presence = if connects { Presence::Seen } else { presence.await };
            Gateway { ip: Some(ip), presence, connects }
        }
        found = &mut presence => Gateway { ip: Some(ip), presence: found, connects: connecting.await },
    }
}

/// The address of the router that traffic to elsewhere goes to. Asking the system may take a moment.
async fn router() -> Option<IpAddr> {
    let found = spawn_blocking(|| gateway_v4().map(IpAddr::from).or_else(|| gateway_v6().map(IpAddr::from)));
    found.await.ok()?
}
