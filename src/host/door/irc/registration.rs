//! Coming in: capabilities, a nick, a password, an account. What was said becomes a hello, and the house decides; the client
//! may try another nick. Nothing of who may come in is decided here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::caps::Caps;
use super::client::{Client, Phase};
use super::enrolment::{Registration, Sasl};
use super::message::{Line, Message};
use super::nick::{self, Nick};
use super::numerics::*;
use super::task::{Filter, Step, Task, Wait};
use super::voice::SERVER;
use crate::room::{Name, PersonId};
use crate::wire::account::Account;
use crate::wire::frame::{Hello, RoomLine, Welcome};
use crate::wire::{FromGuest, Password};

/// How much of SASL one line carries.
const CHUNK: usize = 400;

/// How much SASL may carry in all.
const SASL_BYTES: usize = 2048;

/// What whoever would send a password is told where someone on the way can read along.
pub const PLAIN_LINE: &str = "Your connection is not encrypted: others on the network could read your password. Connect with TLS, \
                              then try again.";

/// Whether a hello asks no more than whether its name and what it shows for it go together.
pub const fn is_proof(hello: &Hello) -> bool {
    hello.v == 0
}

impl Client {
    fn registration(&mut self) -> Option<&mut Registration> {
        match &mut self.phase {
            Phase::Registering(registration) => Some(registration),
            _ => None,
        }
    }

    /// `PASS`
    pub fn pass(&mut self, line: &Message) {
        let Some(pass) = line.param(0).map(str::to_owned) else { return self.needs_more("PASS") };
        match self.registration() {
            Some(registration) => registration.pass = Some(pass),
            None => self.tell_number(ERR_ALREADYREGISTERED, &[], "You have already joined."),
        }
    }

    /// `USER`
    pub fn user(&mut self, line: &Message) {
        if line.param(0).is_none() || line.param(3).is_none() {
            return self.needs_more("USER");
        }
        match self.registration() {
            Some(registration) => registration.user = true,
            None => return self.tell_number(ERR_ALREADYREGISTERED, &[], "You have already joined."),
        }
        self.knock();
    }

    /// `NICK` before they are in.
    pub fn first_nick(&mut self, wanted: &str) {
        let name = match nick::read(wanted) {
            Ok(Nick::Name(name)) => name,
            Ok(Nick::Person(_)) => return self.bad_nick(wanted, "That nick can't be chosen."),
            Err(error) => return self.bad_nick(wanted, &error.to_string()),
        };
        let plain = nick::nick_of(&crate::room::Author { who: PersonId(0), name: name.clone() });
        if let Some(registration) = self.registration() {
            registration.nick = Some((plain, name));
        }
        self.knock();
    }

    /// Says that something is no nick.
    pub fn bad_nick(&mut self, wanted: &str, why: &str) {
        self.tell_number(ERR_ERRONEUSNICKNAME, &[wanted], why);
    }

    /// `CAP`
    pub fn cap(&mut self, line: &Message) {
        let Some(sub) = line.param(0).map(str::to_ascii_uppercase) else { return self.needs_more("CAP") };
        let nick = self.nick();
        let cap = |sub: &str| Line::from(SERVER).word("CAP").word(&nick).word(sub);
        match sub.as_str() {
            "LS" => {
                if let Some(registration) = self.registration() {
                    registration.negotiates = true;
                }
                let values = line.param(1).and_then(|version| version.parse::<u32>().ok()).is_some_and(|of| of >= 302);
                if values {
                    // Whoever says so wants to hear of changes as well.
                    self.caps = self.caps.with(Caps::NOTIFY);
                }
                self.answer_caps("LS", &Caps::available(self.private).offered(values, self.key.is_some()));
            }
            "LIST" => {
                let names: Vec<_> = self.caps.names().into_iter().map(str::to_owned).collect();
                self.answer_caps("LIST", &names);
            }
            "REQ" => {
                if let Some(registration) = self.registration() {
                    registration.negotiates = true;
                }
                let wanted = line.params.get(1).map(String::as_str).unwrap_or_default();
                match self.caps.after(wanted, Caps::available(self.private)) {
                    Some(caps) => {
                        self.answer(cap("ACK").last(wanted));
                        self.caps = caps;
                        if self.me().is_some() {
                            self.watch_accounts();
                        }
                    }
                    None => self.answer(cap("NAK").last(wanted)),
                }
            }
            "END" => {
                if let Some(registration) = self.registration() {
                    registration.negotiates = false;
                }
                self.knock();
            }
            other => self.tell_number(ERR_INVALIDCAPCMD, &[other], "There is no such CAP command."),
        }
    }

