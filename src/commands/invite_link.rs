//! An invite to the house, as it is asked for by typing: `/invite-link --once --for 2h For Can`.

use super::lasting::Lasting;
use super::parts::{DASHES, plainly, unquoted};
use crate::room::Label;
use crate::wire::invites::NewInvite;

const EXAMPLE: &str = "For example: /invite-link --once --for 2h For Can.";

/// What is wanted.
pub(super) fn read(rest: &str) -> Result<NewInvite, String> {
    let (mut once, mut for_ms, mut label) = (false, None, Vec::new());
    let mut words = rest.split_whitespace();
    while let Some(word) = words.next() {
        let flag = DASHES.iter().find_map(|dashes| word.strip_prefix(dashes)).map(str::to_lowercase);
        match flag.as_deref() {
            Some("once") => once = true,
            Some("for") => {
                let long = words.next().ok_or_else(|| format!("Type how long after --for. {EXAMPLE}"))?;
                for_ms = Some(long.parse::<Lasting>().map_err(plainly)?.until(0));
            }
            Some(flag) if flag.starts_with(char::is_alphabetic) => {
                return Err(format!("There is no --{flag} here. {EXAMPLE}"));
            }
            _ => label.push(word),
        }
    }
    let label = Label::parse(unquoted(&label.join(" "))).map_err(plainly)?;
    Ok(NewInvite { label, once, for_ms })
}
