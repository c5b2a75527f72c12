//! What can be typed as a command: how it is read, and what is said of what can't be read.

use parlor::commands::{
    ALL, Command, Entered, Lasting, LastingError, Measure, calls, complete, complete_word, matching, read,
};
use parlor::room::{Access, Act, Author, Body, Label, Memory, Name, PersonId, Reach, Reason, Sign, Text, Title};
use parlor::wire::account::Admission;
use parlor::wire::invites::NewInvite;
use proptest::prelude::*;

const SECOND: u64 = 1000;
const HOUR: u64 = 60 * 60 * SECOND;
const DAY: u64 = 24 * HOUR;
const NOW: u64 = 1_795_229_452_468;

fn name(name: &str) -> Name {
    Name::parse(name).unwrap()
}

fn why(words: &str) -> Option<Reason> {
    Some(Reason::parse(words).unwrap())
}

fn lasting(words: &str) -> Option<Lasting> {
    Some(words.parse().unwrap())
}

#[track_caller]
fn means(words: &str, command: Command) {
    assert_eq!(read(words), Entered::Command(command), "{words}");
}

/// What is said of a command that can't be read.
#[track_caller]
fn wrong(words: &str) -> String {
    match read(words) {
        Entered::Wrong(why) => why,
        other => panic!("{words}: {other:?}"),
    }
}

#[track_caller]
fn toward(words: &str, whom: &str, measure: Measure) {
    means(words, Command::Toward(name(whom), measure));
}

#[test]
fn what_is_no_command_is_said() {
    assert_eq!(read("hello /op"), Entered::Say("hello /op".to_owned()));
    assert_eq!(read("//op Ken"), Entered::Say("/op Ken".to_owned()));
    assert_eq!(read(" /op Ken"), Entered::Say(" /op Ken".to_owned()));
    assert_eq!(read(" \n"), Entered::Nothing);
    assert_eq!(read("{quit}"), Entered::Leave);
    assert!(wrong("/dance now").starts_with("There is no command /dance."));
    assert!(wrong("/").contains("/help"));
}

#[test]
fn rooms_are_made_entered_left_and_deleted() {
    let title = |words: &str| Title::parse(words).unwrap();
    means("/rooms", Command::Rooms);
    means("/create Tea room", Command::Create { title: title("Tea room"), access: Access::Everyone });
    means("/create Tea room --invited", Command::Create { title: title("Tea room"), access: Access::Invited });
    means("/create --password Tea", Command::Create { title: title("Tea"), access: Access::Password });
    // Some keyboards make one dash of two.
    means("/create Tea —invited", Command::Create { title: title("Tea"), access: Access::Invited });
    means("/create Tea - and - talk", Command::Create { title: title("Tea - and - talk"), access: Access::Everyone });
    means("/join Tea room", Command::Join("Tea room".to_owned()));
    means("/JOIN \"Tea room\"", Command::Join("Tea room".to_owned()));
    means("/leave", Command::Leave);
    means("/delete", Command::Delete(None));
    means("/delete Tea room", Command::Delete(Some("Tea room".to_owned())));
    means("/title Coffee", Command::Title(title("Coffee")));
    means("/open everyone", Command::Act(Act::Opened { to: Access::Everyone }));
    means("/open Invited", Command::Act(Act::Opened { to: Access::Invited }));
    means("/archive", Command::Act(Act::Archived {}));
    means("/reopen", Command::Act(Act::Reopened {}));
    assert!(wrong("/create").contains("/create Tea room"));
    assert!(wrong("/create --invited").contains("/create Tea room"));
    assert!(wrong("/create Tea --secret").contains("--secret"));
    assert!(wrong("/create Tea --invited --password").contains("Choose --invited"));
    assert!(wrong("/join").contains("/join Tea room"));
    assert!(wrong("/open").contains("/open everyone"));
    // Whoever names another room must not leave this one.
    for words in ["/leave Tea", "/archive Tea", "/reopen Tea", "/lock Tea", "/unlock Tea"] {
        assert!(wrong(words).contains("alone"), "{words}");
    }
}

