//! News of people whom no shared room tells of.

use super::client::{Irc, Key, house};
use crate::support::Visitor;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_monitored_is_told_to_come_and_go_whatever_their_rooms_and_their_door() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    ada.send("MONITOR + Ken,[2cool,ada").await;
    ada.hears(" 730 Ada :Ada!u1@parlor").await;
    ada.hears(" 731 Ada :Ken,[2cool").await;
    let mut ken = Irc::come(&house, "Ken").await;
    ada.hears(" 730 Ada :Ken!u2@parlor").await;
    // Who is asked for what is told, and nobody else.
    let _other = Irc::come(&house, "Bob").await;
    ken.send("NICK KEN").await;
    ken.hears(" NICK KEN").await;
    assert_eq!(ada.sync().await, [""; 0]);
    ken.send("NICK Kenneth").await;
    ada.hears(" 731 Ada :KEN").await;
    ken.send("NICK Ken").await;
    ada.hears(" 730 Ada :Ken!u2@parlor").await;
    let native = Visitor::come(&house, "2cool").await;
    ada.hears(" 730 Ada :[2cool!u4@parlor").await;
    ken.send("QUIT").await;
    ada.hears(" 731 Ada :Ken").await;
    native.leave().await;
    let lines = ada.until(" 731 Ada :[2cool").await;
    assert_eq!(lines.len(), 1, "{lines:#?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_those_who_are_monitored_is_told_changed_and_bounded() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    let _ken = Irc::come(&house, "Ken").await;
    ada.send("MONITOR + ken,Bob,KEN").await;
    ada.hears(" 730 Ada :Ken!u2@parlor").await;
    ada.hears(" 731 Ada :Bob").await;
    ada.send("MONITOR - bob").await;
    ada.send("MONITOR L").await;
    ada.hears(" 732 Ada :ken").await;
    ada.hears(" 733 Ada :").await;
    ada.send("MONITOR S").await;
    assert!(ada.sync().await.iter().all(|line| line.contains(" 730 Ada :Ken!u2@parlor")));
    // Whom it does not monitor any more it does not hear of.
    let _bob = Irc::come(&house, "Bob").await;
    assert_eq!(ada.sync().await, [""; 0]);
    ada.send("MONITOR C").await;
    for some in 0..10 {
        let nicks: Vec<_> = (0..11).map(|number| format!("k{some}-{number}")).collect();
        ada.send(&format!("MONITOR + {}", nicks.join(","))).await;
    }
    let full = ada.hears(" 734 ").await;
    assert!(full.contains(" 734 Ada 100 k9-1,k9-2,"), "{full}");
    ada.send("MONITOR L").await;
    let told = ada.until(" 733 ").await;
    let nicks = told.iter().filter(|line| line.contains(" 732 ")).map(|line| line.split(',').count());
    assert_eq!(nicks.sum::<usize>(), 100, "{told:#?}");
    // Only nicks are monitored, no masks.
    ada.send("MONITOR + *!u2@parlor").await;
    assert!(ada.sync().await.iter().all(|line| line.contains(" 432 Ada *!u2@parlor ")));
    ada.send("MONITOR X").await;
    ada.hears("FAIL MONITOR INVALID_PARAMS X ").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_registers_is_told_to_those_in_their_rooms_who_want_to_know() {
    let house = house();
    let mut ada = Irc::come_with(&house, "Ada", "account-notify").await;
    let mut old = Irc::come(&house, "Old").await;
    let mut elsewhere = Irc::come_with(&house, "Elsewhere", "account-notify").await;
    elsewhere.join("#milk").await;
    let mut ken = Irc::connect_as(house.address, &Key::fresh()).await;
    ken.register("Ken").await;
    for irc in [&mut ada, &mut old, &mut ken] {
        irc.join("#tea").await;
    }
    ada.hears("JOIN #tea").await;
    ken.send("PRIVMSG #tea :before").await;
    ada.hears(":before").await;
    ken.send("REGISTER * * correct-horse").await;
    ken.hears("REGISTER SUCCESS").await;
    assert_eq!(ada.hears(" ACCOUNT ").await, ":Ken!u4@parlor ACCOUNT Ken");
    ken.send("PRIVMSG #tea :done").await;
    assert!(!old.until(":done").await.iter().any(|line| line.contains(" ACCOUNT ")));
    assert_eq!(elsewhere.sync().await, [""; 0]);
    house.close().await;
}
