//! What is changed in the settings of the room that is shown.

use std::sync::Arc;

use iced::Task;

use crate::app::screen::room::message::{Action, Message as RoomMessage};
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::page::room_settings::{DELETION, Message, RoomSettings, Writers};
use crate::app::screen::room::page::{Message as Of, Page};
use crate::app::screen::room::question::Question;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{leave_room, people};
use crate::app::texts::{person, room_settings as texts};
use crate::app::widget::focus;
use crate::export::Format;
use crate::room::{Access, Act, Body, EventId, Memory, Name, Title, Topic};
use crate::wire::Password;

fn page(screen: &mut Room) -> Option<&mut RoomSettings> {
    match screen.overlay.page_mut() {
        Some(Page::RoomSettings(settings)) => Some(settings),
        _ => None,
    }
}

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let (room, memory) = (screen.rooms.shown.room, screen.rooms.shown.memory);
    let Some(settings) = page(screen) else { return Action::None };
    // What comes by itself takes nothing away that is being read.
    if !matches!(message, Message::Bans(_) | Message::Invited) {
        (settings.trouble, settings.told) = (None, None);
    }
    match message {
        Message::Open(section) => (settings.section, settings.deleting) = (section, None),
        Message::Title(title) => settings.title = Some(title),
        Message::Topic(topic) => settings.topic = Some(topic),
        Message::Rename => return rename(screen),
        Message::Quiet(quiet) => {
            screen.rooms.shown.quiet = quiet;
            let done = screen.visit.guest.quiet(room, quiet);
            return screen.decide(done);
        }
        Message::Notify(notify) => {
            screen.rooms.shown.notify = notify;
            let done = screen.visit.guest.notify(room, notify);
            return screen.decide(done);
        }
        Message::Save => screen.overlay.show(Top::Saving(Format::Txt)),
        Message::Leave => return leave_room::ask(screen, room),
        Message::Access(Access::Password) => settings.first_password = true,
        Message::Access(to) => {
            settings.first_password = false;
            return act(screen, Act::Opened { to });
        }
        Message::Password(password) => settings.password = password,
        Message::SetPassword => return set_password(screen),
        Message::Writers(writers) => return set_writers(screen, writers),
        Message::Invitee(name) => settings.invite = name,
        Message::Invite => return invite(screen),
        Message::InviteThem(whom) => {
            let (guest, told) = (Arc::clone(&screen.visit.guest), person::invited(whom.name.as_str()));
            let act = Body::Act(Act::Invited { whom });
            let invited = async move { guest.add_to(Some(room), EventId::fresh(), act).await };
            return screen.ask(invited, |_| Some(told));
        }
        Message::Uninvite(whom) => return act(screen, Act::Uninvited { whom }),
        Message::Invited => settings.invite.clear(),
        Message::Memory(to) if to.keeps_less_than(memory) => {
            let means = match to {
                Memory::Days { days } => texts::shorter(&texts::days(days.into())),
                Memory::WhileOpen | Memory::Everything => texts::SHORTER_WHILE_OPEN.to_owned(),
            };
            screen.overlay.show(Top::Question(Question {
                title: texts::SHORTER_QUESTION.to_owned(),
                means,
                yes: texts::SHORTER_BUTTON,
                then: Box::new(RoomMessage::Page(Of::RoomSettings(Message::Keep(to)))),
            }));
        }
        Message::Memory(memory) | Message::Keep(memory) => {
            return Action::Run(screen.add(EventId::fresh(), Body::Memory { memory }, String::new()));
        }
        Message::Slow(seconds) => return act(screen, Act::Slowed { seconds }),
        Message::Unmute(whom) => return act(screen, Act::Unmuted { whom }),
        Message::Bans(bans) => settings.bans = bans.to_vec(),
        Message::Unban(whom) => {
            settings.bans.retain(|ban| ban.person.who != whom.who);
            return act(screen, Act::Unbanned { whom, house: false });
        }
        Message::Words(words) => settings.filter.words = words,
        Message::Show(shown) => settings.filter.shown = shown,
        Message::Person(line) => return people::look_at_line(screen, *line, None),
        Message::Archive(archived) => return act(screen, if archived { Act::Archived {} } else { Act::Reopened {} }),
        Message::Delete(ask) => {
            settings.deleting = ask.then(String::new);
            return if ask { Action::Run(focus(DELETION)) } else { Action::None };
        }
        Message::DeletionTitle(title) => settings.deleting = Some(title),
        Message::DeleteNow => return delete(screen),
    }
    Action::None
}