    fn answer_caps(&mut self, sub: &str, names: &[String]) {
        let nick = self.nick();
        let mut lines: Vec<String> = vec![String::new()];
        for name in names {
            if lines.last().is_some_and(|line| line.len() + name.len() > 400) {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(name);
            }
        }
        let count = lines.len();
        for (index, line) in lines.iter().enumerate() {
            let cap = Line::from(SERVER).word("CAP").word(&nick).word(sub);
            self.answer(if index + 1 < count { cap.word("*").last(line) } else { cap.last(line) });
        }
    }

    /// `AUTHENTICATE`
    pub fn authenticate(&mut self, line: &Message) {
        let Some(said) = line.param(0).map(str::to_owned) else { return self.needs_more("AUTHENTICATE") };
        let (asked, has_key, private) = (self.caps.has(Caps::SASL), self.key.is_some(), self.private);
        let Some(registration) = self.registration() else {
            return self.tell_number(ERR_SASLALREADY, &[], "You have already joined. Log in when you connect.");
        };
        if !private {
            return self.tell_number(ERR_SASLFAIL, &[], PLAIN_LINE);
        }
        if !asked {
            return self.tell_number(ERR_SASLFAIL, &[], "Ask for the sasl capability first.");
        }
        match &mut registration.sasl {
            Sasl::Not => {
                match said.to_ascii_uppercase().as_str() {
                    "PLAIN" => registration.sasl = Sasl::Plain(String::new()),
                    "EXTERNAL" if has_key => registration.sasl = Sasl::External(String::new()),
                    "*" => return self.tell_number(ERR_SASLABORTED, &[], "Logging in was given up."),
                    _ => {
                        let offered = if has_key { "PLAIN,EXTERNAL" } else { "PLAIN" };
                        self.tell_number(RPL_SASLMECHS, &[offered], "are the ways to log in.");
                        return self.tell_number(ERR_SASLFAIL, &[], "There is no such way to log in.");
                    }
                }
                self.answer(Line::bare("AUTHENTICATE").word("+"));
            }
            Sasl::Plain(carried) | Sasl::External(carried) => {
                if said == "*" {
                    registration.sasl = Sasl::Not;
                    return self.tell_number(ERR_SASLABORTED, &[], "Logging in was given up.");
                }
                if said.len() > CHUNK || carried.len() + said.len() > SASL_BYTES {
                    let number = if said.len() > CHUNK { ERR_SASLTOOLONG } else { ERR_SASLFAIL };
                    registration.sasl = Sasl::Not;
                    return self.tell_number(number, &[], "That is too long.");
                }
                if said != "+" {
                    carried.push_str(&said);
                }
                // A full line has more behind it.
                if said.len() < CHUNK {
                    self.show();
                }
            }
            Sasl::Shown(..) => {}
        }
    }

    /// Has the house look at what was shown.
    fn show(&mut self) {
        let Some(registration) = self.registration() else { return };
        let wanted = registration.nick.as_ref().map(|(_, name)| name.clone());
        let shown = match std::mem::take(&mut registration.sasl) {
            Sasl::Plain(carried) => plain(&carried).map(|(name, password)| (name, Some(password))),
            Sasl::External(carried) => {
                let named = STANDARD.decode(carried).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                let named = named.filter(|name| !name.is_empty()).and_then(|name| named_by(&name));
                named.or(wanted).map(|name| (name, None))
            }
            Sasl::Not | Sasl::Shown(..) => None,
        };
        let Some((name, password)) = shown else {
            return self.tell_number(ERR_SASLFAIL, &[], "What you showed can't be read.");
        };
        registration.sasl = Sasl::Shown(name.clone(), password.clone());
        let account = password.map(Account::Login);
        // The place's own password comes first there as well.
        let hello = Hello { v: 0, ..registration.hello(&name, account) };
        self.request(FromGuest::Hello(hello));
        if let Some(task) = &mut self.task {
            task.wait = Some(Wait::Proof);
        }
        self.wait_at_the_door();
    }

    fn wait_at_the_door(&mut self) {
        if let Phase::Registering(registration) = &mut self.phase {
            self.phase = Phase::Knocking(std::mem::take(registration));
        }
    }

