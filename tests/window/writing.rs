//! Commands, and undo.

use parlor::app::undo::{Edit, History, Snapshot};
use parlor::commands::{self, Command, Entered};
use proptest::prelude::*;

proptest! {
    #[test]
    fn undone_wholly_it_is_as_it_was_and_done_again_as_it_is(
        texts in proptest::collection::vec("[a-z ]{0,12}", 1..60), pauses in proptest::collection::vec(0..3_000_u64, 60),
    ) {
        let mut history = History::default();
        let at = |text: &str| Snapshot { text: text.to_owned(), cursor: (0, text.len()) };
        let mut now = at("");
        let mut time = 0;
        for (text, pause) in texts.iter().zip(pauses) {
            time += pause;
            let edit = if text.len() > now.text.len() { Edit::Type } else { Edit::Delete };
            history.record(now, edit, time);
            now = at(text);
        }
        let last = now.clone();
        while let Some(before) = history.undo(now.clone()) {
            now = before;
        }
        prop_assert_eq!(&now.text, "");
        while let Some(after) = history.redo(now.clone()) {
            now = after;
        }
        prop_assert_eq!(now, last);
    }
}

#[test]
fn commands_are_read_and_the_rest_is_said() {
    assert_eq!(commands::read("  \n "), Entered::Nothing);
    assert_eq!(commands::read("hello /quit"), Entered::Say("hello /quit".to_owned()));
    assert_eq!(commands::read("//etc"), Entered::Say("/etc".to_owned()));
    assert_eq!(commands::read("/QUIT"), Entered::Command(Command::Quit));
    assert_eq!(commands::read("{quit}"), Entered::Leave);
    assert_eq!(commands::read("/find two words"), Entered::Command(Command::Find("two words".to_owned())));
    assert!(matches!(commands::read("/nick"), Entered::Wrong(why) if why.contains("/nick Ada")));
    assert!(matches!(commands::read("/nope now"), Entered::Wrong(why) if why.contains("/nope")));
    assert_eq!(commands::matching("/").len(), commands::ALL.len());
    assert_eq!(commands::matching("/n").iter().map(|help| help.word).collect::<Vec<_>>(), ["nick", "names"]);
}
