//! The native door: the hello of a guest who speaks Parlor's own protocol, and how it is answered.
//! Each other language in which guests may come gets a door of its own beside this one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use subtle::ConstantTimeEq as _;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::admitting::{Comes, Decided, Outside, Proof};
use super::attempts::Tried;
use super::gate::{Full, Pass};
use super::hall::{Call, Found, Hall};
use super::ledger::Note;
use super::mailbox::{Dismissal, Mailbox};
use super::naming::NoName;
use super::passwords::{self, Unfit};
use super::registering::Registers;
use super::roster::{Arrived, SessionNo};
use super::session::{End, Session, WINDOW};
use super::shared::Shared;
use crate::room::{Author, Name, PersonId};
use crate::wire::account::Account;
use crate::wire::carriage::{Carriage, Origin};
use crate::wire::codec;
use crate::wire::frame::{Code, FromGuest, FromHost, Hello, Welcome};
use crate::wire::link::{Link, Turn};
use crate::wire::{Fingerprint, Password, VERSION};

/// Why someone is not let in.
#[derive(Debug)]
struct No {
    code: Code,
    why: String,
    wait: Option<Duration>,
    suggest: Option<Name>,
}

impl No {
    fn new(code: Code, why: impl Into<String>) -> Self {
        Self { code, why: why.into(), wait: None, suggest: None }
    }
}

/// Serves a guest who has reached the door, in a task of its own: what came before is freed.
pub(super) fn open(house: &Arc<Shared>, carriage: Carriage, pass: Pass) {
    let house = Arc::clone(house);
    let (start, started) = oneshot::channel::<Pass>();
    let handle = tokio::spawn(async move {
        if let Ok(pass) = started.await {
            meet(house, carriage, pass).await;
        }
    });
    pass.served_by(handle.abort_handle());
    // It starts only now, so that it can always be ended.
    let _ = start.send(pass);
}

async fn meet(house: Arc<Shared>, carriage: Carriage, pass: Pass) {
    let (from, key) = (carriage.from, carriage.peer);
    let mut link = Link::new(carriage, codec::from_guest);
    let mailbox = Arc::new(Mailbox::default());
    // Boxed, so that the quiet hours after the hello don't carry its memory along.
    match Box::pin(greet(&house, &mut link, key, from, &pass, &mailbox)).await {
        Some(Ok((me, stay))) => {
            house.note(|| Note::came(from, key, &me));
            let session = Session::new(Arc::clone(&house), link, mailbox, me, stay);
            let (end, me) = session.serve().await;
            house.note(|| match end {
                End::Goodbye => Note::went(from, &me, "left"),
                End::Cut => Note::went(from, &me, "lost connection"),
                End::Dismissed(dismissal) => Note::dismissed(from, &me, &dismissal.why),
            });
        }
        Some(Err(No { code, why, wait, suggest })) => {
            house.note(|| Note::refused(from, Some(key), &why));
            let wait_ms = wait.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
            link.say(&FromHost::Bye { code, why, wait_ms, suggest });
            let _ = timeout(house.limits.parting, link.finish()).await;
        }
        None => house.note(|| Note::refused(from, Some(key), "It went away without a hello.")),
    }
    drop(pass);
}

/// Hears the hello and answers it. Nothing where there is nobody to answer.
async fn greet(
    house: &Shared,
    link: &mut Link<FromGuest>,
    key: Fingerprint,
    from: Origin,
    pass: &Pass,
    mailbox: &Arc<Mailbox>,
) -> Option<Result<(Author, Stay), No>> {
    let heard = match timeout(house.limits.hello, link.turn(true)).await {
        Ok(Ok(Turn::Heard(heard))) => heard,
        Ok(Err(crate::wire::link::LinkError::Codec(error))) => {
            return Some(Err(No::new(Code::Frame, error.to_string())));
        }
        Ok(_) => return None,
        Err(_) => return Some(Err(No::new(Code::Hello, "No hello came in time."))),
    };
    let mut heard = heard.into_iter();
    let hello = match heard.next() {
        Some(Ok(FromGuest::Hello(hello))) => hello,
        Some(Err(error)) => return Some(Err(No::new(Code::Frame, error.to_string()))),
        _ => return Some(Err(No::new(Code::Hello, "Say hello first."))),
    };
    if heard.next().is_some() {
        return Some(Err(No::new(Code::Hello, "Wait for the welcome before saying more.")));
    }
    Some(admit(house, link, hello, key, from, pass, mailbox).await)
}

