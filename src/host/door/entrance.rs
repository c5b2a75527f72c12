//! Coming in, for whichever door: what someone shows is looked at here, whoever drives their connection.

use std::sync::Arc;
use std::time::Instant;

use subtle::ConstantTimeEq as _;
use tokio::sync::oneshot;

use crate::host::connection_limit::Permit;
use crate::host::context::HouseContext;
use crate::host::core::{Answer, Arrived, Claimant, Input, Registration, SessionInfo, ShownInvite, is_host};
use crate::host::hall::{Call, DoorReply, Hall, PendingDecision, ReplyTo};
use crate::host::ledger::Note;
use crate::host::mailbox::Mailbox;
use crate::host::no::No;
use crate::host::passwords::{self, LoginTarget};
use crate::host::rate_limits::SessionLimits;
use crate::host::session::DepartGuard;
use crate::room::{Author, Name};
use crate::wire::account::Account;
use crate::wire::carriage::Origin;
use crate::wire::frame::Code;
use crate::wire::people::Door;
use crate::wire::{Fingerprint, Password, Secret};

/// What someone shows who wants to come in.
#[derive(Clone, Debug)]
pub struct Papers {
    /// The name they would like.
    pub name: String,
    /// The house's password.
    pub password: Option<String>,
    /// The secret of an invite, which serves instead.
    pub secret: Option<Secret>,
    /// The account that the name belongs to, or will.
    pub account: Option<Account>,
    /// The key they proved to have. Whoever has none has a free name for as long as they are connected and no longer, and
    /// another's only by its password.
    pub key: Option<Fingerprint>,
    /// Where they come from.
    pub from: Origin,
    /// Through which door.
    pub door: Door,
}

/// The way into a house, for one connection.
pub struct Entrance<'a> {
    house: &'a Arc<HouseContext>,
    pass: &'a Permit,
    mailbox: &'a Arc<Mailbox>,
}

/// What came of asking to come in. A no is an error.
pub enum Came {
    /// They are in.
    In(Box<AdmittedGuest>),
    /// The host is asked.
    Waits(WaitsForHost),
}

/// Someone who is in.
pub struct AdmittedGuest {
    /// How they find the house, and who they are in it.
    pub arrived: Arrived,
    /// How fast they may go on.
    pub limited: SessionLimits,
    /// That they are in, for as long as it is held.
    pub stay: DepartGuard,
}

/// Someone about whom the host was asked. Dropping it is going away.
pub struct WaitsForHost {
    hall: Arc<Hall>,
    decision: PendingDecision,
}

impl WaitsForHost {
    /// Waits for the decision. After a yes, they show their papers again.
    ///
    /// # Errors
    /// The host said no, or closed the house.
    pub async fn decided(&mut self) -> Result<(), No> {
        match (&mut self.decision.decided).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(No::new(Code::Declined, "The host declined your request.")),
            Err(_) => Err(No::closing()),
        }
    }
}

impl Drop for WaitsForHost {
    fn drop(&mut self) {
        self.hall.call_soon(Call::Input(Input::GiveUp(self.decision.ticket), ReplyTo::Nobody));
    }
}

impl<'a> Entrance<'a> {
    /// The way into a house for whoever has this pass.
    pub const fn new(house: &'a Arc<HouseContext>, pass: &'a Permit, mailbox: &'a Arc<Mailbox>) -> Self {
        Self { house, pass, mailbox }
    }

    /// Someone shows their papers.
    ///
    /// # Errors
    /// Why they don't come in.
    pub async fn come(&self, papers: &Papers) -> Result<Came, No> {
        let name = self.name(papers);
        let tried = name.as_ref().ok().cloned();
        self.come_as(name, papers).await.map_err(|no| no.tried(tried))
    }

