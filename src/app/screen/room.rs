//! The room: what is said in it, the entry, the people, and the ways out. What is seen of each is in its own file.

mod connection;
mod entry;
mod find;
mod header;
mod heard;
mod leave;
mod message;
mod said;
mod sides;
mod view;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::{Subscription, Task};

use crate::app::clock::{self, Face};
use crate::app::markup::Names;
use crate::app::opening::{Hosting, JoinPlan, Opened};
use crate::app::parcel::Parcel;
use crate::app::recent::Recent;
use crate::app::scrollback::{self, Scrollback};
use crate::guest::{Arrival, Guest, OwnState, Updates};
use crate::room::{Author, Name, PersonId, RoomNo, Seq, Title, Topic};
use crate::wire::Fingerprint;
use crate::wire::invite::SCHEME;

use entry::Entry;
use find::Find;
pub use leave::Leave;
pub use message::{Action, Goodbye, Message};
pub use said::keep_draft;
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
    house: Title,
    title: Title,
    topic: Topic,
    me: Author,
    /// Under which name what is kept of the visit is kept.
    came_as: Name,
    room: RoomNo,
    here: BTreeMap<PersonId, Name>,
    /// The same, in the order they are shown in.
    listed: Vec<PersonId>,
    people: u64,
    scrollback: Scrollback,
    entry: Entry,
    typing: Vec<(Author, u64)>,
    line: Line,
    notice: Option<Notice>,
    find: Option<Find>,
    leave: Option<Leave>,
    /// A link that someone pressed, and may want to follow.
    link: Option<String>,
    window_title: Option<String>,
    /// Which panel is unfolded in a narrow window.
    unfolded: Option<Panel>,
    saving: bool,
    manage: bool,
    /// How times are shown.
    face: Face,
    /// What stands in the entry while it is empty.
    hint: String,
    focused: bool,
    /// How much of others came while the window was not looked at, and how much of it speaks to its person.
    missed: (usize, usize),
    typed_at: u64,
    /// When its person was told last that they are spoken to.
    told_at: u64,
    draft: u64,
}

/// Whether there is a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    /// There is.
    Open,
    /// It is being made.
    Connecting,
    /// There is none; another try comes.
    Offline(String),
    /// There is none, and none will come.
    Over(String),
}

/// Something to be known, until it is put away.
#[derive(Clone, Debug)]
enum Notice {
    /// In a sentence.
    Plain(String),
    /// What went wrong.
    Wrong(String),
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
        let Opened { guest, updates, arrival, waiting, hosting, place, key, name, folder } = opened;
        let kept = guest.replica().is_kept();
        let Arrival { house, you, room, .. } = arrival.clone();
        let draft = std::fs::read_to_string(draft_file(&folder, room.room)).unwrap_or_default();
        let mut new = Self {
            number,
            guest: Arc::new(guest),
            updates: Parcel::new(updates),
            hosting,
            place,
            key,
            folder,
            house,
            title: room.title.clone(),
            topic: room.topic.clone(),
            me: you,
            came_as: name,
            room: room.room,
            here: BTreeMap::new(),
            listed: Vec::new(),
            people: room.people,
            scrollback: Scrollback::default(),
            entry: Entry::with(&draft),
            typing: Vec::new(),
            line: Line::Open,
            notice: None,
            find: None,
            leave: None,
            link: None,
            window_title,
            unfolded: None,
            saving: false,
            manage: false,
            face,
            hint: String::new(),
            focused: true,
            missed: (0, 0),
            typed_at: 0,
            told_at: 0,
            draft: 0,
        };
        let people = new.entered(&arrival);
        for own in waiting {
            new.scrollback.take_own(&own, clock::now());
        }
        if let Some(seen) = seen {
            new.scrollback.mark_after(seen);
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
        let title = self.window_title.as_deref().unwrap_or(self.title.as_str());
        match self.missed {
            (0, _) => format!("{title} · Parlor"),
            (missed, 0) => format!("({missed}) {title} · Parlor"),
            (missed, _) => format!("({missed}!) {title} · Parlor"),
        }
    }

    /// Times are shown like this from now on.
    pub fn show_times(&mut self, face: Face) {
        self.face = face;
    }

    /// What comes from the house.
    pub fn subscription(&self) -> Subscription<Message> {
        connection::listen(self.number, &self.updates)
    }

    /// The window got the focus, or lost it.
    pub fn focus(&mut self, focused: bool) {
        self.focused = focused;
        if focused {
            self.missed = (0, 0);
        } else if self.scrollback.is_following() {
            // It was all there to be read.
            self.scrollback.unmark();
        }
    }

    /// Whether this room's house is one's own.
    #[must_use]
    pub const fn is_hosted_here(&self) -> bool {
        self.hosting.is_some()
    }

    /// Everything that is needed to leave.
    #[must_use]
    pub fn goodbye(mut self) -> Goodbye {
        let head = Seq(self.scrollback.rows().head());
        let seen = if self.scrollback.is_following() { head } else { Seq(self.scrollback.standing().view.top_row()) };
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
        let draft = (draft_file(&self.folder, self.room), self.entry.draft());
        Goodbye { guest: self.guest, hosting: self.hosting.take(), recent, draft }
    }

