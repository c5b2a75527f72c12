//! Who may come into the house, and who waits at the door until its host has decided.

use super::input::Ticket;
use crate::wire::Fingerprint;
use crate::wire::account::Admission;

/// How long whoever was declined is not asked about again, in milliseconds.
const DECLINED: u64 = 60_000;

/// Who may come in, and who waits for that.
#[derive(Clone, Debug, Default)]
pub struct AdmissionQueue {
    /// Who may come in.
    pub admission: Admission,
    /// Those about whom the host was asked.
    asking: Vec<(Ticket, Fingerprint)>,
    /// Those to whom the host said no, and when.
    declined: Vec<(Fingerprint, u64)>,
}

impl AdmissionQueue {
    /// Nobody waits.
    pub fn new(admission: Admission) -> Self {
        Self { admission, ..Self::default() }
    }

    /// Whether someone with this key waits.
    pub fn waits(&self, key: Fingerprint) -> bool {
        self.asking.iter().any(|(_, asking)| *asking == key)
    }

    /// Whether the host said no to this key a moment ago.
    pub fn is_declined(&self, key: Fingerprint, clock: u64) -> bool {
        self.declined.iter().any(|(declined, at)| *declined == key && clock.saturating_sub(*at) < DECLINED)
    }

    /// Someone waits from now on.
    pub fn ask(&mut self, ticket: Ticket, key: Fingerprint) {
        self.asking.push((ticket, key));
    }

    /// Someone waits no longer.
    pub fn give_up(&mut self, ticket: Ticket) {
        self.asking.retain(|(waiting, _)| *waiting != ticket);
    }

    /// The host decided about a key. The answer is who waited for that.
    pub fn decide(&mut self, key: Fingerprint, yes: bool, clock: u64) -> Vec<Ticket> {
        if !yes {
            self.declined.retain(|(_, at)| clock.saturating_sub(*at) < DECLINED);
            self.declined.push((key, clock));
        }
        self.asking.extract_if(.., |(_, asking)| *asking == key).map(|(ticket, _)| ticket).collect()
    }

    /// Others may come in from now on. The answer is who waited: they are looked at again.
    pub fn set_admission(&mut self, admission: Admission) -> Vec<Ticket> {
        self.admission = admission;
        self.asking.drain(..).map(|(ticket, _)| ticket).collect()
    }
}
