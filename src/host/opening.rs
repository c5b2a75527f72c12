//! What a host chose for a house that opens, beside what the house knows of the time before.

use std::sync::Arc;

use super::core::{InviteRecord, RegistryWrite};
use super::error::HostError;
use super::registry::{self, Registry};
use super::settings::Settings;
use super::standing_invite::StandingInvite;
use crate::log::LogError;
use crate::room::{Label, Name};
use crate::wire::Secret;
use crate::wire::account::Admission;

/// What a host chose.
pub struct Opening {
    admission: Option<Admission>,
    host_name: Option<Name>,
    port: Option<u16>,
    asks_password: bool,
    /// Whether it may ask for no password where it did before.
    may_drop_password: bool,
}

/// What the house is from now on.
pub struct Opened {
    pub standing: Arc<StandingInvite>,
    pub host_name: Option<Name>,
    pub port: Option<u16>,
}

impl Opening {
    pub fn of(settings: &Settings) -> Self {
        Self {
            admission: settings.admission,
            host_name: settings.host_name.clone(),
            port: settings.port,
            asks_password: settings.password.is_some(),
            may_drop_password: settings.may_drop_password,
        }
    }

    /// Writes it where it is another than before, and makes the standing invite where there is none.
    ///
    /// # Errors
    /// The house had a password, and was not meant to open without. The registry can't be written.
    pub fn write(self, registry: &Registry, now: u64) -> Result<Opened, HostError> {
        let db = registry.db();
        let asked = registry::house::asks_password(db)?;
        if asked && !self.asks_password && !self.may_drop_password {
            return Err(HostError::HadPassword);
        }
        let mut writes: Vec<RegistryWrite> = self.admission.map(RegistryWrite::Admission).into_iter().collect();
        if asked != self.asks_password {
            writes.push(RegistryWrite::AsksPassword(self.asks_password));
        }
        let mut host_name = registry::house::host_name(db)?;
        if let Some(name) = self.host_name.filter(|name| host_name.as_ref() != Some(name)) {
            writes.push(RegistryWrite::HostName(name.clone()));
            host_name = Some(name);
        }
        let mut port = registry::house::port(db)?;
        if let Some(chosen) = self.port.filter(|chosen| port != Some(*chosen)) {
            writes.push(RegistryWrite::Port(chosen));
            port = Some(chosen);
        }
        let mut standing = registry::invites::standing(db)?;
        if standing.is_none() {
            let secret = Secret::fresh().ok_or(LogError::Randomness)?;
            writes.push(RegistryWrite::Invite(Box::new(InviteRecord {
                invite: registry::invites::next(db)?,
                secret: secret.clone(),
                label: Label::default(),
                by: None,
                at: now,
                once: false,
                until: None,
                standing: true,
            })));
            standing = Some(secret);
        }
        registry.write(&writes).map_err(|failed| failed.error)?;
        registry.commit()?;
        Ok(Opened { standing: Arc::new(StandingInvite::new(standing)), host_name, port })
    }
}
