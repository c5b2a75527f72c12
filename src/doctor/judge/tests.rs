//! From evidence to causes: a table of situations.

use std::mem;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;

use super::judge;
use crate::doctor::cause::CauseId;
use crate::doctor::causes::causes;
use crate::doctor::checked::{CheckId, Checked};
use crate::doctor::evidence::{Answer, Evidence, Fact, Firewall, Gateway, Lookup, News, Own, OwnPort, Presence, Tcp};
use crate::doctor::finding::Verdict;
use crate::doctor::subject::{Expected, KeyBy, Subject};
use crate::find::{Found, Multicast};
use crate::wire::{Address, Fingerprint, VERSION};

const AFTER: Duration = Duration::from_millis(2);
const CONNECTED: Tcp = Tcp::Connected(AFTER);
const REFUSED: Tcp = Tcp::Refused(AFTER);
const ANSWERED: Presence = Presence::Answered(AFTER);

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn key(number: u8) -> Fingerprint {
    Fingerprint::of_key(&[number])
}

fn own(text: &str, prefix: u8, name: &str) -> Own {
    Own { ip: ip(text), prefix, name: name.to_owned() }
}

/// Evidence in the making: first what is the same in most situations, then what is not.
struct Case {
    evidence: Evidence,
    at: SocketAddr,
    /// What was taken, each thing as it was last.
    facts: Vec<Fact>,
}

impl Case {
    /// Someone at 192.168.1.34 on Wi-Fi, behind a router that answers, hears another device, and wants to go there.
    fn to(text: &str) -> Self {
        let address: Address = text.parse().unwrap();
        let at = SocketAddr::new(address.host.parse().unwrap(), address.port);
        let evidence = Evidence::of(Subject::address(address.clone(), None));
        let mut case = Self { evidence, at, facts: Vec::new() };
        case.take(Fact::Own(vec![own("192.168.1.34", 24, "wlan0"), own("fe80::34", 64, "wlan0")]));
        case.take(Fact::Gateway(Gateway { ip: Some(ip("192.168.1.1")), presence: ANSWERED, connects: true }));
        case.take(Fact::Multicast(Some(Multicast { own: true, others: [ip("192.168.1.7")].into() })));
        case.take(Fact::Places(Vec::new()));
        case.take(Fact::Proxy(false));
        case.take(Fact::Clock(2_000_000_000));
        case.take(Fact::Firewall(Firewall { name: "ufw", on: Some(true) }));
        case.take(Fact::Name(address, Lookup::Found(vec![at])));
        case.leaves_from("192.168.1.34")
    }

    /// Someone who asks about their own computer.
    fn here() -> Self {
        let mut case = Self::to("127.0.0.1");
        case.evidence.subject = Subject::this_computer();
        case.evidence.targets.clear();
        case.facts.retain(|fact| !matches!(fact, Fact::Name(..) | Fact::Target(..)));
        case.with(Fact::Port(OwnPort::Free))
    }

    fn take(&mut self, fact: Fact) {
        let same = |before: &Fact| place_of(before) == place_of(&fact) && !matches!(fact, Fact::Name(..));
        self.facts.retain(|before| !same(before));
        self.facts.push(fact.clone());
        self.evidence.take(fact);
    }

    fn with(mut self, fact: Fact) -> Self {
        self.take(fact);
        self
    }

    fn news(self, news: News) -> Self {
        let at = self.at;
        self.with(Fact::Target(at, news))
    }

    fn leaves_from(self, source: &str) -> Self {
        self.news(News::Source(Some(ip(source)))).news(News::Outgoing(true))
    }

    fn tcp(self, tcp: Tcp) -> Self {
        self.news(News::Tcp(tcp))
    }

    fn answers(self, answer: Answer) -> Self {
        self.tcp(CONNECTED).news(News::Answer(answer))
    }

    fn silent(self, presence: Presence) -> Self {
        self.tcp(Tcp::Silent).news(News::Presence(presence))
    }

    fn expects(mut self, number: u8, by: KeyBy) -> Self {
        self.evidence.subject.key = Some(Expected { key: key(number), by });
        self
    }

    fn on(self, own: Vec<Own>) -> Self {
        self.with(Fact::Own(own))
    }

