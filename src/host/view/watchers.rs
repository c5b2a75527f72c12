//! Those who want to hear of people beside what rooms tell: that someone by a name is in the house, and who has an account.
//! It tells no more than whoever asks `who` is answered.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak};

use crate::host::core::PublicPerson;
use crate::host::mailbox::Mailbox;
use crate::host::person_news::PersonNews;
use crate::room::NameKey;

/// Where news go to, and the number of whoever wants them.
type Watcher = (u64, Weak<Mailbox>);

/// Those who want to hear.
#[derive(Debug, Default)]
pub struct Watchers(RwLock<Wanted>);

#[derive(Debug, Default)]
struct Wanted {
    /// Of whoever is called so.
    names: HashMap<NameKey, Vec<Watcher>>,
    /// Of everyone's account.
    accounts: Vec<Watcher>,
}

impl Watchers {
    /// Someone wants to hear of whoever is called so.
    pub fn watch(&self, watcher: u64, name: NameKey, mailbox: &Weak<Mailbox>) {
        add(self.write().names.entry(name).or_default(), watcher, mailbox);
    }

    /// They don't any more.
    pub fn unwatch(&self, watcher: u64, name: &NameKey) {
        let mut wanted = self.write();
        if let Some(watchers) = wanted.names.get_mut(name) {
            watchers.retain(|(number, _)| *number != watcher);
            if watchers.is_empty() {
                wanted.names.remove(name);
            }
        }
    }

    /// Someone wants to hear of accounts.
    pub fn watch_accounts(&self, watcher: u64, mailbox: &Weak<Mailbox>) {
        add(&mut self.write().accounts, watcher, mailbox);
    }

    /// They don't any more.
    pub fn unwatch_accounts(&self, watcher: u64) {
        self.write().accounts.retain(|(number, _)| *number != watcher);
    }

    /// Tells what changed of someone: how they were shown before, and how they are now.
    pub fn tell(&self, before: Option<&PublicPerson>, now: Option<&PublicPerson>) {
        let wanted = self.read();
        if wanted.names.is_empty() && wanted.accounts.is_empty() {
            return;
        }
        let (was, is) = (before.map(|shown| &shown.person), now.map(|shown| &shown.person));
        if was != is && !wanted.names.is_empty() {
            let (old, new) = (was.map(|person| person.name.key()), is.map(|person| person.name.key()));
            // The same name in other letters is no news.
            if let (Some(was), Some(key)) = (was, &old)
                && old != new
            {
                post(wanted.names.get(key), &PersonNews::Gone(was.clone()));
            }
            if let (Some(is), Some(key)) = (is, &new)
                && old != new
            {
                post(wanted.names.get(key), &PersonNews::Here(is.clone()));
            }
        }
        if let (Some(before), Some(now)) = (before, now)
            && before.account != now.account
        {
            post(Some(&wanted.accounts), &PersonNews::Account(now.person.clone(), now.account));
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Wanted> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Wanted> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn add(watchers: &mut Vec<Watcher>, watcher: u64, mailbox: &Weak<Mailbox>) {
    if !watchers.iter().any(|(number, _)| *number == watcher) {
        watchers.push((watcher, Weak::clone(mailbox)));
    }
}

fn post(watchers: Option<&Vec<Watcher>>, news: &PersonNews) {
    for mailbox in watchers.into_iter().flatten().filter_map(|(_, mailbox)| mailbox.upgrade()) {
        mailbox.post_news(news.clone());
        mailbox.ring();
    }
}
