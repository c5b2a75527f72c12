//! What someone may do in a room, decided from its state and the table in `roles`. What is done is not done here.

use std::time::Duration;

use super::act::Act;
use super::body::Body;
use super::ids::{EventId, PersonId, Seq};
use super::limits::{LISTED, PINNED, SIGNS};
use super::roles::{Deed, Rank};
use super::rule_name::RuleName;
use super::span::{left, uncounted};
use super::state::State;

/// Someone who wants to add something, and all that the rules need to know about it.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The room.
    pub state: &'a State,
    /// Who.
    pub who: PersonId,
    /// Who else they are: other people who come with the same key.
    pub also: &'a [PersonId],
    /// What they are in this room.
    pub rank: Rank,
    /// The message that [`Body::about`] names, if the room has it.
    pub target: Option<&'a Target>,
    /// What the one is whom it is done to.
    pub whom: Rank,
    /// How many different signs they have on the target, without the one that is set now.
    pub signs: usize,
    /// When they last said something here, in milliseconds since 1970.
    pub last: Option<u64>,
    /// The time.
    pub now: u64,
}

/// What the rules need to know of the message that something speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Who said it.
    pub by: Option<PersonId>,
    /// Where it is.
    pub seq: Seq,
    /// Whether it is a message with words still in it.
    pub said: bool,
}

/// Why something was not done, in words for the one who tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// They are not in the room.
    #[error("You are not in this room. Join it first.")]
    NotHere,
    /// Only the house writes such events.
    #[error("Only Parlor itself can do that.")]
    NotYours,
    /// This version does not know the kind of event.
    #[error("The host's Parlor is too old for that. Ask the host to update it.")]
    Unknown,
    /// The message to change is not in this room.
    #[error("That message is not in this room.")]
    NoSuchMessage(EventId),
    /// The message to change is someone else's.
    #[error("You can only change your own messages.")]
    NotByYou,
    /// The message was withdrawn before.
    #[error("That message was deleted.")]
    Withdrawn,
    /// Their rank is too low.
    #[error("{}", needs(*.0))]
    Rank(Rank),
    /// The one it would be done to stands too high.
    #[error("{}", too_high(*.0))]
    TooHigh(Rank),
    /// They would do it to themselves.
    #[error("You can't do that to yourself. Choose someone else.")]
    Yourself,
    /// They are muted.
    #[error("You are muted in this room{}. You can still read.", for_how_long(*.now, *.until))]
    Muted {
        /// Until when.
        until: Option<u64>,
        /// The time.
        now: u64,
    },
    /// The room is locked.
    #[error("Only operators can write in this room right now.")]
    Locked,
    /// The room is archived.
    #[error("This room is archived. You can read it, but not write.")]
    Archived,
    /// It is a talk of two.
    #[error("You can't do that in direct messages.")]
    Direct,
    /// They spoke a moment ago.
    #[error("{}", too_soon(*.every, *.wait))]
    Slow {
        /// The wait between two, in seconds.
        every: u32,
        /// What is left of it.
        wait: u64,
    },
    /// They have put too many reactions on one message.
    #[error("You already have {SIGNS} reactions on this message. Remove one first.")]
    Signs,
    /// The reaction is more than a picture.
    #[error("{0}")]
    Sign(super::sign::SignError),
    /// As many messages are pinned as can be.
    #[error("This room already has {PINNED} pinned messages. Unpin one first.")]
    Pins,
    /// The list is full.
    #[error("That list is full: it holds {LISTED} people. Remove someone from it first.")]
    Listed,
    /// It is so already.
    #[error("{0}")]
    Already(&'static str),
    /// Whoever it would be done to is not in the room.
    #[error("They are not in this room.")]
    Absent,
}

impl Refusal {
    /// Whether the same may be done later, with nobody having to change what it is: a wait is over, or the room opens.
    #[must_use]
    pub const fn passes(&self) -> bool {
        matches!(self, Self::NotHere | Self::Muted { until: Some(_), .. } | Self::Locked | Self::Slow { .. })
    }

    /// How long it takes until the same may be done, where that is known and is soon.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        match self {
            Self::Slow { wait, .. } => Some(Duration::from_secs(*wait)),
            _ => None,
        }
    }

    /// The rule that says no, where it has a name.
    #[must_use]
    pub const fn rule(&self) -> Option<RuleName> {
        Some(match self {
            Self::Already(_) => RuleName::Already,
            Self::Absent => RuleName::Absent,
            Self::NoSuchMessage(_) | Self::Withdrawn => RuleName::Message,
            Self::Rank(_) | Self::TooHigh(_) => RuleName::Rank,
            Self::Muted { .. } => RuleName::Muted,
            Self::Locked => RuleName::Locked,
            Self::Archived => RuleName::Archived,
            Self::Slow { .. } => RuleName::Slow,
            Self::Signs | Self::Pins | Self::Listed => RuleName::Full,
            Self::NotHere
            | Self::NotYours
            | Self::Unknown
            | Self::NotByYou
            | Self::Yourself
            | Self::Direct
            | Self::Sign(_) => return None,
        })
    }
}

