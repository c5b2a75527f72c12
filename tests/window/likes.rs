//! The settings file, the looks, and reports of faults.

use std::fs;

use iced::Color;
use parlor::app::screen::settings::Message as Setting;
use parlor::app::theme::Theme as Look;
use parlor::app::{Message, crash};
use parlor::paths::Paths;
use parlor::settings::{self, Moves, Notify, QuietHours, Said, Settings, Spacing, TextSize, Theme, TimeOfDay};
use tempfile::TempDir;

use crate::stage::Stage;

#[test]
fn settings_come_back_as_they_were_kept() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("settings.toml");
    let liked = Settings {
        name: Some("Ada".parse().unwrap()),
        last_house: Some("Course \"chat\"".to_owned()),
        theme: Theme::Classic,
        text_size: TextSize::new(150).unwrap(),
        seconds: true,
        enter_sends: false,
        spacing: Spacing::Compact,
        avatars: false,
        underlines: true,
        notify: Notify::Everything,
        notify_direct: false,
        notify_text: false,
        notify_words: vec!["homework 2".to_owned(), "deadline".to_owned()],
        quiet: QuietHours { on: true, from: TimeOfDay::at(21, 30), to: TimeOfDay::at(6, 5) },
        asks_links: false,
        moves: Moves::None,
        window: Some(settings::WindowPlace { position: Some((10.0, 20.0)), width: 800.0, height: 600.0 }),
        ..Settings::default()
    };
    settings::save(&path, &Settings::default(), &liked).unwrap();
    assert_eq!(settings::load(&path), (liked, Vec::new()));
}

#[test]
fn whoever_wanted_no_notifications_before_is_told_of_nothing() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("settings.toml");
    fs::write(&path, "notifications = false\n").unwrap();
    let (liked, troubles) = settings::load(&path);
    assert_eq!((liked.notify, troubles), (Notify::Nothing, Vec::new()));
    settings::save(&path, &liked, &Settings { notify: Notify::Mentions, ..liked.clone() }).unwrap();
    assert_eq!(settings::load(&path).0.notify, Notify::Mentions);
}

#[test]
fn one_is_told_of_what_one_chose_and_of_nothing_else() {
    let plain = Settings { notify_words: vec!["Homework 2".to_owned(), "c++".to_owned()], ..Settings::default() };
    let said = |words| Said { words, direct: false, mentions: false, notify: None };
    for (words, told) in [
        ("hello", false),
        ("is homework 2 due?", true),
        ("homework 20 is not", false),
        ("the HOMEWORK 2.", true),
        ("rehomework 2", false),
        ("in c++, as ever", true),
    ] {
        assert_eq!(plain.tells_of(said(words)), told, "{words}");
    }
    assert!(plain.tells_of(Said { mentions: true, ..said("hello") }));
    assert!(plain.tells_of(Said { direct: true, ..said("hello") }));
    let all = Settings { notify: Notify::Everything, notify_direct: false, ..plain.clone() };
    assert!(all.tells_of(said("hello")));
    assert!(!all.tells_of(Said { direct: true, ..said("hello") }));
    assert!(!all.tells_of(Said { notify: Some(Notify::Mentions), ..said("hello") }), "in this room of less");
    assert!(plain.tells_of(Said { notify: Some(Notify::Everything), ..said("hello") }), "and in that one of more");
    let none = Settings { notify: Notify::Nothing, ..plain };
    assert!(none.tells_of(Said { mentions: true, notify: Some(Notify::Mentions), ..said("hello") }));
    assert!(!none.tells_of(Said { mentions: true, ..said("homework 2") }));
    assert!(none.tells_of(Said { direct: true, ..said("hello") }));
}

#[test]
fn quiet_hours_go_over_midnight_and_end_with_the_minute_that_was_set() {
    let quiet = QuietHours { on: true, from: TimeOfDay::at(22, 0), to: TimeOfDay::at(7, 0) };
    for (hour, minute, holds) in
        [(21, 59, false), (22, 0, true), (0, 0, true), (6, 59, true), (7, 0, false), (12, 0, false)]
    {
        assert_eq!(quiet.hold(TimeOfDay::at(hour, minute)), holds, "{hour}:{minute}");
    }
    assert!(!QuietHours { on: false, ..quiet }.hold(TimeOfDay::at(23, 0)));
    let noon = QuietHours { from: TimeOfDay::at(12, 0), to: TimeOfDay::at(13, 0), ..quiet };
    assert!(noon.hold(TimeOfDay::at(12, 30)) && !noon.hold(TimeOfDay::at(23, 0)));
    for (words, read) in
        [("7:05", Some("07:05")), (" 22 ", Some("22:00")), ("24:00", None), ("7:60", None), ("+7", None)]
    {
        assert_eq!(TimeOfDay::parse(words).map(|time| time.to_string()).as_deref(), read, "{words}");
    }
}