    async fn come_as(&self, name: Result<Name, No>, papers: &Papers) -> Result<Came, No> {
        let house = self.house;
        house.rates.check(None, papers.key, Instant::now())?;
        let mut comer = Claimant {
            name: name?,
            key: papers.key,
            from: papers.from,
            proved: false,
            register: Registration::No,
            invite: None,
        };
        comer.invite = self.check_password(papers, &comer).await?;
        self.pass.come_in(self.mailbox)?;
        match &papers.account {
            None => {}
            Some(Account::Login(password)) => comer.proved = self.log_in(&comer, password.clone()).await?,
            Some(Account::Register(password)) => {
                passwords::fits(password)?;
                comer.register = Registration::Wanted;
                if let DoorReply::Waits(decision) = self.ask(Input::MayRegister(comer.clone())).await? {
                    return Ok(self.waits(decision));
                }
                house.throttle.make(papers.from, Instant::now())?;
                comer.register = Registration::With(passwords::hash(password.clone()).await?);
            }
        }
        match self.ask(Input::Claim(comer)).await? {
            DoorReply::Named(me) => self.arrive(me, papers).await.map(|guest| Came::In(Box::new(guest))),
            DoorReply::Waits(decision) => Ok(self.waits(decision)),
            DoorReply::Welcome => Err(No::closing()),
        }
    }

    /// Whether a name and what someone shows for it go together, asked by whoever logs in before they come in: the password
    /// of its account, or a key that leads to it.
    ///
    /// # Errors
    /// They don't, or too many were tried.
    pub async fn prove(&self, papers: &Papers) -> Result<(), No> {
        let name = self.name(papers);
        let tried = name.as_ref().ok().cloned();
        self.prove_as(name, papers).await.map_err(|no| no.tried(tried))
    }

    async fn prove_as(&self, name: Result<Name, No>, papers: &Papers) -> Result<(), No> {
        let house = self.house;
        house.rates.check(None, papers.key, Instant::now())?;
        let (key, from) = (papers.key, papers.from);
        let mut comer = Claimant { name: name?, key, from, proved: false, register: Registration::No, invite: None };
        // Whoever has no password of the place costs no work and guesses none of an account.
        comer.invite = self.check_password(papers, &comer).await?;
        self.pass.come_in(self.mailbox)?;
        if let Some(Account::Login(password)) = &papers.account {
            return self.log_in(&comer, password.clone()).await.map(drop);
        }
        let (reply, account) = oneshot::channel();
        house.hall.call(Call::Account { name: comer.name, key, reply }).await;
        match account.await.map_err(|_| No::closing())?? {
            Some(account) if account.linked => Ok(()),
            _ => Err(No::new(Code::Login, "Your key does not lead to that name. Log in with its password.")),
        }
    }

    /// The name someone wants, where it can be one here.
    fn name(&self, papers: &Papers) -> Result<Name, No> {
        let name = Name::parse_under(&papers.name, self.house.entry.names);
        name.map_err(|error| No::new(Code::Name, error.to_string()))
    }

    fn waits(&self, decision: PendingDecision) -> Came {
        Came::Waits(WaitsForHost { hall: Arc::clone(&self.house.hall), decision })
    }

    async fn ask(&self, ask: Input) -> Result<DoorReply, No> {
        let (reply, answer) = oneshot::channel();
        self.house.hall.call(Call::Input(ask, ReplyTo::Door(reply))).await;
        answer.await.unwrap_or_else(|_| Err(No::closing()))
    }

    /// Whoever has a name comes into the house.
    async fn arrive(&self, me: Author, papers: &Papers) -> Result<AdmittedGuest, No> {
        let house = self.house;
        let now = Instant::now();
        house.rates.check(Some(me.who), papers.key, now)?;
        let session = SessionInfo {
            number: house.number(),
            key: papers.key,
            from: papers.from,
            door: papers.door,
            since: (house.clock)(),
        };
        let stay = DepartGuard::new(Arc::clone(&house.hall), me.who, session.number);
        let (reply, answer) = oneshot::channel();
        let mailbox = Arc::clone(self.mailbox);
        house.hall.call(Call::Arrive { who: me.who, session, mailbox, reply }).await;
        match answer.await {
            Ok(Ok(Answer::Arrived(arrived))) => {
                let limited = house.rates.of(me.who, papers.key, papers.from, now);
                Ok(AdmittedGuest { arrived: *arrived, limited, stay })
            }
            Ok(Err(no)) => Err(no),
            Ok(Ok(_)) | Err(_) => Err(No::closing()),
        }
    }

