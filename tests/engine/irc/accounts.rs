//! Accounts and keys.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::client::{Irc, Key, MODERN, house};

fn plain(name: &str, password: &str) -> String {
    STANDARD.encode(format!("{name}\0{name}\0{password}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_and_logged_in_to_from_elsewhere() {
    let house = house();
    let mut ada = Irc::come_with(&house, "Ada", MODERN).await;
    ada.send("REGISTER * * correct-horse").await;
    ada.hears("REGISTER SUCCESS Ada").await;
    ada.send("QUIT").await;
    ada.hears("ERROR").await;

    let mut other = Irc::connect(house.address).await;
    other.ask_for(MODERN).await;
    other.send("NICK someone").await;
    other.send("USER x 0 * :x").await;
    other.send("AUTHENTICATE PLAIN").await;
    other.hears("AUTHENTICATE +").await;
    other.send(&format!("AUTHENTICATE {}", plain("Ada", "wrong-horse"))).await;
    other.hears(" 904 ").await;
    other.send("AUTHENTICATE PLAIN").await;
    other.hears("AUTHENTICATE +").await;
    other.send(&format!("AUTHENTICATE {}", plain("Ada", "correct-horse"))).await;
    other.hears(" 903 ").await;
    other.send("CAP END").await;
    other.welcomed().await;
    assert_eq!(other.nick, "Ada");
    other.join("#course-chat").await;
    other.send("PRIVMSG #course-chat :hello").await;
    assert!(other.hears("PRIVMSG").await.contains(";account=Ada"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_leads_to_a_name_is_enough_to_log_in() {
    let house = house();
    let me = Key::fresh();
    let mut ada = Irc::connect_as(house.address, &me).await;
    ada.register("Ada").await;
    ada.send("REGISTER * * correct-horse").await;
    ada.hears("REGISTER SUCCESS Ada").await;
    ada.send("QUIT").await;
    ada.hears("ERROR").await;
    for (key, number) in [(me, " 903 "), (Key::fresh(), " 904 ")] {
        let mut again = Irc::connect_as(house.address, &key).await;
        again.send("CAP LS 302").await;
        assert!(again.hears("CAP").await.contains("sasl=PLAIN,EXTERNAL"));
        again.send("CAP REQ :sasl").await;
        again.send("NICK Ada").await;
        again.send("USER x 0 * :x").await;
        again.send("AUTHENTICATE EXTERNAL").await;
        again.hears("AUTHENTICATE +").await;
        again.send("AUTHENTICATE +").await;
        again.hears(number).await;
    }
    house.close().await;
}
