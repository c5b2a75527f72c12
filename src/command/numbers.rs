//! Numbers and addresses of the command line, each with a sentence that says what it has to be.

use std::net::IpAddr;
use std::str::FromStr;

/// A port.
pub fn port(text: &str) -> Result<u16, String> {
    parsed(text, "a port", "A port is a number from 1 to 65535; 0 chooses a free one.")
}

/// An address to listen on.
pub fn address(text: &str) -> Result<IpAddr, String> {
    parsed(text, "an IP address", "Type one of this computer, such as 192.168.1.20.")
}

/// How many people or connections.
pub fn count(text: &str) -> Result<usize, String> {
    let count = parsed(text, "a number", "Type a whole number, 1 or more.")?;
    if count == 0 { Err("Type a whole number, 1 or more.".to_owned()) } else { Ok(count) }
}

/// How many messages each second.
pub fn pace(text: &str) -> Result<u32, String> {
    count(text)?.try_into().map_err(|_| format!("{text} is too many. Type a smaller number."))
}

/// How many seconds, up to a day.
pub fn seconds(text: &str) -> Result<u64, String> {
    const HOW: &str = "Type how many seconds, from 1 to 86400.";
    let seconds = parsed(text, "a number", HOW)?;
    if (1..=86_400).contains(&seconds) { Ok(seconds) } else { Err(HOW.to_owned()) }
}

fn parsed<T: FromStr>(text: &str, what: &str, how: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("“{text}” is not {what}. {how}"))
}
