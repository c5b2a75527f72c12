//! The room: what is said in it, the entry, the people, and the ways out. What is seen of each is in its own file.

mod connection;
mod dialog;
mod entry;
mod find;
mod header;
mod heard;
mod keys;
mod leave;
mod message;
mod moving;
mod obeying;
mod over;
mod people;
mod picking;
mod place;
mod refused;
mod said;
mod sides;
mod view;

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use iced::{Subscription, Task};

use crate::app::clock::{self, Face};
use crate::app::drafts::Drafts;
use crate::app::opening::{Hosting, JoinPlan, Opened};
use crate::app::parcel::Parcel;
use crate::app::recent::Recent;
use crate::app::scrollback;
use crate::guest::{Arrival, Guest, OwnState, Updates};
use crate::room::{Author, EventId, Name, PersonId, Rank, RoomNo, Seq, Title};
use crate::wire::Fingerprint;
use crate::wire::account::RequestLine;
use crate::wire::frame::RoomLine;
use crate::wire::invite::SCHEME;

use dialog::Dialog;
pub use leave::Leave;
pub use message::{Action, Goodbye, Message};
use over::Over;
use place::Place;
pub use view::Looks;

/// By what the list is found.
pub const LIST: &str = "scrollback";

/// How many people are asked for on coming in.
const PEOPLE: usize = 1_000;

/// A room someone is in.
pub struct Room {
    /// Tells this visit from others of this program.
    number: u64,
    guest: Arc<Guest>,
    updates: Parcel<Updates>,
    hosting: Option<Hosting>,
    place: Option<JoinPlan>,
    key: Fingerprint,
    /// Where what is kept of this visit is.
    folder: PathBuf,
    /// What is being written in its rooms.
    drafts: Drafts,
    house: Title,
    me: Author,
    /// What one is in the house, and whether one has an account.
    rank: Rank,
    account: bool,
    /// Under which name what is kept of the visit is kept.
    came_as: Name,
    /// The lines that were commanded last, until it is known what became of them.
    commanded: VecDeque<(EventId, String)>,
    /// The room that is shown.
    at: Place,
    /// The others that one is in.
    elsewhere: BTreeMap<RoomNo, Place>,
    /// All rooms of the house that one sees.
    rooms: BTreeMap<RoomNo, RoomLine>,
    /// The room to show as soon as it is entered.
    going: Option<RoomNo>,
    /// The room whose order is to be seen to as soon as it is shown.
    to_order: Option<RoomNo>,
    /// Those who ask to come into one's house, as far as it is known.
    asking: Vec<RequestLine>,
    /// Those of whom one wants to see nothing.
    ignored: BTreeMap<PersonId, Name>,
    line: Line,
    /// Why the connection ended that was there last.
    ended: Option<String>,
    notice: Option<Notice>,
    leave: Option<Leave>,
    /// What lies over the room.
    dialog: Option<Dialog>,
    /// The picked message, if taking it back was pressed once already.
    withdrawing: Option<EventId>,
    /// Whether all that can be done with the picked message is shown.
    shows_deeds: bool,
    /// A link that someone pressed, and may want to follow.
    link: Option<String>,
    window_title: Option<String>,
    /// Which panel is unfolded in a narrow window.
    unfolded: Option<Panel>,
    saving: bool,
    /// How times are shown.
    face: Face,
    focused: bool,
    /// Whether others see that one types.
    shows_typing: bool,
    /// Whether it will be looked how far was read.
    looking: bool,
    /// When its person was told last that they are spoken to.
    told_at: u64,
    /// When its person did something last, and whether they are away since.
    active: u64,
    away: moving::Away,
    /// Whether the clock runs by which that is found out.
    idling: bool,
}

