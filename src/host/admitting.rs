//! Admitting: whether someone at the door may come into the house, under which name, and how the host decides it.

use std::net::IpAddr;

use tokio::sync::oneshot;

use super::accounts::Lead;
use super::attempts::address;
use super::bans::{Comer, Net};
use super::desk::{Desk, No};
use super::naming::{Naming, NoName};
use super::registering::{REGISTERED, Registers};
use super::requests::Asked;
use crate::log::LogError;
use crate::room::{Author, Name, PersonId, Rank, Reach};
use crate::wire::Fingerprint;
use crate::wire::account::{Admission, RequestLine};
use crate::wire::carriage::Origin;
use crate::wire::frame::{Code, FromHost};

/// Someone at the door who wants a name.
#[derive(Clone, Debug)]
pub struct Comes {
    /// The name.
    pub name: Name,
    /// Their key.
    pub key: Fingerprint,
    /// Where they come from.
    pub from: Origin,
    /// Whether they knew the password of the name's account.
    pub proved: bool,
    /// Whether they register the name.
    pub register: Registers,
}

/// How long whoever was declined is not asked about again, in milliseconds.
const DECLINED: u64 = 60_000;

/// Someone at the door about whom the host was asked.
pub(super) struct Asking {
    key: Fingerprint,
    answer: oneshot::Sender<bool>,
}

/// The host's answer to a request: yes or no.
pub type Decided = oneshot::Receiver<bool>;

/// Why someone does not come in, or not yet.
#[derive(Debug)]
pub enum Outside {
    /// The name is not theirs.
    Name(NoName),
    /// The house is not for them.
    No(Code, String),
    /// The host is asked.
    Waits(Decided),
}

impl Outside {
    fn storage(error: &LogError) -> Self {
        Self::Name(NoName::Storage(error.to_string()))
    }
}

impl Desk {
    /// Someone at the door wants a name. It is theirs only once the registry has kept it.
    pub(super) fn claim(&mut self, comes: &Comes, naming: &Naming) -> Result<Author, Outside> {
        let storage = |error: LogError| Outside::storage(&error);
        let registry = &naming.registry;
        let Comes { name, key, proved, register, .. } = comes;
        // Before anything is written of whoever may not come in.
        let lead = self.let_in(comes, naming)?;
        let now = self.now();
        if let Some(lead) = lead.filter(|_| *proved) {
            registry.link(*key, lead.who, now).map_err(storage)?;
        }
        let author = naming.claim(name, *key, now, |who| self.is_here(who)).map_err(Outside::Name)?;
        if let Registers::With(hash) = register {
            if registry.has_account(author.who).map_err(storage)? {
                return Err(Outside::No(Code::Login, REGISTERED.to_owned()));
            }
            registry.set_hash(author.who, hash, now).map_err(storage)?;
        }
        registry.asks_no_more(*key).map_err(storage)?;
        self.called.came(&author);
        Ok(author)
    }

    /// Whether someone at the door may come in, whatever becomes of the name they want. The answer is whose it is, where
    /// they are known to be that person.
    pub(super) fn let_in(&mut self, comes: &Comes, naming: &Naming) -> Result<Option<Lead>, Outside> {
        let storage = |error: LogError| Outside::storage(&error);
        let registry = &naming.registry;
        let lead = registry.lead(&comes.name, comes.key).map_err(storage)?;
        let lead = lead.filter(|lead| lead.linked || comes.proved);
        if self.is_host(comes.from, comes.key) {
            return Ok(lead);
        }
        let known = lead.as_ref().map(|lead| lead.who);
        let rank = known.map(|who| registry.rank(who)).transpose().map_err(storage)?.unwrap_or_default();
        let comer = Comer::at(known, comes.key, comes.from);
        self.admit(&comer, rank, naming).map_err(|(code, why)| Outside::No(code, why))?;
        if rank < Rank::Owner {
            let has_account = lead.as_ref().is_some_and(|lead| lead.hash.is_some());
            self.may_come(comes, has_account, naming)?;
        }
        Ok(lead)
    }

