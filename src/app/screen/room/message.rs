//! What happens in the room, and what it wants done.

use std::mem::Discriminant;
use std::path::PathBuf;
use std::sync::Arc;

use iced::Task;

use super::dialog::{self, Dialog};
use super::menu::About;
use super::page::{self, Page};
use super::panel::Panel;
use super::{entry, find, leave, menu, save_path};
use crate::app::emoji::Habits;
use crate::app::opening::{Hosting, JoinPlan};
use crate::app::recent::Recent;
use crate::app::screen::emoji_picker;
use crate::app::scrollback;
use crate::app::take_once::TakeOnce;
use crate::app::widget::Anchor;
use crate::export::Format;
use crate::guest::{Crowd, Guest, History, Update};
use crate::room::{Author, EventId, PersonId, RoomNo, Seq};
use crate::wire::frame::RoomName;
use crate::wire::people::PersonLine;

/// What happens in the room.
#[derive(Clone, Debug)]
pub enum Message {
    /// Something came from the house.
    Update(TakeOnce<Update>),
    /// There is nothing more to come.
    Ended,
    /// Something on the entry.
    Entry(entry::Message),
    /// Something on the list.
    List(scrollback::Action),
    /// A page that was asked for.
    Read(RoomNo, Result<Arc<History>, String>),
    /// A page that did not come is asked for again.
    AskAgain(RoomNo),
    /// Who is in a room, and how much was heard of them when that was asked.
    People(RoomNo, u64, Crowd),
    /// It is time to see how far was read.
    Looked,
    /// The list of people was scrolled.
    PeopleScrolled(f32),
    /// A person is looked at, beside this.
    LookAt(PersonId, Anchor),
    /// Someone who was not here was looked up, to be looked at beside this.
    Met(Box<PersonLine>, Option<Anchor>),
    /// More is known of someone.
    Known(Box<PersonLine>),
    /// A room is to be shown.
    Go(RoomNo),
    /// A room was entered, to be shown; and whether it was asked for by its title.
    CameIn(RoomNo, bool),
    /// A room is to be entered, and shown.
    EnterRoom(RoomName),
    /// Nobody did anything for a while.
    Idle,
    /// Someone who asks to come in is answered.
    Admit(u64, bool),
    /// Nothing of someone is to be seen, or all of it again.
    Ignore(Author, bool),
    /// A menu opens beside something.
    OpenMenu(About, Anchor),
    /// Something was chosen from it.
    Menu(menu::Choice),
    /// It is put away.
    CloseMenu,
    /// An emoji is to be picked for the entry, beside this.
    PickEmoji(Anchor),
    /// Something in the picker of emoji.
    Emoji(emoji_picker::Message),
    /// What was asked about is done.
    Yes,
    /// It is not.
    No,
    /// A message is deleted, or removed.
    Withdraw(EventId),
    /// What is written replies to no message any more.
    NoReply,
    /// Goes to a message, once it is known where it is.
    Found(Option<Seq>),
    /// Something lies over the room from now on.
    Open(Dialog),
    /// Something in what lies over the room.
    Dialog(dialog::Message),
    /// A page opens in the place of the room.
    OpenPage(Page),
    /// Something on it.
    Page(page::Message),
    /// What was asked of the house is done: in which dialog that was, and what is told of it.
    Done(Option<Discriminant<Dialog>>, Option<String>),
    /// What was asked of the house failed, and why.
    Failed(String),
    /// What was written in a room was refused before it became anything: the words, and why.
    NotSaid(RoomNo, String, String),
    /// Something went wrong, in a sentence.
    Wrong(String),
    /// Something is to be known, in a sentence.
    Tell(String),
    /// The button.
    Send,
    /// What is too long for one message is sent as several.
    SendParts,
    /// The house is to be tried again now.
    Reconnect,
    /// What slow mode held back in a room may be sent by now.
    SendHeld(RoomNo),
    /// What typing showed is over.
    TypingOver,
    /// The draft is to be kept, if nothing was typed since.
    KeepDraft(u64),
    /// What was being written in a room at the last visit.
    Draft(RoomNo, String),
    /// Something on the search.
    Find(find::Message),
    /// Opens the search.
    OpenFind,
    /// Shows what is pinned.
    ShowPinned,
    /// A notice was there long enough, if no other came since.
    FadeNotice(u64),
    /// Opens the choice of files, or puts it away.
    Saving,
    /// This form is chosen.
    SaveAs(Format),
    /// Saves in it.
    Save(Format),
    /// Leaves a room for good.
    LeaveRoom(RoomNo),
    /// The desktop has no dialog to ask where: the window asks.
    AskPath(Format),
    /// Something on the path that is asked for.
    Path(save_path::Message),
    /// It is saved: what is told of it, and in which file it is.
    Saved(String, PathBuf),
    /// Shows a folder.
    OpenFolder(PathBuf),
    /// Copies the invite.
    Invite,
    /// Leaves for the place of an invite that was opened.
    OpenInvite(String),
    /// What the router does for people elsewhere is otherwise now.
    Mapped,
    /// Other codes are open than before.
    Codes,
    /// Gets others into the room that is shown: where not everyone can join it, by choosing whom.
    InviteToRoom,
    /// Opens what the host can see to.
    Manage,
    /// Makes a new invite, and the old one is worth nothing any more.
    NewInvite,
    /// Unfolds a panel.
    Unfold(Panel),
    /// Puts the notice away.
    Dismiss,
    /// Follows the link.
    Follow,
    /// Copies the link.
    CopyLink,
    /// Leaves it.
    DropLink,
    /// Wants to leave.
    Leave,
    /// Wants to come in again with a password.
    LogIn,
    /// Something on the question whether to.
    Leaving(leave::Message),
    /// Opens the settings.
    Settings,
    /// Text for the clipboard is ready.
    Copied(String),
}

