//! What its host does in Manage.

use std::sync::Arc;
use std::time::Duration;

use iced::Task;

use crate::app::clock;
use crate::app::opening::Hosting;
use crate::app::places::Place;
use crate::app::screen::room::message::{Action, Message as RoomMessage};
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::page::manage::{Known, Manage, Message, Reached, Section};
use crate::app::screen::room::page::{Message as Of, Page};
use crate::app::screen::room::question::Question;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{ask, invite, link, people, rooms};
use crate::app::texts::manage as texts;
use crate::guest::GuestError;
use crate::host::PlainDoors;
use crate::room::{Act, Body, EventId};

/// How long what is known stays as it is while things happen: many of them are asked about once.
const STALE: Duration = Duration::from_millis(300);

/// How long after that it is asked for once more.
const SETTLED: Duration = Duration::from_secs(2);

/// What is known may be otherwise by now: it is asked for anew in a moment, if it is not about to be.
pub(super) fn refresh(manage: &mut Manage) -> Action {
    if std::mem::replace(&mut manage.stale, true) {
        return Action::None;
    }
    Action::Run(Task::perform(tokio::time::sleep(STALE), |()| RoomMessage::Page(Of::Manage(Message::Stale))))
}

/// Announces the place on the network from now on, or no longer, also when it is hosted again.
fn announce(screen: &mut Room, on: bool) -> Action {
    let Some(hosting) = &mut screen.visit.hosting else { return Action::None };
    if on {
        hosting.announce();
    } else {
        hosting.hide();
    }
    keep(hosting, move |place| Place { announced: on, ..place })
}

/// Lets these languages in without TLS from now on, also when the place is hosted again.
fn open_doors(screen: &mut Room, doors: PlainDoors) -> Action {
    let Some(hosting) = &screen.visit.hosting else { return Action::None };
    hosting.house.open_plain_doors(doors);
    keep(hosting, move |place| Place { doors, ..place })
}

/// Asks whoever comes without an invite for this password from now on, or for none.
fn set_password(screen: &Room, password: Option<String>) -> Action {
    let Some(hosting) = &screen.visit.hosting else { return Action::None };
    let (house, asks) = (hosting.house.clone(), password.is_some());
    let set = async move { house.set_password(password).await.map_err(|error| error.to_string()) };
    Action::Run(Task::perform(set, move |done| RoomMessage::Page(Of::Manage(Message::PasswordSet(asks, done)))))
}

/// Nobody opens by one press what was closed to others.
fn ask_to_drop_password(screen: &mut Room) {
    screen.overlay.show(Top::Question(Question {
        title: texts::REMOVE_QUESTION.to_owned(),
        means: texts::remove_means(screen.visit.house.as_str()),
        yes: texts::REMOVE_NOW,
        then: Box::new(RoomMessage::Page(Of::Manage(Message::NoPassword))),
    }));
}

/// The place asks for a password, or for none: others see that in their lists, and it is so when it is hosted again.
fn keep_password(screen: &mut Room, asks: bool) -> Action {
    let Some(hosting) = &mut screen.visit.hosting else { return Action::None };
    if hosting.presence().is_some() {
        hosting.announce();
    }
    keep(hosting, move |place| Place { password: asks, ..place })
}

/// Keeps how the place is hosted.
fn keep(hosting: &Hosting, change: impl FnOnce(Place) -> Place + Send + 'static) -> Action {
    let folder = hosting.folder.clone();
    let kept = tokio::task::spawn_blocking(move || match Place::load(&folder) {
        Some(place) => change(place).save(&folder),
        None => Ok(()),
    });
    Action::Run(Task::perform(kept, |kept| match kept {
        Ok(Err(error)) => RoomMessage::Failed(texts::not_kept(&error)),
        Ok(Ok(())) | Err(_) => RoomMessage::TypingOver,
    }))
}

/// Finds out whether others can reach the place: people who are here try it.
fn check(screen: &mut Room) -> Action {
    let Some(hosting) = screen.visit.hosting.as_ref().filter(|hosting| !hosting.only_here) else { return Action::None };
    let (house, addresses) = (hosting.house.clone(), hosting.addresses());
    let Some(Page::Manage(manage)) = screen.overlay.page_mut() else { return Action::None };
    manage.reached = Reached::Asking;
    let checked = async move {
        let mut numeric = Vec::new();
        for address in addresses {
            // A name that is not known here is tried by nobody.
            let found = tokio::net::lookup_host((address.host.as_str(), address.port)).await;
            numeric.extend(found.into_iter().flatten());
        }
        house.check_reach(&numeric).await.map_err(|error| error.to_string())
    };
    Action::Run(Task::perform(checked, |done| RoomMessage::Page(Of::Manage(Message::Checked(done)))))
}

/// Asks for everything anew.
fn ask_again(screen: &mut Room) -> Action {
    let Some(Page::Manage(manage)) = screen.overlay.page_mut() else { return Action::None };
    manage.asked += 1;
    let asked = manage.asked;
    Action::Run(ask::of_place(screen, asked))
}

