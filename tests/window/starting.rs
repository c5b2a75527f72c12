//! The program where there is no screen, or not the one that is named first.
#![cfg(all(unix, not(target_os = "macos")))]

use std::process::{Command, Output};

use iced::Size;
use parlor::paths::Paths;
use tempfile::TempDir;

use crate::stage::Stage;

/// The program, begun with these in its environment and run to its end.
fn begun_with(environment: &[(&str, &str)]) -> (Output, TempDir) {
    let home = TempDir::new().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_parlor"));
    program.env("PARLOR_HOME", home.path()).env("XDG_RUNTIME_DIR", home.path());
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "RUST_BACKTRACE"] {
        program.env_remove(name);
    }
    let output = program.envs(environment.iter().copied()).output().unwrap();
    (output, home)
}

/// No display that anything answers at.
const NOBODY: &str = ":4097";

#[test]
fn where_no_screen_answers_one_sentence_says_so_and_how_to_host_without() {
    let nowhere: [&[(&str, &str)]; 5] = [
        &[],
        &[("DISPLAY", NOBODY)],
        &[("WAYLAND_DISPLAY", "nonsense")],
        &[("WAYLAND_DISPLAY", "nonsense"), ("DISPLAY", NOBODY)],
        &[("WAYLAND_SOCKET", "nonsense"), ("DISPLAY", NOBODY)],
    ];
    for environment in nowhere {
        let (Output { status, stderr, .. }, home) = begun_with(environment);
        let words = String::from_utf8(stderr).unwrap();
        assert_eq!(status.code(), Some(1), "{environment:?}: {words}");
        let [line] = words.lines().collect::<Vec<_>>()[..] else { panic!("{environment:?}: {words}") };
        assert!(line.contains("There is no screen") && line.contains("parlor host --title"), "{environment:?}: {line}");
        // It is no fault of the program's own, and none is reported at its next start.
        assert!(!home.path().join("reports").exists(), "{environment:?}");
    }
}

#[test]
fn with_large_text_the_window_is_no_larger_than_the_screen() {
    let home = TempDir::new().unwrap();
    std::fs::write(Paths::at(home.path()).settings(), "text_size = 200\n").unwrap();
    // As it is opened, told in what things in it are measured in: twice as large on the screen.
    let mut stage = Stage::open_on(home.path(), (1080.0, 720.0), Some(Size::new(1366.0, 768.0)));
    stage.until("the window to fit", |stage| stage.size.width < 700.0);
    assert!((stage.size.width - 683.0).abs() < 0.5, "{:?}", stage.size);
    assert!(stage.size.height <= 384.0 && stage.size.height > 300.0, "{:?}", stage.size);
    let mut stage = Stage::open_on(home.path(), (1080.0, 720.0), Some(Size::new(3840.0, 2160.0)));
    stage.settle();
    assert!((stage.size.width - 1080.0).abs() < 0.5, "where there is room, it is as large as ever");
}