    /// What was shown is good, or why it is not.
    pub fn proved(&mut self, refused: Option<&str>) {
        let Phase::Knocking(registration) = &mut self.phase else { return };
        let mut registration = std::mem::take(registration);
        let shown = std::mem::take(&mut registration.sasl);
        if let Sasl::Shown(name, password) = shown
            && refused.is_none()
        {
            registration.account = Some((name, password));
        }
        let account = registration.account.as_ref().map(|(name, _)| name.clone());
        self.phase = Phase::Registering(registration);
        match (refused, account) {
            (Some(why), _) => self.tell_number(ERR_SASLFAIL, &[], why),
            (None, Some(name)) => {
                let nick = nick::nick_of(&crate::room::Author { who: PersonId(0), name: name.clone() });
                let mask = format!("{}!*@*", self.nick());
                self.tell_number(RPL_LOGGEDIN, &[&mask, &nick], &format!("You are logged in as {name}."));
                self.tell_number(RPL_SASLSUCCESS, &[], "You are logged in.");
            }
            (None, None) => {}
        }
        if let Some(task) = &mut self.task {
            task.wait.take_if(|wait| matches!(wait, Wait::Proof));
        }
        self.knock();
    }

    /// Says hello, once all is said that has to be.
    fn knock(&mut self) {
        let Some(registration) = self.registration() else { return };
        let Some((_, wanted)) = &registration.nick else { return };
        if !registration.user || registration.negotiates {
            return;
        }
        let (name, account) = match &registration.account {
            Some((name, password)) => (name.clone(), password.clone().map(Account::Login)),
            None => (wanted.clone(), None),
        };
        let hello = registration.hello(&name, account);
        self.request(FromGuest::Hello(hello));
        self.wait_at_the_door();
    }

    /// The first that someone reads who is in.
    pub fn greet(&mut self, registration: &Registration, welcome: &Welcome, out: &mut Vec<u8>) {
        let house = welcome.house.as_str();
        let nick = self.nick();
        let mut lines = std::mem::take(&mut self.reply);
        if let Some((wanted, _)) = &registration.nick
            && *wanted != nick
        {
            // It may know itself by the one it asked for.
            Line::from(SERVER).number(RPL_WELCOME).word(&nick).last(&format!("Welcome to {house}, {nick}.")).write(out);
        } else {
            self.tell_number(RPL_WELCOME, &[], &format!("Welcome to {house}, {nick}."));
        }
        let version = format!("parlor-{}", env!("CARGO_PKG_VERSION"));
        self.tell_number(RPL_YOURHOST, &[], &format!("Your host is {SERVER}, running {version}."));
        self.tell_number(RPL_CREATED, &[], "This place is open for as long as its host keeps it open.");
        let line = self.numbered(RPL_MYINFO).word(SERVER).word(&version).word("Bi").word("bikmnoq").word("bkoq");
        self.answer(line);
        self.isupport();
        self.lusers();
        self.motd();
        lines.append(&mut self.reply);
        out.append(&mut lines);
        let (talks, joined): (Vec<_>, Vec<_>) =
            welcome.rooms.iter().filter(|line| line.yours.is_some()).partition(|line| line.direct.is_some());
        talks.into_iter().for_each(|line| self.enter_talk(line));
        let mut task = Task::new(None);
        if welcome.more {
            // A room is known by its channel, so all of them have to be known.
            task.steps.push_back(Step::List(Filter { silent: true, ..Filter::default() }));
        }
        task.steps.extend(joined.into_iter().map(|line: &RoomLine| Step::Rejoin { room: line.room }));
        self.task = Some(task);
    }
}

/// The name that a client writes as an account's.
fn named_by(account: &str) -> Option<Name> {
    match nick::read(account).ok()? {
        Nick::Name(name) => Some(name),
        Nick::Person(_) => None,
    }
}

/// Name and password as SASL PLAIN carries them.
fn plain(carried: &str) -> Option<(Name, Password)> {
    let bytes = STANDARD.decode(carried).ok()?;
    let mut parts = bytes.split(|byte| *byte == 0);
    let (act, name, password) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !(act.is_empty() || act == name) {
        return None;
    }
    let password = std::str::from_utf8(password).ok()?.to_owned();
    Some((named_by(std::str::from_utf8(name).ok()?)?, password.into()))
}