#[test]
fn a_name_ends_at_the_first_space_or_stands_in_quotes() {
    toward("/op Ken", "Ken", Measure::Op);
    toward("/op @Ken", "Ken", Measure::Op);
    for quoted in ["\"Ada Lovelace\"", "“Ada Lovelace”", "„Ada Lovelace“", "@\"Ada Lovelace\""] {
        toward(&format!("/deop {quoted}"), "Ada Lovelace", Measure::Deop);
        toward(&format!("/kick {quoted} loud"), "Ada Lovelace", Measure::Kick { why: why("loud") });
    }
    toward("/op O'Neill", "O'Neill", Measure::Op);
    means("/nick Ada Lovelace", Command::Nick(name("Ada Lovelace")));
    means("/nick “Ada Lovelace”", Command::Nick(name("Ada Lovelace")));
    for word in ["op", "deop", "unmute", "invite", "whois", "ignore", "unignore", "unban"] {
        assert!(wrong(&format!("/{word}")).contains(&format!("/{word} Ada")), "{word}");
        assert!(wrong(&format!("/{word} Ada Lovelace")).contains(&format!("/{word} \"Ada Lovelace\"")), "{word}");
    }
    assert_eq!(wrong("/op \"Ada"), "Close the quotes after the name.");
    assert!(wrong("/op \"\"").contains("/op Ada"));
    assert!(wrong("/op {}").contains("name"));
}

#[test]
fn what_is_done_to_someone_may_have_a_time_and_a_reason() {
    let mute = |lasts, why| Measure::Mute { lasts, why };
    toward("/mute Ken", "Ken", mute(None, None));
    toward("/mute Ken 10m", "Ken", mute(lasting("10m"), None));
    toward("/mute Ken 10m too loud", "Ken", mute(lasting("10m"), why("too loud")));
    toward("/mute Ken after 3 warnings", "Ken", mute(None, why("after 3 warnings")));
    toward("/mute Ken 10m 3 warnings", "Ken", mute(lasting("10m"), why("3 warnings")));
    toward("/mute Ken - loud", "Ken", mute(None, why("- loud")));
    for hour in ["1 hour", "60 minutes", "60min", "30m 30m", "59m60s", "1 Hour"] {
        toward(&format!("/mute Ken {hour}"), "Ken", mute(lasting("1h"), None));
        toward(&format!("/mute Ken {hour} too loud"), "Ken", mute(lasting("1h"), why("too loud")));
    }
    toward("/mute Ken 1h30m", "Ken", mute(lasting("90m"), None));
    toward("/mute Ken 1 hour 30 minutes loud", "Ken", mute(lasting("90m"), why("loud")));
    toward("/unmute Ken", "Ken", Measure::Unmute);
    toward("/kick Ken", "Ken", Measure::Kick { why: None });
    toward("/invite Ken", "Ken", Measure::Invite);
    // A mistyped time is not understood as for ever.
    for mistyped in ["30", "-5m", "−5m", "10mni", "1h30", "1h30x", "1.5h", "3 warnings", "2 weeks", "10m, spam"] {
        assert!(wrong(&format!("/mute Ken {mistyped}")).contains("10m"), "{mistyped}");
        assert!(wrong(&format!("/ban Ken {mistyped}")).contains("10m"), "{mistyped}");
    }
    assert!(wrong("/ban Ken 1w spam").contains("3d"));
    assert!(wrong("/ban Ken 366d").contains("365d"));
    assert!(wrong("/ban").contains("/ban Ada"));
}

#[test]
fn a_ban_reaches_as_far_as_its_words_say() {
    let ban = |lasts, why, reach, house| Measure::Ban { lasts, why, reach, house };
    toward("/ban Ken", "Ken", ban(None, None, Reach::Person, false));
    toward("/ban Ken 2h spam", "Ken", ban(lasting("2h"), why("spam"), Reach::Person, false));
    toward("/ban Ken --address 3d spam", "Ken", ban(lasting("3d"), why("spam"), Reach::Address, false));
    toward("/ban Ken spam --all", "Ken", ban(None, why("spam"), Reach::Person, true));
    toward("/ban Ken --address --subnet --all", "Ken", ban(None, None, Reach::Subnet, true));
    toward("/unban Ken", "Ken", Measure::Unban { house: false });
    toward("/unban Ken --all", "Ken", Measure::Unban { house: true });
    means("/bans", Command::Bans { house: false });
    means("/bans --all", Command::Bans { house: true });
    assert!(wrong("/ban Ken --everyone").contains("--everyone"));
}

