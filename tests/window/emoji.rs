//! Emoji: which there are, how they are found and picked, and how they are written by name.

use std::fs;
use std::path::Path;

use iced::keyboard::key::{Named, NativeCode, Physical};
use iced::keyboard::{self, Key, Location, Modifiers};
use iced::{Event, mouse};
use iced_test::core::SmolStr;
use parlor::app::emoji::sheet::{COLUMNS, Sheet, Step};
use parlor::app::emoji::{self, Group, Habits, Tone, complete, runs, search};
use parlor::markup::marks::capped;
use parlor::markup::{Block, Names, parse};
use parlor::paths::Paths;
use parlor::room::Sign;
use parlor::settings::{self, Settings};
use tempfile::TempDir;

use crate::ports::free_port;
use crate::stage::Stage;

/// Ada hosts the room that she hosted before: Enter in the lobby is enough.
fn hosted(home: &Path) -> Stage {
    let paths = Paths::at(home);
    fs::create_dir_all(home).unwrap();
    let port = free_port();
    let mut text = fs::read_to_string(paths.settings()).unwrap_or_default();
    text.insert_str(0, &format!("name = \"Ada\"\nlast_house = \"Emoji\"\nport = {port}\nreach = \"computer\"\n"));
    fs::write(paths.settings(), text).unwrap();
    let mut stage = Stage::open(home, (1080.0, 720.0));
    stage.press(Named::Enter);
    // Nothing is known of how it was opened before, so it is only filled in.
    stage.click_id("host");
    stage.until_shown("Here now");
    stage.until_focused("entry");
    stage
}

fn opens_picker(stage: &mut Stage) {
    stage.click_id("emoji");
    stage.until_focused("emoji-search");
}

fn entry_is(stage: &mut Stage, words: &str) {
    stage.until(&format!("for “{words}” in the entry"), |stage| stage.read().iter().any(|shown| shown == words));
}

