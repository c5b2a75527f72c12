//! The screen of a room: what it is made of, and what more than one of its parts needs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use iced::{Subscription, Task};

use super::attention::Attention;
use super::connection::Connection;
use super::held::Held;
use super::joined_room::JoinedRoom;
use super::leave::QUIT;
use super::message::{Action, Goodbye, Message};
use super::notice::Notice;
use super::overlay::{Overlay, Top};
use super::panel::Panel;
use super::presence::{IDLE, Presence};
use super::question::Question;
use super::rooms::Rooms;
use super::sent_commands::SentCommands;
use super::visit::{Me, Visit};
use super::{entry, updates};
use crate::app::clock::{self, TimeFormat};
use crate::app::emoji::Habits;
use crate::app::opening::Opened;
use crate::app::recent::Recent;
use crate::app::take_once::TakeOnce;
use crate::app::texts::notices as texts;
use crate::app::texts::{invites, told};
use crate::guest::{Arrival, GuestError};
use crate::room::{Access, Body, Deed, EventId, Rank, Seq};
use crate::settings::Settings;
use crate::wire::account::RequestLine;
use crate::wire::frame::Entered;

/// By what the list is found.
pub const LIST: &str = "scrollback";

/// How long something that is told stays.
const TOLD: Duration = Duration::from_secs(8);

/// How long something is looked at before it counts as read.
const LOOK: Duration = Duration::from_millis(400);

/// A room someone is in, and the house around it.
pub struct Room {
    pub(super) visit: Visit,
    pub(super) me: Me,
    pub(super) connection: Connection,
    pub(super) rooms: Rooms,
    pub(super) sent_commands: SentCommands,
    pub(super) held: Held,
    /// Those who ask to come into one's house, as far as it is known.
    pub(super) asking: Vec<RequestLine>,
    pub(super) notice: Option<Notice>,
    /// Counts what was told, so that each is put away by its own clock.
    pub(super) told: u64,
    pub(super) overlay: Overlay,
    /// Which panel is unfolded in a narrow window.
    pub(super) unfolded: Option<Panel>,
    pub(super) attention: Attention,
    pub(super) presence: Presence,
    /// How times are shown.
    pub(super) times: TimeFormat,
    /// Whether others see that one types.
    pub(super) shows_typing: bool,
    /// Which emoji are picked.
    pub(super) emoji: Habits,
    /// How its person likes the rest.
    pub(super) likes: Settings,
}

impl Room {
    /// A room that was entered. Whoever was in the place before sees the room they saw last.
    pub fn new(
        number: u64,
        opened: Opened,
        before: Option<&Recent>,
        window_title: Option<String>,
        times: TimeFormat,
    ) -> (Self, Task<Message>) {
        let Opened { guest, updates, arrival, waiting, copy, hosting, plan, key, name, folder, drafts, draft } = opened;
        let kept = guest.replica().is_kept();
        let Arrival { house, you, rooms, account, rank, ignored, room, .. } = arrival;
        let mut new = Self {
            visit: Visit {
                number,
                guest: Arc::new(guest),
                updates: TakeOnce::new(updates),
                hosting,
                plan,
                key,
                house,
                came_as: name,
                folder,
                drafts,
                window_title,
            },
            rooms: Rooms {
                shown: JoinedRoom::new(&room, &you, &draft, ignored.iter().map(|author| author.who).collect()),
                others: BTreeMap::new(),
                listed: rooms.into_iter().map(|line| (line.room, line)).collect(),
                going: None,
                settings_of: None,
                ignored: ignored.into_iter().map(|author| (author.who, author.name)).collect(),
            },
            me: Me { author: you, rank, account },
            connection: copy.as_ref().map_or(Connection::open(), |copy| Connection::copy(copy.until)),
            sent_commands: SentCommands::default(),
            held: Held::default(),
            asking: Vec::new(),
            notice: None,
            told: 0,
            overlay: Overlay::default(),
            unfolded: None,
            attention: Attention::new(),
            presence: Presence::new(clock::now()),
            times,
            shows_typing: true,
            emoji: Habits::default(),
            likes: Settings::default(),
        };
        let people = new.visit.ask_who(room.room, 0);
        let others = copy.into_iter().flat_map(|copy| copy.joined).filter(|other| other.room != room.room);
        let others = Task::batch(others.map(|other| new.add_room(&other)));
        for own in waiting {
            let of = own.room.unwrap_or(new.rooms.shown.room);
            if let Some(joined) = new.rooms.get_mut(of) {
                joined.scrollback.take_own(&own, clock::now());
            }
        }
        let last = before.and_then(|before| before.room).filter(|last| *last != room.room);
        match (last, before.map(|before| before.seen)) {
            // A copy has all its rooms at once. Of a place, one comes after the other.
            (Some(last), _) if !new.rooms.show(last) => new.rooms.going = Some(last),
            (None, Some(seen)) if seen > Seq::START => new.rooms.shown.scrollback.mark_after(seen),
            _ => {}
        }
        if !kept {
            new.notice = Some(Notice::Plain(told::ELSEWHERE_TOO.to_owned()));
        }
        (new, Task::batch([people, others, iced::widget::operation::focus(entry::ID)]))
    }