fn told(done: Result<(), GuestError>) -> RoomMessage {
    RoomMessage::Page(Of::Manage(Message::Answered(done.map_err(|error| error.to_string()))))
}

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let guest = Arc::clone(&screen.visit.guest);
    let Some(Page::Manage(manage)) = screen.overlay.page_mut() else { return Action::None };
    // What comes by itself takes nothing away that is being read.
    if !matches!(
        message,
        Message::Known(_)
            | Message::Stale
            | Message::Settled
            | Message::Answered(_)
            | Message::Checked(_)
            | Message::PasswordSet(..)
    ) {
        (manage.trouble, manage.told) = (None, None);
    }
    match message {
        Message::Open(section) => {
            manage.section = section;
            let is_asked = section == Some(Section::Network) && matches!(manage.reached, Reached::Unasked);
            let refreshed = refresh(manage);
            return if is_asked { refreshed.beside(check(screen)) } else { refreshed };
        }
        Message::Stale => {
            manage.stale = false;
            let settled = tokio::time::sleep(SETTLED);
            let settled = Task::perform(settled, |()| RoomMessage::Page(Of::Manage(Message::Settled)));
            return ask_again(screen).with(settled);
        }
        Message::Settled => return ask_again(screen),
        Message::Known(known) if known.asked < manage.asked => {}
        Message::Known(known) => {
            let Known { admission, requests, bans, invites, people, .. } = Arc::unwrap_or_clone(known);
            (manage.admission, manage.bans, screen.asking) = (admission, bans, requests);
            manage.invites = invites;
            (manage.people, manage.total) = (people.people, people.total);
        }
        Message::Check => return check(screen),
        Message::Checked(done) => {
            manage.reached = match done {
                Ok(reached) => Reached::Known(clock::now(), reached),
                Err(why) => Reached::Unknown(why),
            };
        }
        Message::Announce(on) => return announce(screen, on),
        Message::Doors(doors) => return open_doors(screen, doors),
        Message::Words(words) => manage.filter.words = words,
        Message::Show(shown) => manage.filter.shown = shown,
        Message::Person(line) => return people::look_at_line(screen, *line, None),
        Message::Room(room) => {
            screen.rooms.settings_of = Some(room);
            return rooms::go(screen, room);
        }
        Message::Admission(admission) => {
            manage.admission = admission;
            return Action::Run(Task::perform(async move { guest.set_admission(admission).await }, told));
        }
        Message::Password(password) => manage.password = password,
        Message::ShowPassword => manage.password_shown = !manage.password_shown,
        Message::SetPassword if manage.password.is_empty() => {}
        Message::SetPassword => {
            let password = std::mem::take(&mut manage.password);
            return set_password(screen, Some(password));
        }
        Message::DropPassword => ask_to_drop_password(screen),
        Message::NoPassword => return set_password(screen, None),
        Message::PasswordSet(asks, Ok(())) => {
            let told = if asks { texts::PASSWORD_SET } else { texts::PASSWORD_REMOVED };
            manage.told = Some(told.to_owned());
            return keep_password(screen, asks);
        }
        Message::PasswordSet(_, Err(why)) => manage.trouble = Some(why),
        Message::Answer(request, yes) => {
            screen.asking.retain(|line| line.request != request);
            return Action::Run(Task::perform(async move { guest.admit(request, yes).await }, told));
        }
        Message::AnswerAll => {
            let all: Vec<u64> = std::mem::take(&mut screen.asking).iter().map(|line| line.request).collect();
            let admitted = async move {
                for request in all {
                    guest.admit(request, true).await?;
                }
                Ok(())
            };
            return Action::Run(Task::perform(admitted, told));
        }
        Message::Answered(done) => {
            manage.trouble = done.err();
            return refresh(manage);
        }
        Message::Unban(whom, room) => {
            manage.bans.retain(|ban| (ban.person.who, ban.room) != (whom.who, room));
            let act = Body::Act(Act::Unbanned { whom, house: room.is_none() });
            let of = room.unwrap_or(screen.rooms.shown.room);
            let unbanned = async move { guest.add_to(Some(of), EventId::fresh(), act).await.map(|_| ()) };
            return Action::Run(Task::perform(unbanned, told));
        }
        Message::GiveOut => return invite::open(screen),
        Message::Revoke(invite) => {
            manage.invites.retain(|line| line.invite != invite);
            return Action::Run(Task::perform(async move { guest.withdraw_invite(invite).await }, told));
        }
        Message::NewInvite => return invite::renew(screen),
        Message::OpenFolder => {
            let folder = screen.visit.hosting.as_ref().map(|hosting| hosting.folder.clone());
            return folder.map_or(Action::None, link::open_folder);
        }
        Message::Copy(what) => {
            manage.told = Some(texts::COPIED.to_owned());
            return Action::Run(iced::clipboard::write(what));
        }
    }
    Action::None
}
