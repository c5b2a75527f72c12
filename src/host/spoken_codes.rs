//! The spoken codes that are open in a house. They are known to whoever runs it and to nobody's disk: a house that is
//! opened anew has none.
//!
//! Each is good once and for a while, and bears one wrong guess, since people mishear; the second ends it. So whoever
//! guesses is right once in two million codes, however many connections they make: a guess is only a guess once it was
//! proved wrong, and is counted for the code wherever it came from.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::no::No;
use crate::room::Author;
use crate::wire::Fingerprint;
use crate::wire::code_exchange::{Agreed, Exchange, Proof, Share, Side};
use crate::wire::frame::Code;
use crate::wire::spoken_code::{CODE_LASTS, CODE_NUMBERS, CODES_OPEN, SpokenCode};

/// How many wrong guesses end a code.
const WRONG: u8 = 2;

/// With how much time left a code is still handed out when it is asked for again. One that was said stays good to its end.
const WORTH_SAYING: Duration = Duration::from_secs(5);

/// The codes that are open.
#[derive(Debug)]
pub struct SpokenCodes {
    open: Mutex<Codes>,
    /// Their numbers, for whoever tells the network where a code belongs.
    numbers: watch::Sender<Vec<u8>>,
}

#[derive(Debug, Default)]
struct Codes {
    by_number: BTreeMap<u8, OpenCode>,
    made: u64,
    /// Tells when one of them is over. Dropping it ends that.
    ending: JoinSet<()>,
}

/// A code that is open.
#[derive(Clone, Debug)]
struct OpenCode {
    /// Counts the codes, so that one is not taken for another of the same number.
    serial: u64,
    code: SpokenCode,
    by: Author,
    until: Instant,
    wrong: u8,
}

/// An exchange about a code, until it shows whether both sides mean the same.
#[derive(Debug)]
pub struct Guess {
    number: u8,
    serial: u64,
    agreed: Agreed,
}

/// A code that was guessed right, and is open no longer.
#[derive(Debug)]
pub struct Heard {
    open: OpenCode,
    /// What convinces the guest that they are where they were told to come.
    pub proof: Proof,
}

impl Heard {
    /// Who made it.
    pub const fn by(&self) -> &Author {
        &self.open.by
    }

    /// Its number.
    pub const fn number(&self) -> u8 {
        self.open.code.number()
    }
}

impl Default for SpokenCodes {
    fn default() -> Self {
        Self { open: Mutex::default(), numbers: watch::Sender::new(Vec::new()) }
    }
}

impl SpokenCodes {
    /// The numbers of the codes that are open.
    pub fn numbers(&self) -> watch::Receiver<Vec<u8>> {
        self.numbers.subscribe()
    }

    /// The code of someone who may make one, and how long it is good: a new one, or the one they have where that is still
    /// worth saying and they do not want another. Needs a tokio runtime around it.
    ///
    /// # Errors
    /// Too many are open.
    pub fn of(self: &Arc<Self>, by: Author, another: bool, now: Instant) -> Result<(SpokenCode, Duration), No> {
        let mut codes = self.at(now);
        let theirs = codes.by_number.values().find(|open| open.by.who == by.who).cloned();
        if let Some(open) = theirs {
            let left = open.until.saturating_duration_since(now);
            if !another && left > WORTH_SAYING {
                return Ok((open.code, left));
            }
            codes.by_number.remove(&open.code.number());
        }
        let free: Vec<u8> = (1..=CODE_NUMBERS).filter(|number| !codes.by_number.contains_key(number)).collect();
        let number = free.get(rand::random_range(..free.len().max(1))).filter(|_| codes.by_number.len() < CODES_OPEN);
        let Some(number) = number.copied() else {
            return Err(No::new(Code::Full, "Too many codes are open. Wait until one is used or expires."));
        };
        let (code, until) = (SpokenCode::fresh(number), now + CODE_LASTS);
        codes.made += 1;
        let serial = codes.made;
        codes.by_number.insert(number, OpenCode { serial, code, by, until, wrong: 0 });
        self.tell(&codes);
        codes.ending = JoinSet::new();
        codes.ending.spawn(end_codes(Arc::downgrade(self)));
        Ok((code, CODE_LASTS))
    }

    /// A guest begins to show that they know the code with this number. The answer is for them.
    ///
    /// # Errors
    /// There is no such code, or what they sent is nothing.
    pub fn begin(
        &self,
        number: u8,
        share: &Share,
        guest: Fingerprint,
        house: Fingerprint,
        now: Instant,
    ) -> Result<(Guess, Share), No> {
        let open = self.at(now).by_number.get(&number).cloned().ok_or_else(|| gone(number))?;
        let strange = |_| No::new(Code::Frame, "What your program sent is no part of a code.");
        let (exchange, ours) = Exchange::begin(Side::Host, open.code, guest, house).map_err(strange)?;
        let agreed = exchange.agree(share).map_err(strange)?;
        Ok((Guess { number, serial: open.serial, agreed }, ours))
    }

