//! A relay on this computer, and houses that are found there.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use iroh_relay::server::{RelayConfig, Server, ServerConfig};
use parlor::guest::{Visit, Way};
use parlor::wire::RelayAddress;
use parlor::wire::relay::{RelayChoice, RelayListener, RelayUrl};
use tokio::task::JoinHandle;

use super::{TestHouse, soon};

pub struct TestRelay {
    server: Server,
    pub address: SocketAddr,
}

impl TestRelay {
    pub async fn open() -> Self {
        Self::at(0).await
    }

    pub async fn at(port: u16) -> Self {
        let mut config = ServerConfig::default();
        config.relay = Some(RelayConfig::new((Ipv4Addr::LOCALHOST, port)));
        let server = Server::spawn(config).await.unwrap();
        let address = server.http_addr().unwrap();
        Self { server, address }
    }

    pub fn url(&self) -> RelayUrl {
        format!("http://{}", self.address).parse().unwrap()
    }

    pub async fn close(self) {
        soon("the relay's end", self.server.shutdown()).await.unwrap();
    }
}

/// A house at a relay.
pub struct AtRelay {
    listener: Arc<RelayListener>,
    serving: JoinHandle<()>,
    pub found: RelayAddress,
}

impl AtRelay {
    pub async fn open(house: &TestHouse, relay: RelayUrl) -> Self {
        let listener = Arc::new(RelayListener::open(&house.data(), &RelayChoice::Own(relay)).await.unwrap());
        let serving = tokio::spawn({
            let (house, listener) = (house.house.clone(), Arc::clone(&listener));
            async move { house.serve_relay(&listener, std::future::pending()).await }
        });
        let mut found = listener.found();
        let found = soon("the relay", found.wait_for(Option::is_some)).await.unwrap().clone().unwrap();
        Self { listener, serving, found }
    }

    /// A visit by someone who has no other way.
    pub fn visit(&self, house: &TestHouse, name: &str) -> Visit {
        let key = house.house.fingerprint();
        let way = Way::Network { addresses: Vec::new(), relay: Some(self.found.clone()), key };
        Visit { way, ..house.visit(name) }
    }

    pub async fn close(self) {
        soon("the end at the relay", self.listener.close()).await;
        soon("the end of those who came by it", self.serving).await.unwrap();
    }
}
