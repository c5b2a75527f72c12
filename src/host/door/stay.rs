//! What is the same at every door: coming in, where need be by the host's word, and the stay of whoever came in.

use std::sync::Arc;

use super::entrance::{AdmittedGuest, Came, Entrance, Papers, WaitsForHost};
use crate::host::connection_limit::Permit;
use crate::host::context::HouseContext;
use crate::host::ledger::Note;
use crate::host::mailbox::{Mailbox, WINDOW};
use crate::host::no::No;
use crate::host::session::{Connection, End, Session, Turn};
use crate::wire::carriage::{Origin, Stream};
use crate::wire::frame::{Code, FromHost, Welcome};
use crate::wire::{Fingerprint, VERSION};

/// Someone who has reached the door, and what they said there already.
pub struct Newcomer {
    /// The bytes.
    pub stream: Box<dyn Stream>,
    /// The key they proved to have, if they showed one.
    pub key: Option<Fingerprint>,
    /// Where they are.
    pub from: Origin,
    /// Whether they speak TLS.
    pub secure: bool,
    /// What they said so far.
    pub said: Vec<u8>,
}

impl Newcomer {
    /// Whether nobody on the way can read along: with TLS, or where there is no way because they are on this computer.
    pub fn is_private(&self) -> bool {
        self.secure || matches!(self.from, Origin::Network(address) if address.ip().is_loopback())
    }
}

/// Welcomes someone, and serves them until either side is done, in a task of its own: it lasts longest, and carries along
/// nothing that only coming in needed.
pub fn stay(
    house: Arc<HouseContext>,
    mut line: Connection,
    mailbox: Arc<Mailbox>,
    guest: AdmittedGuest,
    (from, key): (Origin, Option<Fingerprint>),
    pass: Permit,
) {
    let AdmittedGuest { arrived, limited, stay } = guest;
    let me = arrived.you.clone();
    line.tell(&FromHost::Welcome(Welcome {
        v: VERSION,
        house: house.title.clone(),
        you: arrived.you,
        rooms: arrived.rooms,
        more: arrived.more,
        rank: arrived.rank,
        account: arrived.account,
        ignored: arrived.ignored,
        window: WINDOW,
    }));
    house.note(|| Note::came(from, key, &me));
    let session = Box::new(Session::new(Arc::clone(&house), line, mailbox, me, limited, stay));
    pass.serve(move |pass| async move {
        let (end, me) = session.serve().await;
        house.note(|| match end {
            End::Goodbye => Note::went(from, &me, "left"),
            End::Cut => Note::went(from, &me, "lost connection"),
            End::Dismissed(no) => Note::dismissed(from, &me, &no.why),
        });
        drop(pass);
    });
}

/// Brings someone in who shows these papers, and asks the host where that has to be. `early` is what is said to whoever does not
/// wait for that.
///
/// # Errors
/// They don't come in.
pub async fn come(
    entrance: &Entrance<'_>,
    line: &mut Connection,
    mailbox: &Mailbox,
    papers: &Papers,
    early: impl Fn() -> No,
) -> Result<Box<AdmittedGuest>, No> {
    loop {
        match entrance.come(papers).await? {
            Came::In(guest) => return Ok(guest),
            // After a yes, the next answer is another one.
            Came::Waits(waits) => wait(line, mailbox, waits, &early).await?,
        }
    }
}

/// What ends the waiting of whoever says goodbye instead.
pub fn left() -> No {
    No::new(Code::Hello, "You left.")
}

/// Waits until the host has decided, the guest goes away, or the house closes.
async fn wait(
    line: &mut Connection,
    mailbox: &Mailbox,
    mut waits: WaitsForHost,
    early: impl Fn() -> No,
) -> Result<(), No> {
    let why = "Your request is with the host. You join as soon as they approve it.".to_owned();
    line.tell(&FromHost::Waiting { why });
    loop {
        if let Some(no) = mailbox.dismissed() {
            return Err(no);
        }
        tokio::select! {
            decided = waits.decided() => return decided,
            turn = line.turn(true) => match turn {
                Ok(Turn::Sent | Turn::SentSome) => {}
                // Something of the door's own, and nothing for the house.
                Ok(Turn::Heard(heard)) if heard.is_empty() => {}
                Ok(Turn::Heard(_)) => return Err(early()),
                Ok(Turn::Ended) | Err(_) => {
                    return Err(No::new(Code::Hello, "Left while waiting for the host."));
                }
            },
            () = mailbox.rung() => {}
        }
    }
}
