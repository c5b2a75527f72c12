//! Parlor is a native chat room: one person hosts a house, others join it, everyone talks, and nothing said is lost.
//!
//! What people can do with it is told in the [`guide`]. From a program, a house is hosted, joined and talked in like this:
//!
//! ```no_run
#![doc = include_str!("../tests/examples/talk.rs")]
//! ```
//!
//! # The one idea
//!
//! **A room is a log; everyone in it is a cursor.** What happens in a room and matters later is an *event*. Events are
//! appended to the room's *log* and get the next number, `seq`. Nobody is sent messages: a guest holds a cursor, the
//! number it has seen, and the host lets it read from there. History for someone who joins late, going on after a cut,
//! a slow laptop, the same order for everyone, export, search: all are reading one log from somewhere.
//! What does not matter later, such as typing, travels beside the log, may be dropped, and is never sent again.
//!
//! # The words
//!
//! - **House**: what one host opens: its title, key, rooms and people. One port.
//! - **Room**: one log with a title. **Event**, **log**, **seq**, **cursor**: as above.
//! - **Host**: the side that keeps the house. **Guest**: the side that visits it.
//! - **Door**: a language in which guests speak to the house. **Carriage**: what the bytes ride on.
//! - **Session**: one guest's connection at the host, from hello to goodbye.
//! - **Replica**: a guest's own copy of the events it has seen, in the same kind of log as the host's.
//! - **Invite**: a link that carries everything needed to get in.
//!
//! # The plan of the house
//!
//! Arrows run one way: `app, command → doctor → guest, host, find, export → log → wire → room`, and [`commands`], [`markup`] and [`wording`]
//! stand beside [`log`]. [`room`] knows nothing of the others, [`host`] and [`guest`] don't know each other, and nothing below `app` knows iced.
//!
//! | where | what lives there |
//! |---|---|
//! | [`room`] | what a room is: names, texts, events, the state they fold to, the rules. Pure: no I/O, no clock, no async |
//! | [`wire`] | what travels: frames and lines, keys, TLS, invites, and the way by a relay (feature `anywhere`). `wire/PROTOCOL.md` describes it for other languages |
//! | [`log`] | where rooms are kept: the [`log::Log`] trait, the built-in store, finding words in it, forgetting what a room does not keep, and checking it |
//! | [`host`] | keeps a house: doors and one entrance, sessions, the hall with its pure core, what is shown of rooms and people, the registry, the ledger, and looking on |
//! | [`guest`] | visits one: connection, resuming, outbox, replica, and what is known of it while its host is away |
//! | [`markup`] | how a message is written: a small part of Markdown, read once, for the window and for exports. Pure |
//! | [`commands`] | what can be typed as a command, in the window and in a terminal, read. Pure |
//! | [`wording`] | how events, people and lists are told in lines of plain text: in a terminal, and to guests who come by text. Pure |
//! | [`find`] | ways to houses: this computer's addresses, announcing a house on the local network, finding those that are announced, and having a router open a port |
//! | [`doctor`] | why a place can't be reached: checks, made all at once, and the likeliest cause |
//! | [`mod@export`] | a room as text, JSON lines, a table or a page |
//! | [`paths`] | where things are kept on this computer |
//! | `settings` | how a person likes things: a file, field by field |
//! | `app` | the window: screens, widgets, looks, the list behind the scrollback. Feature `window`, on by default |
//! | `main.rs`, `command/` | the front door: opens the window, or does what `host`, `find`, `doctor`, `join`, `export`, `verify` say |
//!
//! # The way of one message
//!
//! ```text
//! key press → app/screen/room → guest (outbox row, id chosen here) → frame → session (its pace)
//!   → hall: facts looked up → core: rules, next seq → many events, one commit → durable → ring of events
//!   → each session's cursor wakes → one coalesced write a guest → guest (replica row, outbox row gone)
//!   → app/scrollback: one row more
//! ```
//!
//! 1. *Acknowledged means durable.* An event is shown and answered as kept only after the commit that holds it. What
//!    arrives while one commit is written goes into the next, so a house pays one sync at a time, not one a message.
//! 2. *Said once.* The author's side chooses the id. Saying it again gives the same `seq`, never a second message.
//! 3. *Encoded once.* Guests who speak the same language share the bytes of an event.
//! 4. *Coalesced.* A session that wakes takes everything between its cursor and the head, up to a bound, in one write.
//! 5. *Bounded.* No queue grows with a slow guest: the ring is bounded, and behind it a cursor reads the log.
//! 6. *Quiet.* With nobody talking, nothing runs.
//! 7. *Crowds cost N, not N².* Comings and goings of one second are one event.
//!
//! # The window
//!
//! A screen is made, is told what happened (`update`), and answers with what it wants done (an `Action` in the words of
//! its subject); `app/window.rs` does it and shows the next screen. What comes from a house is a subscription that lives as long
//! as its room is shown; what takes time is a task, and whoever drops its handle gives it up. There are no standing
//! timers: with nobody talking, no frame is drawn.
//!
//! The list of what was said is `app::scrollback` (what it knows: rows at hand, heights in a tree of sums, a view that
//! is anchored to a row, a selection; pure) and `app::widget::scrollback` (how it is laid out, drawn, and handled). Rows
//! that are looked at and not at hand are asked of the guest: its replica first, the host for what that lacks.
//!
//! # Trust
//!
//! The house has a key, made when it is founded and kept. Guests speak TLS 1.3 to it and pin that key: from the invite,
//! else on first use. What that promises: encrypted between guest and host; whoever runs the host can read the room.
//! A guest shows a key too, and a name belongs to the first key that took it.

#[cfg(feature = "window")]
pub mod app;
pub mod commands;
pub mod doctor;
pub mod export;
pub mod find;
pub mod guest;
/// The guide, for people who use Parlor and for those who run a place.
#[doc = include_str!("guide.md")]
pub mod guide {}
pub mod host;
pub mod log;
pub mod markup;
pub mod paths;
pub mod room;
#[cfg(feature = "window")]
pub mod settings;
pub mod wire;
pub mod wording;
