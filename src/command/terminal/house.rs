//! The house, from a terminal: who may not come in, who asks to, invites, and logging out of one's account.

use parlor::commands::Command;
use parlor::guest::{Guest, GuestError};
use parlor::wire::account::Admission;
use parlor::wire::invites::{InviteLine, InviteState};

use super::screen::{Role, Screen};
use parlor::wording::{self, answers};

impl<M: FnMut(&str)> Screen<M> {
    pub(super) async fn obey_of_house(&mut self, command: Command, guest: &Guest) -> Result<(), GuestError> {
        match command {
            Command::Bans { house } => {
                let room = if house { None } else { Some(self.room()?) };
                let bans = guest.bans(room).await?;
                if bans.is_empty() {
                    self.printer.tell(answers::no_bans(house));
                }
                bans.iter().for_each(|line| self.printer.tell(wording::ban(line, wording::now())));
            }
            Command::Requests => {
                let (admission, requests) = guest.requests().await?;
                self.printer.tell(answers::requests(admission, requests.len()));
                requests.iter().for_each(|line| self.printer.tell(answers::request(line, &self.zone)));
            }
            Command::Admit { request, yes } => {
                guest.admit(request, yes).await?;
                self.printer.tell(answers::decided(request, yes));
            }
            Command::Admission(admission) => {
                guest.set_admission(admission).await?;
                self.printer.tell(answers::admission(admission));
            }
            Command::Invites => {
                for line in guest.invites().await? {
                    self.printer.tell(wording::invite(&line, wording::now()));
                    if line.state == InviteState::Open {
                        self.tell_link(guest, &line, "  ");
                    }
                }
            }
            Command::InviteLink(new) => {
                let line = guest.make_invite(new).await?;
                self.printer.tell(wording::invite(&line, wording::now()));
                self.tell_link(guest, &line, "");
            }
            Command::SpokenCode { another } => {
                let (code, left) = guest.spoken_code(another).await?;
                self.printer.tell(answers::spoken_code(code, left.as_secs().div_ceil(60)));
                if guest.requests().await.is_ok_and(|(admission, _)| admission == Admission::Approval) {
                    self.printer.tell(answers::CODE_ASKS);
                }
            }
            Command::Revoke { invite } => {
                guest.withdraw_invite(invite).await?;
                self.printer.tell(answers::withdrawn(invite));
            }
            Command::Logout { everywhere } => {
                self.logging_out = true;
                let done = guest.log_out(everywhere).await;
                self.logging_out = done.is_ok();
                done?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The link of an invite, as one hands it out.
    fn tell_link(&self, guest: &Guest, line: &InviteLine, before: &str) {
        let own = || self.links.as_ref().map(|links| links(line));
        let Some(link) = guest.invite_link(line).or_else(own) else { return };
        self.printer.tell(format_args!("{before}{link}"));
        if link.is_only_here() {
            let why = match self.role {
                Role::Guest => "since you joined by its own address",
                Role::Host => "since the place can't be reached from elsewhere",
            };
            self.printer.tell(format_args!("{before}It works on this computer only, {why}."));
        }
    }
}