    /// Something happened.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Update(parcel) => match parcel.take() {
                Some(update) => self.hear(update),
                None => Action::None,
            },
            Message::Ended => {
                if !matches!(self.line, Line::Over(_)) {
                    self.line = Line::Over("This visit has ended. Leave, and join again.".to_owned());
                }
                Action::None
            }
            Message::Entry(message) => self.on_entry(message),
            Message::List(action) => self.on_list(action),
            Message::Page(page) => self.on_page(page),
            Message::AskAgain => {
                self.scrollback.ask_again();
                Action::None
            }
            Message::People(total, people) => {
                self.people = total;
                self.here = people.into_iter().map(|person| (person.who, person.name)).collect();
                self.list_people();
                self.scrollback.read_by(self.names_to_read_by());
                Action::None
            }
            Message::NotSaid(words, why) => {
                if self.entry.is_empty() {
                    self.entry = Entry::with(&words);
                }
                self.wrong(why)
            }
            Message::Wrong(why) => self.wrong(why),
            Message::Tell(what) => self.tell(what),
            Message::Send => self.send(),
            Message::Retry(id) => self.decide(self.guest.retry(id)),
            Message::Discard(id) => {
                self.scrollback.drop_own(id);
                self.decide(self.guest.discard(id))
            }
            Message::TypingOver => {
                let now = clock::now();
                self.typing.retain(|(_, until)| *until > now);
                Action::None
            }
            Message::KeepDraft(draft) => self.keep_draft(draft),
            Message::Find(message) => self.on_find(message),
            Message::OpenFind => self.open_find(""),
            Message::Saving => {
                self.saving = !self.saving;
                Action::None
            }
            Message::Save(format) => self.save(format),
            Message::Invite => self.copy_invite(),
            Message::Manage => {
                self.manage = !self.manage;
                Action::None
            }
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
            Message::Leaving(message) => self.on_leaving(message),
            Message::Settings => Action::Settings,
            Message::Copied(text) => Action::Run(iced::clipboard::write(text)),
        }
    }

    /// A key that nothing in the window had a use for.
    pub fn key(&mut self, key: &Key, modifiers: Modifiers) -> Action {
        match key.as_ref() {
            Key::Named(Named::Escape) => self.escape(),
            // Wherever the focus is by now.
            Key::Named(Named::Enter) if self.leave.is_some() => self.on_leaving(leave::Message::Quit),
            _ if self.leave.is_some() || self.link.is_some() => Action::None,
            Key::Named(Named::PageUp) => self.on_list(scrollback::Action::Page(-1.0)),
            Key::Named(Named::PageDown) => self.on_list(scrollback::Action::Page(1.0)),
            Key::Character("f") if modifiers.command() => self.open_find(""),
            Key::Character("s") if modifiers.command() => self.update(Message::Saving),
            Key::Named(Named::F6) => self.next_panel(),
            _ => Action::None,
        }
    }

    /// Esc: puts away what lies on top, and goes to the newest where nothing does.
    fn escape(&mut self) -> Action {
        if self.leave.take().is_some() || self.link.take().is_some() {
            return Action::Run(iced::widget::operation::focus(entry::ID));
        }
        if std::mem::take(&mut self.saving) || std::mem::take(&mut self.manage) || self.unfolded.take().is_some() {
            return Action::None;
        }
        if self.find.take().is_some() {
            return Action::Run(iced::widget::operation::focus(entry::ID));
        }
        if self.entry.stop_editing() || self.notice.take().is_some() {
            return Action::None;
        }
        self.scrollback.unmark();
        self.on_list(scrollback::Action::Follow)
    }

    /// F6: from the entry to the list, to the panels, and around.
    fn next_panel(&self) -> Action {
        use iced::widget::operation::{focus, is_focused};
        let after = |from: &'static str, to: &'static str| {
            is_focused(from).then(move |is| if is { focus(to) } else { Task::none() })
        };
        Action::Run(Task::batch([after(entry::ID, LIST), after(LIST, "panels"), after("panels", entry::ID)]))
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

    /// Who is here changed: they are listed by their names, oneself first.
    fn list_people(&mut self) {
        let mut listed: Vec<PersonId> = self.here.keys().copied().collect();
        listed.sort_by_cached_key(|who| {
            (*who != self.me.who, self.here.get(who).map(|name| name.as_str().to_lowercase()))
        });
        self.listed = listed;
    }

    /// The names that words are read by.
    fn names_to_read_by(&self) -> Names {
        let mut names = Names::new(Some(&self.me.name));
        self.here.values().for_each(|name| names.add(name));
        names
    }

    /// What was refused, the first of it.
    fn refused(&self) -> Option<(&scrollback::Row, &str, usize)> {
        let refused = |row: &&scrollback::Row| matches!(row.own, Some(OwnState::Refused { .. }));
        let count = self.scrollback.rows().own().iter().filter(refused).count();
        let first = self.scrollback.rows().own().iter().find(refused)?;
        match &first.own {
            Some(OwnState::Refused { why }) => Some((first, why, count)),
            _ => None,
        }
    }

    /// How much of one's own is not yet kept.
    fn unsent(&self) -> usize {
        let unsent = |row: &&scrollback::Row| !matches!(row.own, Some(OwnState::Kept { .. }));
        self.scrollback.rows().own().iter().filter(unsent).count()
    }
}

/// Where the draft of a room is kept.
fn draft_file(folder: &std::path::Path, room: RoomNo) -> PathBuf {
    folder.join(format!("draft-{room}.txt"))
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
