//! What the system has little of: room on the disk, and descriptors for connections. With the real program,
//! whose limits only Linux lets others change.

#![cfg(target_os = "linux")]

use parlor::guest::OwnState;
use rlimit::{Resource, prlimit};
use tokio::net::TcpStream;

use crate::support::program::{Home, Hosted};
use crate::support::visitor::text;
use crate::support::{Visitor, soon};

/// Bounds one of the host's means, softly, so that the bound can be lifted again.
fn bound(host: &Hosted, resource: Resource, most: u64) {
    let id = i32::try_from(host.program.id()).unwrap();
    let (mut soft, mut hard) = (0, 0);
    prlimit(id, resource, None, Some((&mut soft, &mut hard))).unwrap();
    prlimit(id, resource, Some((most.min(hard), hard)), None).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_may_not_grow_is_told_and_the_house_stays_up() {
    let home = Home::new();
    let mut host = home.host(&["--pace", "1000"]).await;
    let mut ada = Visitor::visit(host.visit("Ada")).await;
    let mut ken = Visitor::visit(host.visit("Ken")).await;
    ada.says("before").await;
    bound(&host, Resource::FSIZE, 300_000);
    let long = "long ".repeat(1500);
    let mut kept = Vec::new();
    let refused = loop {
        let words = format!("{} {long}", kept.len());
        let id = ada.guest.say(text(&words)).await.unwrap();
        match ada.settled(id).await {
            OwnState::Kept { .. } => kept.push(text(&words).as_str().to_owned()),
            OwnState::Refused { why, .. } => break (id, why),
            OwnState::Sending => {}
        }
    };
    assert!(refused.1.starts_with("Not saved"), "{}", refused.1);
    bound(&host, Resource::FSIZE, u64::MAX);
    ada.guest.retry(refused.0).unwrap();
    assert!(matches!(ada.settled(refused.0).await, OwnState::Kept { .. }));
    ada.says("after").await;
    ken.sees_text("after").await;
    ken.saw_everything_once();
    let texts = ken.texts();
    assert_eq!(texts.len(), kept.len() + 3);
    assert_eq!(texts[1..=kept.len()], kept);
    host.program.signal("TERM");
    assert_eq!(host.program.end().await.code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_descriptors_those_who_are_in_are_well_and_the_next_come_in_when_there_are_some() {
    let home = Home::new();
    let mut host = home.host(&[]).await;
    let mut ada = Visitor::visit(host.visit("Ada")).await;
    let mut ken = Visitor::visit(host.visit("Ken")).await;
    bound(&host, Resource::NOFILE, 40);
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(soon("a place in the queue", TcpStream::connect(host.address())).await.unwrap());
    }
    ada.says("we are well").await;
    ken.sees_text("we are well").await;
    // The silent ones make room, one after the other, and whoever has something to say comes in.
    let mut late = Visitor::visit(host.visit("Late")).await;
    late.says("so am I").await;
    ada.sees_text("so am I").await;
    drop(silent);
    host.program.signal("TERM");
    assert_eq!(host.program.end().await.code, Some(0));
}