async fn admit(
    house: &Shared,
    link: &mut Link<FromGuest>,
    hello: Hello,
    key: Fingerprint,
    from: Origin,
    pass: &Pass,
    mailbox: &Arc<Mailbox>,
) -> Result<(Author, Stay), No> {
    if hello.v < VERSION {
        let why = format!(
            "This house speaks version {VERSION} of the protocol, and this program {}. Use a newer one.",
            hello.v
        );
        return Err(No::new(Code::Version, why));
    }
    check_password(house, &hello, from, key)?;
    let name = Name::parse_under(&hello.name, house.names).map_err(|error| No::new(Code::Name, error.to_string()))?;
    pass.come_in(Arc::clone(mailbox)).map_err(|full| {
        let code = if full == Full::Closing { Code::Closing } else { Code::Full };
        No::new(code, full.to_string())
    })?;
    let mut comes = Comes { name, key, from, proved: false, register: Registers::No };
    match hello.account {
        None => {}
        Some(Account::Login(password)) => comes.proved = logs_in(house, &comes, password).await?,
        Some(Account::Register(password)) => {
            passwords::fits(&password).map_err(unfit)?;
            comes.register = Registers::Wants;
            let may = |answer| Call::MayRegister { comes: comes.clone(), answer };
            ask_hall(house, link, mailbox, may).await?;
            house.attempts.make(from, Instant::now()).map_err(|wait| too_many("passwords were set", wait))?;
            comes.register = Registers::With(passwords::hash(password).await.map_err(unfit)?);
        }
    }
    let me = ask_hall(house, link, mailbox, |answer| Call::Claim { comes: comes.clone(), answer }).await?;
    let (stay, found) = arrive(house, &me, key, from, mailbox).await?;
    link.say(&FromHost::Welcome(Welcome {
        v: VERSION,
        house: house.title.clone(),
        you: me.clone(),
        rooms: found.lines.rooms,
        more: found.lines.next.is_some(),
        rank: found.rank,
        account: found.account,
        ignored: found.ignored,
        window: WINDOW as u32,
    }));
    Ok((me, stay))
}

/// Someone is in the house, for as long as this is held.
pub(super) struct Stay {
    hall: Arc<Hall>,
    who: PersonId,
    /// The number of the session.
    pub(super) session: SessionNo,
}

impl Drop for Stay {
    fn drop(&mut self) {
        self.hall.call_soon(Call::Depart { who: self.who, session: self.session });
    }
}

/// Whoever has a name comes into the house.
async fn arrive(
    house: &Shared,
    me: &Author,
    key: Fingerprint,
    from: Origin,
    mailbox: &Arc<Mailbox>,
) -> Result<(Stay, Found), No> {
    let stay = Stay { hall: Arc::clone(&house.hall), who: me.who, session: house.number() };
    let since = (house.clock)();
    let arrived = Arrived { session: stay.session, key, from, since, mailbox: Arc::clone(mailbox) };
    let (answer, found) = oneshot::channel();
    house.hall.call(Call::Arrive { author: me.clone(), arrived, answer }).await;
    match found.await {
        Ok(Ok(found)) => Ok((stay, found)),
        Ok(Err((code, why))) => Err(No::new(code, why)),
        Err(_) => Err(No::new(Code::Closing, "The host is closing this house.")),
    }
}

/// An open house lets anyone in; one with a password, whoever knows it or holds an invite. The host need not.
fn check_password(house: &Shared, hello: &Hello, from: Origin, key: Fingerprint) -> Result<(), No> {
    let Some(password) = house.password.as_ref().filter(|_| !house.is_host(from, key)) else { return Ok(()) };
    // Nobody guesses an invite, so one that holds is good even where others of the same address guess passwords.
    if hello.secret.as_ref().is_some_and(|secret| house.invites(secret)) {
        return Ok(());
    }
    if hello.password.is_none() && hello.secret.is_none() {
        return Err(No::new(Code::Password, "This house asks for a password. Get it, or an invite, from the host."));
    }
    let known = |tried: &String| bool::from(digest(tried).ct_eq(&digest(password)));
    match house.attempts.house(from, Instant::now(), || hello.password.as_ref().is_some_and(known)) {
        Ok(true) => return Ok(()),
        Ok(false) => {}
        Err(wait) => {
            let why = format!("Too many wrong passwords came from your address. Wait {} seconds.", wait.as_secs() + 1);
            return Err(No { wait: Some(wait), ..No::new(Code::Password, why) });
        }
    }
    let why = match hello.password {
        Some(_) => "The password is wrong. Ask the host for it.",
        None => "This invite does not hold: it was withdrawn, or copied wrong. Ask the host for a new one.",
    };
    Err(No::new(Code::Password, why))
}

