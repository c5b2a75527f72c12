//! What random batches found wrong, each told in as few steps as it takes.

use super::faults::Fault;
use super::scene::{FIRST, Guest, Scene};
use crate::host::core::{Ask, Register, Request};

#[test]
fn whoever_registers_at_the_door_has_the_account_also_where_they_are_here_already() {
    let mut scene = Scene::open();
    let ada = scene.come("Ada", Some(1));
    let mut comer = Scene::comer("Ada", Some(1));
    comer.register = Register::With("hash".to_owned());
    scene.claim(&comer).unwrap();
    let again = Scene::asking(&ada, Request::Account { hash: "other".to_owned(), new: true });
    assert!(scene.ask(again).is_err(), "there is an account, and no second one is made");
}
