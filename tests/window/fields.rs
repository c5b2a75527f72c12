//! Fields: what is pasted into them, what is dropped on them, and where their caret shows.

use iced::keyboard::key::Named;
use iced::{Event, Point, mouse, window};
use tempfile::TempDir;

use crate::stage::Stage;
use crate::talk::{hosts, says};

#[test]
fn what_is_selected_anywhere_is_pasted_at_the_caret_with_the_middle_button() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    says(&mut ada, "words to take");
    ada.until("it to be kept", |ada| ada.shows("words to take") && !ada.shows("Sending"));
    let row = ada.bounds_of("words to take")[0];
    let first_line = row.y + row.height - 14.0;
    ada.drag(Point::new(row.x + 40.0, first_line), Point::new(row.x + row.width - 40.0, first_line));
    ada.until("the selection", |ada| ada.selected().contains("words to take"));
    assert_eq!(ada.copied(), "", "nothing is copied by that");
    ada.click_id("entry");
    ada.type_in("take: ");
    middle_click(&mut ada);
    ada.until_shown("take: words to take");
    // What is selected in the entry is pasted once more, and replaces nothing.
    ada.command("a");
    ada.until("the selection", |ada| ada.selected() == "take: words to take");
    middle_click(&mut ada);
    ada.until_shown("take: words to taketake: words to take");
    ada.type_in("!");
    ada.until_shown("take: words to taketake: words to take!");
}

#[test]
fn a_file_that_is_dropped_on_the_window_is_told_of_in_a_sentence() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.on(Event::Window(window::Event::FileDropped("notes.pdf".into())));
    ada.until_shown("Files can’t be sent yet.");
}

#[test]
fn a_field_shows_its_caret_only_where_nothing_lies_over_it() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.click_id("entry");
    ada.type_in("half");
    let entry = ada.place_of(iced_test::selector::id("entry")).unwrap();
    assert_eq!(carets(&mut ada, entry), 1);
    ada.command("k");
    ada.until_focused("go-to");
    assert_eq!(carets(&mut ada, entry), 0);
    // The window comes back to the front: still nothing can be typed there.
    ada.on(Event::Window(window::Event::Unfocused));
    ada.on(Event::Window(window::Event::Focused));
    assert_eq!(carets(&mut ada, entry), 0);
    ada.press(Named::Escape);
    ada.until_gone("Go to a room");
    ada.until_focused("entry");
    assert_eq!(carets(&mut ada, entry), 1);
    ada.type_in(" a thought");
    assert!(ada.shows("half a thought"));
}

fn middle_click(stage: &mut Stage) {
    let entry = stage.place_of(iced_test::selector::id("entry")).unwrap();
    stage.point(entry);
    stage.on(Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Middle)));
    stage.on(Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Middle)));
    stage.catch_up();
}

/// How many carets are drawn where one writes: lines of one pixel's width that are higher than any letter.
fn carets(stage: &mut Stage, entry: Point) -> usize {
    stage.redraw();
    stage.draw();
    let (width, pixels) = (stage.size.width as usize, stage.pixels());
    let at = |x: usize, y: usize| &pixels[4 * (y * width + x)..][..4];
    let (middle, around) = (entry.y as usize, 9);
    let ground = at(entry.x as usize, middle).to_vec();
    let is_line = |x: &usize| {
        let first = at(*x, middle);
        first != ground && (middle - around..middle + around).all(|y| at(*x, y) == first)
    };
    (256..600).filter(is_line).count()
}