/// What is compared, so that the time it takes tells nothing of the password, not even its length.
fn digest(text: &str) -> [u8; 32] {
    Fingerprint::of_key(text.as_bytes()).0
}

/// Someone who said hello well gets what they ask of the hall, or hears why not. Where the host is asked first, they wait
/// here.
async fn ask_hall<T>(
    house: &Shared,
    link: &mut Link<FromGuest>,
    mailbox: &Mailbox,
    call: impl Fn(oneshot::Sender<Result<T, Outside>>) -> Call,
) -> Result<T, No> {
    loop {
        let (answer, answered) = oneshot::channel();
        house.hall.call(call(answer)).await;
        match answered.await {
            Ok(Ok(got)) => return Ok(got),
            Ok(Err(Outside::Waits(decided))) => wait(link, mailbox, decided).await?,
            Ok(Err(Outside::No(code, why))) => return Err(No::new(code, why)),
            Ok(Err(Outside::Name(no))) => {
                let (code, why) = (no.code(), no.to_string());
                let suggest = if let NoName::Taken(suggest) = no { suggest } else { None };
                return Err(No { suggest, ..No::new(code, why) });
            }
            Err(_) => return Err(No::new(Code::Closing, CLOSING)),
        }
        // The host said yes: the next answer is another one.
    }
}

const CLOSING: &str = "The host is closing this house.";

/// Waits until the host has decided, the guest goes away, or the house closes.
async fn wait(link: &mut Link<FromGuest>, mailbox: &Mailbox, mut decided: Decided) -> Result<(), No> {
    let why = "Your request waits for the host. You come in as soon as they say yes.".to_owned();
    link.say(&FromHost::Waiting { why });
    loop {
        if let Some(Dismissal { code, why }) = mailbox.dismissed() {
            return Err(No::new(code, why));
        }
        tokio::select! {
            yes = &mut decided => return match yes {
                Ok(true) => Ok(()),
                Ok(false) => Err(No::new(Code::Declined, "The host of this house said no.")),
                Err(_) => Err(No::new(Code::Closing, CLOSING)),
            },
            turn = link.turn(true) => match turn {
                Ok(Turn::Sent | Turn::SentSome) => {}
                Ok(Turn::Heard(_)) => return Err(No::new(Code::Hello, "Wait for the welcome before saying more.")),
                Ok(Turn::Ended) | Err(_) => return Err(No::new(Code::Hello, "It went away while the host was asked.")),
            },
            () = mailbox.rung() => {}
        }
    }
}

/// Whether the password of an account is needed, and right.
async fn logs_in(house: &Shared, comes: &Comes, password: Password) -> Result<bool, No> {
    let Comes { name, key, from, .. } = comes;
    let (answer, proof) = oneshot::channel();
    house.hall.call(Call::Prove { name: name.clone(), key: *key, answer }).await;
    let (kept, tried) = match proof.await {
        // The device is known: nobody who guesses elsewhere keeps its owner out.
        Ok(Proof::NotNeeded) => return Ok(false),
        Ok(Proof::Compare(Some((who, hash)))) => (Some(hash), Tried::Account(who)),
        Ok(Proof::Compare(None)) => (None, Tried::Name(name.key().as_str().to_owned())),
        Err(_) => return Err(No::new(Code::Closing, CLOSING)),
    };
    match house.attempts.account(*from, tried, password, kept).await {
        Ok(true) => Ok(true),
        Ok(false) => Err(No::new(Code::Login, "Wrong name or password. Check both and try again.")),
        Err(wait) => Err(too_many("wrong passwords were tried", wait)),
    }
}

fn unfit(unfit: Unfit) -> No {
    No::new(Code::Account, unfit.to_string())
}

fn too_many(what: &str, wait: Duration) -> No {
    let why = format!("Too many {what}. Wait {} seconds.", wait.as_secs() + 1);
    No { wait: Some(wait), ..No::new(Code::Login, why) }
}
