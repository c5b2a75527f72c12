//! What is drawn: in every look, in windows of any size, and nothing at all while nobody does anything.

use parlor::app::Message;
use parlor::app::screen::settings::Message as Setting;
use parlor::settings::Theme;
use tempfile::TempDir;

use crate::stage::Stage;
use crate::talk::{hosts, introduces, says};

fn pixel(stage: &mut Stage, x: u32, y: u32) -> [u8; 3] {
    stage.draw();
    let width = stage.size.width as u32;
    let at = ((y * width + x) * 4) as usize;
    let pixels = stage.pixels();
    [pixels[at], pixels[at + 1], pixels[at + 2]]
}

#[test]
fn every_look_paints_its_own_page() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), (800.0, 600.0));
    for (theme, page) in [
        (Theme::Light, [0xFB, 0xFA, 0xF7]),
        (Theme::Dark, [0x17, 0x16, 0x1A]),
        (Theme::Classic, [0, 0, 0]),
        (Theme::Contrast, [0xFF, 0xFF, 0xFF]),
    ] {
        stage.update(Message::Settings(Setting::Theme(theme)));
        assert_eq!(pixel(&mut stage, 3, 3), page);
    }
}

#[test]
fn hostile_words_stay_within_their_rows_in_windows_of_any_size() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    let tower = format!("tower {}", "e\u{301}\u{302}\u{303}\u{304}".repeat(40));
    let long = "w".repeat(7_900);
    for words in
        [long.as_str(), &tower, "日本語のメッセージ 👩‍👩‍👧‍👦🇫🇷", "שלום עולם and العربية together", "a\u{200b}\u{200d}b"]
    {
        ada.put_into_clipboard(words);
        ada.click_id("entry");
        ada.command("v");
        ada.press(iced::keyboard::key::Named::Enter);
    }
    ada.until("all to be kept", |ada| ada.shows("together") && !ada.shows("Sending"));
    for size in [(1080.0, 720.0), (640.0, 480.0), (360.0, 480.0), (2000.0, 300.0), (120.0, 90.0)] {
        ada.resize(size.0, size.1);
        ada.draw();
    }
    ada.resize(1080.0, 720.0);
    says(&mut ada, "still well");
    ada.until_shown("still well");
}

#[test]
fn the_buttons_of_a_dialog_stay_within_a_narrow_window() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    // The second is 500 wide at 150 percent.
    for size in [(360.0, 480.0), (333.0, 400.0), (240.0, 320.0)] {
        ada.resize(1080.0, 720.0);
        ada.click("Quit");
        ada.resize(size.0, size.1);
        ada.until_shown("Back to lobby");
        for words in ["Back to lobby", "Cancel", "Quit"] {
            let all = ada.bounds_of(words);
            let shown = all.iter().any(|bounds| bounds.x >= 16.0 && bounds.x + bounds.width <= size.0 - 16.0);
            assert!(shown, "{words} at {size:?}: {all:?}");
        }
        ada.press(iced::keyboard::key::Named::Escape);
        ada.until_gone("Back to lobby");
    }
}

#[test]
fn a_long_title_ends_before_the_buttons_beside_it() {
    let home = TempDir::new().unwrap();
    let title = "Everything that has to do with the course";
    let mut ada = hosts(&home, "Ada", title);
    for width in [360.0, 340.0, 240.0] {
        ada.resize(width, 480.0);
        ada.until("a title before or above the buttons", |ada| {
            let [title, find, people] = [title, "Search", "People"].map(|words| ada.bounds_of(words).first().copied());
            let (Some(title), Some(find), Some(people)) = (title, find, people) else { return false };
            let before = title.x + title.width <= find.x;
            let above = title.y + title.height <= find.y && title.x + title.width <= width;
            title.width > 40.0 && (before || above) && people.width > 30.0 && people.x + people.width <= width
        });
    }
}

#[test]
fn the_commands_are_shown_in_two_columns_and_leave_the_entry_where_it_is() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    says(&mut ada, "/help");
    for size in [(1080.0, 720.0), (360.0, 480.0)] {
        ada.resize(size.0, size.1);
        ada.until("two columns, and the way out of them", |ada| {
            let all = ["Shows the commands", "Leaves and quits", "Dismiss"]
                .map(|words| ada.bounds_of(words).first().copied());
            let [Some(one), Some(other), Some(close)] = all else { return false };
            let aligned = (one.x - other.x).abs() < 0.5;
            let high = close.y - one.y > size.1 * 0.4;
            aligned && high && close.width > 20.0 && close.y + close.height < size.1 - 50.0
        });
    }
}

#[test]
fn in_a_quiet_room_no_frame_is_asked_for() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.click_id("entry");
    ada.type_in("a caret stands here");
    ada.catch_up();
    assert_eq!(ada.next_frame(), iced::window::RedrawRequest::Wait);
}

#[test]
fn what_did_not_change_is_not_drawn_anew() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), (1080.0, 720.0));
    introduces(&mut stage, "Ada");
    assert_eq!(stage.drawn_anew(), 0);
    stage.click("Settings");
    stage.until_shown("Text size");
    assert_eq!(stage.drawn_anew(), 0);
    drop(stage);
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    says(&mut ada, "A word");
    ada.until("it to be kept", |ada| ada.shows("A word") && !ada.shows("Sending"));
    // With what is offered for it.
    let at = ada.place_of("A word").unwrap();
    ada.point(at);
    assert_eq!(ada.drawn_anew(), 0);
}

#[test]
fn what_names_an_icon_over_the_list_has_its_words() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    says(&mut ada, "A word");
    ada.until("it to be kept", |ada| ada.shows("A word") && !ada.shows("Sending"));
    let at = ada.place_of("A word").unwrap();
    ada.point(at);
    let reply = ada.place_of("Reply").unwrap();
    ada.point(reply);
    let (words, gone) = ada.drawn_and_gone();
    assert_eq!(gone, 0);
    // It is named once the pointer rested on it for a moment.
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        ada.redraw();
        let (named, gone) = ada.drawn_and_gone();
        assert_eq!(gone, 0, "the words were let go of before they were painted");
        if named > words {
            break;
        }
        assert!(std::time::Instant::now() < end, "it is never named");
    }
}

#[test]
fn nothing_of_a_row_that_is_half_scrolled_away_is_drawn_over_the_head() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    for at in 0..12 {
        says(&mut ada, &format!("number {at}"));
        says(&mut ada, "/me waits");
    }
    ada.until("all to be kept", |ada| ada.shows("number 11") && !ada.shows("Sending"));
    let head = |ada: &mut Stage| {
        ada.draw();
        let width = ada.size.width as usize;
        // Below the title and above the line: nothing stands there.
        ada.pixels()[44 * 4 * width..54 * 4 * width].to_vec()
    };
    let before = head(&mut ada);
    for height in 300..360_u16 {
        ada.resize(1080.0, f32::from(height));
        assert!(head(&mut ada) == before, "in a window {height} high");
    }
}
