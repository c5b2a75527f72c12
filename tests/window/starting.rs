//! The program where there is no screen, or not the one that is named first.
#![cfg(all(unix, not(target_os = "macos")))]

use std::process::{Command, Output};

use tempfile::TempDir;

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
