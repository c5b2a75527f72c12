//! What fuzz targets feed. Only where they are built.

use super::message::Message;
use super::nick::{Nick, nick_of, read};
use crate::room::{Author, Name, PersonId};

/// A line is a message or an error, and so are its parts as nicks.
pub fn reads(line: &[u8]) {
    let Ok(message) = Message::parse(line) else { return };
    for index in 0..16 {
        let _ = message.param(index).map(read);
    }
}

/// The nick of someone means them.
pub fn nick_leads_back(name: &Name) {
    let person = Author { who: PersonId(7), name: name.clone() };
    match read(&nick_of(&person)) {
        Ok(Nick::Name(read)) => assert_eq!(read.key(), name.key(), "{name}"),
        Ok(Nick::Person(who)) => assert_eq!(who, person.who),
        Err(error) => panic!("{name}: {error}"),
    }
}