    /// A wrong password is noted also where another may be tried on the same connection.
    pub fn note_guess(&self, papers: &Papers, no: &No) {
        let guessed = match no.code {
            Code::Password => papers.password.is_some(),
            Code::Login => papers.account.is_some(),
            _ => false,
        };
        if guessed {
            self.house.note(|| Note::refused(papers.from, papers.key, no));
        }
    }

    /// An open house lets anyone in; one with a password, whoever knows it or holds an invite. The host need not. The answer
    /// is the invite they show, and whether it is what lets them in.
    async fn check_password(&self, papers: &Papers, comer: &Claimant) -> Result<Option<ShownInvite>, No> {
        let entry = &self.house.entry;
        if is_host(papers.from, papers.key, entry.host_key) {
            return Ok(None);
        }
        let shown = |needed| papers.secret.clone().map(|secret| ShownInvite { secret, needed });
        let Some(password) = entry.password.get() else { return Ok(shown(false)) };
        let mut refused = None;
        if let Some(invite) = shown(true) {
            // Nobody guesses an invite, so one that holds is good even where others of the same address guess passwords.
            match self.may_use(papers, comer, invite.clone()).await {
                Ok(()) => return Ok(Some(invite)),
                Err(no) if no.code == Code::Password => refused = Some(no),
                Err(no) => return Err(no),
            }
        } else if papers.password.is_none() {
            let why = "You need a password or an invite to join. Ask the host for one.";
            return Err(No::new(Code::Password, why));
        }
        let known = |tried: &String| bool::from(digest(tried).ct_eq(&digest(&password)));
        let is_right = || papers.password.as_ref().is_some_and(known);
        if self.house.throttle.house(papers.from, Instant::now(), is_right)? {
            return Ok(shown(false));
        }
        let wrong = || No::new(Code::Password, "The password is wrong. Ask the host for it.");
        Err(refused.filter(|_| papers.password.is_none()).unwrap_or_else(wrong))
    }

    /// Whether an invite would get someone in. It is looked at again when they come in, and spent only then; asked before,
    /// so that whoever has none costs no work and guesses no password of an account.
    async fn may_use(&self, papers: &Papers, comer: &Claimant, invite: ShownInvite) -> Result<(), No> {
        // Whether they are who they say is not known yet, and is found out before it is looked at again.
        let proved = matches!(papers.account, Some(Account::Login(_)));
        let comer = Claimant { proved, invite: Some(invite), ..comer.clone() };
        self.ask(Input::MayUse(comer)).await.map(drop)
    }

    /// Whether the password of an account is needed, and right.
    async fn log_in(&self, comer: &Claimant, password: Password) -> Result<bool, No> {
        let (reply, account) = oneshot::channel();
        let call = Call::Account { name: comer.name.clone(), key: comer.key, reply };
        self.house.hall.call(call).await;
        let account = account.await.map_err(|_| No::closing())??;
        let (kept, tried) = match account {
            // The device is known: nobody who guesses elsewhere keeps its owner out.
            Some(account) if account.linked && account.hash.is_some() => return Ok(false),
            Some(account) if account.hash.is_some() => (account.hash, LoginTarget::Account(account.who)),
            // As if there were one, so that nobody learns which names have an account.
            _ => (None, LoginTarget::Name(comer.name.key().as_str().to_owned())),
        };
        if self.house.throttle.account(comer.from, tried, password, kept).await? {
            return Ok(true);
        }
        Err(No::new(Code::Login, "Wrong name or password. Check both and try again."))
    }
}

/// What is compared, so that the time it takes tells nothing of the password, not even its length.
fn digest(text: &str) -> [u8; 32] {
    Fingerprint::of_key(text.as_bytes()).0
}
