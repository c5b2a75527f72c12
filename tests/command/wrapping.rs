//! Lines that are wider than the terminal.

use super::wrapped;

#[test]
fn a_line_that_is_too_long_breaks_at_a_space_and_goes_on_below_its_words() {
    let line = "16:03 Ken: the kettle is on and there is cake\n";
    assert_eq!(wrapped(line, 30), "16:03 Ken: the kettle is on\n      and there is cake\n");
    assert_eq!(wrapped(line, 80), line);
    assert_eq!(
        wrapped("The kettle is on, and there is cake\nNow\n", 20),
        "The kettle is on,\nand there is cake\nNow\n"
    );
    let below = "16:03 Ken: one\n      the kettle is on and there is cake\n";
    assert_eq!(wrapped(below, 30), "16:03 Ken: one\n      the kettle is on and\n      there is cake\n");
}

#[test]
fn a_line_that_just_fits_stays_one() {
    assert_eq!(wrapped("The kettle is on now\n", 20), "The kettle is on now\n");
    assert_eq!(wrapped("The kettle is on it's\n", 20), "The kettle is on\nit's\n");
    // The space at its end takes no room.
    assert_eq!(wrapped("The kettle is on now and then\n", 20), "The kettle is on now\nand then\n");
}

#[test]
fn a_word_that_is_wider_than_the_terminal_stays_whole_for_whoever_copies_it() {
    let link = "parlor://192.168.1.20:7275/a-very-long-key-in-an-invite";
    let line = format!("16:03 Ken: {link} and so on\n");
    assert_eq!(wrapped(&line, 30), line);
    let line = format!("16:03 Ken: {link} and so on with the words behind it\n");
    assert!(wrapped(&line, 30).contains(link));
    assert!(wrapped(&line, 30).lines().skip(1).all(|line| line.chars().count() <= 30));
}

#[test]
fn wide_characters_take_the_room_they_take() {
    assert_eq!(wrapped("16:03 Ken: 水水水 水水水\n", 20), "16:03 Ken: 水水水\n      水水水\n");
    assert_eq!(wrapped("16:03 Ken: 👩‍🔬👩‍🔬👩‍🔬👩‍🔬 yes\n", 24), "16:03 Ken: 👩‍🔬👩‍🔬👩‍🔬👩‍🔬 yes\n");
}

#[test]
fn nothing_is_broken_where_there_is_no_room_for_it() {
    let line = "The kettle is on, and there is cake\n";
    assert_eq!(wrapped(line, 10), line);
    // What stands far to the right goes on at the left.
    assert_eq!(wrapped(&format!("{:<20} words that go on\n", ""), 30), format!("{:<20} words\nthat go on\n", ""));
}