/// Whether there is a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    /// There is.
    Open,
    /// It is being made.
    Connecting,
    /// The host of the house is asked whether one may come in.
    Asking(String),
    /// There is none; another try comes.
    Offline(String),
    /// There is none, and none will come.
    Over(Over),
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
            number,
            guest: Arc::new(guest),
            updates: Parcel::new(updates),
            hosting,
            place,
            key,
            house,
            rank,
            account,
            came_as: name,
            at: Place::new(&room, &you, &draft, ignored.iter().map(|author| author.who).collect()),
            me: you,
            folder,
            drafts,
            elsewhere: BTreeMap::new(),
            rooms: rooms.into_iter().map(|line| (line.room, line)).collect(),
            commanded: VecDeque::new(),
            going: None,
            to_order: None,
            asking: Vec::new(),
            ignored: ignored.into_iter().map(|author| (author.who, author.name)).collect(),
            line: Line::Open,
            ended: None,
            notice: None,
            leave: None,
            dialog: None,
            withdrawing: None,
            shows_deeds: false,
            link: None,
            window_title,
            unfolded: None,
            saving: false,
            face,
            focused: true,
            shows_typing: true,
            looking: false,
            told_at: 0,
            active: clock::now(),
            away: moving::Away::No,
            idling: false,
        };
        let people = new.ask_who(room.room);
        for own in waiting {
            let of = own.room.unwrap_or(new.at.room);
            if of == new.at.room {
                new.at.scrollback.take_own(&own, clock::now());
            }
        }
        if let Some(seen) = seen {
            new.at.scrollback.mark_after(seen);
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
        self.number
    }

    /// What the window is called.
    #[must_use]
    pub fn window_title(&self) -> String {
        let title = self.window_title.as_deref().unwrap_or(self.at.title.as_str());
        match place::unread(self.elsewhere.values().chain([&self.at])) {
            _ if self.focused && self.elsewhere.is_empty() => format!("{title} · Parlor"),
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
        connection::listen(self.number, &self.updates)
    }

    /// The window got the focus, or lost it.
    pub fn focus(&mut self, focused: bool) -> Task<Message> {
        self.focused = focused;
        if focused {
            return Task::batch([self.look_soon(), self.is_active()]);
        }
        if self.at.scrollback.is_following() {
            // It was all there to be read.
            self.at.scrollback.unmark();
        }
        Task::none()
    }

    /// Whether this room's house is one's own.
    #[must_use]
    pub const fn is_hosted_here(&self) -> bool {
        self.hosting.is_some()
    }

    /// Everything that is needed to leave.
    #[must_use]
    pub fn goodbye(mut self) -> Goodbye {
        let head = Seq(self.at.scrollback.rows().head());
        let seen =
            if self.at.scrollback.is_following() { head } else { Seq(self.at.scrollback.standing().view.top_row()) };
        let recent = Recent {
            key: self.key.to_string(),
            title: self.house.to_string(),
            to: self.place.as_ref().map(|place| place.to.to_text()),
            name: self.came_as.to_string(),
            window: self.window_title.clone(),
            at: clock::now(),
            seen,
            head,
        };
        self.drafts.keep(self.at.room, self.at.entry.draft());
        Goodbye { guest: self.guest, hosting: self.hosting.take(), recent }
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
                if let Some(place) = self.place_mut(room) {
                    place.scrollback.ask_again();
                }
                Action::None
            }
            Message::People(room, total, people) => {
                let me = self.me.clone();
                if let Some(place) = self.place_mut(room) {
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
                let guest = Arc::clone(&self.guest);
                self.ask(async move { guest.admit(request, yes).await }, |()| None)
            }
            Message::Ignore(who, ignore) => self.set_ignored(who, ignore),
            Message::React(sign) => self.react(sign),
            Message::Withdraw => self.withdraw_picked(),
            Message::EditPicked => self.edit_picked(),
            Message::Earlier => self.show_earlier(),
            Message::ShowDeeds => {
                self.shows_deeds = true;
                Action::None
            }
            Message::Unpick => {
                self.at.scrollback.pick(None);
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
                self.places_mut().for_each(|place| place.typing.retain(|(_, until)| *until > now));
                Action::None
            }
            Message::KeepDraft(draft) => self.keep_draft(draft),
            Message::Draft(room, words) => {
                if let Some(place) = self.place_mut(room) {
                    place.entry.begin_with(&words);
                }
                Action::None
            }
            Message::Find(message) => self.on_find(message),
            Message::OpenFind => self.open_find(""),
            Message::Saving => {
                self.saving = !self.saving;
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
            Message::Follow => match self.link.take() {
                Some(link) => follow(link),
                None => Action::None,
            },
            Message::CopyLink => match self.link.take() {
                Some(link) => Action::Run(iced::clipboard::write(link)),
                None => Action::None,
            },
            Message::DropLink => {
                self.link = None;
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

    /// A room that one is in.
    fn place_mut(&mut self, room: RoomNo) -> Option<&mut Place> {
        if self.at.room == room { Some(&mut self.at) } else { self.elsewhere.get_mut(&room) }
    }

    /// All rooms that one is in.
    fn places_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        std::iter::once(&mut self.at).chain(self.elsewhere.values_mut())
    }

    /// How much of one's own is not yet kept.
    fn unsent(&self) -> usize {
        let unsent = |row: &&scrollback::Row| !matches!(row.own, Some(OwnState::Kept { .. }));
        self.at.scrollback.rows().own().iter().filter(unsent).count()
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