    fn hears_nobody(self) -> Self {
        self.with(Fact::Multicast(Some(Multicast { own: true, others: [ip("192.168.1.1")].into() })))
    }

    fn announced(self, number: u8, at: &str, version: u32) -> Self {
        let title = "Tea".parse().unwrap();
        let addresses = vec![at.parse().unwrap()];
        let place =
            Found { key: key(number), title, addresses, people: 1, asks_password: false, version, codes: Vec::new() };
        self.with(Fact::Places(vec![place]))
    }

    /// Every check there is, when nothing more comes.
    fn checks(&self) -> Vec<Checked> {
        let (checks, more) = judge(&self.evidence);
        assert!(!more, "something is still waited for: {:#?}", self.evidence);
        checks
    }

    fn likeliest(&self) -> Option<CauseId> {
        causes(&self.checks()).first().map(|cause| cause.id)
    }

    fn verdict(&self, id: CheckId) -> Option<Verdict> {
        self.checks().iter().find(|check| check.id == id).map(|check| check.verdict)
    }
}

/// Where a fact stands among those that come in a certain order, and what kind of a fact it is.
fn place_of(fact: &Fact) -> (u8, mem::Discriminant<Fact>) {
    let order = match fact {
        Fact::Name(..) => 1,
        Fact::Target(_, News::Source(_)) => 2,
        Fact::Target(_, News::Tcp(_)) => 3,
        Fact::Target(_, News::Answer(_)) => 4,
        Fact::Target(_, News::Presence(_)) => 5,
        Fact::Target(_, News::Outgoing(_)) => 6,
        _ => 0,
    };
    (order, mem::discriminant(fact))
}

const HOST: &str = "192.168.1.20:7275";

fn web(status: u16, to: Option<&str>) -> Answer {
    Answer::Web { status, sends_to: to.map(str::to_owned) }
}

