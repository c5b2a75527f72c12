//! The house's own book, beside its log: whose name is whose, accounts, bans, who joined which room, who asks to come in,
//! invites.
//! One file, `house.db`, written by the hall alone. Each subject has a file; here is how changes are gathered and kept.

pub mod accounts;
pub mod admission_requests;
pub mod bans;
pub mod house;
pub mod invites;
pub mod memberships;
pub mod names;
mod rollback;
pub mod rooms;
mod schema;
mod sql;

use std::cell::Cell;
use std::path::Path;

use rusqlite::Connection;

use self::schema::FILE;
use super::core::RegistryWrite;
use crate::log::LogError;
use crate::log::file::Durable;

/// The house's own book.
#[derive(Debug)]
pub struct Registry {
    db: Connection,
    /// Whether the last commit is still to be taken back, since that failed.
    owes_undoing: Cell<bool>,
}

/// Why changes were not written.
#[derive(Debug)]
pub struct WriteFailed {
    /// Why.
    pub error: LogError,
    /// Whether all that was gathered before them is lost as well: SQLite may take back everything where the disk is full.
    pub all_lost: bool,
}

impl Registry {
    /// Opens the book in `path`, or begins one.
    ///
    /// # Errors
    /// The file is not ours, too new, or can't be used.
    pub fn open(path: &Path) -> Result<Self, LogError> {
        Self::over(FILE.open(path, Durable::PowerCut)?)
    }

    /// A book that is gone with the program.
    ///
    /// # Errors
    /// SQLite gives none.
    #[cfg(test)]
    pub fn in_memory() -> Result<Self, LogError> {
        Self::over(FILE.open_in_memory()?)
    }

    fn over(db: Connection) -> Result<Self, LogError> {
        invites::note_digests(&db)?;
        rollback::begin(&db)?;
        Ok(Self { db, owes_undoing: Cell::new(false) })
    }

    /// The database, to be read.
    pub const fn db(&self) -> &Connection {
        &self.db
    }

    /// Writes all of these, or none: those gathered before stay gathered. They are kept with the next commit.
    ///
    /// # Errors
    /// Nothing of them was written.
    pub fn write(&self, writes: &[RegistryWrite]) -> Result<(), WriteFailed> {
        if writes.is_empty() {
            return Ok(());
        }
        let gathering = !self.db.is_autocommit();
        let done = self.write_all(writes);
        let Err(error) = done else { return Ok(()) };
        let lost = self.db.is_autocommit();
        if !lost && let Err(error) = self.db.execute_batch("ROLLBACK TO call; RELEASE call") {
            tracing::warn!(%error, "what was not written could not be taken back alone");
            self.rollback();
        }
        Err(WriteFailed { error, all_lost: gathering && self.db.is_autocommit() })
    }

    fn write_all(&self, writes: &[RegistryWrite]) -> Result<(), LogError> {
        let mut begun = false;
        for write in writes {
            // Whoever was here yesterday and today is noted once: most of these write nothing.
            if let RegistryWrite::Seen { who, at } = write
                && !names::is_stale(&self.db, *who, *at)?
            {
                continue;
            }
            if !begun {
                if self.db.is_autocommit() {
                    self.begin()?;
                }
                self.db.prepare_cached("SAVEPOINT call")?.execute([])?;
                begun = true;
            }
            self.apply(write)?;
        }
        if begun {
            self.db.prepare_cached("RELEASE call")?.execute([])?;
        }
        Ok(())
    }

    fn begin(&self) -> Result<(), LogError> {
        self.settle()?;
        rollback::forget(&self.db)?;
        Ok(self.db.execute_batch("BEGIN IMMEDIATE")?)
    }

    /// Takes back the last commit, since what belongs to it was not kept elsewhere. Where that fails it is tried again
    /// before anything else is written.
    ///
    /// # Errors
    /// It stands for now.
    pub fn take_back(&self) -> Result<(), LogError> {
        self.owes_undoing.set(true);
        rollback::undo(&self.db)?;
        self.owes_undoing.set(false);
        Ok(())
    }

