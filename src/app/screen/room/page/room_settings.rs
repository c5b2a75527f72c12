//! The settings of the room that is shown: a page. What its person likes, and for whoever keeps it, how it is kept.

use std::sync::Arc;

use super::people_filter::{PeopleFilter, Shown};
use crate::room::{Access, Author, Memory};
use crate::wire::frame::Notify;
use crate::wire::people::{BanLine, PersonLine};

/// By what the field is found in which the title is typed to delete the room.
pub const DELETION: &str = "room-settings-delete";

/// By what the field is found in which a name is typed to invite someone.
pub const INVITEE: &str = "room-settings-invite";

/// A section of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What it is called, and what its person likes.
    General,
    /// Who can join, and who can write.
    Access,
    /// How long messages are kept.
    History,
    /// Slow mode, who is muted, who is banned.
    Moderation,
    /// Who is here.
    People,
    /// What ends something.
    Danger,
}

/// Who can write in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writers {
    /// Everyone in it.
    Everyone,
    /// Those who keep it in order.
    Operators,
    /// Nobody: it is archived.
    Nobody,
}

/// The page, while it is open.
#[derive(Clone, Debug, Default)]
pub struct RoomSettings {
    /// The section that was opened.
    pub section: Option<Section>,
    /// The title and the topic that are being typed.
    pub title: Option<String>,
    pub topic: Option<String>,
    /// The password that is being typed, and whether the room is about to have its first.
    pub password: String,
    pub first_password: bool,
    /// Who is to be invited.
    pub invite: String,
    /// Who of the people is listed.
    pub filter: PeopleFilter,
    pub bans: Vec<BanLine>,
    /// The title that is typed to delete the room, once that was asked for.
    pub deleting: Option<String>,
    pub told: Option<String>,
    pub trouble: Option<String>,
}

/// What happens on it.
#[derive(Clone, Debug)]
pub enum Message {
    Open(Option<Section>),
    Title(String),
    Topic(String),
    Rename,
    Quiet(bool),
    Notify(Option<Notify>),
    Save,
    /// Asks whether to leave the room.
    Leave,
    Access(Access),
    Password(String),
    SetPassword,
    Writers(Writers),
    Invitee(String),
    Invite,
    /// The same, of someone who is offered.
    InviteThem(Author),
    /// Someone is invited no longer.
    Uninvite(Author),
    /// The invite is on its way.
    Invited,
    /// Keeps messages so long; where that deletes some, it is asked first.
    Memory(Memory),
    /// The same, asked.
    Keep(Memory),
    Slow(u32),
    Unmute(Author),
    Bans(Arc<Vec<BanLine>>),
    Unban(Author),
    Words(String),
    Show(Shown),
    Person(Box<PersonLine>),
    Archive(bool),
    /// Asks whether to delete the room, or no longer.
    Delete(bool),
    DeletionTitle(String),
    DeleteNow,
}

impl RoomSettings {
    /// Opened at a section.
    #[must_use]
    pub fn at(section: Section) -> Self {
        Self { section: Some(section), ..Self::default() }
    }
}