/// What, how it is seen, and what it is.
fn situations() -> Vec<(&'static str, Case, Option<CauseId>)> {
    use CauseId as Is;
    let vpn = || vec![own("192.168.1.34", 24, "wlan0"), own("10.8.0.2", 24, "wg0")];
    let parlor = || Answer::Parlor(key(1));
    vec![
        ("reached", Case::to(HOST).answers(parlor()), None),
        ("reached, as the link says", Case::to(HOST).expects(1, KeyBy::Link).answers(parlor()), None),
        ("another key than the link's", Case::to(HOST).expects(2, KeyBy::Link).answers(parlor()), Some(Is::OtherKey)),
        ("another key than before", Case::to(HOST).expects(2, KeyBy::Visit).answers(parlor()), Some(Is::OtherKey)),
        ("too old", Case::to(HOST).answers(parlor()).announced(1, HOST, VERSION + 1), Some(Is::TooOld)),
        ("older than this", Case::to(HOST).answers(parlor()).announced(1, HOST, VERSION), None),
        ("a web server", Case::to(HOST).answers(web(200, None)), Some(Is::WebServer)),
        (
            "one that turns to itself",
            Case::to(HOST).answers(web(301, Some("https://192.168.1.20/"))),
            Some(Is::WebServer),
        ),
        ("one that turns within itself", Case::to(HOST).answers(web(302, Some("/login"))), Some(Is::WebServer)),
        ("a login page", Case::to(HOST).answers(web(302, Some("http://portal.test/?a=b"))), Some(Is::LoginPage)),
        ("one that says so", Case::to(HOST).answers(web(511, None)), Some(Is::LoginPage)),
        ("another secure server", Case::to(HOST).answers(Answer::OtherTls), Some(Is::OtherProgram)),
        ("another program", Case::to(HOST).answers(Answer::Other), Some(Is::OtherProgram)),
        ("a silent one", Case::to(HOST).answers(Answer::Nothing), Some(Is::Mute)),
        ("one that hangs up", Case::to(HOST).answers(Answer::HungUp), Some(Is::HangsUp)),
        ("refused", Case::to(HOST).tcp(REFUSED), Some(Is::NotOpen)),
        ("refused, and announced", Case::to(HOST).tcp(REFUSED).announced(1, HOST, 1), Some(Is::HostFirewall)),
        ("at another port", Case::to(HOST).tcp(REFUSED).announced(1, "192.168.1.20:7276", 1), Some(Is::OtherPort)),
        (
            "another place at another port",
            Case::to(HOST).expects(2, KeyBy::Link).tcp(REFUSED).announced(1, "192.168.1.20:7276", 1),
            Some(Is::NotOpen),
        ),
        (
            "at another address",
            Case::to(HOST).expects(1, KeyBy::Visit).silent(Presence::Absent).announced(1, "192.168.1.21", 1),
            Some(Is::Moved),
        ),
        ("there and silent", Case::to(HOST).silent(ANSWERED), Some(Is::HostFirewall)),
        ("seen and silent", Case::to(HOST).silent(Presence::Seen), Some(Is::HostFirewall)),
        (
            "announced and silent",
            Case::to(HOST).silent(Presence::Unknown).announced(1, HOST, 1),
            Some(Is::HostFirewall),
        ),
        (
            "there and turned away",
            Case::to(HOST).tcp(Tcp::TurnedAway).news(News::Presence(Presence::Seen)),
            Some(Is::HostFirewall),
        ),
        ("not known to be there", Case::to(HOST).silent(Presence::Unknown), Some(Is::NoAnswer)),
        ("nobody has it", Case::to(HOST).silent(Presence::Absent), Some(Is::ComputerOff)),
        ("nobody is heard on Wi-Fi", Case::to(HOST).silent(Presence::Absent).hears_nobody(), Some(Is::Apart)),
        (
            "nobody is heard on a cable",
            Case::to(HOST).on(vec![own("192.168.1.34", 24, "eth0")]).silent(Presence::Absent).hears_nobody(),
            Some(Is::ComputerOff),
        ),
        (
            "nor is the router there",
            Case::to(HOST).silent(Presence::Absent).hears_nobody().with(Fact::Gateway(Gateway::default())),
            Some(Is::ComputerOff),
        ),
        (
            "nor can be listened",
            Case::to(HOST).silent(Presence::Absent).with(Fact::Multicast(None)),
            Some(Is::ComputerOff),
        ),
        ("forbidden here", Case::to(HOST).tcp(Tcp::Denied).news(News::Presence(ANSWERED)), Some(Is::OwnFirewall)),
        ("not let out", Case::to(HOST).silent(ANSWERED).news(News::Outgoing(false)), Some(Is::OwnFirewall)),
        ("refused here", Case::to(HOST).tcp(REFUSED).news(News::Outgoing(false)), Some(Is::OwnFirewall)),
        (
            "on no network",
            Case::to(HOST).on(Vec::new()).news(News::Source(None)).tcp(Tcp::NoRoute),
            Some(Is::NoNetwork),
        ),
        ("no IPv6", Case::to("[2001:db8::1]").news(News::Source(None)).tcp(Tcp::NoRoute), Some(Is::OtherKind)),
        ("no way", Case::to("10.9.0.1").news(News::Source(None)).tcp(Tcp::NoRoute), Some(Is::OtherNetwork)),
        ("no internet", Case::to("203.0.113.7").news(News::Source(None)).tcp(Tcp::NoRoute), Some(Is::NoInternet)),
        ("elsewhere and silent", Case::to("10.9.0.1").silent(Presence::Unknown), Some(Is::OtherNetwork)),
        ("elsewhere and there", Case::to("10.9.0.1").silent(ANSWERED), Some(Is::HostFirewall)),
        ("on the internet", Case::to("203.0.113.7").silent(Presence::Unknown), Some(Is::HostRouter)),
        ("on the internet and there", Case::to("203.0.113.7").silent(ANSWERED), Some(Is::HostRouter)),
        ("a VPN takes it", Case::to(HOST).on(vpn()).leaves_from("10.8.0.2").silent(Presence::Unknown), Some(Is::Vpn)),
        ("a VPN leads there", Case::to(HOST).on(vpn()).leaves_from("10.8.0.2").answers(parlor()), None),
        (
            "a place in the VPN",
            Case::to("10.8.0.9").on(vpn()).leaves_from("10.8.0.2").silent(Presence::Unknown),
            Some(Is::NoAnswer),
        ),
        (
            "the internet by a VPN",
            Case::to("203.0.113.7").on(vpn()).leaves_from("10.8.0.2").silent(Presence::Unknown),
            Some(Is::HostRouter),
        ),
        ("this computer, and nobody hosts", Case::to("127.0.0.1").tcp(REFUSED), Some(Is::NotOpen)),
        ("this computer itself", Case::here(), None),
        ("hosting", Case::here().with(Fact::Port(OwnPort::Parlor)), None),
        ("the port is taken", Case::here().with(Fact::Port(OwnPort::Other)), Some(Is::PortTaken)),
        ("the port is not given", Case::here().with(Fact::Port(OwnPort::NotAllowed)), Some(Is::PortTaken)),
        ("deaf", Case::here().with(Fact::Multicast(Some(Multicast::default()))), Some(Is::NotHeard)),
        ("alone", Case::here().hears_nobody(), None),
        ("this computer on no network", Case::here().on(Vec::new()), Some(Is::NoNetwork)),
    ]
}