    /// One more room that one is in. What was being written in it comes as soon as it is read.
    pub(super) fn add_room(&mut self, entered: &Entered) -> Task<Message> {
        let room = entered.room;
        let ignored = self.rooms.ignored.keys().copied().collect();
        self.rooms.others.insert(room, JoinedRoom::new(entered, &self.me.author, "", ignored));
        Task::perform(self.visit.drafts.read(room), move |words| Message::Draft(room, words))
    }

    /// Whether the house is open in this program.
    #[must_use]
    pub const fn is_hosting(&self) -> bool {
        self.visit.hosting.is_some()
    }

    /// The same for the list of recent places; it was read up to `seen` before, as far as that is known.
    #[must_use]
    pub fn recent(&self, seen: Option<Seq>) -> Recent {
        let head = Seq(self.rooms.shown.scrollback.rows().head());
        self.visit.recent(self.rooms.last_shown(), seen.unwrap_or(head), head)
    }

    /// Tells this visit from others of this program.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.visit.number
    }

    /// What the window is called.
    #[must_use]
    pub fn window_title(&self) -> String {
        let title = self.visit.window_title.as_deref().unwrap_or(self.rooms.shown.title.as_str());
        match self.rooms.unread() {
            _ if self.attention.focused && self.rooms.others.is_empty() => format!("{title} · Parlor"),
            (0, _) => format!("{title} · Parlor"),
            (unread, 0) => format!("({unread}) {title} · Parlor"),
            (unread, _) => format!("({unread}!) {title} · Parlor"),
        }
    }

    /// It follows how its person likes things, and times are shown like this from now on.
    pub fn follow(&mut self, likes: &Settings, times: TimeFormat) {
        if self.likes.moves != likes.moves {
            self.rooms.all_mut().for_each(|joined| joined.scrollback.measure_again());
        }
        (self.times, self.shows_typing, self.likes) = (times, likes.shows_typing, likes.clone());
    }

    /// The title of the room that is shown.
    #[must_use]
    pub fn title(&self) -> &str {
        self.rooms.shown.title.as_str()
    }

    /// These emoji were picked before.
    pub fn show_emoji(&mut self, emoji: Habits) {
        self.emoji = emoji;
    }

    /// What comes from the house.
    pub fn subscription(&self) -> Subscription<Message> {
        let hosting = self.visit.hosting.as_ref();
        let hosting = hosting.map_or_else(Subscription::none, |hosting| updates::follow(self.visit.number, hosting));
        Subscription::batch([updates::listen(self.visit.number, &self.visit.updates), hosting])
    }

    /// The window got the focus, or lost it.
    pub fn focus(&mut self, focused: bool) -> Task<Message> {
        self.attention.focused = focused;
        if focused {
            return Task::batch([self.look_soon(), self.is_active()]);
        }
        if self.rooms.shown.scrollback.is_following() {
            // It was all there to be read.
            self.rooms.shown.scrollback.unmark();
        }
        Task::none()
    }

    /// Everything that is needed to leave.
    #[must_use]
    pub fn goodbye(mut self) -> Goodbye {
        let head = Seq(self.rooms.shown.scrollback.rows().head());
        let seen = if self.rooms.shown.scrollback.is_following() {
            head
        } else {
            Seq(self.rooms.shown.scrollback.standing().view.top_row())
        };
        let recent = self.visit.recent(self.rooms.last_shown(), seen, head);
        self.visit.drafts.keep(self.rooms.shown.room, self.rooms.shown.writing.entry.draft());
        Goodbye { guest: self.visit.guest, hosting: self.visit.hosting.take(), recent }
    }

    /// Asks whether to leave.
    pub fn ask_to_leave(&mut self) -> Action {
        tracing::debug!("leaving is asked about");
        self.overlay.ask_to_leave();
        Action::Run(iced::widget::operation::focus(QUIT))
    }

    /// An invite was opened, by a link or a file. Nobody leaves a place without being asked, least of all its host.
    pub fn invited(&mut self, invite: String) -> Action {
        self.overlay.show(Top::Question(Question {
            title: invites::QUESTION.to_owned(),
            means: invites::means(self.visit.house.as_str(), self.visit.hosting.is_some()),
            yes: invites::OPEN,
            then: Box::new(Message::OpenInvite(invite)),
        }));
        Action::None
    }

    /// A file was dropped on the window.
    pub fn drop_file(&mut self) -> Action {
        self.tell(texts::NO_FILES.to_owned())
    }

    /// Something that lay over the room was put away: the entry has the focus again, if nothing lies over it any more.
    pub(super) fn back_to_entry(&self) -> Action {
        if self.overlay.is_open() { Action::None } else { Action::Run(iced::widget::operation::focus(entry::ID)) }
    }

    pub(super) fn tell(&mut self, what: String) -> Action {
        if let Some(page) = self.overlay.page_mut() {
            page.tell(what);
            return Action::None;
        }
        self.notice = Some(Notice::Plain(what));
        self.told += 1;
        let told = self.told;
        Action::Run(Task::perform(tokio::time::sleep(TOLD), move |()| Message::FadeNotice(told)))
    }

    pub(super) fn wrong(&mut self, why: String) -> Action {
        if let Some(page) = self.overlay.page_mut() {
            page.trouble(why);
            return Action::None;
        }
        self.notice = Some(Notice::Wrong(why));
        Action::None
    }

    pub(super) fn decide(&mut self, done: Result<(), GuestError>) -> Action {
        match done {
            Ok(()) => Action::None,
            Err(error) => self.wrong(error.to_string()),
        }
    }

    /// Looks in a moment how far was read, if that is not going to be looked at already. Where all is read there is nothing
    /// to look at, and the window would only be drawn once more.
    pub(super) fn look_soon(&mut self) -> Task<Message> {
        if !self.rooms.shown.has_unread() || !self.attention.look_soon() {
            return Task::none();
        }
        Task::perform(tokio::time::sleep(LOOK), |()| Message::Looked)
    }

    /// Its person does something: they are not away.
    pub(super) fn is_active(&mut self) -> Task<Message> {
        let wind = self.presence.act(clock::now());
        if self.presence.is_idle() {
            self.is_back();
        }
        if wind { ring_in(IDLE) } else { Task::none() }
    }

    /// Its person is back: they say something, or did nothing for a while and do now. Who said that they are away stays so
    /// until then.
    pub(super) fn is_back(&mut self) {
        if self.presence.come_back() {
            // Without a connection it is told at the next one.
            let _ = self.visit.guest.away(None);
        }
    }

    /// Does what someone asked of the house, and tells what came of it.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        asked: impl Future<Output = Result<T, GuestError>> + Send + 'static,
        told: impl FnOnce(T) -> Option<String> + Send + 'static,
    ) -> Action {
        let from = self.overlay.dialog().map(std::mem::discriminant);
        Action::Run(Task::perform(asked, move |done| match done {
            Ok(done) => Message::Done(from, told(done)),
            Err(error) => Message::Failed(error.to_string()),
        }))
    }

    /// Why these words are not sent any more, or why something is not done that has none.
    pub(super) fn too_late(&self, words: &str) -> String {
        let why = match (words.is_empty(), self.may_log_in()) {
            (true, true) => told::LOGGED_OUT,
            (true, false) => told::OVER,
            (false, true) => told::LOGGED_OUT_UNSENT,
            (false, false) => told::OVER_UNSENT,
        };
        why.to_owned()
    }

    /// Whether logging in leads back: not to one's own house, nor to an account that was deleted.
    pub(super) fn may_log_in(&self) -> bool {
        self.connection.is_logged_out() && self.me.account && self.visit.plan.is_some()
    }

    /// Sends something on its way. What could not even be put into the outbox comes back.
    pub(super) fn add(&self, id: EventId, body: Body, words: String) -> Task<Message> {
        let (guest, room) = (Arc::clone(&self.visit.guest), self.rooms.shown.room);
        if self.connection.is_over() {
            let why = self.too_late(&words);
            return Task::done(Message::NotSaid(room, words, why));
        }
        let added = async move { guest.add_to(Some(room), id, body).await };
        Task::perform(added, move |added| match added {
            Ok(_) => Message::TypingOver,
            Err(error) => Message::NotSaid(room, words, error.to_string()),
        })
    }

    /// Whether one may do something in the room that is shown.
    pub(super) fn may(&self, deed: Deed) -> bool {
        self.rooms.shown.may(deed, self.me.author.who, Rank::Guest)
    }

    /// Whether people are let into the room that is shown by their names, and by whoever looks at it.
    pub(super) fn invites_by_name(&self) -> bool {
        self.rooms.shown.order.access != Access::Everyone && self.may(Deed::Invite)
    }
}

pub(super) fn ring_in(wait: u64) -> Task<Message> {
    Task::perform(tokio::time::sleep(Duration::from_millis(wait)), |()| Message::Idle)
}
