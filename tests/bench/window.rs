//! The window's figures: `cargo bench --bench window [WHICH...]`, where WHICH is page, people, hosted or real.
//! `real` opens the program itself on the screen that DISPLAY names, with xdotool for hands; without them it is left out.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that can't go on has nothing to print")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    clippy::cast_lossless,
    reason = "figures are printed, and need not be exact to the last digit"
)]

#[path = "../shared/ports.rs"]
mod ports;
#[path = "window/program.rs"]
mod program;
#[path = "window/rooms.rs"]
mod rooms;
#[path = "../window/stage.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod stage;

use std::time::{Duration, Instant};

use iced::keyboard::key::Named;
use iced::{Event, Point, mouse};
use parlor::app::Message;
use parlor::app::screen::room::Message as OfRoom;
use parlor::app::scrollback::Action;
use parlor::guest::Crowd;
use parlor::room::{Author, Name, PersonId, RoomNo};
use parlor::wire::people::PersonLine;
use stage::Stage;

/// How large the window is.
const SIZE: (f32, f32) = (1024.0, 768.0);
/// How many pages are scrolled.
const PAGES: usize = 100;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    println!("{:<62} {:>12}  {:>12}", "", "measured", "wanted");
    if is_wanted("page") {
        pages();
    }
    if is_wanted("people") {
        people();
    }
    if is_wanted("hosted") {
        hosted();
    }
    if is_wanted("real") {
        program::figures();
    }
}

fn print(what: &str, measured: &str, wanted: &str) {
    println!("{what:<62} {measured:>12}  {wanted:>12}");
}

fn millis(duration: Duration) -> String {
    format!("{:.1}", duration.as_secs_f64() * 1e3)
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort();
    all[all.len() / 2]
}

/// A page scrolled back, laid out and drawn, in a short room and in a long one, turn by turn so that noise hits both.
fn pages() {
    let (short, long) = (rooms::folder(), rooms::folder());
    let mut rooms = [(short, 1_000, Vec::new()), (long, 1_000_000, Vec::new())].map(|(home, events, taken)| {
        rooms::make(home.path(), events);
        let mut stage = Stage::open(home.path(), SIZE);
        rooms::host(&mut stage);
        (home, stage, taken)
    });
    for page in 0..PAGES {
        for (_, stage, taken) in &mut rooms {
            let up = if page % 50 < 25 { -1.0 } else { 1.0 };
            let begun = Instant::now();
            stage.update(Message::Room(1, OfRoom::List(Action::Page(up))));
            stage.redraw();
            let laid_out = begun.elapsed();
            stage.draw();
            let drawn = begun.elapsed();
            stage.pixels();
            taken.push([laid_out, drawn - laid_out, begun.elapsed() - drawn, begun.elapsed()]);
            // What lies ahead comes between two frames, as it does for a person.
            stage.settle();
        }
    }
    let [(_, _, short), (_, mut stage, long)] = rooms;
    let of = |taken: &[[Duration; 4]], part: usize| median(taken.iter().map(|page| page[part]).collect());
    let parts = ["  of these, for what stands where", "  for what is drawn", "  for its pixels, all of the window's"];
    let parts = parts.map(str::to_owned).into_iter().zip((0..3).map(|part| of(&long, part)));
    let (short, long) = (of(&short, 3), of(&long, 3));
    print("a page scrolled in 1,000 messages, laid out and drawn, ms", &millis(short), "");
    print("a page scrolled in 1,000,000 messages, laid out and drawn, ms", &millis(long), "≤ 8");
    for (part, taken) in parts {
        print(&part, &millis(taken), "");
    }
    print("  times that with 1,000", &format!("{:.2}", long.as_secs_f64() / short.as_secs_f64()), "≤ 1.2");
    let mut jumps = Vec::new();
    for jump in 0..20 {
        let begun = Instant::now();
        stage.update(Message::Room(1, OfRoom::List(Action::GoToPart(f64::from(jump) / 20.0))));
        stage.redraw();
        stage.draw();
        stage.pixels();
        jumps.push(begun.elapsed());
        stage.settle();
    }
    print("a jump anywhere in 1,000,000 messages, the first frame, ms", &millis(median(jumps)), "");
}

/// The list of people scrolled, with few of them and with very many.
fn people() {
    let [few, many] = [1_000, 10_000].map(|count| {
        let home = rooms::folder();
        rooms::make(home.path(), 1_000);
        let mut stage = Stage::open(home.path(), SIZE);
        rooms::host(&mut stage);
        let lines = (1..=count).map(|who| {
            let name = Name::parse(&format!("Person {who}")).unwrap();
            PersonLine::only(Author { who: PersonId(1_000 + who), name })
        });
        let crowd = Crowd { total: u64::from(count), people: lines.collect() };
        let begun = Instant::now();
        stage.update(Message::Room(1, OfRoom::People(RoomNo(1), u64::MAX, crowd)));
        stage.redraw();
        stage.draw();
        stage.pixels();
        let met = begun.elapsed();
        stage.point(Point::new(SIZE.0 - 60.0, SIZE.1 / 2.0));
        let scrolled = (0..PAGES).map(|page| {
            let begun = Instant::now();
            let y = if page % 40 < 20 { -700.0 } else { 700.0 };
            let delta = mouse::ScrollDelta::Pixels { x: 0.0, y };
            stage.on(Event::Mouse(mouse::Event::WheelScrolled { delta }));
            stage.redraw();
            stage.draw();
            stage.pixels();
            begun.elapsed()
        });
        (met, median(scrolled.collect()))
    });
    print("10,000 people told, listed and drawn, ms", &millis(many.0), "");
    print("a page of people scrolled among 10,000, ms", &millis(many.1), "≤ 8");
    print("  times that among 1,000", &format!("{:.2}", many.1.as_secs_f64() / few.1.as_secs_f64()), "≤ 1.2");
}

/// From Host pressed to the first frame of the room.
fn hosted() {
    let mut taken = Vec::new();
    for _ in 0..7 {
        let home = rooms::folder();
        rooms::make(home.path(), 1_000);
        let mut stage = Stage::open(home.path(), SIZE);
        // Nothing is known of how it was opened before: Enter only fills it in.
        stage.press(Named::Enter);
        let begun = Instant::now();
        stage.click_id("host");
        stage.until_shown("Here now");
        stage.draw();
        stage.pixels();
        taken.push(begun.elapsed());
    }
    print("from Host pressed to the first frame of the room, ms", &millis(median(taken)), "≤ 200");
}
