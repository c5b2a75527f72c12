//! What stands where a room is saved as a file.

/// A form.
pub const TEXT: &str = "Text";
/// What it is good for.
pub const TEXT_MEANS: &str = "Reads anywhere";
/// A form.
pub const PAGE: &str = "Web page";
/// What it is good for.
pub const PAGE_MEANS: &str = "Looks like the room, opens in a browser";
/// A form.
pub const TABLE: &str = "Table";
/// What it is good for.
pub const TABLE_MEANS: &str = "CSV, for spreadsheets";
/// A form.
pub const JSON: &str = "JSON";
/// What it is good for.
pub const JSON_MEANS: &str = "Every event, for programs";
/// What is saved.
pub const EVERYTHING: &str = "Everything in this room, as a file.";
/// The way back.
pub const CANCEL: &str = "Cancel";
/// The button that asks where.
pub const SAVE_AS: &str = "Save as…";

/// The title.
#[must_use]
pub fn save(title: &str) -> String {
    format!("Save {title}")
}