    /// They show it. Right or wrong, it counts.
    ///
    /// # Errors
    /// It is wrong, or the code is open no longer.
    pub fn hear(&self, guess: &Guess, proof: &Proof, now: Instant) -> Result<Heard, No> {
        let Guess { number, serial, agreed } = guess;
        let mut codes = self.at(now);
        let open = codes.by_number.get_mut(number).filter(|open| open.serial == *serial);
        let Some(open) = open else { return Err(gone(*number)) };
        let is_right = agreed.is_proved(proof);
        open.wrong += u8::from(!is_right);
        let ends = is_right || open.wrong >= WRONG;
        let open = open.clone();
        if ends {
            codes.by_number.remove(number);
            self.tell(&codes);
        }
        if is_right {
            return Ok(Heard { open, proof: agreed.proof() });
        }
        let next =
            if ends { "Ask the host for a new one." } else { "Ask the host to say it again: you have one more try." };
        Err(No::new(Code::Password, format!("That code is wrong. {next}")))
    }

    /// Whoever guessed a code right got nothing for it, by no fault of theirs: it is good again, if its maker has no other.
    pub fn give_back(&self, heard: Heard, now: Instant) {
        let mut codes = self.at(now);
        let (number, by) = (heard.number(), heard.by().who);
        if heard.open.until > now && codes.by_number.values().all(|open| open.by.who != by) {
            codes.by_number.entry(number).or_insert(heard.open);
            self.tell(&codes);
        }
    }

    /// The codes that are open at this time.
    fn at(&self, now: Instant) -> MutexGuard<'_, Codes> {
        let mut codes = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        codes.by_number.retain(|_, open| open.until > now);
        codes
    }

    fn tell(&self, codes: &Codes) {
        self.numbers.send_if_modified(|told| {
            let now: Vec<u8> = codes.by_number.keys().copied().collect();
            let other = *told != now;
            *told = now;
            other
        });
    }
}

/// Tells when codes are over, one after the other, for as long as there are any.
async fn end_codes(codes: Weak<SpokenCodes>) {
    loop {
        let next = {
            let Some(codes) = codes.upgrade() else { return };
            let open = codes.at(Instant::now());
            codes.tell(&open);
            open.by_number.values().map(|open| open.until).min()
        };
        let Some(next) = next else { return };
        sleep_until(next).await;
    }
}

fn gone(number: u8) -> No {
    let why = format!("Code {number} has been used, has expired or was replaced. Ask the host for a new one.");
    No::new(Code::Password, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::PersonId;

    fn host(who: u32) -> Author {
        Author { who: PersonId(who), name: "Ada".parse().unwrap_or_else(|_| unreachable!("a name")) }
    }

    /// What a guest who says this code proves.
    fn guesses(codes: &SpokenCodes, code: SpokenCode, now: Instant) -> Result<Heard, No> {
        let [guest, house] = [b"guest", b"house"].map(|key| Fingerprint::of_key(key));
        let begun = Exchange::begin(Side::Guest, code, guest, house);
        let (exchange, share) = begun.unwrap_or_else(|_| unreachable!("an exchange begins"));
        let (guess, ours) = codes.begin(code.number(), &share, guest, house, now)?;
        let agreed = exchange.agree(&ours).unwrap_or_else(|_| unreachable!("the host's share is one"));
        let heard = codes.hear(&guess, &agreed.proof(), now)?;
        assert!(agreed.is_proved(&heard.proof), "the host proves it as well");
        Ok(heard)
    }

    fn made(codes: &Arc<SpokenCodes>, by: u32, now: Instant) -> (SpokenCode, Duration) {
        codes.of(host(by), false, now).unwrap_or_else(|no| unreachable!("{}", no.why))
    }

    #[tokio::test]
    async fn a_code_is_good_for_ten_minutes_and_handed_out_again_until_it_ends() {
        let (codes, now) = (Arc::new(SpokenCodes::default()), Instant::now());
        let (code, left) = made(&codes, 1, now);
        assert_eq!(left, CODE_LASTS);
        let end = now + CODE_LASTS - WORTH_SAYING;
        assert_eq!(made(&codes, 1, end - Duration::from_secs(1)).0, code);
        assert_ne!(made(&codes, 1, end).0, code);
        let (code, _) = made(&codes, 2, now);
        assert!(guesses(&codes, code, now + CODE_LASTS - Duration::from_millis(1)).is_ok());
        let (code, _) = made(&codes, 2, now);
        assert!(guesses(&codes, code, now + CODE_LASTS).is_err_and(|no| no.why.contains("has expired")));
    }

    #[tokio::test]
    async fn so_many_codes_are_open_and_no_more_each_with_a_number_of_its_own() {
        let (codes, now) = (Arc::new(SpokenCodes::default()), Instant::now());
        let numbers = codes.numbers();
        for by in 0..CODES_OPEN {
            made(&codes, u32::try_from(by).unwrap_or_default(), now);
        }
        assert_eq!(numbers.borrow().len(), CODES_OPEN);
        assert!(codes.of(host(1000), false, now).is_err_and(|no| no.code == Code::Full));
        assert!(codes.of(host(3), true, now).is_ok(), "whoever has one gets another");
        assert!(codes.of(host(1000), false, now + CODE_LASTS).is_ok(), "the others are over");
        assert_eq!(numbers.borrow().len(), 1);
    }
}
