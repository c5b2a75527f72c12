//! What the window is opened with: an invite, as a link or in a file. This is how a browser, a mail program or a file
//! manager hands one over.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::str::FromStr;

use parlor::wire::Invite;
use parlor::wire::invite::SCHEME;
use parlor::wire::plainly::plainly;

/// How files are called that hold an invite.
const ENDING: &str = "parlor";

/// How much of such a file is read. An invite is much shorter.
const MOST: u64 = 16 * 1024;

/// An invite, whole.
#[derive(Clone, Debug)]
pub struct Invited(pub String);

impl FromStr for Invited {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let begins = text.get(..SCHEME.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(SCHEME));
        if begins && text[SCHEME.len()..].starts_with(':') {
            return whole(text);
        }
        let path = Path::new(text);
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING)) {
            return in_file(path);
        }
        Err("this is neither a command nor an invite".to_owned())
    }
}

/// The invite on the first line of a file that is not empty.
fn in_file(path: &Path) -> Result<Invited, String> {
    let mut words = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut words));
    read.map_err(|error| format!("it can't be read: {}", plainly(&error)))?;
    let words = String::from_utf8_lossy(&words);
    let line = words.trim_start_matches('\u{feff}').lines().map(str::trim).find(|line| !line.is_empty());
    whole(line.ok_or("there is no invite in this file")?)
}

fn whole(text: &str) -> Result<Invited, String> {
    let invite = text.parse::<Invite>().map_err(|error| error.to_string())?;
    Ok(Invited(invite.to_string()))
}
