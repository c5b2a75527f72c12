//! Nothing is seen of whoever is ignored: in no room, not later, not in what others say.

use crate::places::goes_again;
use crate::rooms::{goes_to, looks_at, makes, picks, two};
use crate::talk::says;

#[test]
fn someone_who_is_ignored_is_not_seen_and_is_seen_again() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "la la la");
    grace.until_shown("la la la");
    looks_at(&mut grace, "Ada");
    grace.until_shown("Ignore");
    grace.click("Ignore");
    grace.until_gone("la la la");
    says(&mut ada, "tra la la");
    says(&mut grace, "so quiet here");
    ada.until_shown("so quiet here");
    grace.until_shown("so quiet here");
    assert!(!grace.shows("tra la la"));
    looks_at(&mut grace, "Ada");
    grace.click("Stop ignoring");
    grace.until_shown("tra la la");
}

#[test]
fn who_is_ignored_is_not_seen_in_another_room_and_not_at_the_next_visit() {
    let (mut ada, mut grace, _, _homes) = two();
    says(&mut ada, "la la la");
    looks_at(&mut grace, "Ada");
    grace.click("Ignore");
    grace.until_gone("la la la");
    makes(&mut ada, "Tea kitchen");
    says(&mut ada, "@Grace tra la la");
    goes_to(&mut grace, "Tea kitchen");
    grace.until_shown("Ada is now an operator");
    says(&mut grace, "so quiet here");
    grace.until_shown("so quiet here");
    assert!(!grace.shows("tra la la"));
    goes_to(&mut grace, "Course chat");
    says(&mut ada, "@Grace still here");
    says(&mut grace, "I hear nothing");
    ada.until_shown("Course chat");
    grace.until_shown("I hear nothing");
    grace.click("Quit");
    grace.click("Back to lobby");
    grace.until_shown("Recent");
    goes_again(&mut grace);
    grace.until_shown("I hear nothing");
    assert!(!grace.shows("la la la"));
    says(&mut ada, "and here");
    says(&mut grace, "nor now");
    grace.until("it to be kept", |grace| grace.shows("nor now") && !grace.shows("Sending"));
    assert!(!grace.shows("@"), "{:?}", grace.read());
    assert!(!grace.app.title().starts_with('('), "{}", grace.app.title());
}

#[test]
fn what_is_answered_is_not_seen_where_it_is_by_someone_ignored() {
    let (mut ada, mut grace, port, _homes) = two();
    let home = tempfile::TempDir::new().unwrap();
    let mut ken = crate::talk::joins(&home, "Ken", port);
    says(&mut ada, "la la la");
    ken.until_shown("la la la");
    picks(&mut ken, "la la la");
    ken.click("Reply");
    says(&mut ken, "be quiet");
    grace.until_shown("↪ Ada: la la la");
    looks_at(&mut grace, "Ada");
    grace.click("Ignore");
    grace.until_gone("la la la");
    grace.until_shown("be quiet");
    looks_at(&mut grace, "Ada");
    grace.click("Stop ignoring");
    grace.until_shown("↪ Ada: la la la");
}
