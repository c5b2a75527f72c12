//! Ports that a router opens. All of it stays on this computer: each router has an address of its own here.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4};

use parlor::find::{MappingState, NotOpen, OpenedBy, PortMapping, Router};

use super::support::program::Home;
use super::support::router::{FakeRouter, is_pcp, lease, nat_pmp, pcp, ports};
use super::support::soon;

/// Where a router of these tests is reached from outside. Nothing is ever sent there.
const PUBLIC: Ipv4Addr = Ipv4Addr::new(5, 5, 5, 5);

/// An address that many homes share.
const SHARED: Ipv4Addr = Ipv4Addr::new(100, 64, 0, 9);

const PLACE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 7275);

/// What a router answers a question with.
type Answer = fn(&[u8]) -> Vec<u8>;

fn outside(ip: Ipv4Addr, port: u16) -> SocketAddrV4 {
    SocketAddrV4::new(ip, port)
}

fn open(port: u16, by: OpenedBy) -> MappingState {
    MappingState::Open { outside: outside(PUBLIC, port).into(), by }
}

/// Waits until it is told that the port is open, or why not.
async fn told(mapping: &PortMapping) -> MappingState {
    let mut state = mapping.state();
    let told = soon("word of the port", state.wait_for(|state| *state != MappingState::Asking)).await.unwrap();
    *told
}

/// What is told of each of these routers, all of which are asked at the same time.
async fn all_told(fakes: &[FakeRouter]) -> Vec<MappingState> {
    let mappings: Vec<PortMapping> = fakes.iter().map(|fake| PortMapping::start(&fake.router, PLACE)).collect();
    let mut told_of = Vec::new();
    for mapping in &mappings {
        told_of.push(told(mapping).await);
    }
    told_of
}

async fn until(mapping: &PortMapping, wanted: MappingState) {
    let mut state = mapping.state();
    soon(&format!("{wanted:?}"), state.wait_for(|state| *state == wanted)).await.unwrap();
}

/// Grants everything by PCP, for an hour, at the port that is wanted.
fn grant(question: &[u8]) -> Vec<u8> {
    pcp(question, 0, lease(question), outside(PUBLIC, ports(question).1))
}

