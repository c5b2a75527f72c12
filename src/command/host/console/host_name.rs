//! What whoever hosts from a terminal is called there.

use std::env;

use parlor::room::Name;

/// What they are called where they chose nothing and nothing is known of them.
const HOST: &str = "Host";

/// Where the system says who is logged in.
const LOGIN: [&str; 3] = ["USER", "LOGNAME", "USERNAME"];

/// The name that was used last, or the one by which they are logged in.
pub fn usual() -> Option<Name> {
    let login = || LOGIN.iter().filter_map(|name| env::var(name).ok()).find_map(|name| Name::parse(&name).ok());
    last().or_else(login).or_else(|| Name::parse(HOST).ok())
}

/// The name that was used last.
#[cfg(feature = "window")]
fn last() -> Option<Name> {
    parlor::settings::load(&crate::command::folders::paths().ok()?.settings()).0.name
}

/// The settings are the window's.
#[cfg(not(feature = "window"))]
const fn last() -> Option<Name> {
    None
}