#[test]
fn runs_tell_what_is_a_picture_from_what_is_text() {
    let of = |text: &str| -> Vec<(String, bool)> {
        runs(text).into_iter().map(|(range, emoji)| (text[range].to_owned(), emoji)).collect()
    };
    let all = |text: &str| of(text) == [(text.to_owned(), true)];
    let none = |text: &str| of(text).iter().all(|(_, emoji)| !emoji);
    for picture in ["😀", "❤", "❤️", "1️⃣", "#️⃣", "🇩🇪", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏽", "©️", "👩🏿‍❤️‍👨🏼"]
    {
        assert!(all(picture), "{picture}: {:?}", of(picture));
    }
    for text in ["©", "®", "1", "#", "*", "↔", "❤︎", "abc", "Grüße", "Ωμέγα", "日本"] {
        assert!(none(text), "{text}: {:?}", of(text));
    }
    assert_eq!(of("a 👍🏽 b"), [("a ".to_owned(), false), ("👍🏽".to_owned(), true), (" b".to_owned(), false)]);
}

#[test]
fn every_emoji_can_be_a_reaction_and_is_drawn_as_a_picture() {
    let mut count = 0;
    for one in emoji::all() {
        for tone in Tone::ALL {
            let sign = one.in_tone(tone).sign();
            assert!(Sign::parse(sign).is_ok(), "{sign} {}", one.name());
            assert_eq!(runs(sign), [(0..sign.len(), true)], "{sign} {}", one.name());
        }
        count += 1;
    }
    assert!(count > 1_700, "{count}");
    assert!(Group::ALL.iter().all(|group| emoji::all().any(|one| one.group() == *group)));
}

#[test]
fn search_finds_by_name_and_by_code_in_the_tone_of_skin() {
    let habits = Habits::default();
    let first = |words: &str| search(words, &habits).first().map(|one| one.sign());
    assert_eq!(first("rocket"), Some("🚀"));
    assert_eq!(first("Rocke"), Some("🚀"));
    assert_eq!(first(":tada:"), Some("🎉"));
    assert_eq!(first("folded ha"), Some("🙏"));
    assert_eq!(first("+1"), Some("👍"));
    assert_eq!(first("no such thing"), None);
    let dark = Habits { tone: Tone::Dark, ..Habits::default() };
    assert_eq!(search("thumbs up", &dark)[0].sign(), "👍🏿");
}

#[test]
fn a_colon_and_two_letters_suggest_but_not_in_words_links_times_or_code() {
    let habits = Habits::default();
    let offers = |words: &str| complete(words, words.len(), &habits).map(|all| (all.range, all.emoji[0].sign()));
    assert_eq!(offers("It works :part"), Some((9..14, "🎉")));
    assert_eq!(offers(":tada:"), Some((0..6, "🎉")));
    assert_eq!(offers("(:+1"), Some((1..4, "👍")));
    for none in [
        "a:pa",
        "http://par",
        "https://a.b/:pa",
        "10:30",
        ":p",
        ":30",
        "std::par",
        "`let x :pa",
        "```\nx :pa",
        ":D",
        ":-)",
        "C:\\pa",
        ": par",
    ] {
        assert_eq!(offers(none), None, "{none}");
    }
    assert!(offers("`code` :par").is_some());
}

#[test]
fn arrows_lead_through_the_cells_and_stay_at_the_edges() {
    let sheet = Sheet::of_all(&Habits::default());
    assert_eq!(sheet.step(0, Step::Left), 0);
    assert_eq!(sheet.step(0, Step::Up(1)), 0);
    assert_eq!(sheet.step(0, Step::Right), 1);
    assert_eq!(sheet.step(2, Step::Down(1)), COLUMNS + 2);
    assert_eq!(sheet.step(COLUMNS + 2, Step::Up(1)), 2);
    let last = sheet.step(0, Step::Down(10_000));
    assert_eq!(sheet.step(sheet.step(last, Step::Right), Step::Down(1)), sheet.step(last, Step::Right));
    for cell in (0..1_700).step_by(13) {
        let place = sheet.place_of(cell).unwrap();
        assert_eq!(sheet.at(place.center()), Some(cell));
        let offset = sheet.offset_for(cell, 0.0, 282.0);
        assert!(place.y >= offset && place.y + place.height <= offset + 282.0);
    }
    assert_eq!(Sheet::of_search("nothing at all", &Habits::default()).step(0, Step::Down(1)), 0);
}

#[test]
fn what_was_picked_last_comes_first_and_is_kept() {
    let mut habits = Habits::default();
    assert_eq!(habits.at_hand()[0].sign(), "👍");
    for sign in ["🦀", "🚀", "🦀"] {
        habits.pick(sign);
    }
    assert_eq!(habits.recent, ["🦀", "🚀"]);
    assert_eq!(habits.at_hand().iter().map(|one| one.sign()).collect::<Vec<_>>()[..3], ["🦀", "🚀", "👍"]);
    let home = TempDir::new().unwrap();
    let path = home.path().join("settings.toml");
    let liked = Settings { recent_emoji: habits.recent, skin_tone: Tone::MediumDark, ..Settings::default() };
    settings::save(&path, &Settings::default(), &liked).unwrap();
    assert_eq!(settings::load(&path), (liked, Vec::new()));
    fs::write(&path, "recent_emoji = [\"words\"]\nskin_tone = \"green\"\n").unwrap();
    let (fallen, troubles) = settings::load(&path);
    assert_eq!((fallen.recent_emoji, fallen.skin_tone, troubles.len()), (Vec::new(), Tone::Yellow, 2));
}

#[test]
fn of_very_many_marks_on_one_letter_eight_are_shown() {
    let many = |letter: &str| format!("{letter}{}", "\u{301}".repeat(200));
    let eight = |letter: &str| format!("{letter}{}", "\u{301}".repeat(8));
    assert_eq!(capped(&many("a")), eight("a"));
    assert_eq!(capped(&format!("{}{}", many("a"), many("b"))), format!("{}{}", eight("a"), eight("b")));
    // What is not seen between them changes nothing.
    let apart = format!("a{}", "\u{301}\u{301}\u{200d}".repeat(20));
    assert_eq!(capped(&apart).matches('\u{301}').count(), 8);
    for whole in ["Grüße", "שָׁלוֹם", "ที่นี่", "1️⃣ 👨‍👩‍👧‍👦", "plain"] {
        assert_eq!(capped(whole), whole);
    }
    let names = Names::default();
    for source in [many("see a"), format!("**{}** `{}`", many("x"), many("y")), format!("```\n{}\n```", many("z"))] {
        let marked = parse(&source, &names);
        let letters = marked.text().chars().filter(|c| "axyz".contains(*c)).count();
        assert_eq!(marked.text().matches('\u{301}').count(), 8 * letters, "{source}");
        assert!(marked.blocks.iter().all(|block| match block {
            Block::Text { source: of, .. } | Block::Code { source: of, .. } => of.end == source.len(),
        }));
    }
    // Marks around which there is nothing to see are on one letter all the same.
    let tricky = format!("a{}", "**\u{301}\u{301}\u{301}\u{301}\u{301}**".repeat(9));
    let shown = parse(&tricky, &names).text();
    assert!(shown.split('*').all(|part| part.matches('\u{301}').count() <= 8), "{shown:?}");
}

#[test]
fn picking_writes_at_the_caret_and_gives_the_focus_back() {
    let home = TempDir::new().unwrap();
    let mut ada = hosted(home.path());
    ada.type_in("fixed it");
    for _ in 0..3 {
        ada.press(Named::ArrowLeft);
    }
    opens_picker(&mut ada);
    ada.type_in("rocket");
    ada.until_shown("Found");
    ada.press(Named::Enter);
    ada.until_focused("entry");
    entry_is(&mut ada, "fixed🚀 it");
    assert!(!ada.shows("Found"));
    // It is at hand the next time.
    opens_picker(&mut ada);
    ada.press(Named::Enter);
    entry_is(&mut ada, "fixed🚀🚀 it");
    drop(ada);
    let (kept, _) = settings::load(&Paths::at(home.path()).settings());
    assert_eq!(kept.recent_emoji, ["🚀"]);
}

#[test]
fn arrows_and_enter_take_and_esc_closes_and_gives_the_focus_back() {
    let home = TempDir::new().unwrap();
    let mut ada = hosted(home.path());
    opens_picker(&mut ada);
    ada.press(Named::ArrowRight);
    ada.until_shown("Folded hands");
    assert!(ada.shows(":pray:"));
    ada.press(Named::ArrowDown);
    ada.press(Named::ArrowUp);
    ada.press(Named::Enter);
    ada.until_focused("entry");
    entry_is(&mut ada, "🙏");
    opens_picker(&mut ada);
    ada.press(Named::Escape);
    ada.until_focused("entry");
    assert!(!ada.shows("Smileys"));
    entry_is(&mut ada, "🙏");
}

#[test]
fn a_press_on_a_cell_picks_it_and_a_group_leads_to_its_section() {
    let home = TempDir::new().unwrap();
    let mut ada = hosted(home.path());
    opens_picker(&mut ada);
    ada.click("🎉");
    ada.until_focused("entry");
    entry_is(&mut ada, "🎉");
    opens_picker(&mut ada);
    ada.click("Flags");
    ada.until_focused("emoji-search");
    ada.until_shown("Chequered flag");
    ada.press(Named::Enter);
    entry_is(&mut ada, "🎉🏁");
}

#[test]
fn the_tone_of_skin_is_kept_and_used() {
    let home = TempDir::new().unwrap();
    let mut ada = hosted(home.path());
    opens_picker(&mut ada);
    ada.click("Medium skin");
    ada.until_focused("emoji-search");
    ada.type_in("thumbsup");
    ada.press(Named::Enter);
    ada.until_focused("entry");
    entry_is(&mut ada, "👍🏽");
    ada.type_in(" :clap");
    ada.until_shown("clapping hands");
    ada.press(Named::Tab);
    entry_is(&mut ada, "👍🏽 👏🏽 ");
    drop(ada);
    let (kept, _) = settings::load(&Paths::at(home.path()).settings());
    assert_eq!((kept.skin_tone, kept.recent_emoji), (Tone::Medium, vec!["👏🏽".to_owned(), "👍🏽".to_owned()]));
}

#[test]
fn a_name_between_colons_is_completed_by_tab_and_by_enter() {
    let home = TempDir::new().unwrap();
    let mut ada = hosted(home.path());
    ada.type_in("It works :par");
    ada.until_shown("party popper");
    ada.press(Named::Tab);
    entry_is(&mut ada, "It works 🎉 ");
    ada.type_in("http://par");
    assert!(!ada.shows("party popper"));
    ada.type_in(" :par");
    ada.until_shown("party popper");
    ada.press(Named::ArrowDown);
    ada.press(Named::ArrowUp);
    ada.press(Named::Enter);
    entry_is(&mut ada, "It works 🎉 http://par 🎉 ");
    ada.press(Named::Enter);
    entry_is(&mut ada, "");
}

#[test]
fn picking_for_a_message_reacts_to_it() {
    let home = TempDir::new().unwrap();
    let mut ada = hosted(home.path());
    ada.type_in("Shall we?");
    ada.press(Named::Enter);
    ada.until("it to be kept", |ada| ada.read().iter().any(|words| words == "Shall we?") && !ada.shows("Sending"));
    // The message is picked from above the entry, and its bar is under the pointer.
    let at = ada.place_of("Shall we?").unwrap();
    ada.point(at);
    ada.redraw();
    ada.click("React");
    ada.until_focused("emoji-search");
    ada.type_in("rocket");
    ada.press(Named::Enter);
    ada.until_focused("entry");
    ada.until("the reaction", |ada| ada.read().iter().any(|words| words.contains("🚀")));
}

/// A letter is pressed and let go.
fn letter(c: char) -> [Event; 2] {
    let text = SmolStr::new(c.to_string());
    let (key, modified_key) = (Key::Character(text.clone()), Key::Character(text.clone()));
    let (physical_key, location) = (Physical::Unidentified(NativeCode::Unidentified), Location::Standard);
    let (modifiers, repeat) = (Modifiers::empty(), false);
    [
        Event::Keyboard(keyboard::Event::KeyPressed {
            key: key.clone(),
            modified_key: modified_key.clone(),
            physical_key,
            location,
            modifiers,
            text: Some(text),
            repeat,
        }),
        Event::Keyboard(keyboard::Event::KeyReleased { key, modified_key, physical_key, location, modifiers }),
    ]
}

#[test]
fn what_is_typed_the_moment_the_picker_opens_is_looked_for_letter_by_letter() {
    let home = TempDir::new().unwrap();
    let mut ada = hosted(home.path());
    for cut in 0..4 {
        let at = ada.place_of(iced_test::selector::id("emoji")).unwrap();
        ada.point(at);
        let mut events = vec![
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)),
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)),
        ];
        events.extend("sparkles".chars().take(cut).flat_map(letter));
        ada.all(events);
        ada.all("sparkles".chars().skip(cut).flat_map(letter));
        ada.until("the word in the field", |ada| ada.read().iter().any(|words| words.starts_with("sparkles")));
        ada.press(Named::Escape);
        ada.until_gone("sparkles");
    }
}
