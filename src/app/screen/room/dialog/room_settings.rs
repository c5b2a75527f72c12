//! The room that is shown: how its person has it, and for whoever keeps it, how it is kept.

use std::sync::Arc;

use crate::room::{Access, Author, Memory, Name};
use crate::wire::people::BanLine;

/// What is being changed of a room.
#[derive(Clone, Debug, Default)]
pub struct RoomSettings {
    pub title: Option<String>,
    pub topic: Option<String>,
    pub password: String,
    /// Who is to be invited, and who was.
    pub invite: String,
    pub told: Option<String>,
    pub bans: Vec<BanLine>,
    /// Whether deleting or leaving was pressed once already.
    pub deleting: bool,
    pub leaving: bool,
    pub trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Title(String),
    Topic(String),
    Rename,
    Password(String),
    SetPassword,
    Quiet(bool),
    Slow(u32),
    Lock(bool),
    Access(Access),
    Memory(Memory),
    Archive(bool),
    Invitee(String),
    Invite,
    Asked,
    Leave,
    Delete,
    Bans(Arc<Vec<BanLine>>),
    Unban(Author),
}

impl RoomSettings {
    /// Someone was invited.
    pub fn invited(&mut self, name: &Name) {
        self.told = Some(format!("{name} can join now."));
    }
}
