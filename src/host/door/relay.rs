//! Whoever comes by a relay: the same door, reached in another way.

use std::sync::Arc;

use super::reception::receive_secret;
use crate::host::context::HouseContext;
use crate::host::house::House;
use crate::wire::carriage::Origin;
use crate::wire::relay::RelayListener;

impl House {
    /// Takes in guests who come by a relay, until `shutdown` ends or the listener is closed. Those who are in stay in, for as
    /// long as the listener is held.
    pub async fn serve_relay(&self, listener: &RelayListener, shutdown: impl Future<Output = ()>) {
        tokio::select! {
            () = listen(&self.shared, listener) => {}
            () = shutdown => {}
        }
    }
}

async fn listen(house: &Arc<HouseContext>, listener: &RelayListener) {
    while let Some(comer) = listener.accept().await {
        // Without a pass they are sent away right here.
        if let Some(pass) = house.connections.arrive(Origin::Relay) {
            receive_secret(house, comer.take(), Origin::Relay, pass);
        }
    }
}
