//! `parlor find`: lists the places that are announced on the local network.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use parlor::find::{Browser, Found, LocalNetwork};
use parlor::wire::Fingerprint;
use serde_json::json;
use tokio::runtime::Runtime;
use tokio::time::{Instant, timeout_at};

use super::ending::Failure;
use super::numbers;

/// What to do where nothing was found.
const NOTHING: &str = "No place was found on this network. Ask the host for an address or an invite, and join with it: \
                       parlor join ADDRESS --name NAME.";

/// What `parlor find` takes.
#[derive(clap::Args)]
pub struct Args {
    /// How long to look.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = numbers::seconds)]
    seconds: u64,
    /// For programs: JSON, one object a line. Tells also what changes and what is gone.
    #[arg(long)]
    json: bool,
}

/// Looks for as long as was asked for.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let runtime = Runtime::new()?;
    let done = runtime.block_on(find(args));
    runtime.shutdown_background();
    done
}

async fn find(args: &Args) -> Result<ExitCode, Failure> {
    let mut browser = Browser::start(&LocalNetwork::new());
    let until = Instant::now() + Duration::from_secs(args.seconds);
    let mut told = BTreeMap::new();
    let mut any = false;
    while let Ok(found) = timeout_at(until, browser.next()).await {
        any |= !found.is_empty();
        let mut out = io::stdout().lock();
        for place in found.iter() {
            let before = told.insert(place.key, place.clone());
            if args.json && before.as_ref() != Some(place) {
                writeln!(out, "{}", as_json(place))?;
            } else if before.is_none() {
                tell(&mut out, place)?;
            }
        }
        let gone: Vec<Fingerprint> =
            told.keys().filter(|key| found.iter().all(|place| place.key != **key)).copied().collect();
        // Who reads it sees each place once; a program sees it come and go.
        for key in gone.iter().filter(|_| args.json) {
            told.remove(key);
            writeln!(out, "{}", json!({ "t": "gone", "key": key }))?;
        }
        out.flush()?;
    }
    if any { Ok(ExitCode::SUCCESS) } else { Err(NOTHING.into()) }
}

fn tell(out: &mut impl io::Write, place: &Found) -> io::Result<()> {
    let people = match place.people {
        0 => "nobody there".to_owned(),
        1 => "1 person".to_owned(),
        people => format!("{people} people"),
    };
    let asks = if place.asks_password { ", asks for a password" } else { "" };
    writeln!(out, "{}: {people}{asks}", place.title)?;
    for (index, address) in place.addresses.iter().enumerate() {
        writeln!(out, "  {:<12} {address}", if index == 0 { "Address" } else { "" })?;
    }
    writeln!(out, "  {:<12} {}", "Fingerprint", place.key.words())
}

fn as_json(place: &Found) -> serde_json::Value {
    let addresses: Vec<String> = place.addresses.iter().map(ToString::to_string).collect();
    json!({
        "t": "found",
        "key": place.key,
        "words": place.key.words(),
        "title": place.title.as_str(),
        "addresses": addresses,
        "people": place.people,
        "asks_password": place.asks_password,
        "version": place.version,
    })
}
