//! Spoken codes: whom one lets in, how often it may be guessed, and what someone between two people gets of it.

use parlor::guest::{GuestError, Visit, invite_by_code};
use parlor::room::Act;
use parlor::wire::code_exchange::{Exchange, Side};
use parlor::wire::invites::{InviteState, NewInvite};
use parlor::wire::spoken_code::CodePlace;
use parlor::wire::{Fingerprint, Identity, Invite, Password, SpokenCode};
use serde_json::{Value, json};

use crate::support::program::Home;
use crate::support::visitor::ROOM;
use crate::support::{Raw, TestHouse, Visitor, soon};

const PASSWORD: &str = "sesame";

fn guarded() -> TestHouse {
    TestHouse::with(|settings| settings.password = Some(PASSWORD.to_owned()))
}

async fn host(house: &TestHouse) -> Visitor {
    let visit = Visit { password: Some(PASSWORD.to_owned()), ..house.visit("Ada") };
    Visitor::visit(house.owned(visit).await).await
}

async fn code_of(host: &Visitor) -> SpokenCode {
    soon("a code", host.guest.spoken_code(false)).await.unwrap().0
}

/// A house that nobody announced.
fn there(house: &TestHouse) -> CodePlace {
    CodePlace { addresses: vec![house.to()], key: None }
}

async fn tries(house: &TestHouse, code: SpokenCode) -> Result<Invite, GuestError> {
    soon("the answer", invite_by_code(&[there(house)], code)).await
}

/// Another code with the same number.
fn other_than(code: SpokenCode) -> SpokenCode {
    let words = if code.to_string().ends_with("-river-maple") { "maple-river" } else { "river-maple" };
    format!("{}-{words}", code.number()).parse().unwrap()
}

