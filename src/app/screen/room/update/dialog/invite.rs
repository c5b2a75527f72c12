//! What is done with an invite to the place.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use iced::Task;

use crate::app::choosing;
use crate::app::screen::room::dialog::invite::Message;
use crate::app::screen::room::dialog::{Dialog, Message as Of};
use crate::app::screen::room::message::{Action, Message as RoomMessage};
use crate::app::screen::room::state::Room;
use crate::app::texts::invites as texts;
use crate::wire::plainly::plainly;

/// How long it says that it was copied.
const COPIED: Duration = Duration::from_secs(2);

/// How files are called that hold an invite.
const ENDING: &str = "parlor";

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let title = screen.visit.house.to_string();
    let Some(Dialog::Invite(invite)) = screen.overlay.dialog_mut() else { return Action::None };
    invite.trouble = None;
    match message {
        Message::Copy => {
            invite.copied = true;
            let copied = iced::clipboard::write(invite.link.clone());
            let settled = Task::perform(tokio::time::sleep(COPIED), |()| told(Message::Settled));
            Action::Run(Task::batch([copied, settled]))
        }
        Message::Settled => {
            invite.copied = false;
            Action::None
        }
        Message::Big(big) => {
            invite.big = big;
            Action::None
        }
        Message::Save => {
            let link = invite.link.clone();
            Action::Run(Task::perform(save(title, link), |saved| match saved {
                Ok(None) => RoomMessage::TypingOver,
                Ok(Some(path)) => RoomMessage::Saved(texts::saved(&path.display().to_string()), path),
                Err(why) => told(Message::NotSaved(why)),
            }))
        }
        Message::NotSaved(why) => {
            invite.trouble = Some(why);
            Action::None
        }
    }
}

fn told(message: Message) -> RoomMessage {
    RoomMessage::Dialog(Of::Invite(message))
}

/// Saves the link in a file that opens Parlor: where the person says, or where the desktop asks nobody, among their documents.
async fn save(title: String, link: String) -> Result<Option<PathBuf>, String> {
    let Some(path) = choosing::where_to(&title, ENDING, texts::SAVE_TITLE).await else { return Ok(None) };
    let written = tokio::task::spawn_blocking(move || write(&path, &link).map(|()| path));
    let gone = |_| Err(std::io::Error::other("the program is ending"));
    written.await.unwrap_or_else(gone).map(Some).map_err(|error| texts::not_saved(plainly(&error)))
}

/// Nobody else on this computer needs to read what gets people in.
fn write(path: &Path, link: &str) -> std::io::Result<()> {
    let mut options = std::fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(format!("{link}\n").as_bytes())
}
