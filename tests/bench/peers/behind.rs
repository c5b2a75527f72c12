//! What it costs to catch up: guests come to a host that was started anew, and want what was said before.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parlor::wire::Identity;
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;

use crate::guests::Guest;
use crate::load::{Heard, middle, say};
use crate::server::{Peer, Server};

/// How many messages lie in the room.
const SAID: u64 = 2500;

/// How many guests come, all at once.
const GUESTS: usize = 1000;

/// How much of it they want. The first is what coming alone costs.
const WANTED: [u64; 4] = [0, 50, 500, 2000];

/// The number of the first of them. Smaller ones belong to whoever said it all.
const FIRST: usize = 10;

/// How often each is measured.
const ROUNDS: usize = 3;

/// What came out.
#[derive(Clone, Copy)]
struct Figures {
    cpu: f64,
    /// Until the last of them was let in.
    entered: Duration,
    /// Until the last of them had everything.
    done: Duration,
    /// How long the host took to end with all of them in it.
    ended: Duration,
}

/// How long one round may take, before something is wrong.
const LONGEST: Duration = Duration::from_secs(300);

/// Measures one round.
async fn in_time(wanted: u64) -> Figures {
    let measured = tokio::time::timeout(LONGEST, measure(wanted)).await;
    measured.unwrap_or_else(|_| panic!("{wanted} messages for each were not told within {} s", LONGEST.as_secs()))
}

/// Measures and prints.
pub fn print() {
    println!("{GUESTS} guests come at once to a host that was started anew, and want the newest so many messages");
    println!(
        "  {:<10} {:>14} {:>22} {:>14} {:>14} {:>22}",
        "wanted", "host CPU, s", "an event (sent), µs", "last in, s", "last done, s", "ended by SIGTERM, s"
    );
    let mut alone = None;
    for wanted in WANTED {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let all: Vec<Figures> = (0..ROUNDS).map(|_| runtime.block_on(in_time(wanted))).collect();
        let cpu = middle(all.iter().map(|figures| figures.cpu));
        let alone = *alone.get_or_insert(cpu);
        let event = if wanted == 0 { f64::NAN } else { (cpu - alone) * 1e6 / (GUESTS as f64 * wanted as f64) };
        let seconds = |of: fn(&Figures) -> Duration| middle(all.iter().map(|figures| of(figures).as_secs_f64()));
        let (entered, done) = (seconds(|figures| figures.entered), seconds(|figures| figures.done));
        let ended = seconds(|figures| figures.ended);
        println!("  {wanted:<10} {cpu:>14.2} {event:>22.2} {entered:>14.2} {done:>14.2} {ended:>22.3}");
    }
}

async fn measure(wanted: u64) -> Figures {
    let server = Server::start(Peer::Native);
    let me = Identity::fresh().unwrap();
    let (told, heard) = (Arc::new(Notify::new()), Arc::new(Heard::default()));
    let mut speaker = Guest::speaker(Peer::Native, server.address, &me).await;
    let listening = tokio::spawn(crate::load::listen(
        Guest::come(Peer::Native, server.address, 1, &Identity::fresh().unwrap()).await,
        Some((Arc::clone(&told), Arc::clone(&heard))),
        Arc::new(Semaphore::new(0)),
        SAID,
    ));
    say(&mut speaker, 0..SAID, 64, &told, &heard).await;
    listening.await.unwrap();
    drop(speaker);
    let (server, _) = server.restart(Peer::Native);
    let before = server.ticks();
    let began = Instant::now();
    let mut coming = JoinSet::new();
    for number in 0..GUESTS {
        let address = server.address;
        coming.spawn(async move {
            let me = Identity::fresh().unwrap();
            // Some of the newest are comings and goings.
            let since = format!("{{\"last\":{}}}", if wanted == 0 { 0 } else { wanted + 10 });
            let mut guest = Guest::come_since(Peer::Native, address, FIRST + number, &me, &since).await;
            let entered = began.elapsed();
            let mut got = 0;
            guest.heard_before(|_| got += 1);
            while got < wanted {
                guest.hear(|_| got += 1).await;
            }
            (guest, entered, began.elapsed())
        });
    }
    let all = coming.join_all().await;
    let cpu = (server.ticks() - before) as f64 / 100.0;
    let entered = all.iter().map(|(_, entered, _)| *entered).max().unwrap_or_default();
    let done = all.iter().map(|(.., done)| *done).max().unwrap_or_default();
    Figures { cpu, entered, done, ended: server.end() }
}
