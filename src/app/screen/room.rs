//! The room: what is said in it, the entry, the people, and the ways out. What is seen of each is in its own file.

mod attention;
mod commanded;
mod connection;
mod dialog;
mod entry;
mod find;
mod header;
mod heard;
mod keys;
mod leave;
mod listening;
mod message;
mod moving;
mod obeying;
mod over;
mod overlay;
mod people;
mod picking;
mod place;
mod presence;
mod refused;
mod rooms;
mod said;
mod sides;
mod view;
mod visit;

use std::collections::BTreeMap;
use std::sync::Arc;

use iced::{Subscription, Task};

use crate::app::clock::{self, Face};
use crate::app::opening::Opened;
use crate::app::parcel::Parcel;
use crate::app::scrollback;
use crate::guest::{Arrival, OwnState};
use crate::room::{RoomNo, Seq, Title};
use crate::wire::account::RequestLine;
use crate::wire::invite::SCHEME;

use attention::Attention;
use commanded::Commanded;
use connection::Connection;
use dialog::Dialog;
pub use message::{Action, Goodbye, Message};
use overlay::Overlay;
use picking::Picking;
use place::Place;
use presence::Presence;
use rooms::Rooms;
pub use view::Looks;
use visit::{Me, Visit};

/// By what the list is found.
pub const LIST: &str = "scrollback";

/// How many people are asked for on coming in.
const PEOPLE: usize = 1_000;

/// A room someone is in, and the house around it.
pub struct Room {
    visit: Visit,
    me: Me,
    connection: Connection,
    rooms: Rooms,
    commanded: Commanded,
    /// Those who ask to come into one's house, as far as it is known.
    asking: Vec<RequestLine>,
    picking: Picking,
    notice: Option<Notice>,
    overlay: Overlay,
    /// Which panel is unfolded in a narrow window.
    unfolded: Option<Panel>,
    attention: Attention,
    presence: Presence,
    /// How times are shown.
    face: Face,
    /// Whether others see that one types.
    shows_typing: bool,
}

/// Something to be known, until it is put away.
#[derive(Clone, Debug)]
enum Notice {
    /// In a sentence.
    Plain(String),
    /// What went wrong.
    Wrong(String),
    /// Someone asks to come in.
    Asks(RequestLine),
    /// One may come into a room from now on.
    Invited(RoomNo, Title),
    /// The commands there are.
    Help,
}

/// A panel beside the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The rooms.
    Rooms,
    /// The people.
    People,
}