fn why(tried: Result<Invite, GuestError>) -> String {
    match tried {
        Err(GuestError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_told_a_code_comes_in_by_it_knows_the_key_and_needs_no_password() {
    let house = guarded();
    let host = host(&house).await;
    let code = code_of(&host).await;
    let invite = tries(&house, code).await.unwrap();
    assert_eq!((invite.key, &invite.addresses), (house.house.fingerprint(), &vec![house.to()]));
    let ken = Visitor::visit(Visit { secret: invite.secret.clone(), ..house.visit("Ken") }).await;
    let all = host.guest.invites().await.unwrap();
    let line = all.iter().find(|line| !line.standing).unwrap();
    assert_eq!((line.state, line.label.as_str()), (InviteState::Used, &*format!("Code {}", code.number())));
    assert_eq!(line.by.as_ref().map(|by| by.who), Some(host.me().who));
    assert_eq!(line.last[0].person, ken.me());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_once() {
    let house = guarded();
    let host = host(&house).await;
    let code = code_of(&host).await;
    assert_eq!(code_of(&host).await, code, "it is the same for as long as it is good");
    tries(&house, code).await.unwrap();
    assert!(why(tries(&house, code).await).contains("has been used"));
    let next = code_of(&host).await;
    assert_ne!(next, code);
    let (another, left) = host.guest.spoken_code(true).await.unwrap();
    assert_ne!(another, next);
    assert_eq!(left.as_secs(), 600);
    if another.number() != next.number() {
        assert!(why(tries(&house, next).await).contains("was replaced"));
    }
    tries(&house, another).await.unwrap();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_guess_is_forgiven_and_the_second_ends_a_code() {
    let house = guarded();
    let host = host(&house).await;
    let code = code_of(&host).await;
    assert!(why(tries(&house, other_than(code)).await).contains("one more try"));
    tries(&house, code).await.unwrap();
    let code = code_of(&host).await;
    assert!(why(tries(&house, other_than(code)).await).contains("one more try"));
    assert!(why(tries(&house, other_than(code)).await).contains("Ask the host for a new one"));
    assert!(why(tries(&house, code).await).contains("has been used, has expired"));
    house.close().await;
}

/// Shows the host a share that was made for this key of its, and proves it.
async fn shows(house: &TestHouse, me: &Identity, code: SpokenCode, key: Fingerprint) -> Value {
    let (exchange, share) = Exchange::begin(Side::Guest, code, me.fingerprint(), key).unwrap();
    let mut raw = Raw::knock_as(house.address, me).await;
    let theirs = raw.greets(json!({"t": "code", "number": code.number(), "share": share})).await;
    let agreed = exchange.agree(&serde_json::from_value(theirs["share"].clone()).unwrap()).unwrap();
    raw.greets(json!({"t": "proof", "proof": agreed.proof()})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stands_between_two_people_gets_nothing_of_a_code() {
    let house = guarded();
    let host = host(&house).await;
    let code = code_of(&host).await;
    let (me, other) = (Identity::fresh().unwrap(), Identity::fresh().unwrap());
    // A guest who talks with someone in between sees their key, and that is what the guest's share is made for.
    let answer = shows(&house, &me, code, other.fingerprint()).await;
    assert_eq!((&answer["t"], &answer["code"]), (&json!("bye"), &json!("password")), "{answer}");
    let answer = shows(&house, &me, code, house.house.fingerprint()).await;
    assert_eq!(answer["t"], "granted", "{answer}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_guesses_begun_at_once_are_no_way_around_the_count() {
    let house = guarded();
    let host = host(&house).await;
    let code = code_of(&host).await;
    let mut begun = Vec::new();
    for _ in 0..4 {
        let me = Identity::fresh().unwrap();
        let key = house.house.fingerprint();
        let wrong = if begun.len() < 3 { other_than(code) } else { code };
        let (exchange, share) = Exchange::begin(Side::Guest, wrong, me.fingerprint(), key).unwrap();
        let mut raw = Raw::knock_as(house.address, &me).await;
        let theirs = raw.greets(json!({"t": "code", "number": code.number(), "share": share})).await;
        let agreed = exchange.agree(&serde_json::from_value(theirs["share"].clone()).unwrap()).unwrap();
        begun.push((raw, agreed));
    }
    let mut told = Vec::new();
    for (mut raw, agreed) in begun {
        let answer = raw.greets(json!({"t": "proof", "proof": agreed.proof()})).await;
        assert_eq!(answer["t"], "bye");
        told.push(answer["why"].as_str().unwrap().to_owned());
    }
    assert!(told[0].contains("one more try") && told[1].contains("wrong"), "{told:?}");
    assert!(
        told[2..].iter().all(|why| why.contains("has been used, has expired")),
        "the right one came too late: {told:?}"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_begins_uses_nothing_up() {
    let house = guarded();
    let host = host(&house).await;
    let code = code_of(&host).await;
    for what in
        [json!({"t": "hello", "v": 1, "name": "Bo"}), json!({"t": "proof", "proof": "AAAA"}), json!({"t": "bye"})]
    {
        let me = Identity::fresh().unwrap();
        let (_, share) =
            Exchange::begin(Side::Guest, other_than(code), me.fingerprint(), house.house.fingerprint()).unwrap();
        let mut raw = Raw::knock_as(house.address, &me).await;
        raw.greets(json!({"t": "code", "number": code.number(), "share": share})).await;
        assert_eq!(raw.greets(what.clone()).await["t"], "bye", "{what}");
    }
    for (number, share) in [(code.number(), json!("AAAA")), (code.number(), json!(7)), (200, json!("A".repeat(44)))] {
        let mut raw = Raw::knock(house.address).await;
        assert_eq!(raw.greets(json!({"t": "code", "number": number, "share": share})).await["t"], "bye");
    }
    tries(&house, code).await.unwrap();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_shown_only_to_the_key_that_was_announced() {
    let (house, other) = (guarded(), guarded());
    let (host, sly) = (host(&house).await, host(&other).await);
    let code = code_of(&host).await;
    code_of(&sly).await;
    // Another is at the address that is announced first, and gets no guess.
    let forged = CodePlace { addresses: vec![other.to(), house.to()], key: Some(house.house.fingerprint()) };
    let invite = soon("the invite", invite_by_code(&[forged], code)).await.unwrap();
    assert_eq!(invite.key, house.house.fingerprint());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_wrong_again_and_again_waits() {
    let house = guarded();
    let host = host(&house).await;
    for _ in 0..5 {
        let code = soon("a code", host.guest.spoken_code(true)).await.unwrap().0;
        for _ in 0..2 {
            assert!(why(tries(&house, other_than(code)).await).contains("wrong"));
        }
    }
    let code = code_of(&host).await;
    assert!(why(tries(&house, other_than(code)).await).contains("Too many wrong"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_host_makes_codes() {
    let house = guarded();
    let mut host = host(&house).await;
    let visit = Visit { password: Some(PASSWORD.to_owned()), ..house.visit("Ken") };
    let ken = Visitor::visit(visit).await;
    ken.guest.register(Password::from("correct horse".to_owned())).await.unwrap();
    host.does(ROOM, Act::Opped { whom: ken.me() }).await;
    let tried = ken.guest.spoken_code(false).await;
    assert!(matches!(&tried, Err(GuestError::Refused(why)) if why.contains("Only the host")), "{tried:?}");
    assert!(house.house.code_numbers().borrow().is_empty());
    let code = code_of(&host).await;
    assert_eq!(*house.house.code_numbers().borrow(), [code.number()]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_counts_among_the_invites_that_may_be_open() {
    let house = guarded();
    let host = host(&house).await;
    for _ in 0..parlor::wire::invites::INVITES_OPEN {
        host.guest.make_invite(NewInvite::default()).await.unwrap();
    }
    let code = code_of(&host).await;
    assert!(why(tries(&house, code).await).contains("as many invites as there can be"));
    // That was no fault of the code, which is good as soon as there is room.
    let first = host.guest.invites().await.unwrap().into_iter().find(|line| !line.standing).unwrap();
    host.guest.withdraw_invite(first.invite).await.unwrap();
    tries(&house, code).await.unwrap();
    house.close().await;
}

#[test]
fn a_code_is_read_however_it_is_set_and_what_is_none_is_told() {
    let code: SpokenCode = "7-river-maple".parse().unwrap();
    for text in
        ["7, River Maple.", "7 River Maple", " 7-RIVER-maple ", "7 - river - maple", "7\u{2013}river\u{2011}maple"]
    {
        assert_eq!(text.parse(), Ok(code), "{text}");
        assert!(SpokenCode::is_meant(text), "{text}");
    }
    for (text, told) in [
        ("7", "incomplete"),
        ("7-", "incomplete"),
        ("7-river", "incomplete"),
        ("7-river-", "incomplete"),
        ("7-rivr-maple", "“rivr” isn't one of the code words"),
        ("7-river-maple-tea", "from 1 to 99 and two words"),
        ("0-river-maple", "from 1 to 99 and two words"),
        ("100-river-maple", "from 1 to 99 and two words"),
        ("river-maple", "from 1 to 99 and two words"),
        ("", "from 1 to 99 and two words"),
    ] {
        let error = text.parse::<SpokenCode>().unwrap_err().to_string();
        assert!(error.contains(told), "{text}: {error}");
    }
    for text in ["192.168.1.20", "192.168.1.20:7275", "desk-04.local", "::1", "7", "parlor://1.2.3.4/?key=A", "tea", ""]
    {
        assert!(!SpokenCode::is_meant(text), "{text}");
    }
    assert_eq!(format!("{code:?}"), "SpokenCode(7-…)");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_says_a_code_at_a_terminal_and_a_guest_types_it() {
    let home = Home::new();
    let file = home.file("password", PASSWORD);
    let house = home.host(&["--password-file", &file]).await;
    let mut host = home.join(&house.invite, "Ada", &[]).await;
    host.types("/code");
    let code = host.err.until("a code", |line| line.parse::<SpokenCode>().is_ok()).await;
    host.err.until("how", |line| line.contains("within 10 minutes")).await;
    let address = house.to();
    let mut can = Home::new().join(&address, "Can", &["--code", &code]).await;
    can.types("by word of mouth");
    host.out.until("the words", |line| line.contains("Can: by word of mouth")).await;
    let mut late = Home::new().set_out(&address, "Late", &["--code", &code]);
    late.err.until("why not", |line| line.contains("has been used")).await;
    let (mut bot, _) = home.bot(&house.invite, "Robot", &[]).await;
    bot.wants(&json!({"t": "newcode", "ask": 1}));
    let told = bot.news("newcode").await;
    assert!(told["code"].as_str().unwrap().parse::<SpokenCode>().is_ok(), "{told}");
}
