//! `parlor doctor`: says why a place can't be reached, or whether others could reach this computer.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::str::FromStr;

use parlor::doctor::{Cause, Checked, Doctor, Subject, Verdict, causes, is_well};
use parlor::find::LocalNetwork;
use parlor::guest::Known;
use parlor::paths::Paths;
use parlor::wire::invite::SCHEME;
use parlor::wire::invite_file::{self, ENDING};
use parlor::wire::{Address, Invite, SpokenCode};
use serde_json::json;
use tokio::runtime::Runtime;

use super::ending::Failure;

/// What `parlor doctor` takes.
#[derive(clap::Args)]
pub struct Args {
    /// An address, a link, or a .parlor file with a link in it. Checks this computer if omitted.
    #[arg(value_name = "ADDRESS|LINK|FILE.parlor")]
    what: Option<String>,
    /// For programs: JSON, one object a line, as each check is done. The cause comes last.
    #[arg(long)]
    json: bool,
}

/// What is to be examined, as it is typed.
enum What {
    Address(Address),
    Invite(Invite),
}

impl FromStr for What {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        let begins = text.trim().get(..SCHEME.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(SCHEME));
        if begins && text.contains("://") {
            return Ok(Self::Invite(text.parse()?));
        }
        let path = Path::new(text);
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING)) {
            let invite = invite_file::read(path);
            let invite = invite.map_err(|error| format!("{text}: {}.", error.to_string().trim_end_matches('.')))?;
            return Ok(Self::Invite(invite));
        }
        if SpokenCode::is_meant(text) {
            return Err("That is a code, and a code has no address. Type the address, or leave it out.".into());
        }
        Ok(Self::Address(text.parse()?))
    }
}

/// Examines, and says what was found.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let runtime = Runtime::new()?;
    let done = runtime.block_on(examine(args));
    // A name being looked up must not hold up the end.
    runtime.shutdown_background();
    done
}

async fn examine(args: Args) -> Result<ExitCode, Failure> {
    let what = args.what.as_deref().map(str::parse::<What>).transpose()?;
    let named = what.as_ref().map(|what| match what {
        What::Address(address) => address.to_string(),
        What::Invite(invite) => invite.addresses.first().map(ToString::to_string).unwrap_or_default(),
    });
    let subject = match what {
        None => Subject::this_computer(),
        // Without what is known of places, one is examined all the same.
        Some(What::Address(address)) => {
            let known = Paths::of_person().and_then(|paths| Known::load(&paths.known()).ok());
            Subject::address(address, known.as_ref())
        }
        Some(What::Invite(invite)) => Subject::invite(&invite),
    };
    let mut doctor = Doctor::start(subject, &LocalNetwork::new());
    let mut checks = Vec::new();
    while let Some(check) = doctor.next().await {
        if args.json {
            let mut out = io::stdout().lock();
            writeln!(out, "{}", as_json(&check))?;
            out.flush()?;
        }
        checks.push(check);
    }
    let (causes, is_well) = (causes(&checks), is_well(&checks));
    let mut out = io::stdout().lock();
    if args.json {
        writeln!(out, "{}", end_as_json(&causes, is_well))?;
    } else {
        tell(&mut out, named.as_deref(), &causes, &mut checks)?;
    }
    out.flush()?;
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell(out: &mut impl io::Write, named: Option<&str>, causes: &[Cause], checks: &mut [Checked]) -> io::Result<()> {
    match (causes.first(), named) {
        (Some(cause), _) => writeln!(out, "{}. {}", cause.heading, cause.advice)?,
        (None, Some(named)) => writeln!(out, "{named} can be reached.")?,
        (None, None) => writeln!(out, "Nothing was found that keeps others from reaching this computer.")?,
    }
    writeln!(out)?;
    checks.sort_by_key(|check| (check.verdict, check.id));
    for check in checks {
        let mark = match check.verdict {
            Verdict::Good => '✓',
            Verdict::Bad => '✗',
            Verdict::Unknown => '?',
        };
        writeln!(out, "{mark} {}", check.title)?;
        writeln!(out, "  {}", check.detail)?;
        if let Some(advice) = &check.advice {
            writeln!(out, "  {advice}")?;
        }
    }
    let Some(cause) = causes.first() else { return Ok(()) };
    if let [_, others @ ..] = causes
        && !others.is_empty()
    {
        writeln!(out, "\nOther possible causes:")?;
        for other in others {
            writeln!(out, "- {}. {}", other.title, other.advice)?;
        }
    }
    match &cause.for_host {
        Some(words) => writeln!(out, "\nTo send to the host: {words}"),
        None => Ok(()),
    }
}

fn as_json(check: &Checked) -> serde_json::Value {
    json!({
        "t": "check",
        "id": check.id.name(),
        "verdict": check.verdict.name(),
        "title": check.title,
        "detail": check.detail,
        "advice": check.advice,
    })
}

fn end_as_json(causes: &[Cause], is_well: bool) -> serde_json::Value {
    let first = causes.first();
    let others: Vec<&str> = causes.iter().skip(1).map(|cause| cause.id.name()).collect();
    json!({
        "t": "cause",
        "reachable": is_well,
        "id": first.map(|cause| cause.id.name()),
        "heading": first.map(|cause| &cause.heading),
        "advice": first.map(|cause| &cause.advice),
        "for_host": first.and_then(|cause| cause.for_host.as_ref()),
        "others": others,
    })
}
