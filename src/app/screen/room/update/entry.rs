//! What becomes of what is written in the entry.

use std::sync::Arc;
use std::time::Duration;

use iced::Task;
use iced::widget::text_editor;

use crate::app::screen::room::entry;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{command, escape, habits, list};
use crate::app::texts::told;
use crate::app::{clock, primary, scrollback};
use crate::commands::{self, Entered};
use crate::guest::GuestError;
use crate::room::{Body, EventId, Text};

/// How long after the last key the draft is kept.
const DRAFT: Duration = Duration::from_secs(1);

pub(super) fn on_message(screen: &mut Room, message: entry::Message) -> Action {
    let (here, me) = (&screen.rooms.shown.roster.here, &screen.me.author);
    let names = || {
        let others = here.iter().filter(|(who, _)| **who != me.who).map(|(_, line)| line.person.name.to_string());
        std::iter::once(me.name.to_string()).chain(others).collect()
    };
    let known = entry::Known { names: &names, emoji: &screen.emoji };
    match screen.rooms.shown.writing.entry.update(message, known, clock::now()) {
        entry::Out::None => Action::None,
        entry::Out::Changed => typed(screen),
        entry::Out::TookEmoji(sign) => match typed(screen) {
            Action::Run(task) => habits::remember(screen, sign, task),
            other => other,
        },
        entry::Out::Send => send(screen),
        entry::Out::EditLast => edit_last(screen),
        entry::Out::FocusNext => Action::Run(crate::app::widget::focus_next()),
        entry::Out::TooMuch => screen.wrong(told::TOO_LONG_TO_PASTE.to_owned()),
        entry::Out::Selected(words) => Action::Run(primary::write(words)),
        entry::Out::PasteSelected => Action::Run(Task::batch([
            primary::read().map(|words| {
                let paste = text_editor::Edit::Paste(Arc::new(words.unwrap_or_default()));
                Message::Entry(entry::Message::Act(text_editor::Action::Edit(paste)))
            }),
            iced::widget::operation::focus(entry::ID),
        ])),
        entry::Out::Escape => escape::escape(screen),
        entry::Out::Page(down) => list::perform(screen, scrollback::Action::Page(if down { 1.0 } else { -1.0 })),
    }
}

/// Writes this at the caret.
pub(super) fn insert(screen: &mut Room, words: &str) -> Action {
    screen.rooms.shown.writing.entry.type_in(words);
    typed(screen)
}

/// Something was typed: others are told, now and then, and the draft is kept when it rests.
fn typed(screen: &mut Room) -> Action {
    if screen.shows_typing && screen.rooms.shown.writing.tells(clock::now()) {
        // Nothing comes of it without a connection.
        let _ = screen.visit.guest.typing(Some(screen.rooms.shown.room));
    }
    let changes = screen.rooms.shown.writing.change();
    Action::Run(Task::perform(tokio::time::sleep(DRAFT), move |()| Message::KeepDraft(changes)))
}

pub(super) fn keep_draft(screen: &Room, changes: u64) -> Action {
    if !screen.rooms.shown.writing.rests_since(changes) {
        return Action::None;
    }
    screen.visit.drafts.keep(screen.rooms.shown.room, screen.rooms.shown.writing.entry.draft());
    Action::None
}

fn edit_last(screen: &mut Room) -> Action {
    if screen.rooms.shown.unsent() > 0 {
        return screen.tell(told::STILL_SENDING.to_owned());
    }
    if let Some((id, words)) = screen
        .rooms
        .shown
        .scrollback
        .rows()
        .last_said_by(&screen.me.author)
        .and_then(|row| Some((row.id, row.source()?.clone())))
    {
        screen.rooms.shown.writing.entry.edit(id, &words);
    }
    Action::None
}

/// Sends what is too long for one message as several, in their order.
pub(super) fn send_parts(screen: &mut Room) -> Action {
    if !screen.can_speak() {
        return Action::None;
    }
    let parts = screen.rooms.shown.writing.entry.parts().unwrap_or_default();
    let texts: Result<Vec<Text>, _> = parts.iter().map(|part| Text::parse(part)).collect();
    let texts = match texts {
        Ok(texts) => texts,
        Err(error) => return screen.wrong(error.to_string()),
    };
    let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
    after_sending(screen);
    let said = async move {
        for text in texts {
            guest.add_to(Some(room), EventId::fresh(), Body::Said { text }).await?;
        }
        Ok::<(), GuestError>(())
    };
    Action::Run(Task::perform(said, move |said| match said {
        Ok(()) => Message::TypingOver,
        Err(error) => Message::NotSaid(room, String::new(), error.to_string()),
    }))
}

/// What was written is on its way: the entry is empty, and the newest is looked at.
fn after_sending(screen: &mut Room) {
    screen.rooms.shown.writing.entry.sent();
    screen.notice = None;
    screen.is_back();
    screen.rooms.shown.scrollback.unmark();
    screen.rooms.shown.unread.let_go();
    screen.rooms.shown.scrollback.perform(&scrollback::Action::Follow);
    screen.visit.drafts.keep(screen.rooms.shown.room, screen.rooms.shown.writing.entry.draft());
}

/// Sends what stands in the entry, or does what it commands.
pub(super) fn send(screen: &mut Room) -> Action {
    if screen.closed().is_some() {
        // It was pressed a moment too late: what was written stays.
        return Action::None;
    }
    let words = screen.rooms.shown.writing.entry.words();
    let body = match (commands::read(&words), screen.rooms.shown.writing.entry.editing()) {
        (Entered::Nothing, _) => return Action::None,
        (Entered::Wrong(why), _) => return screen.wrong(why),
        (Entered::Say(words), editing) => match (Text::parse(&words), editing) {
            (Ok(text), Some(of)) => Body::Edited { of, text },
            (Ok(text), None) => match screen.rooms.shown.writing.reply.take() {
                Some(reply) => Body::Replied { to: reply.to, text },
                None => Body::Said { text },
            },
            (Err(error), _) => return screen.wrong(error.to_string()),
        },
        (Entered::Leave, _) => {
            screen.rooms.shown.writing.entry.sent();
            return screen.ask_to_leave();
        }
        (Entered::Command(_), Some(_)) => {
            return screen.wrong(told::NO_COMMAND.to_owned());
        }
        (Entered::Command(command), None) => return command::run(screen, command),
    };
    after_sending(screen);
    let said = screen.add(EventId::fresh(), body, words);
    let focus = iced::widget::operation::focus(entry::ID);
    Action::Run(Task::batch([said, focus]))
}
