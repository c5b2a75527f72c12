//! Servers that are not Parlor: whoever goes to one by mistake is told so, and tells it nothing.

use std::net::SocketAddr;

use parlor::guest::{Update, Visit, Way, knock};
use parlor::wire::tls::Reception;
use parlor::wire::{Address, Identity};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::support::{TestHouse, Visitor, soon};

const PAGE: &str = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

/// Answers a browser's way, and gives what was heard.
async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> Vec<u8> {
    let mut heard = vec![0; 4096];
    let count = stream.read(&mut heard).await.unwrap_or(0);
    heard.truncate(count);
    let _ = stream.write_all(PAGE.as_bytes()).await;
    let _ = stream.shutdown().await;
    heard
}

/// A web server, secure or not: where it is, and what it hears.
async fn web_server(key: Option<Identity>) -> (SocketAddr, mpsc::UnboundedReceiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (told, heard) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let heard = match &key {
                None => answer(stream).await,
                Some(key) => {
                    let reception = Reception::new(key).unwrap();
                    let Ok(received) = reception.receive(stream).await else { continue };
                    answer(received.stream).await
                }
            };
            let _ = told.send(heard);
        }
    });
    (address, heard)
}

fn to(address: SocketAddr) -> Address {
    Address::from((address.ip(), address.port()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_parlor_is_told_from_a_house_before_its_key_is_asked_about() {
    for key in [None, Some(Identity::fresh().unwrap())] {
        let (address, mut heard) = web_server(key).await;
        let me = Identity::fresh().unwrap();
        let error = soon("an answer", knock(&[to(address)], &me)).await.unwrap_err();
        assert_eq!(error.to_string(), format!("What answers at {address} is not Parlor. Check the address."));
        let heard = soon("what it heard", heard.recv()).await.unwrap();
        assert!(!String::from_utf8_lossy(&heard).contains("hello"), "{}", String::from_utf8_lossy(&heard));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_shows_its_key_to_whoever_only_knocks() {
    let house = TestHouse::open();
    let me = Identity::fresh().unwrap();
    let found = soon("the key", knock(&[house.to()], &me)).await.unwrap();
    assert_eq!(found, house.house.fingerprint());
    assert_eq!(house.house.guests(), 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_has_the_key_of_no_house_hears_neither_a_name_nor_a_password() {
    let (address, mut heard) = web_server(Some(Identity::fresh().unwrap())).await;
    let house = TestHouse::open();
    let way = Way::Network { addresses: vec![to(address)], relay: None, key: house.house.fingerprint() };
    let mut ada = Visitor::set_out(Visit { way, password: Some("open sesame".to_owned()), ..house.visit("Ada") });
    ada.is_sent_away().await;
    assert!(heard.try_recv().is_err(), "it heard something");
    // Where something that speaks no TLS stands in its place, it is said, and tried again.
    let (address, _heard) = web_server(None).await;
    let way = Way::Network { addresses: vec![to(address)], relay: None, key: house.house.fingerprint() };
    let mut ada = Visitor::set_out(Visit { way, ..house.visit("Ada") });
    let why = ada.until("no connection", |update| match update {
        Update::Offline { why, .. } => Some(why.clone()),
        _ => None,
    });
    assert_eq!(why.await, format!("What answers at {address} is not Parlor. Check the address."));
    house.close().await;
}