const fn needs(rank: Rank) -> &'static str {
    match rank {
        Rank::Owner => "Only the host can do that.",
        _ => "Only operators of this room can do that. Ask one.",
    }
}

const fn too_high(rank: Rank) -> &'static str {
    match rank {
        Rank::Owner => "You can't do that to the host.",
        _ => "You can't do that to an operator. Remove them as operator first.",
    }
}

fn too_soon(every: u32, wait: u64) -> String {
    let (every, wait) = (uncounted(0, u64::from(every) * 1000), left(0, wait.saturating_mul(1000)));
    format!("Slow mode is on: one message every {every}. Try again in {wait}.")
}

fn for_how_long(now: u64, until: Option<u64>) -> String {
    let Some(until) = until else { return String::new() };
    match until.saturating_sub(now).div_ceil(60_000) {
        0 | 1 => " for another minute".to_owned(),
        minutes @ 2..120 => format!(" for another {minutes} minutes"),
        minutes => format!(" for another {} hours", minutes.div_ceil(60)),
    }
}

/// Whether someone may add `body` to a room.
///
/// # Errors
/// The reason why not.
pub fn check(case: &Case<'_>, body: &Body) -> Result<(), Refusal> {
    // Nobody is told who comes to a direct talk.
    if !case.state.here.contains_key(&case.who) && !case.state.is_between(case.who) {
        return Err(Refusal::NotHere);
    }
    let deed = deed(case, body)?;
    may(case, deed)?;
    match body {
        Body::Reacted { sign, .. } if !sign.is_plain() => Err(Refusal::Sign(super::sign::SignError)),
        Body::Reacted { off, .. } => {
            check_target(case, body)?;
            check_speaking(case, body)?;
            if !off && case.signs >= SIGNS { Err(Refusal::Signs) } else { Ok(()) }
        }
        Body::Said { .. } | Body::Did { .. } | Body::Replied { .. } | Body::Edited { .. } => {
            check_target(case, body)?;
            check_speaking(case, body)
        }
        Body::Topic { .. } => check_speaking(case, body),
        Body::Withdrawn { .. } => check_target(case, body),
        Body::Memory { memory } if *memory == case.state.memory => {
            Err(Refusal::Already("The room keeps messages that long already."))
        }
        Body::Act(act) => {
            if let Act::Pinned { .. } = act {
                check_target(case, body)?;
            }
            check_change(case, act)
        }
        _ => Ok(()),
    }
}

/// Whether someone may do this here, by the table.
///
/// # Errors
/// The reason why not.
pub fn may(case: &Case<'_>, deed: Deed) -> Result<(), Refusal> {
    let rule = deed.rule();
    if case.state.is_direct() {
        if !rule.direct {
            return Err(Refusal::Direct);
        }
    } else if case.rank < rule.from {
        return Err(Refusal::Rank(rule.from));
    }
    if !rule.muted
        && let Some(mute) = case.state.mute_of(case.who, case.also, case.rank, case.now)
    {
        return Err(Refusal::Muted { until: mute.until, now: case.now });
    }
    if !rule.archived && case.state.archived {
        return Err(Refusal::Archived);
    }
    if !rule.reaches(case.rank, case.whom) {
        return Err(Refusal::TooHigh(case.whom));
    }
    Ok(())
}

/// What someone does who adds `body`.
fn deed(case: &Case<'_>, body: &Body) -> Result<Deed, Refusal> {
    let own = || case.target.is_none_or(|target| target.by == Some(case.who));
    Ok(match body {
        Body::Said { .. } | Body::Did { .. } | Body::Replied { .. } | Body::Reacted { .. } => Deed::Speak,
        Body::Edited { .. } if own() => Deed::Edit,
        Body::Edited { .. } => return Err(Refusal::NotByYou),
        Body::Withdrawn { .. } if own() => Deed::Withdraw,
        Body::Withdrawn { .. } if case.state.is_direct() => return Err(Refusal::NotByYou),
        Body::Withdrawn { .. } => Deed::Remove,
        Body::Topic { .. } => Deed::Topic,
        Body::Named { .. } => Deed::Rename,
        Body::Titled { .. } => Deed::Title,
        Body::Memory { .. } => Deed::Keep,
        Body::Act(act) => act.deed(),
        Body::Erased { .. } | Body::Damaged {} | Body::People(_) | Body::Direct { .. } | Body::Gone {} => {
            return Err(Refusal::NotYours);
        }
        Body::Other(_) => return Err(Refusal::Unknown),
    })
}

