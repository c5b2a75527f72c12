//! Why a place can't be reached, or why others can't reach this computer: looks at everything at the same time, tells each check
//! as it is done, and says what is likeliest.
//!
//! ```text
//! subject   what the doctor is asked about
//! gather    looks: at the addresses of the subject, the network, this computer
//! evidence  what was seen
//! judge     what each check found, from the evidence. Pure
//! finding   what a check found, and whether that is well
//! checked   a check that is done
//! cause     why a place can't be reached
//! causes    what is likeliest, from the checks. Pure
//! texts     every word of it that people read
//! ```
//!
//! Nothing is sent but to the addresses of the subject, to the router, and to everyone on the local network who can be found
//! there. Whoever answers learns neither the name nor the key of this person.

mod cause;
mod causes;
mod checked;
mod evidence;
mod finding;
mod gather;
mod judge;
mod subject;
mod texts;

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

pub use cause::{Cause, CauseId};
pub use causes::{causes, diagnosis};
pub use checked::{CheckId, Checked};
pub use finding::Verdict;
pub use subject::{Expected, KeyBy, Subject};

use crate::find::LocalNetwork;
use evidence::{Evidence, Fact};

/// After this time, what is not known is told as such.
pub const LIMIT: Duration = Duration::from_millis(9500);

/// How many things that were seen may wait.
const FACTS: usize = 64;

/// An examination. Dropped, it ends with all it had begun.
#[derive(Debug)]
pub struct Doctor {
    evidence: Evidence,
    facts: mpsc::Receiver<Fact>,
    tasks: JoinSet<()>,
    until: Instant,
    told: BTreeSet<CheckId>,
    ready: VecDeque<Checked>,
    done: bool,
}

impl Doctor {
    /// Begins to examine. Needs a tokio runtime around it.
    #[must_use]
    pub fn start(mut subject: Subject, network: &LocalNetwork) -> Self {
        subject.addresses.truncate(gather::TARGETS);
        let (tell, facts) = mpsc::channel(FACTS);
        let tasks = gather::start(&subject, network, &tell);
        Self {
            evidence: Evidence::of(subject),
            facts,
            tasks,
            until: Instant::now() + LIMIT,
            told: BTreeSet::new(),
            ready: VecDeque::new(),
            done: false,
        }
    }

    /// The next check that is done, or nothing after the last. That comes within [`LIMIT`]. Nothing is lost when this is
    /// dropped half way.
    pub async fn next(&mut self) -> Option<Checked> {
        loop {
            if let Some(check) = self.ready.pop_front() {
                return Some(check);
            }
            if self.done {
                return None;
            }
            match timeout_at(self.until, self.facts.recv()).await {
                Ok(Some(fact)) => self.evidence.take(fact),
                Ok(None) | Err(_) => self.evidence.closed = true,
            }
            self.judge();
        }
    }

    fn judge(&mut self) {
        let (checks, more) = judge::judge(&self.evidence);
        for check in checks {
            if self.told.insert(check.id) {
                self.ready.push_back(check);
            }
        }
        if !more {
            self.done = true;
            self.tasks.abort_all();
        }
    }
}

/// Whether nothing stands in the way, as far as these checks tell: the place is reached and can be joined, or, where this
/// computer is meant, others can reach a place on it.
#[must_use]
pub fn is_well(checks: &[Checked]) -> bool {
    let of = |id| checks.iter().find(|check: &&Checked| check.id == id);
    let good = |id| of(id).is_none_or(|check| check.verdict == Verdict::Good);
    if of(CheckId::OwnPort).is_some() {
        return checks.iter().all(|check| check.verdict != Verdict::Bad || check.id == CheckId::Clock);
    }
    of(CheckId::Speaks).is_some() && [CheckId::Speaks, CheckId::Key, CheckId::Version].into_iter().all(good)
}