fn act(screen: &Room, act: Act) -> Action {
    Action::Run(screen.add(EventId::fresh(), Body::Act(act), String::new()))
}

/// Takes over what was typed as title and topic.
fn rename(screen: &mut Room) -> Action {
    let Some(settings) = page(screen) else { return Action::None };
    let title = settings.title.as_deref().map(Title::parse).transpose().map_err(|error| error.to_string());
    let topic = settings.topic.as_deref().map(Topic::parse).transpose().map_err(|error| error.to_string());
    let (title, topic) = match (title, topic) {
        (Ok(title), Ok(topic)) => (title, topic),
        (Err(why), _) | (_, Err(why)) => {
            settings.trouble = Some(why);
            return Action::None;
        }
    };
    (settings.title, settings.topic) = (None, None);
    let title = title.filter(|title| *title != screen.rooms.shown.title).map(|title| Body::Titled { title });
    let topic = topic.filter(|topic| *topic != screen.rooms.shown.topic).map(|topic| Body::Topic { topic });
    let changes = title.into_iter().chain(topic).map(|body| screen.add(EventId::fresh(), body, String::new()));
    Action::Run(Task::batch(changes))
}

/// Gives the room the password that was typed, and has it ask for one if it did not.
fn set_password(screen: &mut Room) -> Action {
    let (room, has_one) = (screen.rooms.shown.room, screen.rooms.shown.order.access == Access::Password);
    let guest = Arc::clone(&screen.visit.guest);
    let Some(settings) = page(screen) else { return Action::None };
    if settings.password.is_empty() {
        return Action::None;
    }
    let password = Password::from(std::mem::take(&mut settings.password));
    let act = Body::Act(Act::Opened { to: Access::Password });
    let set = async move {
        guest.set_key(room, password).await?;
        if !has_one {
            guest.add_to(Some(room), EventId::fresh(), act).await?;
        }
        Ok(())
    };
    screen.ask(set, |()| Some(texts::PASSWORD_SET.to_owned()))
}

/// Says who can write. A room that is archived is first taken into use again.
fn set_writers(screen: &Room, writers: Writers) -> Action {
    let order = &screen.rooms.shown.order;
    let mut acts = Vec::new();
    if writers == Writers::Nobody {
        acts.extend((!order.archived).then_some(Act::Archived {}));
    } else {
        acts.extend(order.archived.then_some(Act::Reopened {}));
        match (writers, order.locked) {
            (Writers::Operators, false) => acts.push(Act::Locked {}),
            (Writers::Everyone, true) => acts.push(Act::Unlocked {}),
            _ => {}
        }
    }
    let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
    let done = async move {
        for act in acts {
            guest.add_to(Some(room), EventId::fresh(), Body::Act(act)).await?;
        }
        Ok(())
    };
    screen.ask(done, |()| None)
}

/// Lets someone into the room. What becomes of it is told on the page.
fn invite(screen: &mut Room) -> Action {
    let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
    let Some(settings) = page(screen) else { return Action::None };
    let name = match Name::parse(&settings.invite) {
        Ok(name) => name,
        Err(error) => {
            settings.trouble = Some(error.to_string());
            return Action::None;
        }
    };
    let invited = async move {
        let whom = guest.whois(&name, Some(room)).await?.person;
        guest.add_to(Some(room), EventId::fresh(), Body::Act(Act::Invited { whom })).await
    };
    Action::Run(Task::perform(invited, |invited| match invited {
        Ok(_) => RoomMessage::Page(Of::RoomSettings(Message::Invited)),
        Err(error) => RoomMessage::Failed(error.to_string()),
    }))
}

/// Deletes the room, once its title was typed.
fn delete(screen: &mut Room) -> Action {
    let (room, title) = (screen.rooms.shown.room, screen.rooms.shown.title.clone());
    let guest = Arc::clone(&screen.visit.guest);
    let typed = page(screen).and_then(|settings| settings.deleting.as_deref());
    if typed.is_none_or(|typed| typed.trim() != title.as_str()) {
        return Action::None;
    }
    screen.ask(async move { guest.delete(room).await }, |()| None)
}
