//! What the window is opened with: an invite, as a link or in a file. This is how a browser, a mail program or a file
//! manager hands one over.

use std::path::Path;
use std::str::FromStr;

use parlor::wire::Invite;
use parlor::wire::invite::SCHEME;
use parlor::wire::invite_file::{self, ENDING};

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
            let plainly = |error: String| format!("{text}: {}.", error.trim_end_matches('.'));
            let invite = invite_file::read(path).map_err(|error| plainly(error.to_string()))?;
            return Ok(Self(invite.to_string()));
        }
        Err(format!("“{text}” is neither a command nor an invite. parlor --help lists the commands."))
    }
}

fn whole(text: &str) -> Result<Invited, String> {
    let invite = text.parse::<Invite>().map_err(|error| error.to_string())?;
    Ok(Invited(invite.to_string()))
}