    /// Takes back what is still to be taken back. Until that is done, what the registry says is not true.
    ///
    /// # Errors
    /// It stands for now.
    pub fn settle(&self) -> Result<(), LogError> {
        if self.owes_undoing.get() { self.take_back() } else { Ok(()) }
    }

    fn apply(&self, write: &RegistryWrite) -> Result<(), LogError> {
        let db = &self.db;
        match write {
            RegistryWrite::Person { who, name, seen } => names::add_person(db, *who, name, *seen),
            RegistryWrite::Name { key, who } => names::give(db, key, *who),
            RegistryWrite::Called { who, name } => names::call(db, *who, name),
            RegistryWrite::Seen { who, at } => names::seen(db, *who, *at),
            RegistryWrite::Device { key, who, at } => accounts::link(db, *key, *who, *at),
            RegistryWrite::ForgetDevice { who, key } => accounts::unlink(db, *who, *key),
            RegistryWrite::Owner { who } => house::own(db, *who),
            RegistryWrite::Account { who, hash, at } => accounts::set_hash(db, *who, hash, *at),
            RegistryWrite::DeleteAccount { who, at } => accounts::delete(db, *who, *at),
            RegistryWrite::Joined { who, room, read } => memberships::join(db, *who, *room, *read),
            RegistryWrite::Left { who, room } => memberships::leave(db, *who, *room),
            RegistryWrite::Read { who, room, seq } => memberships::read_to(db, *who, *room, *seq),
            RegistryWrite::Unread { who, room, seq } => memberships::set_read(db, *who, *room, *seq),
            RegistryWrite::Quiet { who, room, quiet } => memberships::set_quiet(db, *who, *room, *quiet),
            RegistryWrite::Notify { who, room, notify } => memberships::set_notify(db, *who, *room, *notify),
            RegistryWrite::Ignore { who, whom, ignore } => memberships::ignore(db, *who, whom, *ignore),
            RegistryWrite::Ban(ban) => bans::ban(db, ban),
            RegistryWrite::Unban { room, who } => bans::unban(db, *room, *who),
            RegistryWrite::Admission(admission) => house::set_admission(db, *admission),
            RegistryWrite::AsksPassword(asks) => house::set_asks_password(db, *asks),
            RegistryWrite::HostName(name) => house::set_host_name(db, name),
            RegistryWrite::Port(port) => house::set_port(db, *port),
            RegistryWrite::Request { number, key, name, net, at } => {
                admission_requests::add(db, *number, *key, name, net.as_deref(), *at)
            }
            RegistryWrite::RequestName { key, name } => admission_requests::rename(db, *key, name),
            RegistryWrite::RequestGone { key } => admission_requests::remove(db, *key),
            RegistryWrite::Approved { key, at } => admission_requests::approve(db, *key, *at),
            RegistryWrite::NextRoom(next) => house::set_next_room(db, *next),
            RegistryWrite::RoomPassword { room, hash } => rooms::set_hash(db, *room, hash),
            RegistryWrite::ForgetRoom { room } => rooms::forget(db, *room),
            RegistryWrite::Invite(new) => invites::add(db, new),
            RegistryWrite::InviteWithdrawn { invite, at } => invites::withdraw(db, *invite, *at),
            RegistryWrite::CameBy { invite, by, at } => invites::came(db, *invite, by, *at),
        }
    }

    /// Keeps what was gathered. Whether that was anything.
    ///
    /// # Errors
    /// Nothing of it was kept.
    pub fn commit(&self) -> Result<bool, LogError> {
        if self.db.is_autocommit() {
            return Ok(false);
        }
        let done = self.db.execute_batch("COMMIT");
        if done.is_err() {
            self.rollback();
        }
        done?;
        Ok(true)
    }

    /// Takes back what was gathered.
    pub fn rollback(&self) {
        if !self.db.is_autocommit()
            && let Err(error) = self.db.execute_batch("ROLLBACK")
        {
            tracing::warn!(%error, "what was not kept could not be taken back");
        }
    }
}