#[test]
fn a_time_is_read_and_becomes_an_end_by_the_clock_that_is_given() {
    for (words, long) in [
        ("10s", 10 * SECOND),
        ("10m", 600 * SECOND),
        ("10 m", 600 * SECOND),
        ("2h", 2 * HOUR),
        ("3D", 3 * DAY),
        ("365d", 365 * DAY),
    ] {
        let lasts: Lasting = words.parse().unwrap();
        assert_eq!(lasts.until(NOW), NOW + long, "{words}");
    }
    for words in ["0s", "366d", "99999999999999999999d", "8761h"] {
        assert_eq!(words.parse::<Lasting>(), Err(LastingError::Bounds), "{words}");
    }
    for words in ["", "10", "m", "-1m", "1.5h", "10 minutes ago", "ten m"] {
        assert_eq!(words.parse::<Lasting>(), Err(LastingError::Unclear), "{words}");
    }
    let ken = Author { who: PersonId(2), name: name("Ken") };
    let muted = Measure::Mute { lasts: lasting("2h"), why: why("loud") }.act(ken.clone(), NOW);
    assert_eq!(muted, Act::Muted { whom: ken.clone(), until: Some(NOW + 2 * HOUR), why: why("loud") });
    assert_eq!(Measure::Op.act(ken.clone(), NOW), Act::Opped { whom: ken.clone() });
    let banned = Measure::Ban { lasts: None, why: None, reach: Reach::Subnet, house: true }.act(ken.clone(), NOW);
    assert_eq!(banned, Act::Banned { whom: ken, until: None, why: None, reach: Reach::Subnet, house: true });
}

#[test]
fn the_room_is_kept_in_order() {
    means("/slow 30", Command::Act(Act::Slowed { seconds: 30 }));
    means("/slow 2m", Command::Act(Act::Slowed { seconds: 120 }));
    means("/slow off", Command::Act(Act::Slowed { seconds: 0 }));
    means("/pin", Command::Pin);
    means("/unpin", Command::Unpin);
    means("/pins", Command::Pins);
    means("/lock", Command::Act(Act::Locked {}));
    means("/unlock", Command::Act(Act::Unlocked {}));
    means("/keep 7 days", Command::Keep(Memory::days(7).unwrap()));
    means("/keep everything", Command::Keep(Memory::Everything));
    means("/keep while open", Command::Keep(Memory::WhileOpen));
    for words in ["/slow", "/slow down", "/slow 99999999999", "/slow 1w"] {
        assert!(wrong(words).contains("/slow 30"), "{words}");
    }
    assert!(wrong("/keep").contains("/keep 7 days"));
    assert!(wrong("/keep nothing").contains("while open"));
}

#[test]
fn people_talk_answer_and_are_away() {
    let text = |words: &str| Text::parse(words).unwrap();
    means("/msg Ken are you there?", Command::Msg(name("Ken"), text("are you there?")));
    means("/msg \"Ada Lovelace\" hello\nyou", Command::Msg(name("Ada Lovelace"), text("hello\nyou")));
    means("/reply Me too", Command::Reply(text("Me too")));
    means("/react 👍", Command::React(Sign::parse("👍").unwrap()));
    means("/withdraw", Command::Withdraw);
    means("/away", Command::Away(None));
    means("/away at lunch", Command::Away(why("at lunch")));
    means("/back", Command::Back);
    means("/whois ken", Command::Whois(name("ken")));
    means("/ignore Ken", Command::Ignore(name("Ken")));
    means("/unignore Ken", Command::Unignore(name("Ken")));
    assert!(wrong("/msg").contains("/msg Ada"));
    assert!(wrong("/msg Ken").contains("/msg Ada"));
    assert!(wrong("/reply").contains("/reply"));
    assert!(wrong("/react").contains("/react"));
    assert!(wrong("/react yes").contains("emoji"));
}

#[test]
fn the_host_decides_who_comes_in() {
    means("/requests", Command::Requests);
    means("/admit 3", Command::Admit { request: 3, yes: true });
    means("/decline 3", Command::Admit { request: 3, yes: false });
    means("/admission Approval", Command::Admission(Admission::Approval));
    means("/logout", Command::Logout { everywhere: false });
    means("/logout everywhere", Command::Logout { everywhere: true });
    assert!(wrong("/admit Ken").contains("/requests"));
    assert!(wrong("/admission").contains("registered"));
    assert!(wrong("/logout now").contains("/logout everywhere"));
}

