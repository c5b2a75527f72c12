//! The house, from a terminal: who may not come in, who asks to, invites, and logging out of one's account.

use parlor::commands::Command;
use parlor::guest::{Guest, GuestError};
use parlor::wire::invites::{InviteLine, InviteState};

use super::screen::Screen;
use parlor::wording;

impl<M: FnMut(&str)> Screen<M> {
    pub(super) async fn obey_of_house(&mut self, command: Command, guest: &Guest) -> Result<(), GuestError> {
        match command {
            Command::Bans { house } => {
                let room = if house { None } else { Some(self.room()?) };
                let bans = guest.bans(room).await?;
                if bans.is_empty() {
                    eprintln!("Nobody is banned from {}.", if house { "all rooms" } else { "this room" });
                }
                bans.iter().for_each(|line| eprintln!("{}", wording::ban(line, wording::now())));
            }
            Command::Requests => {
                let (admission, requests) = guest.requests().await?;
                eprintln!("Who can join: {}. Requests: {}.", admission.as_str(), requests.len());
                for line in requests {
                    let since = wording::time(line.at, &self.zone);
                    eprintln!("{}: {}, since {since}. Key in words: {}", line.request, line.name, line.key.words());
                }
            }
            Command::Admit { request, yes } => {
                guest.admit(request, yes).await?;
                eprintln!("Request {request}: {}.", if yes { "approved" } else { "declined" });
            }
            Command::Admission(admission) => {
                guest.set_admission(admission).await?;
                eprintln!("Who can join: {}.", admission.as_str());
            }
            Command::Invites => {
                for line in guest.invites().await? {
                    eprintln!("{}", wording::invite(&line, wording::now()));
                    if line.state == InviteState::Open {
                        tell_link(guest, &line, "  ");
                    }
                }
            }
            Command::InviteLink(new) => {
                let line = guest.make_invite(new).await?;
                eprintln!("{}", wording::invite(&line, wording::now()));
                tell_link(guest, &line, "");
            }
            Command::SpokenCode { another } => {
                let (code, left) = guest.spoken_code(another).await?;
                let minutes = left.as_secs().div_ceil(60);
                let how = "They type it into Parlor instead of an address. It lets one person join";
                eprintln!("{code}\n{how}, within {minutes} minutes.");
            }
            Command::Revoke { invite } => {
                guest.withdraw_invite(invite).await?;
                eprintln!("Invite {invite}: withdrawn.");
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
}

/// The link of an invite, as one hands it out.
fn tell_link(guest: &Guest, line: &InviteLine, before: &str) {
    let Some(link) = guest.invite_link(line) else { return };
    eprintln!("{before}{link}");
    if link.is_only_here() {
        eprintln!("{before}It works on this computer only, since you joined by its own address.");
    }
}
