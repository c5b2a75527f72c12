//! Whoever was told a code, before they come in: they show that they know it, and get an invite. With that they come in
//! like anyone else, by another connection.

use std::sync::Arc;

use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::host::context::HouseContext;
use crate::host::core::Input;
use crate::host::hall::{Call, ReplyTo};
use crate::host::no::No;
use crate::host::session::{Connection, Turn};
use crate::log::LogError;
use crate::wire::carriage::Origin;
use crate::wire::code_exchange::Share;
use crate::wire::frame::{Code, FromGuest, FromHost};
use crate::wire::{Fingerprint, Secret};

/// Gives an invite to whoever knows the code with this number. Nothing where there is nobody to answer.
pub async fn give_invite(
    house: &Arc<HouseContext>,
    line: &mut Connection,
    (guest, from): (Fingerprint, Origin),
    number: u8,
    share: &Share,
) -> Option<Result<(), No>> {
    let codes = &house.entry.codes;
    let (guess, ours) = match codes.begin(number, share, guest, house.key, Instant::now()) {
        Ok(begun) => begun,
        Err(no) => return Some(Err(no)),
    };
    line.tell(&FromHost::Code { share: ours });
    let proof = loop {
        match line.turn(true).await {
            Ok(Turn::Sent | Turn::SentSome) => {}
            Ok(Turn::Heard(frames)) => match frames.as_slice() {
                [Ok(FromGuest::Proof { proof })] => break *proof,
                _ => return Some(Err(No::new(Code::Hello, "Prove the code first."))),
            },
            Ok(Turn::Ended) | Err(_) => return None,
        }
    };
    // Wrong codes from an address count as wrong passwords do: whoever only wants to end codes waits, too.
    let mut heard = None;
    let is_right = || heard.insert(codes.hear(&guess, &proof, Instant::now())).is_ok();
    if let Err(no) = house.throttle.house(from, Instant::now().into_std(), is_right) {
        return Some(Err(no));
    }
    let heard = match heard {
        Some(Ok(heard)) => heard,
        Some(Err(no)) => return Some(Err(no)),
        None => return None,
    };
    let Some(secret) = Secret::fresh() else { return Some(Err(No::not_kept(&LogError::Randomness))) };
    let (reply, made) = oneshot::channel();
    let (by, number) = (heard.by().clone(), heard.number());
    let ask = Input::InviteByCode { by, number, secret: secret.clone() };
    house.hall.call(Call::Input(ask, ReplyTo::Waiter(reply))).await;
    Some(match made.await {
        Ok(Ok(_)) => {
            line.tell(&FromHost::Granted { proof: heard.proof, secret });
            Ok(())
        }
        Ok(Err(no)) => {
            codes.give_back(heard, Instant::now());
            Err(no)
        }
        Err(_) => Err(No::closing()),
    })
}