impl Room {
    /// A room that was entered.
    pub fn new(
        number: u64,
        opened: Opened,
        seen: Option<Seq>,
        window_title: Option<String>,
        face: Face,
    ) -> (Self, Task<Message>) {
        let Opened { guest, updates, arrival, waiting, hosting, place, key, name, folder, drafts, draft } = opened;
        let kept = guest.replica().is_kept();
        let Arrival { house, you, rooms, account, rank, ignored, room, .. } = arrival;
        let mut new = Self {
            visit: Visit {
                number,
                guest: Arc::new(guest),
                updates: Parcel::new(updates),
                hosting,
                plan: place,
                key,
                house,
                came_as: name,
                folder,
                drafts,
                window_title,
            },
            rooms: Rooms {
                shown: Place::new(&room, &you, &draft, ignored.iter().map(|author| author.who).collect()),
                others: BTreeMap::new(),
                listed: rooms.into_iter().map(|line| (line.room, line)).collect(),
                going: None,
                to_order: None,
                ignored: ignored.into_iter().map(|author| (author.who, author.name)).collect(),
            },
            me: Me { author: you, rank, account },
            connection: Connection::open(),
            commanded: Commanded::default(),
            asking: Vec::new(),
            picking: Picking::default(),
            notice: None,
            overlay: Overlay::None,
            unfolded: None,
            attention: Attention::new(),
            presence: Presence::new(clock::now()),
            face,
            shows_typing: true,
        };
        let people = new.ask_who(room.room);
        for own in waiting {
            let of = own.room.unwrap_or(new.rooms.shown.room);
            if of == new.rooms.shown.room {
                new.rooms.shown.scrollback.take_own(&own, clock::now());
            }
        }
        if let Some(seen) = seen {
            new.rooms.shown.scrollback.mark_after(seen);
        }
        if !kept {
            new.notice = Some(Notice::Plain(
                "You are in this house with another window as well. What this one can't send before you leave is lost."
                    .to_owned(),
            ));
        }
        (new, Task::batch([people, iced::widget::operation::focus(entry::ID)]))
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

    /// Times are shown like this from now on, and others see that one types or don't.
    pub fn show_times(&mut self, face: Face, shows_typing: bool) {
        (self.face, self.shows_typing) = (face, shows_typing);
    }

    /// What comes from the house.
    pub fn subscription(&self) -> Subscription<Message> {
        listening::listen(self.visit.number, &self.visit.updates)
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

    /// Whether this room's house is one's own.
    #[must_use]
    pub const fn is_hosted_here(&self) -> bool {
        self.visit.hosting.is_some()
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
        let recent = self.visit.recent(seen, head);
        self.visit.drafts.keep(self.rooms.shown.room, self.rooms.shown.entry.draft());
        Goodbye { guest: self.visit.guest, hosting: self.visit.hosting.take(), recent }
    }

    /// Something happened.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Update(parcel) => match parcel.take() {
                Some(update) => self.hear(update),
                None => Action::None,
            },
            Message::Ended => self.end_unsaid(),
            Message::Entry(message) => {
                let active = self.is_active();
                self.on_entry(message).with(active)
            }
            Message::List(action) => {
                let look = self.look_soon();
                self.on_list(action).with(look)
            }
            Message::Page(room, page) => self.on_page(room, page),
            Message::AskAgain(room) => {
                if let Some(place) = self.rooms.get_mut(room) {
                    place.scrollback.ask_again();
                }
                Action::None
            }
            Message::People(room, total, people) => {
                let me = self.me.author.clone();
                if let Some(place) = self.rooms.get_mut(room) {
                    place.meet(total, people, &me);
                }
                Action::None
            }
            Message::Looked => self.looked(),
            Message::PeopleScrolled(offset) => self.on_people_scrolled(offset),
            Message::LookAt(who) => self.look_at(who),
            Message::Known(line) => self.known(*line),
            Message::Go(room) => self.go(room),
            Message::CameIn(room, by_title) => self.came_in(room, by_title),
            Message::EnterRoom(name) => Action::Run(self.enter_room(name, None)),
            Message::Idle => self.idle(),
            Message::Admit(request, yes) => {
                self.notice = None;
                self.asking.retain(|line| line.request != request);
                let guest = Arc::clone(&self.visit.guest);
                self.ask(async move { guest.admit(request, yes).await }, |()| None)
            }
            Message::Ignore(who, ignore) => self.set_ignored(who, ignore),
            Message::React(sign) => self.react(sign),
            Message::Withdraw => self.withdraw_picked(),
            Message::EditPicked => self.edit_picked(),
            Message::Earlier => self.show_earlier(),
            Message::ShowDeeds => {
                self.picking.shows_deeds = true;
                Action::None
            }
            Message::Unpick => {
                self.rooms.shown.scrollback.pick(None);
                Action::Run(iced::widget::operation::focus(entry::ID))
            }
            Message::Found(seq) => self.go_to_found(seq),
            Message::Dialog(message) => self.on_dialog(message),
            Message::Open(dialog) => self.open(dialog),
            Message::Done(from, told) => self.done(from, told),
            Message::Failed(why) => self.failed(why),
            Message::NotSaid(room, words, why) => {
                self.take_back_words(room, &words);
                self.failed(why)
            }
            Message::Wrong(why) => self.wrong(why),
            Message::Tell(what) => self.tell(what),
            Message::Send => self.send(),
            Message::Retry => self.decide_refused(true),
            Message::Discard => self.decide_refused(false),
            Message::TypingOver => {
                let now = clock::now();
                self.rooms.all_mut().for_each(|place| place.typing.retain(|(_, until)| *until > now));
                Action::None
            }
            Message::KeepDraft(draft) => self.keep_draft(draft),
            Message::Draft(room, words) => {
                if let Some(place) = self.rooms.get_mut(room) {
                    place.entry.begin_with(&words);
                }
                Action::None
            }
            Message::Find(message) => self.on_find(message),
            Message::OpenFind => self.open_find(""),
            Message::Saving => {
                self.overlay.toggle_saving();
                Action::None
            }
            Message::Save(format) => self.save(format),
            Message::Invite => self.copy_invite(),
            Message::Manage => self.open(Dialog::manage()),
            Message::NewInvite => self.new_invite(),
            Message::Unfold(panel) => {
                self.unfolded = if self.unfolded == Some(panel) { None } else { Some(panel) };
                Action::None
            }
            Message::Dismiss => {
                self.notice = None;
                Action::None
            }
            Message::Follow => match self.overlay.take_link() {
                Some(link) => follow(link),
                None => Action::None,
            },
            Message::CopyLink => match self.overlay.take_link() {
                Some(link) => Action::Run(iced::clipboard::write(link)),
                None => Action::None,
            },
            Message::DropLink => {
                self.overlay.take_link();
                Action::None
            }
            Message::Leave => self.ask_to_leave(),
            Message::LogIn => self.log_in_again(),
            Message::Leaving(message) => self.on_leaving(message),
            Message::Settings => Action::Settings,
            Message::Copied(text) => Action::Run(iced::clipboard::write(text)),
        }
    }

    fn tell(&mut self, what: String) -> Action {
        self.notice = Some(Notice::Plain(what));
        Action::None
    }

    fn wrong(&mut self, why: String) -> Action {
        self.notice = Some(Notice::Wrong(why));
        Action::None
    }

    fn decide(&mut self, done: Result<(), crate::guest::GuestError>) -> Action {
        match done {
            Ok(()) => Action::None,
            Err(error) => self.wrong(error.to_string()),
        }
    }

    /// How much of one's own is not yet kept.
    fn unsent(&self) -> usize {
        let unsent = |row: &&scrollback::Row| !matches!(row.own, Some(OwnState::Kept { .. }));
        self.rooms.shown.scrollback.rows().own().iter().filter(unsent).count()
    }
}

/// Opens a link with whatever this computer opens links with. An invite is for this program: it is copied for the lobby.
fn follow(link: String) -> Action {
    if link.starts_with(SCHEME) {
        let told = "This is an invite, and it is copied now. Paste it into the lobby to go there.".to_owned();
        return Action::Run(Task::batch([iced::clipboard::write(link), Task::done(Message::Tell(told))]));
    }
    let opened = async move { tokio::task::spawn_blocking(move || open::that_detached(link)).await };
    Action::Run(Task::perform(opened, |opened| match opened {
        Ok(Ok(())) => Message::TypingOver,
        _ => Message::Wrong("This computer does not know how to open that. Copy the address instead.".to_owned()),
    }))
}
