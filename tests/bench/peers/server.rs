//! The servers that are compared, each as a process of its own.

use std::fmt::Write as _;
use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::process_figures::{memory_of, ticks_of};

/// A server, and the language in which its guests speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// Parlor, in its own language over TLS.
    Native,
    /// Parlor, in plain text.
    Text,
    /// Parlor, by IRC without TLS.
    Irc,
    /// redis, publishing to subscribers.
    Redis,
    /// inspircd, without TLS.
    Inspircd,
}

impl Peer {
    pub const ALL: [Self; 5] = [Self::Native, Self::Text, Self::Irc, Self::Redis, Self::Inspircd];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Text => "text",
            Self::Irc => "irc",
            Self::Redis => "redis",
            Self::Inspircd => "inspircd",
        }
    }

    const fn program(self) -> &'static str {
        match self {
            Self::Native | Self::Text | Self::Irc => env!("CARGO_BIN_EXE_parlor"),
            Self::Redis => "redis-server",
            Self::Inspircd => "inspircd",
        }
    }

    /// Whether it can be measured here.
    pub fn is_there(self) -> bool {
        Command::new(self.program()).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    }
}

/// A server that runs.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    folder: Arc<TempDir>,
}

impl Server {
    /// Starts it on the first core alone, in a folder of its own.
    pub fn start(peer: Peer) -> Self {
        // On the disk that the project is on: one in memory would make durability free.
        Self::start_in(peer, Arc::new(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()))
    }

    /// The same in a folder where it has been before.
    fn start_in(peer: Peer, folder: Arc<TempDir>) -> Self {
        let address = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
        let port = address.port().to_string();
        let mut command = Command::new("taskset");
        command.args(["-c", "0", peer.program()]).stdout(Stdio::null()).stderr(Stdio::null());
        match peer {
            Peer::Native | Peer::Text | Peer::Irc => {
                command.args(["host", "--title", "bench", "--port", &port, "--bind", "127.0.0.1", "--no-announce"]);
                command.args(["--pace", "10000000", "--max-per-address", "20000", "--door", "text", "--door", "irc"]);
                command.arg("--data").arg(folder.path()).env("PARLOR_HOME", folder.path());
            }
            Peer::Redis => {
                command.args([
                    "--port",
                    &port,
                    "--bind",
                    "127.0.0.1",
                    "--protected-mode",
                    "no",
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                ]);
                command.args(["--maxclients", "20000", "--client-output-buffer-limit", "pubsub 0 0 0"]);
                command.current_dir(folder.path());
            }
            Peer::Inspircd => {
                let config = folder.path().join("inspircd.conf");
                fs::write(&config, inspircd(address.port(), folder.path().to_str().unwrap())).unwrap();
                command.args(["--nofork", "--nolog", "--runasroot", "--config"]).arg(config);
            }
        }
        let child = command.spawn().unwrap();
        let began = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "{} does not listen", peer.name());
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { child, address, folder }
    }

    /// Ends it as a service is ended, and starts it again. The answer is also how long it took to end.
    pub fn restart(self, peer: Peer) -> (Self, Duration) {
        let folder = Arc::clone(&self.folder);
        let ended = self.end();
        (Self::start_in(peer, folder), ended)
    }

    /// Ends it as a service is ended. The answer is how long that took.
    pub fn end(mut self) -> Duration {
        let began = Instant::now();
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().is_ok_and(|kill| kill.success()));
        self.child.wait().unwrap();
        began.elapsed()
    }

    /// The processor time it has used, in hundredths of a second.
    pub fn ticks(&self) -> u64 {
        ticks_of(&self.child.id().to_string())
    }

    /// The memory it holds, in bytes.
    pub fn memory(&self) -> u64 {
        memory_of(&self.child.id().to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The processor time that all of this computer used, in hundredths of a second.
pub fn ticks_of_all() -> u64 {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let fields = stat.lines().next().unwrap_or_default().split_whitespace().skip(1);
    // User, nice, system, then idle and waiting, then interrupts.
    let fields: Vec<u64> = fields.filter_map(|field| field.parse().ok()).collect();
    [0, 1, 2, 5, 6].iter().filter_map(|index| fields.get(*index)).sum()
}

/// inspircd without anything that slows anyone down.
fn inspircd(port: u16, folder: &str) -> String {
    let mut config = String::new();
    let _ = write!(
        config,
        "<server name=\"irc.bench.test\" description=\"bench\" network=\"bench\">\n\
         <admin name=\"bench\" nick=\"bench\" email=\"bench@bench.test\">\n\
         <bind address=\"127.0.0.1\" port=\"{port}\" type=\"clients\">\n\
         <connect allow=\"*\" timeout=\"60\" flood=\"0\" threshold=\"1000000\" fakelag=\"no\" commandrate=\"100000000\" \
         pingfreq=\"3600\" recvq=\"10485760\" hardsendq=\"1073741824\" softsendq=\"1073741824\" localmax=\"20000\" \
         globalmax=\"20000\" limit=\"20000\" maxchans=\"1000\" resolvehostnames=\"no\" useident=\"no\" useconnectban=\"no\" \
         useconnflood=\"no\">\n\
         <performance softlimit=\"20000\" somaxconn=\"1024\" netbuffersize=\"65536\">\n\
         <options prefixquit=\"Quit: \">\n\
         <security maxtargets=\"20\">\n\
         <pid file=\"{folder}/inspircd.pid\">\n\
         <path configdir=\"{folder}\" datadir=\"{folder}\" logdir=\"{folder}\" runtimedir=\"{folder}\">\n"
    );
    config
}
