//! Invites on their way to people: the link, the file it is handed over in, and the code that is scanned.

use std::fs;

use parlor::wire::invite_file::{self, ENDING, InviteFileError};
use parlor::wire::qr::{Ink, QUIET, Qr, TooLong};
use parlor::wire::{Address, Fingerprint, Invite, Secret};
use tempfile::TempDir;

use crate::support::program::Home;

/// An invite to a house with these addresses.
fn invite(addresses: &[&str]) -> Invite {
    Invite {
        addresses: addresses.iter().map(|address| address.parse().unwrap()).collect(),
        relay: None,
        key: Fingerprint::of_key(b"a house"),
        room: None,
        secret: Secret::fresh(),
    }
}

/// What a reader of codes makes of a picture that has these dark squares, with the light ones around it.
fn scanned(side: usize, dark: impl Fn(usize, usize) -> bool) -> String {
    const PIXELS: usize = 4;
    let size = side * PIXELS;
    let mut picture = rqrr::PreparedImage::prepare_from_bitmap(size, size, |x, y| dark(x / PIXELS, y / PIXELS));
    let codes = picture.detect_grids();
    assert_eq!(codes.len(), 1);
    codes[0].decode().unwrap().1
}

/// The squares of a code that was written in half blocks.
fn read_back(lines: &[&str]) -> String {
    let rows: Vec<Vec<char>> = lines.iter().map(|line| line.chars().collect()).collect();
    scanned(rows[0].len(), |x, y| match rows[y / 2][x] {
        '█' => true,
        '▀' => y % 2 == 0,
        '▄' => y % 2 == 1,
        _ => false,
    })
}

#[test]
fn a_code_is_read_back_as_the_link_it_was_made_of() {
    let short = ["192.168.1.20:7275"];
    let long =
        ["192.168.1.20:7275", "desk-04.local:7275", "[2001:db8:1234:5678:9abc:def0:1234:5678]:7275", "10.0.0.7:1"];
    for addresses in [&short[..], &long[..]] {
        let invite = invite(addresses);
        let code = Qr::of(&invite).unwrap();
        let side = code.width() + 2 * QUIET;
        let dark = |x: usize, y: usize| x >= QUIET && y >= QUIET && code.dark(x - QUIET, y - QUIET);
        assert_eq!(scanned(side, dark), invite.to_string());
        assert!(!code.dark(code.width(), 0) && !code.dark(0, code.width()), "around it all is light");
        let written = code.half_blocks(Ink::Dark);
        assert_eq!(read_back(&written.lines().collect::<Vec<_>>()), invite.to_string());
    }
}

#[test]
fn on_a_dark_ground_the_light_squares_are_written() {
    let invite = invite(&["192.168.1.20:7275"]);
    let code = Qr::of(&invite).unwrap();
    let dark = code.half_blocks(Ink::Light).replace(' ', "X").replace('█', " ").replace('X', "█");
    let dark = dark.replace('▀', "X").replace('▄', "▀").replace('X', "▄");
    assert_eq!(read_back(&dark.lines().collect::<Vec<_>>()), invite.to_string());
}

#[test]
fn an_invite_with_very_many_addresses_fits_no_code_and_says_so() {
    let many: Vec<String> = (0..200).map(|number| format!("a-long-name-of-a-computer-{number}.example:7275")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(Qr::of(&invite(&many)), Err(TooLong));
}

#[test]
fn an_invite_whose_addresses_are_all_of_its_own_computer_says_so() {
    for here in [&["127.0.0.1:7275"][..], &["[::1]:7275", "localhost:1"], &["127.8.8.8:1"]] {
        assert!(invite(here).is_only_here(), "{here:?}");
    }
    for elsewhere in [&["192.168.1.20:7275"][..], &["127.0.0.1:7275", "desk-04.local:7275"], &["[fe80::1]:1"]] {
        assert!(!invite(elsewhere).is_only_here(), "{elsewhere:?}");
    }
}

#[test]
fn one_link_has_every_address_of_a_computer() {
    let invite = invite(&["10.0.0.7:7275", "192.168.1.20:7275", "[2001:db8::7]:7275"]);
    let read: Invite = invite.to_string().parse().unwrap();
    assert_eq!(read, invite);
    assert_eq!(read.addresses.iter().map(Address::to_string).collect::<Vec<_>>()[2], "[2001:db8::7]:7275");
}

#[test]
fn an_invite_is_handed_over_in_a_file_of_one_line() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join(format!("Course chat.{ENDING}"));
    let invite = invite(&["10.0.0.7:7275", "desk-04.local:7275"]);
    invite_file::write(&file, &invite).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{invite}\n"));
    assert_eq!(invite_file::read(&file).unwrap(), invite);
    // As other programs may have written it.
    fs::write(&file, format!("\u{feff}\r\n  {invite} \r\nand more\r\n")).unwrap();
    assert_eq!(invite_file::read(&file).unwrap(), invite);
    fs::write(&file, " \n").unwrap();
    assert!(matches!(invite_file::read(&file), Err(InviteFileError::Empty)));
    let nowhere = invite_file::write(&dir.path().join("none/a.parlor"), &invite).unwrap_err();
    assert_eq!(nowhere.to_string(), "The invite was not saved: it is not there. Choose another folder.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_shows_its_invite_as_a_code_that_is_read_back() {
    let home = Home::new();
    let house = home.host(&["--qr"]).await;
    let blocks = |line: &&String| line.contains(['█', '▀', '▄']);
    let heard = &house.program.out.heard;
    let (first, last) = (heard.iter().position(|line| blocks(&line)), heard.iter().rposition(|line| blocks(&line)));
    let mut lines: Vec<&str> = heard[first.unwrap()..=last.unwrap()].iter().map(String::as_str).collect();
    // The rows of light squares above and below it have no ink.
    let blank = " ".repeat(lines[0].chars().count());
    for _ in 0..2 {
        lines.insert(0, &blank);
        lines.push(&blank);
    }
    let side = blank.len();
    lines.truncate(side.div_ceil(2));
    assert_eq!(read_back(&lines), house.invite);
}