#[test]
fn each_situation_has_its_likeliest_cause() {
    for (what, case, expected) in situations() {
        assert_eq!(case.likeliest(), expected, "{what}: {:#?}", case.checks());
    }
}

#[test]
fn what_was_told_holds_in_whichever_order_things_are_seen() {
    let mut rng = rand::rngs::StdRng::seed_from_u64(7275);
    for (what, case, _) in situations() {
        let mut last = case.checks();
        last.sort_by_key(|check| check.id);
        for _ in 0..40 {
            let mut facts = case.facts.clone();
            facts.shuffle(&mut rng);
            // What is seen of an address comes in its own order, whatever comes between.
            let at: Vec<usize> = (0..facts.len()).filter(|at| (1..6).contains(&place_of(&facts[*at]).0)).collect();
            let mut ordered: Vec<Fact> = at.iter().map(|at| facts[*at].clone()).collect();
            ordered.sort_by_key(|fact| place_of(fact).0);
            at.into_iter().zip(ordered).for_each(|(at, fact)| facts[at] = fact);
            let name = facts.iter().position(|fact| matches!(fact, Fact::Name(..)));
            let out = facts.iter().position(|fact| matches!(fact, Fact::Target(_, News::Outgoing(_))));
            if let (Some(name), Some(out)) = (name, out)
                && out < name
            {
                facts.swap(name, out);
            }
            let mut evidence = Evidence::of(case.evidence.subject.clone());
            let mut told: Vec<Checked> = Vec::new();
            for fact in facts {
                evidence.take(fact);
                for check in judge(&evidence).0 {
                    if told.iter().all(|before| before.id != check.id) {
                        told.push(check);
                    }
                }
            }
            told.sort_by_key(|check| check.id);
            assert_eq!(told, last, "{what}");
        }
    }
}

#[test]
fn a_name_that_leads_nowhere_is_the_cause() {
    for lookup in [Lookup::NotFound, Lookup::NoAnswer] {
        let mut case = Case::to(HOST);
        let address: Address = "desk-04.local".parse().unwrap();
        case.evidence.subject = Subject::address(address.clone(), None);
        case.evidence.targets.clear();
        case.take(Fact::Name(address, lookup));
        assert_eq!(case.likeliest(), Some(CauseId::NameUnknown));
    }
}

#[test]
fn what_can_not_be_known_is_a_question_and_never_a_tick() {
    let silent = Case::to(HOST).silent(Presence::Unknown).with(Fact::Gateway(Gateway::default()));
    for id in [CheckId::There, CheckId::Open, CheckId::Firewall] {
        assert_eq!(silent.verdict(id), Some(Verdict::Unknown), "{id:?}");
    }
    for (on, expected) in [(Some(true), Verdict::Unknown), (None, Verdict::Unknown), (Some(false), Verdict::Good)] {
        let case = Case::here().with(Fact::Firewall(Firewall { name: "ufw", on }));
        assert_eq!(case.verdict(CheckId::Firewall), Some(expected));
    }
    let alone = Case::here().with(Fact::Multicast(Some(Multicast { own: true, ..Multicast::default() })));
    assert_eq!(alone.verdict(CheckId::Multicast), Some(Verdict::Unknown));
    assert_eq!(Case::to(HOST).answers(Answer::OtherTls).verdict(CheckId::Key), None);
    assert_eq!(Case::to(HOST).answers(Answer::Parlor(key(1))).verdict(CheckId::Version), None);
    assert_eq!(Case::here().with(Fact::Clock(0)).verdict(CheckId::Clock), Some(Verdict::Bad));
    assert_eq!(Case::to(HOST).tcp(REFUSED).with(Fact::Proxy(true)).verdict(CheckId::Proxy), Some(Verdict::Unknown));
}

