//! Parlor beside others: `cargo bench --bench peers [WHO...] [CASE...]`, where WHO is native, text, irc, redis or inspircd, and
//! CASE one of those below. Each server runs in a process of its own on the first core, and this process, which is all of its
//! guests, on the second. Rounds alternate between the servers; what is printed are medians, ranges, and ratios to redis where
//! it is there. Every delivery is checked: each guest gets each message once, in the order in which they were said.
//!
//! redis and inspircd are taken where they are installed; they keep nothing and encrypt nothing. Parlor keeps every message
//! before it shows it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that can't go on has nothing to print")]
#![allow(clippy::cast_precision_loss, reason = "figures are printed, and need not be exact to the last digit")]

#[path = "peers/behind.rs"]
mod behind;
#[path = "peers/guests.rs"]
mod guests;
#[path = "peers/load.rs"]
mod load;
mod process_figures;
#[path = "peers/rate.rs"]
mod rate;
#[path = "peers/rooms.rs"]
mod rooms;
#[path = "peers/server.rs"]
mod server;

#[cfg(unix)]
use std::os::unix::process::CommandExt as _;
#[cfg(unix)]
use std::process::Command;

use load::{Case, Figures, measure, measured, middle};
use rooms::RoomsCase;
use server::Peer;

/// How often each server is measured in each case.
const ROUNDS: usize = 3;

/// How often a round that others disturbed is tried again.
const TRIES: usize = 4;

const CASES: [Case; 5] = [
    Case { name: "5000x64", guests: 5000, under_way: 64, messages: 1000 },
    Case { name: "1000x64", guests: 1000, under_way: 64, messages: 3000 },
    Case { name: "100x64", guests: 100, under_way: 64, messages: 15_000 },
    Case { name: "1000x1", guests: 1000, under_way: 1, messages: 300 },
    Case { name: "100x1", guests: 100, under_way: 1, messages: 2000 },
];

const ROOMS: [RoomsCase; 2] = [
    RoomsCase { name: "rooms", rooms: 990, guests: 10, under_way: 640, messages: 20 },
    RoomsCase { name: "roomsx1", rooms: 990, guests: 10, under_way: 1, messages: 3 },
];

fn main() {
    #[cfg(unix)]
    pin_to_second_core();
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let is_wanted = |name: &str, all: &[&str]| {
        let some = wanted.iter().any(|wanted| all.contains(&wanted.as_str()));
        !some || wanted.iter().any(|wanted| wanted == name)
    };
    let peers: Vec<&str> = Peer::ALL.iter().map(|peer| peer.name()).collect();
    let cases = CASES.iter().map(|case| case.name).chain(ROOMS.iter().map(|case| case.name)).chain([RATE, BEHIND]);
    let cases: Vec<&str> = cases.collect();
    let chosen: Vec<Peer> =
        Peer::ALL.into_iter().filter(|peer| is_wanted(peer.name(), &peers) && peer.is_there()).collect();
    for case in CASES.into_iter().filter(|case| is_wanted(case.name, &cases)) {
        println!("{} guests, {} under way, {} messages of 100 bytes", case.guests, case.under_way, case.messages);
        compare(&chosen, |peer| measure(peer, case));
    }
    let of_rooms: Vec<Peer> =
        chosen.iter().copied().filter(|peer| matches!(peer, Peer::Native | Peer::Redis)).collect();
    for case in ROOMS.into_iter().filter(|case| is_wanted(case.name, &cases)) {
        let RoomsCase { rooms, guests, under_way, messages, .. } = case;
        println!("{rooms} rooms of {guests}, {under_way} under way in all, {messages} messages of 100 bytes in each");
        compare(&of_rooms, |peer| measured(peer, rooms::run(peer, case)));
    }
    if is_wanted(RATE, &cases) {
        rate::print(&chosen);
    }
    if is_wanted(BEHIND, &cases) && is_wanted(Peer::Native.name(), &peers) {
        behind::print();
    }
}

/// Measures all of these in turn, and prints what came out.
fn compare(peers: &[Peer], measure: impl Fn(Peer) -> Option<Figures>) {
    println!(
        "  {:<10} {:>26} {:>10} {:>16} {:>14}",
        "", "CPU s a million deliveries", "to redis", "join, ms CPU each", "kB a guest"
    );
    let mut all: Vec<(Peer, Vec<Figures>)> = peers.iter().map(|peer| (*peer, Vec::new())).collect();
    for _ in 0..ROUNDS {
        for (peer, figures) in &mut all {
            match (0..TRIES).find_map(|_| measure(*peer)) {
                Some(figure) => figures.push(figure),
                None => println!("  {:<10} others used the processor: no figure", peer.name()),
            }
        }
    }
    let redis = all.iter().find(|(peer, _)| *peer == Peer::Redis).and_then(|(_, figures)| cpu_of(figures));
    for (peer, figures) in &all {
        let Some((least, median, most)) = cpu_of(figures) else { continue };
        let ratio = redis.map_or_else(String::new, |(_, redis, _)| format!("{:.2}", median / redis));
        let join = middle(figures.iter().map(|figures| figures.join_ms));
        let memory = middle(figures.iter().map(|figures| figures.kilobytes));
        let range = format!("{median:.2} ({least:.2} to {most:.2})");
        println!("  {:<10} {range:>26} {ratio:>10} {join:>16.3} {memory:>14.1}", peer.name());
    }
}

/// The name of the case of how fast a room may go.
const RATE: &str = "rate";

/// The name of the case of those who catch up, which is Parlor's alone.
const BEHIND: &str = "behind";

fn cpu_of(figures: &[Figures]) -> Option<(f64, f64, f64)> {
    let all: Vec<f64> = figures.iter().map(|figures| figures.cpu).collect();
    let least = all.iter().copied().reduce(f64::min)?;
    let most = all.iter().copied().reduce(f64::max)?;
    Some((least, middle(all.into_iter()), most))
}

/// Begins anew on the second core alone, where the system can do that.
#[cfg(unix)]
fn pin_to_second_core() {
    const PINNED: &str = "PARLOR_BENCH_PINNED";
    if std::env::var_os(PINNED).is_some() || std::thread::available_parallelism().is_ok_and(|cores| cores.get() < 2) {
        return;
    }
    let me = std::env::current_exe().unwrap();
    let error =
        Command::new("taskset").args(["-c", "1"]).arg(me).args(std::env::args_os().skip(1)).env(PINNED, "1").exec();
    println!("not pinned to a core: {error}");
}
