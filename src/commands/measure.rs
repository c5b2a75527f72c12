//! What is done to someone to keep a room in order, as it is typed. Whom it means and what time it is comes in later.

use super::lasting::Lasting;
use super::parts::{flags, named, only_name, plainly};
use crate::room::{Act, Author, Name, Reach, Reason};

/// Something done to someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Lets them into a room for those who are invited.
    Invite,
    /// Makes them an operator.
    Op,
    /// Takes that back.
    Deop,
    /// Lets them only read.
    Mute {
        /// For how long; until it is taken back where left out.
        lasts: Option<Lasting>,
        /// Why.
        why: Option<Reason>,
    },
    /// Lets them speak again.
    Unmute,
    /// Puts them out.
    Kick {
        /// Why.
        why: Option<Reason>,
    },
    /// Puts them out, and lets them not come back.
    Ban {
        /// For how long; until it is taken back where left out.
        lasts: Option<Lasting>,
        /// Why.
        why: Option<Reason>,
        /// How many others it meets.
        reach: Reach,
        /// Whether from the whole house.
        house: bool,
    },
    /// Lets them come back.
    Unban {
        /// Whether to the whole house.
        house: bool,
    },
}

impl Measure {
    /// The act it is, toward this person and from this time on.
    #[must_use]
    pub fn act(self, whom: Author, now: u64) -> Act {
        let until = |lasts: Option<Lasting>| lasts.map(|lasts| lasts.until(now));
        match self {
            Self::Invite => Act::Invited { whom },
            Self::Op => Act::Opped { whom },
            Self::Deop => Act::Deopped { whom },
            Self::Mute { lasts, why } => Act::Muted { whom, until: until(lasts), why },
            Self::Unmute => Act::Unmuted { whom },
            Self::Kick { why } => Act::Kicked { whom, why },
            Self::Ban { lasts, why, reach, house } => Act::Banned { whom, until: until(lasts), why, reach, house },
            Self::Unban { house } => Act::Unbanned { whom, house },
        }
    }
}

/// Reads one, and whom it is for; nothing where the word is no such command.
pub(super) fn read(word: &str, rest: &str) -> Option<Result<(Name, Measure), String>> {
    Some(match word {
        "invite" => only_name(word, rest).map(|name| (name, Measure::Invite)),
        "op" => only_name(word, rest).map(|name| (name, Measure::Op)),
        "deop" => only_name(word, rest).map(|name| (name, Measure::Deop)),
        "unmute" => only_name(word, rest).map(|name| (name, Measure::Unmute)),
        "mute" => named(rest, "/mute Ada 10m").and_then(|(name, rest)| {
            let (lasts, why) = lasts_and_why(rest)?;
            Ok((name, Measure::Mute { lasts, why }))
        }),
        "kick" => named(rest, "/kick Ada").and_then(|(name, rest)| Ok((name, Measure::Kick { why: reason(rest)? }))),
        "ban" => named(rest, "/ban Ada 2h").and_then(|(name, rest)| Ok((name, ban(rest)?))),
        "unban" => named(rest, "/unban Ada").and_then(|(name, rest)| Ok((name, unban(rest)?))),
        _ => return None,
    })
}

fn ban(rest: &str) -> Result<Measure, String> {
    let (wanted, rest) = flags(rest, &["address", "subnet", "all", "house"], "/ban Ada 2h --address --all")?;
    let reach = match (wanted.contains(&"address"), wanted.contains(&"subnet")) {
        (_, true) => Reach::Subnet,
        (true, false) => Reach::Address,
        (false, false) => Reach::Person,
    };
    let (lasts, why) = lasts_and_why(&rest)?;
    Ok(Measure::Ban { lasts, why, reach, house: wanted.contains(&"all") || wanted.contains(&"house") })
}

fn unban(rest: &str) -> Result<Measure, String> {
    let (wanted, rest) = flags(rest, &["all", "house"], "/unban Ada --all")?;
    if rest.is_empty() {
        return Ok(Measure::Unban { house: !wanted.is_empty() });
    }
    Err("Type one name. Put a name with spaces in quotes: /unban \"Ada Lovelace\".".to_owned())
}

/// How long, where that comes first, and the reason after it. A number that is no time is refused: someone who mistypes the
/// time must not be understood as wanting it for ever.
fn lasts_and_why(rest: &str) -> Result<(Option<Lasting>, Option<Reason>), String> {
    match Lasting::leading(rest).map_err(plainly)? {
        Some((lasts, why)) => Ok((Some(lasts), reason(why)?)),
        None => Ok((None, reason(rest)?)),
    }
}

fn reason(words: &str) -> Result<Option<Reason>, String> {
    if words.is_empty() { Ok(None) } else { Reason::parse(words).map(Some).map_err(plainly) }
}