#[test]
fn a_broken_field_falls_back_alone_and_is_told_of() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("settings.toml");
    fs::write(&path, "# mine\ntheme = \"dark\" # at night\ntext_size = 1000\nseconds = \"yes\"\nfuture = [1, 2]\n")
        .unwrap();
    let (liked, troubles) = settings::load(&path);
    assert_eq!(liked.theme, Theme::Dark);
    assert_eq!(liked.text_size.percent(), 100);
    assert_eq!(troubles.len(), 2, "{troubles:?}");
    assert!(troubles[0].contains("text_size") && troubles[0].contains("1000"));
    // What was written by hand is still there after a change.
    settings::save(&path, &liked, &Settings { sounds: true, ..liked.clone() }).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    for kept in ["# mine", "# at night", "text_size = 1000", "seconds = \"yes\"", "future = [1, 2]", "sounds = true"] {
        assert!(text.contains(kept), "{kept} is gone from:\n{text}");
    }
}

#[test]
fn two_windows_of_one_person_do_not_undo_each_other() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("settings.toml");
    let plain = Settings::default();
    settings::save(&path, &plain, &Settings { theme: Theme::Dark, ..plain.clone() }).unwrap();
    settings::save(&path, &plain, &Settings { seconds: true, ..plain.clone() }).unwrap();
    let (both, _) = settings::load(&path);
    assert_eq!((both.theme, both.seconds), (Theme::Dark, true));
}

#[test]
fn a_file_that_is_no_settings_at_all_is_kept_beside_the_new_one() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("settings.toml");
    for (number, broken) in [&b"= = ="[..], &[0xff, 0xfe, 0][..]].into_iter().enumerate() {
        fs::write(&path, broken).unwrap();
        let (liked, troubles) = settings::load(&path);
        assert_eq!((liked.clone(), troubles.len()), (Settings::default(), 1));
        settings::save(&path, &liked, &liked).unwrap();
        let aside = home.path().join(format!("settings.broken-{}.toml", number + 1));
        assert_eq!(fs::read(aside).unwrap(), broken);
        assert_eq!(settings::load(&path).1, Vec::<String>::new());
    }
}

#[test]
fn of_many_changes_in_a_row_the_last_one_is_kept() {
    let home = TempDir::new().unwrap();
    {
        let mut stage = Stage::open(home.path(), (800.0, 600.0));
        for theme in [Theme::Dark, Theme::Light, Theme::Classic].into_iter().cycle().take(50) {
            stage.update(Message::Settings(Setting::Theme(theme)));
        }
    }
    let (kept, troubles) = settings::load(&Paths::at(home.path()).settings());
    assert_eq!((kept.theme, troubles), (Theme::Light, Vec::new()));
}

/// How bright a colour is, as eyes see it.
fn brightness(color: Color) -> f32 {
    let part = |c: f32| if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    0.2126 * part(color.r) + 0.7152 * part(color.g) + 0.0722 * part(color.b)
}

fn contrast(one: Color, other: Color) -> f32 {
    let (one, other) = (brightness(one), brightness(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_text_stands_out_from_every_ground_it_stands_on() {
    for look in Look::ALL {
        let t = look.tokens;
        let grounds = [("page", t.page), ("side", t.side), ("raised", t.raised), ("hover", t.hover)];
        let inks = [
            ("ink", t.ink),
            ("soft", t.soft),
            ("faint", t.faint),
            ("link", t.link),
            ("here", t.here),
            ("waiting", t.waiting),
            ("danger", t.danger),
        ];
        for (ground_name, ground) in grounds {
            for (ink_name, ink) in inks.into_iter().chain(t.people.map(|color| ("a person", color))) {
                let found = contrast(ink, ground);
                assert!(found >= 4.5, "{ink_name} on {ground_name} in {}: {found:.2}", look.called());
            }
        }
        for (name, ink) in inks {
            assert!(contrast(ink, t.tint) >= 4.5, "{name} on tint in {}", look.called());
        }
        assert!(contrast(t.on_accent, t.accent) >= 4.5, "on accent in {}", look.called());
        assert!(contrast(t.ink, t.selection) >= 4.5, "selected in {}", look.called());
    }
}

#[test]
fn a_fault_leaves_a_report_without_words_of_people_and_is_told_of_once() {
    let home = TempDir::new().unwrap();
    let paths = Paths::at(home.path());
    assert_eq!(crash::unseen(&paths), None);
    crash::report_to(&paths);
    let ended =
        std::thread::Builder::new().name("a thread".to_owned()).spawn(|| panic!("a secret word")).unwrap().join();
    let _ = std::panic::take_hook();
    assert!(ended.is_err());
    let report = crash::unseen(&paths).unwrap();
    let text = fs::read_to_string(&report).unwrap();
    assert!(text.contains("a thread") && text.contains("likes.rs"), "{text}");
    assert!(!text.contains("a secret word"));
    assert_eq!(crash::unseen(&paths), None);
}
