//! What is done with an invite to the place.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use iced::Task;

use crate::app::screen::room::dialog::invite::{COPY, Invite as Card, LABEL, Making, Message, Spoken};
use crate::app::screen::room::dialog::{Dialog, Message as Of};
use crate::app::screen::room::message::{Action, Message as RoomMessage};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::ask;
use crate::app::texts::invites as texts;
use crate::app::widget::focus;
use crate::app::{choosing, clock};
use crate::room::Label;
use crate::wire::invites::NewInvite;
use crate::wire::{Invite, invite_file};

/// How long it says that it was copied.
const COPIED: Duration = Duration::from_secs(2);

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let title = screen.visit.house.to_string();
    let guest = Arc::clone(&screen.visit.guest);
    let Some(hosting) = &screen.visit.hosting else { return Action::None };
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
        Message::NewCode => Action::Run(ask::of_code(screen, true)),
        Message::Spoken(spoken) => {
            let is_new = invite.spoken.replace(spoken) != Some(spoken);
            Action::Run(if is_new { tick(spoken) } else { Task::none() })
        }
        Message::Ticked(spoken) if invite.spoken != Some(spoken) => Action::None,
        Message::Ticked(spoken) if spoken.until > clock::now() => Action::Run(tick(spoken)),
        Message::Ticked(_) => {
            invite.spoken = None;
            Action::Run(ask::of_code(screen, false))
        }
        Message::Given(given) => {
            invite.given = given.iter().filter(|line| !line.standing).cloned().collect();
            Action::None
        }
        Message::Show(which) => {
            let line = which.and_then(|which| invite.given.iter().find(|line| line.invite == which));
            let link = line.map_or_else(|| hosting.invite(), |line| hosting.link_of(line));
            invite.show(&link, which);
            Action::None
        }
        Message::New(new) => {
            invite.making = new.then(Making::default);
            Action::Run(focus(if new { LABEL } else { COPY }))
        }
        Message::Label(label) => change(invite, |making| making.label = label),
        Message::Once(once) => change(invite, |making| making.once = once),
        Message::Span(span) => change(invite, |making| making.span = span),
        Message::Make => {
            let Some(making) = &invite.making else { return Action::None };
            let label = match Label::parse(&making.label) {
                Ok(label) => label,
                Err(error) => {
                    invite.trouble = Some(error.to_string());
                    return Action::None;
                }
            };
            let new = NewInvite { label, once: making.once, for_ms: making.span };
            Action::Run(Task::perform(async move { guest.make_invite(new).await }, |made| match made {
                Ok(line) => told(Message::Made(Arc::new(line))),
                Err(error) => RoomMessage::Failed(error.to_string()),
            }))
        }
        Message::Made(line) => {
            invite.making = None;
            invite.show(&hosting.link_of(&line), Some(line.invite));
            invite.given.insert(0, Arc::unwrap_or_clone(line));
            Action::Run(focus(COPY))
        }
        Message::Revoke(which) => {
            if invite.shown == Some(which) {
                invite.show(&hosting.invite(), None);
            }
            let given = ask::of_invites(screen);
            let revoked = async move { guest.withdraw_invite(which).await };
            Action::Run(
                Task::perform(revoked, |revoked| match revoked {
                    Ok(()) => RoomMessage::TypingOver,
                    Err(error) => RoomMessage::Failed(error.to_string()),
                })
                .chain(given),
            )
        }
    }
}

/// What is left of the time of a code is shown anew in a second.
fn tick(spoken: Spoken) -> Task<RoomMessage> {
    Task::perform(tokio::time::sleep(Duration::from_secs(1)), move |()| told(Message::Ticked(spoken)))
}

/// The link that is about to be made becomes another.
fn change(invite: &mut Card, to: impl FnOnce(&mut Making)) -> Action {
    if let Some(making) = &mut invite.making {
        to(making);
    }
    Action::None
}

fn told(message: Message) -> RoomMessage {
    RoomMessage::Dialog(Of::Invite(message))
}

/// Saves the link in a file that opens Parlor: where the person says, or where the desktop asks nobody, among their documents.
async fn save(title: String, link: String) -> Result<Option<PathBuf>, String> {
    let link = link.parse::<Invite>().map_err(|error| error.to_string())?;
    let Some(path) = choosing::where_to(&title, invite_file::ENDING, texts::SAVE_TITLE).await else { return Ok(None) };
    let written = tokio::task::spawn_blocking(move || invite_file::write(&path, &link).map(|()| path));
    match written.await {
        Ok(written) => written.map(Some).map_err(|error| error.to_string()),
        Err(_) => Ok(None),
    }
}