#[test]
fn invites_to_the_place_are_made_listed_and_withdrawn() {
    let link = |label: &str, once, for_ms| {
        Command::InviteLink(NewInvite { label: Label::parse(label).unwrap(), once, for_ms })
    };
    means("/invites", Command::Invites);
    means("/invite-link", link("", false, None));
    means("/invite-link On the course page", link("On the course page", false, None));
    means("/invite-link --once --for 2h For Can", link("For Can", true, Some(2 * HOUR)));
    means("/invite-link For “Can” —for 3d --once", link("For “Can”", true, Some(3 * DAY)));
    means("/invite-link \"On the page\" --ONCE", link("On the page", true, None));
    means("/invite-link the lab - today", link("the lab - today", false, None));
    means("/revoke 12", Command::Revoke { invite: 12 });
    assert!(wrong("/invite-link --for").contains("--for 2h"));
    assert!(wrong("/invite-link --for ever").contains("10m"));
    assert!(wrong("/invite-link --for 366d").contains("365d"));
    assert!(wrong("/invite-link --twice").contains("--twice"));
    assert!(wrong(&format!("/invite-link {}", "a".repeat(61))).contains("60 characters"));
    assert!(wrong("/revoke").contains("/invites"));
    assert!(wrong("/revoke Can").contains("/revoke 2"));
    assert!(wrong("/invites all").contains("alone"));
}

#[test]
fn every_command_that_is_told_is_read_and_told_once() {
    for help in ALL {
        let bare = read(&format!("/{}", help.word));
        let unknown = matches!(&bare, Entered::Wrong(why) if why.starts_with("There is no command"));
        assert!(!unknown, "{}", help.word);
        assert!(help.usage.starts_with(&format!("/{}", help.word)), "{}", help.usage);
        assert_eq!(ALL.iter().filter(|other| other.word == help.word).count(), 1, "{}", help.word);
    }
    assert_eq!(
        matching("/un").iter().map(|help| help.word).collect::<Vec<_>>(),
        ["unpin", "unignore", "unmute", "unban", "unlock"]
    );
}

proptest! {
    #[test]
    fn whatever_is_typed_is_understood_or_answered_with_a_sentence(words in "/(ban|mute|msg|create|slow|op) [ -~“”—é👍]{0,40}") {
        if let Entered::Wrong(why) = read(&words) {
            prop_assert!(!why.is_empty() && !why.contains('\n'), "{why}");
        }
    }
}

#[test]
fn a_command_for_the_room_becomes_what_happens_in_it() {
    let Entered::Command(Command::Act(act)) = read("/slow 5") else { panic!("not an act") };
    assert_eq!(serde_json::to_value(Body::Act(act)).unwrap(), serde_json::json!({"kind": "slowed", "seconds": 5}));
}

#[test]
fn someone_is_called_by_their_whole_name_in_any_spelling() {
    for words in ["@Ada", "so @ada, come", "(@ADA)", "@Ada: look", "@Ada's tea", "one\n@Ada\ntwo", "@Ada…"] {
        assert!(calls(words, &name("Ada")), "{words}");
    }
    for words in ["Ada", "@Adam", "mail@ada", "@ Ada", "@", ""] {
        assert!(!calls(words, &name("Ada")), "{words}");
    }
    assert!(calls("ask @ada lovelace.", &name("Ada Lovelace")));
    assert!(!calls("ask @ada", &name("Ada Lovelace")));
}

#[test]
fn a_name_that_is_completed_behind_a_command_is_read_as_one_name() {
    let names = ["Ada".to_owned(), "Ada Lovelace".to_owned()];
    for help in ALL.iter().filter(|help| help.usage.contains(" NAME") && help.word != "nick") {
        let begun = format!("/{} ad", help.word);
        let found = complete_word(&begun, begun.len(), &names).unwrap();
        assert_eq!(found.names, ["Ada", "\"Ada Lovelace\""], "{begun}");
        let begun = format!("/{} @ada", help.word);
        let found = complete(&begun, begun.len(), &names).unwrap();
        let whole = format!("{}@{} hello", &begun[..found.range.start], found.names[0]);
        assert!(!matches!(read(&whole), Entered::Wrong(why) if why.contains("quotes behind")), "{whole}");
    }
    toward("/kick @\"Ada Lovelace\"", "Ada Lovelace", Measure::Kick { why: None });
    // In what is said, and behind the name of a command, names stand as they are.
    for words in ["so ad", "/me waves at ad", "/nick ad", "/kick Ken not ad"] {
        assert_eq!(complete_word(words, words.len(), &names).unwrap().names[1], "Ada Lovelace", "{words}");
    }
}