    /// Whether the house is open to someone who is not its host.
    fn may_come(&mut self, comes: &Comes, has_account: bool, naming: &Naming) -> Result<(), Outside> {
        let storage = |error: LogError| Outside::storage(&error);
        let registry = &naming.registry;
        match registry.admission().map_err(storage)? {
            Admission::Everyone => Ok(()),
            Admission::Closed => {
                let why = "This house is closed just now: nobody is let in. Try again later, or ask its host.";
                Err(Outside::No(Code::Shut, why.to_owned()))
            }
            _ if has_account => Ok(()),
            Admission::Registered if comes.register != Registers::No => Ok(()),
            Admission::Registered => {
                let why = "This house is for people with an account. Register with a password, or log in.";
                Err(Outside::No(Code::Account, why.to_owned()))
            }
            Admission::Approval if registry.is_approved(comes.key).map_err(storage)? => Ok(()),
            Admission::Approval => self.ask_owner(comes, naming),
        }
    }

    /// Someone has to wait until the host says yes or no.
    fn ask_owner(&mut self, comes: &Comes, naming: &Naming) -> Result<(), Outside> {
        let storage = |error: LogError| Outside::storage(&error);
        let now = self.now();
        self.asking.retain(|asking| !asking.answer.is_closed());
        self.declined.retain(|(_, at)| now.saturating_sub(*at) < DECLINED);
        if self.declined.iter().any(|(key, _)| *key == comes.key) {
            let why = "The host of this house said no. Ask them before you try again.";
            return Err(Outside::No(Code::Declined, why.to_owned()));
        }
        // The host is not asked about someone who could not come in under this name anyway.
        naming.may_claim(&comes.name, comes.key, now, |who| self.is_here(who)).map_err(Outside::Name)?;
        // Of the new kind, one person may have very many addresses.
        let reach = |from: &IpAddr| if from.is_ipv6() { Reach::Subnet } else { Reach::Address };
        let net = address(comes.from).and_then(|from| Net::around(from, reach(&from)));
        let waits = |key| self.asking.iter().any(|asking| asking.key == key);
        match naming.registry.request(comes.key, &comes.name, net, now, waits).map_err(storage)? {
            // Who asks again is on the list already.
            Asked::Again => {}
            Asked::New(line) => self.tell_owners(&line),
            Asked::TooMany => {
                let why = "Too many people ask to come in just now. Try again later.";
                return Err(Outside::No(Code::Full, why.to_owned()));
            }
        }
        let (answer, decided) = oneshot::channel();
        self.asking.push(Asking { key: comes.key, answer });
        Err(Outside::Waits(decided))
    }

    /// The host lets in others from now on: those who wait are looked at again.
    pub(super) fn look_again(&mut self) {
        for Asking { answer, .. } in self.asking.drain(..) {
            // Whoever asked may be gone by now.
            let _ = answer.send(true);
        }
    }

    fn tell_owners(&self, line: &RequestLine) {
        for present in self.roster.people().values().filter(|present| present.rank == Rank::Owner) {
            present.sessions.iter().for_each(|arrived| arrived.mailbox.post(&FromHost::Request(line.clone())));
        }
    }

    /// The host says yes or no to a request.
    pub(super) fn decide(&mut self, request: u64, yes: bool, naming: &Naming) -> Result<(), No> {
        let answered = naming.registry.answer_request(request, yes, self.now());
        let answered = answered.map_err(|error| (Code::Storage, error.to_string()))?;
        let Some(key) = answered else {
            return Err((
                Code::Person,
                format!("There is no request {request} to answer just now. See who asks, and choose from them."),
            ));
        };
        for Asking { answer, .. } in self.asking.extract_if(.., |asking| asking.key == key) {
            // Whoever asked may be gone by now; the answer waits for them.
            let _ = answer.send(yes);
        }
        if !yes {
            self.declined.push((key, self.now()));
        }
        Ok(())
    }

    /// The hash that a password at the door is compared with; nothing where the key leads to the person already.
    pub(super) fn to_prove(&self, name: &Name, key: Fingerprint, naming: &Naming) -> Proof {
        match naming.registry.lead(name, key) {
            Ok(Some(lead)) if lead.linked && lead.hash.is_some() => Proof::NotNeeded,
            Ok(Some(lead)) => Proof::Compare(lead.hash.map(|hash| (lead.who, hash))),
            _ => Proof::Compare(None),
        }
    }

    /// What someone is in the house.
    pub(super) fn house_rank(&self, who: PersonId, naming: &Naming) -> Rank {
        let here = self.roster.people().get(&who).map(|present| present.rank);
        here.unwrap_or_else(|| naming.rank(who))
    }
}

/// What a password at the door is good for.
#[derive(Debug)]
pub enum Proof {
    /// The key shows already who it is.
    NotNeeded,
    /// It is compared with the hash of this account; where there is none, it is wrong.
    Compare(Option<(PersonId, String)>),
}
