//! `parlor host --relay`: being found at a relay as well. Nothing of it where Parlor was built without.

#[cfg(feature = "anywhere")]
pub use with::{Args, Relay};
#[cfg(not(feature = "anywhere"))]
pub use without::{Args, Relay};

#[cfg(feature = "anywhere")]
mod with {
    use std::convert::Infallible;
    use std::path::Path;
    use std::time::Duration;

    use parlor::host::House;
    use parlor::wire::RelayAddress;
    use parlor::wire::relay::{RelayChoice, RelayError, RelayListener};
    use tokio::sync::watch;
    use tokio::time::timeout;

    /// How long those who came by the relay are told that it is over.
    const PARTING: Duration = Duration::from_secs(1);

    /// Which relay.
    #[derive(clap::Args)]
    #[group(skip)]
    pub struct Args {
        /// A relay, for people who can't reach this computer because no router opens a port. It is named in the invite, and
        /// nothing is sent to any other. Where the routers let it, you and a guest connect directly once you have met there. Run your
        /// own, or type public for the nearest of those that a company runs for everyone: it sees who meets whom and when, and
        /// from which addresses, but not what is said.
        #[arg(long, value_name = "URL")]
        relay: Option<RelayChoice>,
    }

    /// The place at its relay, if it has one.
    pub struct Relay(Option<RelayListener>);

    impl Relay {
        pub async fn open(args: &Args, data: &Path) -> Result<Self, RelayError> {
            match &args.relay {
                Some(choice) => RelayListener::open(data, choice).await.map(Some).map(Self),
                None => Ok(Self(None)),
            }
        }

        /// Where it is found, as that changes.
        pub fn found(&self) -> Option<watch::Receiver<Option<RelayAddress>>> {
            self.0.as_ref().map(RelayListener::found)
        }

        /// Takes in guests who come by it.
        pub async fn serve(&self, house: &House) -> Infallible {
            if let Some(listener) = &self.0 {
                house.serve_relay(listener, std::future::pending()).await;
            }
            std::future::pending().await
        }

        /// Ends it.
        pub async fn close(&self) {
            if let Some(listener) = &self.0 {
                let _ = timeout(PARTING, listener.close()).await;
            }
        }
    }
}

#[cfg(not(feature = "anywhere"))]
mod without {
    use std::convert::Infallible;
    use std::path::Path;

    use parlor::host::House;
    use parlor::wire::RelayAddress;
    use tokio::sync::watch;

    #[derive(clap::Args)]
    #[group(skip)]
    pub struct Args {}

    pub struct Relay;

    impl Relay {
        pub async fn open(_: &Args, _: &Path) -> Result<Self, Infallible> {
            Ok(Self)
        }

        pub fn found(&self) -> Option<watch::Receiver<Option<RelayAddress>>> {
            None
        }

        pub async fn serve(&self, _: &House) -> Infallible {
            std::future::pending().await
        }

        pub async fn close(&self) {}
    }
}
