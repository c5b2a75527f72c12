//! What is changed of the room that is shown.

use std::sync::Arc;

use iced::Task;

use crate::app::screen::room::dialog::room_settings::Message;
use crate::app::screen::room::dialog::{Dialog, Message as Of};
use crate::app::screen::room::joined_room::JoinedRoom;
use crate::app::screen::room::message::{Action, Message as RoomMessage};
use crate::app::screen::room::state::Room;
use crate::room::{Access, Act, Body, EventId, Name, PersonId, Rank, Title, Topic};
use crate::wire::Password;

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let Some(Dialog::RoomSettings(edited)) = screen.overlay.dialog_mut() else { return Action::None };
    let (deleting, leaving) = (edited.deleting, edited.leaving);
    // What comes by itself takes nothing away that is being read.
    if !matches!(message, Message::Bans(_) | Message::Asked) {
        (edited.trouble, edited.told, edited.deleting, edited.leaving) = (None, None, false, false);
    }
    let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
    match message {
        Message::Title(title) => edited.title = Some(title),
        Message::Topic(topic) => edited.topic = Some(topic),
        Message::Password(password) => edited.password = password,
        Message::Rename => return rename(screen),
        Message::SetPassword => {
            let password = Password::from(std::mem::take(&mut edited.password));
            let act = Body::Act(Act::Opened { to: Access::Password });
            let known = screen.rooms.shown.order.access == Access::Password;
            let set = async move {
                guest.set_key(room, password).await?;
                if !known {
                    guest.add_to(Some(room), EventId::fresh(), act).await?;
                }
                Ok(())
            };
            return screen.ask(set, |()| Some("The room has a new password.".to_owned()));
        }
        Message::Quiet(quiet) => {
            screen.rooms.shown.quiet = quiet;
            let done = screen.visit.guest.quiet(room, quiet);
            return screen.decide(done);
        }
        Message::Slow(seconds) => return act(screen, Act::Slowed { seconds }),
        Message::Lock(locked) => return act(screen, if locked { Act::Locked {} } else { Act::Unlocked {} }),
        Message::Access(Access::Password) => screen.rooms.shown.order.access = Access::Password,
        Message::Access(to) => return act(screen, Act::Opened { to }),
        Message::Memory(memory) => {
            return Action::Run(screen.add(EventId::fresh(), Body::Memory { memory }, String::new()));
        }
        Message::Archive(archived) => return act(screen, if archived { Act::Archived {} } else { Act::Reopened {} }),
        Message::Unban(whom) => {
            edited.bans.retain(|ban| ban.person.who != whom.who);
            return act(screen, Act::Unbanned { whom, house: false });
        }
        Message::Invitee(name) => edited.invite = name,
        Message::Bans(bans) => edited.bans = bans.to_vec(),
        Message::Asked => edited.invite.clear(),
        Message::Invite => match Name::parse(&edited.invite) {
            Ok(name) => return invite(screen, name),
            Err(error) => edited.trouble = Some(error.to_string()),
        },
        Message::Leave if !leaving => {
            edited.leaving = true;
            edited.trouble = Some(leaving_means(&screen.rooms.shown, screen.me.author.who));
        }
        Message::Leave => {
            screen.overlay.close_dialog();
            let done = screen.visit.guest.leave_room(room);
            return screen.decide(done);
        }
        Message::Delete if !deleting => {
            edited.deleting = true;
            edited.trouble = Some(format!(
                "Everything in {} will be deleted for everyone, forever. Press Delete once more.",
                screen.rooms.shown.title
            ));
        }
        Message::Delete => return screen.ask(async move { guest.delete(room).await }, |()| None),
    }
    Action::None
}

/// Lets someone come into the room that is shown. What becomes of it is told in the dialog.
fn invite(screen: &Room, name: Name) -> Action {
    let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
    let invited = async move {
        let whom = guest.whois(&name, Some(room)).await?.person;
        guest.add_to(Some(room), EventId::fresh(), Body::Act(Act::Invited { whom })).await
    };
    Action::Run(Task::perform(invited, |invited| match invited {
        Ok(_) => RoomMessage::Dialog(Of::RoomSettings(Message::Asked)),
        Err(error) => RoomMessage::Failed(error.to_string()),
    }))
}

fn act(screen: &Room, act: Act) -> Action {
    Action::Run(screen.add(EventId::fresh(), Body::Act(act), String::new()))
}

/// Takes over what was typed as title and topic.
fn rename(screen: &mut Room) -> Action {
    let Some(Dialog::RoomSettings(edited)) = screen.overlay.dialog_mut() else { return Action::None };
    let title = edited.title.as_deref().map(Title::parse).transpose().map_err(|error| error.to_string());
    let topic = edited.topic.as_deref().map(Topic::parse).transpose().map_err(|error| error.to_string());
    let (title, topic) = match (title, topic) {
        (Ok(title), Ok(topic)) => (title, topic),
        (Err(why), _) | (_, Err(why)) => {
            edited.trouble = Some(why);
            return Action::None;
        }
    };
    let title = title.filter(|title| *title != screen.rooms.shown.title).map(|title| Body::Titled { title });
    let topic = topic.filter(|topic| *topic != screen.rooms.shown.topic).map(|topic| Body::Topic { topic });
    screen.overlay.close_dialog();
    let changes = title.into_iter().chain(topic).map(|body| screen.add(EventId::fresh(), body, String::new()));
    Action::Run(Task::batch(changes))
}

/// What it means to leave a room for good, and that it takes another press.
fn leaving_means(joined: &JoinedRoom, me: PersonId) -> String {
    if let Some(other) = &joined.direct {
        return format!("To come back, message {} again. Press Leave once more.", other.name);
    }
    let way_back = match joined.order.access {
        Access::Everyone => "You can come back at any time.",
        _ if joined.rank >= Rank::Operator => "You are an operator, so you can come back without an invite.",
        Access::Password => "To come back, you need its password or an invite.",
        Access::Invited => "To come back, you need an invite from an operator.",
    };
    let alone = joined.rank == Rank::Operator && joined.order.operators.iter().all(|operator| operator.who == me);
    let last = if alone { " You are its last operator: only the host can manage it then." } else { "" };
    format!("You no longer get messages from {}. {way_back}{last} Press Leave once more.", joined.title)
}