fn check_target(case: &Case<'_>, body: &Body) -> Result<(), Refusal> {
    match (body.about(), case.target) {
        (None, _) => Ok(()),
        (Some(of), None) => Err(Refusal::NoSuchMessage(of)),
        // What was answered may be withdrawn meanwhile: the answer still has something to say.
        (Some(_), Some(target)) if !target.said && body.to().is_none() => Err(Refusal::Withdrawn),
        (Some(_), Some(_)) => Ok(()),
    }
}

fn check_speaking(case: &Case<'_>, body: &Body) -> Result<(), Refusal> {
    if may(case, Deed::SpeakAnyway).is_ok() || case.state.is_direct() {
        return Ok(());
    }
    if case.state.locked {
        return Err(Refusal::Locked);
    }
    let every = case.state.slow;
    if every == 0 || !body.has_new_words() {
        return Ok(());
    }
    let next = case.last.map_or(0, |last| last.saturating_add(u64::from(every) * 1000));
    match next.saturating_sub(case.now) {
        0 => Ok(()),
        left => Err(Refusal::Slow { every, wait: left.div_ceil(1000) }),
    }
}

/// What changes nothing is not told to everyone. So, of two who do the same at once, one does it.
fn check_change(case: &Case<'_>, act: &Act) -> Result<(), Refusal> {
    let state = case.state;
    let yourself = act.whom().is_some_and(|whom| whom.who == case.who);
    if yourself && !matches!(act, Act::Deopped { .. }) {
        return Err(Refusal::Yourself);
    }
    let whom = act.whom().map(|whom| whom.who);
    let (list, more) = match act {
        Act::Opped { .. } => (state.operators.len(), true),
        Act::Muted { .. } => (
            state.muted.keys().filter(|who| state.mute(**who, case.now).is_some()).count(),
            whom.is_some_and(|who| !state.muted.contains_key(&who)),
        ),
        Act::Invited { .. } => (state.invited.len(), true),
        _ => (0, false),
    };
    if more && list >= LISTED {
        return Err(Refusal::Listed);
    }
    let is = |found: bool, words| if found { Err(Refusal::Already(words)) } else { Ok(()) };
    match act {
        Act::Opped { .. } => is(case.whom >= Rank::Operator, "They are already an operator."),
        Act::Deopped { .. } => is(case.whom < Rank::Operator, "They are not an operator."),
        Act::Unmuted { .. } => is(whom.is_none_or(|who| state.mute(who, case.now).is_none()), "They are not muted."),
        Act::Kicked { .. } if whom.is_none_or(|who| !state.here.contains_key(&who)) => Err(Refusal::Absent),
        Act::Kicked { .. } => Ok(()),
        Act::Invited { .. } => {
            is(whom.is_some_and(|who| state.invited.contains_key(&who)), "They are already invited.")
        }
        Act::Uninvited { .. } => is(whom.is_none_or(|who| !state.invited.contains_key(&who)), "They are not invited."),
        Act::Slowed { seconds } => is(state.slow == *seconds, "Slow mode is already set to that."),
        Act::Locked {} => is(state.locked, "This room is already locked."),
        Act::Unlocked {} => is(!state.locked, "This room is not locked."),
        Act::Archived {} => is(state.archived, "This room is already archived."),
        Act::Reopened {} => is(!state.archived, "This room is not archived."),
        Act::Pinned { of, .. } if state.pinned.contains(*of) => {
            Err(Refusal::Already("That message is already pinned."))
        }
        Act::Pinned { .. } if state.pinned.len() >= PINNED => Err(Refusal::Pins),
        Act::Pinned { .. } => Ok(()),
        Act::Unpinned { of } => is(!state.pinned.contains(*of), "That message is not pinned."),
        // A ban or a mute may be given anew with another end, and who may come in with another password.
        Act::Muted { .. } | Act::Banned { .. } | Act::Unbanned { .. } | Act::Opened { .. } => Ok(()),
    }
}

impl Act {
    /// What it takes to do it.
    #[must_use]
    pub const fn deed(&self) -> Deed {
        match self {
            Self::Opped { .. } => Deed::Op,
            Self::Deopped { .. } => Deed::Deop,
            Self::Muted { .. } | Self::Unmuted { .. } => Deed::Mute,
            Self::Kicked { .. } => Deed::Kick,
            Self::Banned { house: true, .. } | Self::Unbanned { house: true, .. } => Deed::BanFromHouse,
            Self::Banned { .. } | Self::Unbanned { .. } => Deed::Ban,
            Self::Invited { .. } | Self::Uninvited { .. } => Deed::Invite,
            Self::Slowed { .. } => Deed::Slow,
            Self::Locked {} | Self::Unlocked {} => Deed::Lock,
            Self::Archived {} | Self::Reopened {} => Deed::Archive,
            Self::Opened { .. } => Deed::Open,
            Self::Pinned { .. } | Self::Unpinned { .. } => Deed::Pin,
        }
    }
}
