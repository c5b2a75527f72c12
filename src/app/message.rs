//! What happens in the program, from wherever it comes.

use iced::keyboard::{Key, Modifiers};
use iced::theme::Mode;
use iced::{Size, window};

use super::clock::TimeFormat;
use super::opening::{Closed, JoinPlan, Opened};
use super::places::Place;
use super::recent::Recent;
use super::screen::{farewell, lobby, room, settings};
use super::take_once::TakeOnce;

/// What happens.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the lobby.
    Lobby(lobby::Message),
    /// In the room of this visit. What was under way in one that was left comes to nothing.
    Room(u64, room::Message),
    /// On leaving the room of this visit.
    Farewell(u64, farewell::Message),
    /// In the settings.
    Settings(settings::Message),
    /// A room was opened, or not.
    Opened(Option<Box<JoinPlan>>, Option<String>, TakeOnce<Result<Opened, Closed>>),
    /// The program was started again, with this invite.
    Called(Option<String>),
    /// A key that nothing in the window had a use for.
    Key(Key, Modifiers),
    /// Something was typed, and nothing in the window had a use for it.
    Typed(String),
    /// Something about the window itself.
    Window(window::Id, window::Event),
    /// The system is light or dark.
    System(Mode),
    /// The system shows times like this.
    Clock(TimeFormat),
    /// The list of recent rooms was written, and is like this now.
    Remembered(Vec<Recent>),
    /// The places that are kept here, as they are now.
    Places(Vec<Place>),
    /// The window's place is to be kept, if it did not change since.
    Settled(u64),
    /// The window is this large, told in what things in it are measured in.
    Measured(Size),
    /// The screen that the window is on is this large, told in the same way, where that is known.
    Monitor(Option<Size>),
    /// A screen was drawn for the first time.
    Shown,
}
