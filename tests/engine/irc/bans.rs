//! Who is banned and muted, by the masks that clients use.

use parlor::room::RoomNo;

use super::client::{Irc, house};
use crate::support::Visitor;

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_is_lifted_from_whoever_was_banned_and_not_from_whoever_has_their_nick_now() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    ada.join("#tea").await;
    let mut first = Irc::come(&house, "Ken").await;
    first.join("#tea").await;
    ada.send("MODE #tea +b Ken").await;
    ada.hears("MODE #tea +b Ken!u2@*").await;
    first.quits(&mut ada).await;
    let mut second = Irc::come(&house, "Ken").await;
    second.join("#tea").await;
    ada.send("MODE #tea +b Ken!u3@*").await;
    ada.hears("MODE #tea +b Ken!u3@*").await;
    ada.send("MODE #tea -b Ken!u2@*").await;
    ada.hears("MODE #tea -b Ken!u2@*").await;
    ada.send("MODE #tea b").await;
    let list = ada.until(" 368 ").await;
    assert!(list.iter().any(|line| line.contains(" 367 Ada #tea Ken!u3@* ")), "{list:#?}");
    assert!(!list.iter().any(|line| line.contains("u2")), "{list:#?}");
    second.send("JOIN #tea").await;
    second.hears(" 474 Ken #tea ").await;
    // Whoever was banned under the nick of someone else is found by it, also when they are gone.
    second.quits(&mut ada).await;
    let _third = Irc::come(&house, "Ken").await;
    ada.send("MODE #tea -b Ken!*@*").await;
    ada.hears("MODE #tea -b Ken!u3@*").await;
    ada.send("MODE #tea -b Ken").await;
    ada.hears(" 401 Ada Ken :Nobody like that is banned here.").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_of_someone_who_took_another_nick_since_is_found_by_either() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    ada.join("#tea").await;
    let mut ken = Irc::come(&house, "Ken").await;
    for nick in ["Ken", "Kenneth"] {
        ada.send("MODE #tea +b Ken").await;
        ada.hears("MODE #tea +b Ken!u2@*").await;
        ken.send("NICK Kenneth").await;
        ken.hears(" NICK Kenneth").await;
        ada.send(&format!("MODE #tea -b {nick}")).await;
        ada.hears("MODE #tea -b Ken").await;
        ken.send("NICK Ken").await;
        ken.hears(" NICK Ken").await;
    }
    // Whoever may not ban lifts no ban either.
    ken.join("#tea").await;
    ken.send("MODE #tea -b Ada").await;
    ken.hears(" 482 Ken #tea ").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mute_is_lifted_from_whoever_was_muted() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    ada.join("#tea").await;
    let mut first = Irc::come(&house, "Ken").await;
    first.join("#tea").await;
    ada.send("MODE #tea +q Ken").await;
    ada.hears("MODE #tea +q Ken!u2@*").await;
    first.quits(&mut ada).await;
    let mut second = Irc::come(&house, "Ken").await;
    second.join("#tea").await;
    for (mask, lifted) in [("Ken!u2@*", " -q Ken!u2@*"), ("*!*u3@parlor", " +q Ken!u3@*"), ("Ken", " -q Ken!u3@*")] {
        ada.send(&format!("MODE #tea {}q {mask}", &lifted[1..2])).await;
        ada.hears(&format!("MODE #tea{lifted}")).await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_bans_are_listed_and_found_however_many_there_are() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    ada.join("#tea").await;
    let mut others = Vec::new();
    for number in 0..230 {
        let nick = format!("k{number}");
        others.push(Irc::come(&house, &nick).await);
        ada.send(&format!("MODE #tea +b {nick}")).await;
    }
    ada.hears("MODE #tea +b k229!").await;
    ada.send("MODE #tea b").await;
    let list = ada.until(" 368 ").await;
    assert_eq!(list.iter().filter(|line| line.contains(" 367 Ada #tea k")).count(), 230);
    let host = Visitor::visit(house.own_visit("Host").await).await;
    assert_eq!(host.guest.bans(Some(RoomNo(2))).await.unwrap().len(), 230);
    ada.send("MODE #tea -b k0").await;
    ada.hears("MODE #tea -b k0!u2@*").await;
    house.close().await;
}