#[test]
fn one_address_that_answers_is_enough_and_the_one_that_got_furthest_is_told_of() {
    let far: SocketAddr = "192.168.1.21:7275".parse().unwrap();
    let more = |case: Case, tcp| {
        let address = Address::from((far.ip(), far.port()));
        case.with(Fact::Name(address, Lookup::Found(vec![far])))
            .with(Fact::Target(far, News::Source(Some(ip("192.168.1.34")))))
            .with(Fact::Target(far, News::Outgoing(true)))
            .with(Fact::Target(far, News::Tcp(tcp)))
            .with(Fact::Target(far, News::Presence(Presence::Absent)))
    };
    let reached = more(Case::to(HOST).answers(Answer::Parlor(key(1))), Tcp::Silent);
    assert_eq!(reached.likeliest(), None);
    let port = reached.checks().into_iter().find(|check| check.id == CheckId::Port).unwrap();
    assert!(port.detail.contains(HOST) && port.detail.contains("One other address"), "{}", port.detail);
    assert_eq!(more(Case::to(HOST).silent(Presence::Absent), REFUSED).likeliest(), Some(CauseId::NotOpen));
    // What this computer says to itself tells nothing of the host's.
    let mut docker = more(Case::to(HOST).tcp(REFUSED), Tcp::Silent);
    docker.take(Fact::Own(vec![own("192.168.1.34", 24, "wlan0"), own("192.168.1.20", 32, "docker0")]));
    assert_eq!(docker.likeliest(), Some(CauseId::ComputerOff));
}

#[test]
fn nothing_is_said_before_it_is_known_and_everything_is_once_time_is_up() {
    let mut evidence = Evidence::of(Subject::address(HOST.parse().unwrap(), None));
    let (checks, more) = judge(&evidence);
    assert!(checks.is_empty() && more);
    evidence.closed = true;
    let (checks, more) = judge(&evidence);
    assert!(!more);
    assert_eq!(causes(&checks).first().map(|cause| cause.id), None, "nothing was seen at all");
    // Connecting is all that is still under way.
    let mut case = Case::to(HOST);
    let (checks, more) = judge(&case.evidence);
    assert!(more && checks.iter().all(|check| check.id != CheckId::Port));
    case.evidence.closed = true;
    assert_eq!(case.verdict(CheckId::Port), Some(Verdict::Unknown));
    assert_eq!(case.likeliest(), Some(CauseId::NoAnswer));
}

#[test]
fn what_people_read_is_whole_sentences_without_words_of_the_trade() {
    let cases = [
        Case::to(HOST).silent(ANSWERED),
        Case::to(HOST).silent(Presence::Absent).hears_nobody(),
        Case::to(HOST).expects(2, KeyBy::Link).answers(Answer::Parlor(key(1))),
        Case::to("[2001:db8::1]").news(News::Source(None)).tcp(Tcp::NoRoute),
        Case::here().with(Fact::Port(OwnPort::Other)),
    ];
    for case in &cases {
        let checks = case.checks();
        let causes = causes(&checks);
        let said = checks.iter().flat_map(|check| [Some(&check.detail), check.advice.as_ref()]);
        let said = said.chain(causes.iter().flat_map(|cause| [Some(&cause.advice), cause.for_host.as_ref()])).flatten();
        for sentence in said {
            assert!(sentence.ends_with(['.', '?']), "no sentence: {sentence}");
            for word in ["errno", "mDNS", "TLS", "house", "!", "rustls", "socket"] {
                assert!(!sentence.contains(word), "{word} in: {sentence}");
            }
        }
        for check in &checks {
            assert_eq!(check.advice.is_some(), check.verdict == Verdict::Bad, "{check:?}");
        }
    }
}