/// What the room wants done.
pub enum Action {
    /// Nothing.
    None,
    /// This.
    Run(Task<Message>),
    /// It is left: for the lobby, or for good.
    Leave {
        /// Whether the program ends then.
        quit: bool,
    },
    /// It is left, for the place of this invite.
    Invited(String),
    /// It is left, to log in to it anew: where it is, and what the window is called.
    LogIn(Box<JoinPlan>, Option<String>),
    /// Opens the settings.
    Settings,
    /// These emoji were picked, in this tone of skin, to be kept; and this is to be done.
    Emoji(Habits, Task<Message>),
    /// Someone spoke to whoever is not looking.
    Notify {
        /// Who and where.
        title: String,
        /// What.
        body: String,
        /// What is to be done beside.
        task: Task<Message>,
    },
}

impl Action {
    /// The same, and this task beside it.
    #[must_use]
    pub fn with(self, beside: Task<Message>) -> Self {
        match self {
            Self::None => Self::Run(beside),
            Self::Run(task) => Self::Run(Task::batch([task, beside])),
            Self::Emoji(habits, task) => Self::Emoji(habits, Task::batch([task, beside])),
            Self::Notify { title, body, task } => Self::Notify { title, body, task: Task::batch([task, beside]) },
            // Nothing else matters any more, or it comes again.
            Self::Leave { .. } | Self::Invited(_) | Self::LogIn(..) | Self::Settings => self,
        }
    }

    /// The same, and what this one runs beside it.
    #[must_use]
    pub fn beside(self, other: Self) -> Self {
        if let Self::Run(task) = other { self.with(task) } else { self }
    }
}

/// What is needed to say goodbye.
pub struct Goodbye {
    /// The visit.
    pub guest: Arc<Guest>,
    /// The house, where it is one's own.
    pub hosting: Option<Hosting>,
    /// For the list of recent rooms.
    pub recent: Recent,
}
