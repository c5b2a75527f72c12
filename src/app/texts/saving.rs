//! What stands where a room is saved as a file.

/// A form.
pub const TEXT: &str = "Text";
/// What it is good for.
pub const TEXT_MEANS: &str = "Opens anywhere";
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

/// The title of the system's own dialog.
pub const SYSTEM_TITLE: &str = "Save the room";
/// Where the window itself asks for the path.
pub const AS_FILE: &str = "Save as a file";
/// The field for that.
pub const PATH: &str = "Folder and file name";
/// The button beside it.
pub const SAVE: &str = "Save";
/// Something went wrong that has no words of its own.
pub const FAILED: &str = "The room could not be saved. Try again.";
/// Where nothing else belongs.
pub const OWN_FOLDER: &str = "That is the folder Parlor keeps this room in. Choose another one.";
/// Nothing is typed.
pub const NO_PATH: &str = "Type a folder and a name for the file.";

/// A folder that is not there.
#[must_use]
pub fn no_folder(folder: &str) -> String {
    format!("There is no folder {folder}. Choose another one.")
}

/// A file that can't be written, and why.
#[must_use]
pub fn cant_write(path: &str, why: &str) -> String {
    format!("{path} can’t be written: {why}. Choose another place.")
}

/// It could not be put in its place, and why.
#[must_use]
pub fn not_saved(why: &str) -> String {
    format!("It could not be saved: {why}.")
}

/// It is saved: where, and how much.
#[must_use]
pub fn saved(path: &str, count: u64) -> String {
    if count == 1 { format!("Saved to {path}: 1 entry.") } else { format!("Saved to {path}: {count} entries.") }
}

/// It is saved, and something is missing.
#[must_use]
pub fn saved_in_part(path: &str) -> String {
    format!("Saved to {path}, without messages that are not on this computer. Connect and save again to add them.")
}
