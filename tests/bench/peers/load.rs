//! One measurement: guests come in, messages are said with so many under way, and everyone gets all of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parlor::wire::Identity;
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::guests::Guest;
use crate::process_figures::ticks_of;
use crate::server::{Peer, Server, ticks_of_all};

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub name: &'static str,
    pub guests: usize,
    pub under_way: u64,
    pub messages: u64,
}

/// What came out.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Seconds of the server's processor for a million deliveries.
    pub cpu: f64,
    /// Milliseconds of it for one guest to come in.
    pub join_ms: f64,
    /// Memory of the server for one guest who is there.
    pub kilobytes: f64,
}

/// How many come in at a time.
pub const COMING: usize = 16;

/// How many messages are said before it is measured.
const WARM: u64 = 100;

/// How much of one core others may use meanwhile.
const OTHERS: f64 = 0.15;

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// What one guest has heard.
#[derive(Default)]
pub struct Heard {
    count: AtomicU64,
}

/// Measures; nothing where others used the processor meanwhile.
pub fn measure(peer: Peer, case: Case) -> Option<Figures> {
    measured(peer, run(peer, case))
}

/// What comes of measuring, within reasonable time.
pub fn measured(peer: Peer, run: impl Future<Output = Option<Figures>>) -> Option<Figures> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let done = runtime.block_on(async { timeout(PATIENCE, run).await });
    runtime.shutdown_background();
    done.unwrap_or_else(|_| panic!("{} was not done within {PATIENCE:?}", peer.name()))
}

async fn run(peer: Peer, case: Case) -> Option<Figures> {
    let server = Server::start(peer);
    let (memory, ticks) = (server.memory(), server.ticks());
    let guests = come(peer, &server, case.guests).await;
    let join_ms = (server.ticks() - ticks) as f64 * 10.0 / case.guests as f64;
    let mut speaker = Guest::speaker(peer, server.address, &Identity::fresh().unwrap()).await;
    let (told, heard) = (Arc::new(Notify::new()), Arc::new(Heard::default()));
    let mut listening = JoinSet::new();
    let all = Arc::new(Semaphore::new(0));
    let last = WARM + case.messages;
    for (index, guest) in guests.into_iter().enumerate() {
        let first = (index == 0).then(|| (Arc::clone(&told), Arc::clone(&heard)));
        listening.spawn(listen(guest, first, Arc::clone(&all), last));
    }
    say(&mut speaker, 0..WARM, case.under_way, &told, &heard).await;
    let _ = all.acquire_many(u32::try_from(case.guests).unwrap()).await.unwrap();
    let kilobytes = (server.memory().saturating_sub(memory)) as f64 / 1024.0 / case.guests as f64;
    let meter = Meter::start(&server);
    say(&mut speaker, WARM..last, case.under_way, &told, &heard).await;
    while let Some(done) = listening.join_next().await {
        done.unwrap();
    }
    let deliveries = case.guests as f64 * case.messages as f64;
    Some(Figures { cpu: meter.seconds()? / deliveries * 1e6, join_ms, kilobytes })
}

/// What a server used of the processor from a moment on.
pub struct Meter<'a> {
    server: &'a Server,
    /// What it, this program and everyone had used until then.
    before: (u64, u64, u64),
}

impl<'a> Meter<'a> {
    pub fn start(server: &'a Server) -> Self {
        Self { server, before: (server.ticks(), ticks_of("self"), ticks_of_all()) }
    }

    /// In seconds; nothing where others used the processor meanwhile.
    pub fn seconds(self) -> Option<f64> {
        let Self { server, before } = self;
        let used = (server.ticks() - before.0, ticks_of("self") - before.1, ticks_of_all() - before.2);
        let others = used.2.saturating_sub(used.0 + used.1) as f64;
        (others <= OTHERS * (used.0 + used.1).max(100) as f64).then_some(used.0 as f64 / 100.0)
    }
}

/// The one in the middle.
pub fn middle(all: impl Iterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = all.collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Has everyone come in, some at a time.
pub async fn come(peer: Peer, server: &Server, count: usize) -> Vec<Guest> {
    let turns = Arc::new(Semaphore::new(COMING));
    let mut coming = JoinSet::new();
    for number in 0..count {
        let (turns, address) = (Arc::clone(&turns), server.address);
        coming.spawn(async move {
            let _turn = turns.acquire().await.unwrap();
            let me = Identity::fresh().unwrap();
            Guest::come(peer, address, number, &me).await
        });
    }
    coming.join_all().await
}

/// Says messages, with no more under way than that. The first guest tells how far it is.
pub async fn say(speaker: &mut Guest, numbers: std::ops::Range<u64>, under_way: u64, told: &Notify, heard: &Heard) {
    let mut said = numbers.start;
    while heard.count.load(Ordering::Relaxed) < numbers.end {
        let free = (heard.count.load(Ordering::Relaxed) + under_way).min(numbers.end);
        if free > said {
            speaker.say(said..free).await;
            said = free;
        }
        tokio::select! {
            () = told.notified() => {}
            () = speaker.drain() => {}
        }
    }
}

/// Hears everything, each message once and in order. Says when the warming up is over.
pub async fn listen(mut guest: Guest, first: Option<(Arc<Notify>, Arc<Heard>)>, warm: Arc<Semaphore>, last: u64) {
    let mut next = 0;
    while next < last {
        let before = next;
        guest
            .hear(|number| {
                assert_eq!(number, next, "something is missing, doubled or out of order");
                next += 1;
            })
            .await;
        if before < WARM && next >= WARM {
            warm.add_permits(1);
        }
        if let Some((told, heard)) = &first
            && next > before
        {
            heard.count.store(next, Ordering::Relaxed);
            told.notify_one();
        }
    }
}