fn address(action: &str, ip: Ipv4Addr) -> Option<String> {
    (action == "GetExternalIPAddress").then(|| format!("<NewExternalIPAddress>{ip}</NewExternalIPAddress>"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_is_opened_by_pcp_and_closed_when_it_is_withdrawn() {
    let mut fake = FakeRouter::by_datagrams(grant).await;
    let mut mapping = PortMapping::start(&fake.router, PLACE);
    assert_eq!(told(&mapping).await, open(7275, OpenedBy::Pcp));
    let question = fake.next_asked().await;
    assert_eq!((ports(&question), lease(&question)), ((7275, 7275), 3600));
    mapping.withdraw().await;
    let last = soon("the end", async {
        loop {
            let question = fake.next_asked().await;
            if lease(&question) == 0 {
                return question;
            }
        }
    })
    .await;
    assert_eq!(ports(&last).0, 7275);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_is_closed_when_it_is_dropped() {
    let mut fake = FakeRouter::by_datagrams(grant).await;
    let mapping = PortMapping::start(&fake.router, PLACE);
    assert_eq!(told(&mapping).await, open(7275, OpenedBy::Pcp));
    drop(mapping);
    while lease(&fake.next_asked().await) != 0 {}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_is_withdrawn_while_it_is_asked_for_is_not_left_open() {
    let mut fake = FakeRouter::by_datagrams(grant).await;
    let mut mapping = PortMapping::start(&fake.router, PLACE);
    let mut last = lease(&fake.next_asked().await);
    assert_eq!(last, 3600);
    mapping.withdraw().await;
    while let Ok(question) = fake.asked.try_recv() {
        last = lease(&question);
    }
    assert_eq!(last, 0, "it is left open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_router_of_the_old_kind_is_asked_by_nat_pmp() {
    let mut fake = FakeRouter::by_datagrams(|question| nat_pmp(question, PUBLIC, 40_001, 3600)).await;
    let mut mapping = PortMapping::start(&fake.router, PLACE);
    // The port that was wanted is taken there.
    assert_eq!(told(&mapping).await, open(40_001, OpenedBy::NatPmp));
    mapping.withdraw().await;
    loop {
        let question = fake.next_asked().await;
        if !is_pcp(&question) && question.len() == 12 && lease(&question) == 0 {
            assert_eq!(ports(&question).0, 7275);
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_router_that_knows_neither_is_asked_by_upnp() {
    let mut fake = FakeRouter::by_upnp(|action, _| Ok(address(action, PUBLIC).unwrap_or_default())).await;
    let mut mapping = PortMapping::start(&fake.router, PLACE);
    assert_eq!(told(&mapping).await, open(7275, OpenedBy::Upnp));
    let asked = fake.next_called("AddPortMapping").await;
    for argument in ["<NewExternalPort>7275<", "<NewInternalPort>7275<", "<NewLeaseDuration>3600<", ">TCP<"] {
        assert!(asked.contains(argument), "{argument} is missing: {asked}");
    }
    mapping.withdraw().await;
    assert!(fake.next_called("DeletePortMapping").await.contains("<NewExternalPort>7275<"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_port_is_taken_by_upnp_another_one_is_opened() {
    let mut fake = FakeRouter::by_upnp(|action, body| match address(action, PUBLIC) {
        Some(ip) => Ok(ip),
        None if action == "AddPortMapping" && body.contains("<NewExternalPort>7275<") => Err(718),
        None => Ok(String::new()),
    })
    .await;
    let mapping = PortMapping::start(&fake.router, PLACE);
    let MappingState::Open { outside, by: OpenedBy::Upnp } = told(&mapping).await else { panic!("it is not open") };
    assert_eq!(outside.ip(), PUBLIC);
    assert_ne!(outside.port(), 7275);
    fake.next_called("AddPortMapping").await;
    assert!(fake.next_called("AddPortMapping").await.contains(&format!("<NewExternalPort>{}<", outside.port())));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_router_that_keeps_ports_for_good_alone_is_asked_for_that() {
    let mut fake = FakeRouter::by_upnp(|action, body| match address(action, PUBLIC) {
        Some(ip) => Ok(ip),
        None if action == "AddPortMapping" && !body.contains("<NewLeaseDuration>0<") => Err(725),
        None => Ok(String::new()),
    })
    .await;
    let mapping = PortMapping::start(&fake.router, PLACE);
    assert_eq!(told(&mapping).await, open(7275, OpenedBy::Upnp));
    drop(mapping);
    fake.next_called("DeletePortMapping").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_is_renewed_before_its_time_is_over_and_with_the_same_nonce() {
    let mut fake = FakeRouter::by_datagrams(|question| pcp(question, 0, 1, outside(PUBLIC, 40_001))).await;
    let mapping = PortMapping::start(&fake.router, PLACE);
    assert_eq!(told(&mapping).await, open(40_001, OpenedBy::Pcp));
    let (first, second) = (fake.next_asked().await, fake.next_asked().await);
    assert_eq!((first[24..36] == second[24..36], lease(&second)), (true, 3600));
    // What it got is what it goes on asking for.
    assert_eq!(ports(&second), (7275, 40_001));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_router_forgot_or_got_another_address_that_is_told() {
    let mut count = 0_u16;
    let fake = FakeRouter::by_datagrams(move |question| {
        count += 1;
        pcp(question, 0, 1, outside(PUBLIC, if count < 3 { 7275 } else { 40_002 }))
    })
    .await;
    let mapping = PortMapping::start(&fake.router, PLACE);
    until(&mapping, open(7275, OpenedBy::Pcp)).await;
    until(&mapping, open(40_002, OpenedBy::Pcp)).await;
}

/// Grants everything for an hour, and as a real router does nothing to a port that was opened with another nonce. What is
/// withdrawn gets lost on the way.
fn grant_by_nonce() -> impl FnMut(&[u8]) -> Vec<u8> {
    let mut nonce = None;
    move |question| match lease(question) {
        0 => Vec::new(),
        _ if !is_pcp(question) => Vec::new(),
        _ if *nonce.get_or_insert(question[24..36].to_vec()) == question[24..36] => grant(question),
        _ => pcp(question, 2, 60, outside(PUBLIC, 1)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_lost_close_nothing_before_the_time_of_the_port_is_over() {
    let (mut count, mut answer) = (0, grant_by_nonce());
    let mut fake = FakeRouter::by_datagrams(move |question| {
        count += 1;
        // Twice it is asked in vain to renew, and anew in both languages.
        if (2..18).contains(&count) { Vec::new() } else { answer(question) }
    })
    .await;
    let mapping = PortMapping::start(&fake.router, PLACE);
    until(&mapping, open(7275, OpenedBy::Pcp)).await;
    let mut state = mapping.state();
    let closed = state.wait_for(|state| *state != open(7275, OpenedBy::Pcp));
    let asked_again = async {
        for _ in 0..20 {
            fake.asked.recv().await.unwrap();
        }
    };
    tokio::select! {
        told = soon("nothing", closed) => panic!("{:?}", *told.unwrap()),
        () = soon("questions", asked_again) => {}
    }
    // For another second it is not told otherwise.
    let fake = FakeRouter::by_datagrams({
        let mut count = 0;
        move |question| {
            count += 1;
            if count == 1 { pcp(question, 0, 1, outside(PUBLIC, 7275)) } else { Vec::new() }
        }
    })
    .await;
    let mapping = PortMapping::start(&fake.router, PLACE);
    until(&mapping, open(7275, OpenedBy::Pcp)).await;
    until(&mapping, MappingState::Not(NotOpen::NotOffered)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_comes_back_has_the_same_port_by_the_same_nonce() {
    let fake = FakeRouter::by_datagrams(grant_by_nonce()).await;
    let mapping = PortMapping::start(&fake.router, PLACE);
    until(&mapping, open(7275, OpenedBy::Pcp)).await;
    for _ in 0..2 {
        fake.router.moves(None);
        let mut state = mapping.state();
        let none = |state: &MappingState| matches!(state, MappingState::Not(_));
        soon("word of no router", state.wait_for(none)).await.unwrap();
        fake.router.moves(Some(fake.address));
        let known = |state: &MappingState| !matches!(state, MappingState::Asking) && !none(state);
        let told = *soon("word of the port", state.wait_for(known)).await.unwrap();
        assert_eq!(told, open(7275, OpenedBy::Pcp));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_is_kept_for_good_is_withdrawn_though_it_could_not_be_renewed() {
    let mut opened = false;
    let mut fake = FakeRouter::by_upnp(move |action, body| match address(action, PUBLIC) {
        _ if action == "DeletePortMapping" => Ok(String::new()),
        _ if opened => Err(501),
        Some(ip) => Ok(ip),
        None if !body.contains("<NewLeaseDuration>0<") => Err(725),
        None => {
            opened = true;
            Ok(String::new())
        }
    })
    .await;
    let mapping = PortMapping::start(&fake.router, PLACE);
    assert_eq!(told(&mapping).await, open(7275, OpenedBy::Upnp));
    // Once when it is opened, and twice each time it is renewed in vain.
    for _ in 0..7 {
        fake.next_called("GetExternalIPAddress").await;
    }
    drop(mapping);
    assert!(fake.next_called("DeletePortMapping").await.contains("<NewExternalPort>7275<"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_was_left_open_for_good_is_closed_when_the_place_is_open_again() {
    let inside = |body: &str| {
        let from = body.split_once("<NewInternalClient>").map(|(_, rest)| rest.split('<').next().unwrap().to_owned());
        from.unwrap_or_default()
    };
    let mut own = String::new();
    let mut fake = FakeRouter::by_upnp(move |action, body| {
        let entry = |outside: u16, inside: u16, client: &str, called: &str| {
            Ok(format!(
                "<NewRemoteHost></NewRemoteHost><NewExternalPort>{outside}</NewExternalPort><NewProtocol>TCP</NewProtocol>\
                 <NewInternalPort>{inside}</NewInternalPort><NewInternalClient>{client}</NewInternalClient>\
                 <NewEnabled>1</NewEnabled><NewPortMappingDescription>{called}</NewPortMappingDescription>\
                 <NewLeaseDuration>0</NewLeaseDuration>"
            ))
        };
        match action {
            "AddPortMapping" => {
                own = inside(body);
                Ok(String::new())
            }
            "GetGenericPortMappingEntry" => match body {
                _ if body.contains("Index>0<") => entry(40_001, 7275, &own, "Other"),
                _ if body.contains("Index>1<") => entry(40_002, 7276, &own, "Parlor"),
                _ if body.contains("Index>2<") => entry(40_003, 7275, "192.168.1.2", "Parlor"),
                _ if body.contains("Index>3<") => entry(40_004, 7275, &own, "Parlor"),
                _ if body.contains("Index>4<") => entry(7275, 7275, &own, "Parlor"),
                _ => Err(713),
            },
            _ => Ok(address(action, PUBLIC).unwrap_or_default()),
        }
    })
    .await;
    let mapping = PortMapping::start(&fake.router, PLACE);
    assert!(fake.next_called("DeletePortMapping").await.contains("<NewExternalPort>40004<"));
    assert_eq!(told(&mapping).await, open(7275, OpenedBy::Upnp));
    drop(mapping);
    assert!(fake.next_called("DeletePortMapping").await.contains("<NewExternalPort>7275<"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_router_that_says_no_is_told_of() {
    let fake = FakeRouter::by_datagrams(|question| pcp(question, 2, 60, outside(PUBLIC, 1))).await;
    assert_eq!(told(&PortMapping::start(&fake.router, PLACE)).await, MappingState::Not(NotOpen::Refused));
    let fake = FakeRouter::by_upnp(|action, _| address(action, PUBLIC).ok_or(606)).await;
    assert_eq!(told(&PortMapping::start(&fake.router, PLACE)).await, MappingState::Not(NotOpen::Refused));
    // It gives out no port but the same one, and that one is taken.
    let fake = FakeRouter::by_upnp(|action, body| {
        let same = body.contains("<NewExternalPort>7275<");
        address(action, PUBLIC).ok_or(if same { 718 } else { 724 })
    })
    .await;
    assert_eq!(told(&PortMapping::start(&fake.router, PLACE)).await, MappingState::Not(NotOpen::Taken));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_many_homes_share_is_told_of_and_no_port_left_there() {
    let shared = MappingState::Not(NotOpen::Shared);
    let mut fake = FakeRouter::by_datagrams(|question| pcp(question, 0, lease(question), outside(SHARED, 7275))).await;
    assert_eq!(told(&PortMapping::start(&fake.router, PLACE)).await, shared);
    while lease(&fake.next_asked().await) != 0 {}
    for ip in [SHARED, Ipv4Addr::new(192, 168, 1, 2)] {
        let mut fake = FakeRouter::by_datagrams(move |question| nat_pmp(question, ip, 7275, 3600)).await;
        assert_eq!(told(&PortMapping::start(&fake.router, PLACE)).await, shared);
        while let Ok(question) = fake.asked.try_recv() {
            assert!(is_pcp(&question) || question == [0, 0], "a port was asked for");
        }
        let mut fake = FakeRouter::by_upnp(move |action, _| Ok(address(action, ip).unwrap_or_default())).await;
        assert_eq!(told(&PortMapping::start(&fake.router, PLACE)).await, shared);
        while let Ok((action, _)) = fake.called.try_recv() {
            assert_eq!(action, "GetExternalIPAddress");
        }
    }
    assert!(NotOpen::Shared.to_string().starts_with("Your provider shares one address among many homes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_router_that_keeps_its_address_to_itself_is_told_of() {
    // As miniupnpd does where it has no public one: no resources by PCP, no network by NAT-PMP, and nothing by UPnP.
    let by_datagrams = FakeRouter::by_datagrams(|question| match is_pcp(question) {
        true => pcp(question, 8, 60, outside(Ipv4Addr::UNSPECIFIED, 0)),
        false => vec![0, 128, 0, 3, 0, 0, 3, 232, 0, 0, 0, 0],
    });
    let empty = "<NewExternalIPAddress></NewExternalIPAddress>";
    let fakes = [
        by_datagrams.await,
        FakeRouter::by_datagrams(|question| nat_pmp(question, Ipv4Addr::UNSPECIFIED, 7275, 3600)).await,
        FakeRouter::by_upnp(|_, _| Ok(empty.to_owned())).await,
        FakeRouter::by_upnp(|action, _| Ok(address(action, Ipv4Addr::UNSPECIFIED).unwrap_or_default())).await,
        FakeRouter::by_upnp(|_, _| Err(501)).await,
    ];
    assert_eq!(all_told(&fakes).await, [MappingState::Not(NotOpen::NoAddress); 5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_router_that_never_answers_costs_a_sentence() {
    let fake = FakeRouter::mute().await;
    let mut mapping = PortMapping::start(&fake.router, PLACE);
    assert_eq!(told(&mapping).await, MappingState::Not(NotOpen::NotOffered));
    soon("the end", mapping.withdraw()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_router_says_is_not_believed() {
    // For no time at all.
    let fake = FakeRouter::by_datagrams(|question| pcp(question, 0, 0, outside(PUBLIC, 7275))).await;
    assert_eq!(told(&PortMapping::start(&fake.router, PLACE)).await, MappingState::Not(NotOpen::Refused));
    // For 136 years: it is asked again as soon as any other.
    let mut fake = FakeRouter::by_datagrams(|question| pcp(question, 0, u32::MAX, outside(PUBLIC, 7275))).await;
    let mapping = PortMapping::start(&fake.router, PLACE);
    assert_eq!(told(&mapping).await, open(7275, OpenedBy::Pcp));
    fake.next_asked().await;
    fake.next_asked().await;
    // At no port, and what is no answer at all.
    let nonsense: [Answer; 6] = [
        |question| pcp(question, 0, 60, outside(PUBLIC, 0)),
        |question| vec![0xff; question.len()],
        |_| vec![0xff; 1500],
        |_| vec![2],
        |question| question.to_vec(),
        // Another's answer.
        |question| [&pcp(question, 0, 60, outside(PUBLIC, 7275))[..24], &[7; 36]].concat(),
    ];
    let mut fakes = Vec::new();
    for answer in nonsense {
        fakes.push(FakeRouter::by_datagrams(answer).await);
    }
    assert_eq!(all_told(&fakes).await, [MappingState::Not(NotOpen::NotOffered); 6]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_nonsense_are_no_router() {
    let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><root>&b;</root>";
    let mut fakes = Vec::new();
    for page in [String::new(), "<html>".to_owned(), "x".repeat(3 << 20), "<a>".repeat(100_000), bomb.to_owned()] {
        fakes.push(FakeRouter::by_http(move |_| page.clone()).await);
    }
    // A router leads to itself, and neither elsewhere nor to a port of this computer.
    for location in ["http://127.0.0.1:7275/", "http://5.5.5.5/device.xml", "file:///etc/passwd", "http://router/", "?"]
    {
        let mut fake = FakeRouter::mute().await;
        fake.found_at(location, 0).await;
        fakes.push(fake);
    }
    assert_eq!(all_told(&fakes).await, [MappingState::Not(NotOpen::NotOffered); 10]);
    // It was found, and then says nothing that makes sense.
    let fake = FakeRouter::by_upnp(|_, _| Ok("<NewExternalIPAddress>here</NewExternalIPAddress>".to_owned())).await;
    assert_eq!(told(&PortMapping::start(&fake.router, PLACE)).await, MappingState::Not(NotOpen::NoAddress));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_router_that_leads_out_of_the_network_is_asked() {
    let answers = |ip| move |action: &str, _: &str| Ok(address(action, ip).unwrap_or_default());
    let real = FakeRouter::by_upnp(answers(PUBLIC)).await;
    // It answers whoever asks everyone, and the real one is not among those.
    let mut other = FakeRouter::by_upnp(answers(Ipv4Addr::new(6, 6, 6, 6))).await;
    let location = other.location.clone();
    other.found_at(&location, real.upnp.port()).await;
    let mapping = PortMapping::start(&Router::only_here(real.address, other.upnp), PLACE);
    assert_eq!(told(&mapping).await, open(7275, OpenedBy::Upnp));
    assert!(other.called.try_recv().is_err(), "it was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_network_has_another_router_and_a_port_there() {
    let (one, mut other) = (FakeRouter::by_datagrams(grant).await, FakeRouter::by_datagrams(grant).await);
    let mapping = PortMapping::start(&one.router, PLACE);
    until(&mapping, open(7275, OpenedBy::Pcp)).await;
    one.router.moves(None);
    let mut state = mapping.state();
    let none = |state: &MappingState| matches!(state, MappingState::Not(NotOpen::NoRouter | NotOpen::NoNetwork));
    soon("word of no router", state.wait_for(none)).await.unwrap();
    one.router.moves(Some(other.address));
    until(&mapping, open(7275, OpenedBy::Pcp)).await;
    assert_eq!(lease(&other.next_asked().await), 3600);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_no_router_leads_to_says_so() {
    let here = SocketAddr::from((Ipv4Addr::LOCALHOST, 7275));
    let state = PortMapping::start(&Router::new(), here).state();
    assert_eq!(*state.borrow(), MappingState::Not(NotOpen::OnlyHere));
    let fake = FakeRouter::by_datagrams(grant).await;
    let elsewhere = PortMapping::start(&fake.router, SocketAddr::from(([10, 77, 0, 1], 7275)));
    assert_eq!(told(&elsewhere).await, MappingState::Not(NotOpen::Elsewhere));
    // And one that needs none.
    let public = SocketAddr::from((PUBLIC, 7275));
    let state = PortMapping::start(&fake.router, public).state();
    assert_eq!(*state.borrow(), MappingState::Open { outside: public, by: OpenedBy::Itself });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_says_what_came_of_the_port_and_hosts_all_the_same() {
    let home = Home::new();
    let mut house = home.host(&["--internet"]).await;
    let why = NotOpen::OnlyHere.to_string();
    house.program.err.until("the bad news", |line| line.contains(&why)).await;
    let ada = Home::new().join(&house.invite, "Ada", &[]).await;
    drop(ada);
}
