//! What the host of a house does with invites: makes them, sees who came by them, withdraws them.

use std::time::Duration;

use super::error::GuestError;
use super::handle::Guest;
use super::owner::Question;
use crate::wire::frame::{FromGuest, FromHost};
use crate::wire::invites::{InviteLine, NewInvite};
use crate::wire::{Invite, SpokenCode};

impl Guest {
    /// The invites to the house, the newest first, also those that are open no longer. For its host. Nothing tells of
    /// changes: ask again.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn invites(&self) -> Result<Vec<InviteLine>, GuestError> {
        let mut all: Vec<InviteLine> = Vec::new();
        let mut before = None;
        loop {
            let answer = self.ask(Question::new(move |ask| FromGuest::Invites { ask, before })).await?;
            let FromHost::Invites { invites, next, .. } = answer else { return Err(GuestError::Lost) };
            let some = !invites.is_empty();
            all.extend(invites);
            match next.filter(|next| some && before.is_none_or(|before| *next < before)) {
                Some(next) => before = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// Makes an invite to the house. For its host. Its link is [`InviteLine::link`].
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn make_invite(&self, new: NewInvite) -> Result<InviteLine, GuestError> {
        match self.ask(Question::new(move |ask| FromGuest::Invite { ask, new })).await? {
            FromHost::Invite { invite, .. } => Ok(invite),
            _ => Err(GuestError::Lost),
        }
    }

    /// The link of an invite, to the house as it is reached by this visit. Nothing where the visit came by no address: whoever
    /// hosts in the same program knows by which it is reached, and makes the link by [`InviteLine::link`].
    #[must_use]
    pub fn invite_link(&self, invite: &InviteLine) -> Option<Invite> {
        self.house.clone().map(|house| {
            let relay = house.relay;
            Invite { relay, ..invite.link(house.addresses, house.key) }
        })
    }

    /// A code to say to others, and how long it is good for. One of them comes in by it, and then it is used up: ask again.
    /// It is the same as before where that is still good, unless `another` is wanted. For the house's host.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn spoken_code(&self, another: bool) -> Result<(SpokenCode, Duration), GuestError> {
        match self.ask(Question::new(move |ask| FromGuest::NewCode { ask, another })).await? {
            FromHost::NewCode { code, for_ms, .. } => Ok((code, Duration::from_millis(for_ms))),
            _ => Err(GuestError::Lost),
        }
    }

    /// Withdraws an invite to the house: nobody comes in by it any more, not even who came by it before. For its host.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn withdraw_invite(&self, invite: u64) -> Result<(), GuestError> {
        self.done(Question::new(move |ask| FromGuest::Revoke { ask, invite })).await
    }
}
