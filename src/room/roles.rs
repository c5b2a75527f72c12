//! Who may do what: the one table. The engine refuses by it, and a window offers by it.

use serde::{Deserialize, Serialize};

/// What someone is in a room. Each may do what those below may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rank {
    /// Has no account in the house.
    #[default]
    Guest,
    /// Has an account.
    Member,
    /// Keeps the room in order. Whoever made the room is the first.
    Operator,
    /// Hosts the house.
    Owner,
}

/// Something that someone may do, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Say something, answer, react.
    Speak,
    /// Put what they said differently.
    Edit,
    /// Take back what they said.
    Withdraw,
    /// Take another name.
    Rename,
    /// Give the room a topic.
    Topic,
    /// Call everyone with `@room`.
    CallAll,
    /// Speak in a room that is locked, and without its waits.
    SpeakAnyway,
    /// Let someone into a room that only those who are invited may come into, or let them in no longer.
    Invite,
    /// Make someone an operator.
    Op,
    /// Take that back.
    Deop,
    /// Let someone not speak, or speak again.
    Mute,
    /// Put someone out.
    Kick,
    /// Put someone out of the room for longer, or let them back.
    Ban,
    /// The same for the whole house.
    BanFromHouse,
    /// Remove what someone else said.
    Remove,
    /// See what a message said before it was edited.
    SeeEdits,
    /// Give the room another title.
    Title,
    /// Make people wait between two messages.
    Slow,
    /// Lock the room, or open it again.
    Lock,
    /// Say who may come in, and with which password.
    Open,
    /// Say how long the room keeps what is said.
    Keep,
    /// Archive the room, or take it into use again.
    Archive,
    /// Delete the room with all that was said in it.
    Delete,
    /// Pin a message, or unpin it.
    Pin,
    /// Decide who comes into the house.
    Admit,
    /// Make invites to the house, see who came by them, and withdraw them.
    InviteToHouse,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What.
    pub deed: Deed,
    /// The lowest rank that may.
    pub from: Rank,
    /// Whether whoever is muted may as well.
    pub muted: bool,
    /// Whether it may be done in a room that is archived.
    pub archived: bool,
    /// Whether the two of a direct talk may. They are each other's equals, and nobody else is there.
    pub direct: bool,
    /// Whom it may be done to, where it is done to someone.
    pub to: Whom,
}

/// Whom something may be done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Nobody: it is not done to anyone.
    Nobody,
    /// Anyone.
    Anyone,
    /// Whoever is below the one who does it.
    Below,
    /// Anyone but the owner.
    NotOwner,
}

const fn rule(deed: Deed, from: Rank, muted: bool, archived: bool, direct: bool, to: Whom) -> Rule {
    Rule { deed, from, muted, archived, direct, to }
}

/// The table.
#[rustfmt::skip]
pub const TABLE: [Rule; 26] = [
    //    what                from            muted  arch.  direct to
    rule(Deed::Speak,        Rank::Guest,    false, false, true,  Whom::Nobody),
    rule(Deed::Edit,         Rank::Guest,    false, false, true,  Whom::Nobody),
    rule(Deed::Withdraw,     Rank::Guest,    true,  true,  true,  Whom::Nobody),
    rule(Deed::Rename,       Rank::Guest,    false, true,  true,  Whom::Nobody),
    rule(Deed::Topic,        Rank::Guest,    false, false, false, Whom::Nobody),
    rule(Deed::CallAll,      Rank::Operator, false, false, false, Whom::Nobody),
    rule(Deed::SpeakAnyway,  Rank::Operator, false, false, false, Whom::Nobody),
    rule(Deed::Invite,       Rank::Operator, true,  false, false, Whom::Anyone),
    rule(Deed::Op,           Rank::Operator, true,  true,  false, Whom::Anyone),
    rule(Deed::Deop,         Rank::Operator, true,  true,  false, Whom::NotOwner),
    rule(Deed::Mute,         Rank::Operator, true,  true,  false, Whom::Below),
    rule(Deed::Kick,         Rank::Operator, true,  true,  false, Whom::Below),
    rule(Deed::Ban,          Rank::Operator, true,  true,  false, Whom::Below),
    rule(Deed::BanFromHouse, Rank::Owner,    true,  true,  false, Whom::Below),
    rule(Deed::Remove,       Rank::Operator, true,  true,  false, Whom::Nobody),
    rule(Deed::SeeEdits,     Rank::Operator, true,  true,  false, Whom::Nobody),
    rule(Deed::Title,        Rank::Operator, true,  true,  false, Whom::Nobody),
    rule(Deed::Slow,         Rank::Operator, true,  true,  false, Whom::Nobody),
    rule(Deed::Lock,         Rank::Operator, true,  true,  false, Whom::Nobody),
    rule(Deed::Open,         Rank::Operator, true,  true,  false, Whom::Nobody),
    rule(Deed::Keep,         Rank::Operator, true,  true,  true,  Whom::Nobody),
    rule(Deed::Archive,      Rank::Operator, true,  true,  false, Whom::Nobody),
    rule(Deed::Delete,       Rank::Operator, true,  true,  false, Whom::Nobody),
    rule(Deed::Pin,          Rank::Operator, true,  true,  true,  Whom::Nobody),
    rule(Deed::Admit,        Rank::Owner,    true,  true,  false, Whom::Nobody),
    rule(Deed::InviteToHouse, Rank::Owner,   true,  true,  false, Whom::Nobody),
];

impl Deed {
    /// Its row of the table.
    #[must_use]
    pub fn rule(self) -> Rule {
        // Every deed has a row, which a test holds it to; what had none would be nobody's to do.
        let none = rule(self, Rank::Owner, false, false, false, Whom::Nobody);
        TABLE.into_iter().find(|rule| rule.deed == self).unwrap_or(none)
    }
}

impl Rule {
    /// Whether someone of this rank may do it to someone of that one.
    #[must_use]
    pub fn reaches(&self, rank: Rank, whom: Rank) -> bool {
        match self.to {
            Whom::Nobody | Whom::Anyone => true,
            Whom::Below => whom < rank,
            Whom::NotOwner => whom < Rank::Owner,
        }
    }
}
