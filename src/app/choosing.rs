//! Where a file of one's own goes: whether the desktop asks for that in a dialog of its own, and where it goes by itself.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use directories::UserDirs;

use crate::app::texts::saving as texts;
use crate::export::Format;

/// A dialog that closes sooner than anyone can close it was never there.
const NEVER_THERE: Duration = Duration::from_millis(300);

/// How long the desktop may take to say that it has a dialog.
#[cfg(target_os = "linux")]
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether the desktop has a dialog in which a file is chosen. On Linux, a service that may not be there has it.
#[cfg(target_os = "linux")]
async fn has_dialog() -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let (service, at) = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop");
        let chooser = zbus::Proxy::new(&bus, service, at, "org.freedesktop.portal.FileChooser").await?;
        chooser.get_property::<u32>("version").await
    };
    if matches!(tokio::time::timeout(PATIENCE, asked).await, Ok(Ok(_))) {
        return true;
    }
    // What stands in for it.
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join("zenity").is_file()))
}

/// Whether the desktop has a dialog in which a file is chosen. Here it always has.
#[cfg(not(target_os = "linux"))]
async fn has_dialog() -> bool {
    true
}

/// What was answered to the question where a file is to be saved.
pub enum Asked {
    /// There.
    At(PathBuf),
    /// It was given up.
    Nowhere,
    /// The desktop has no dialog to ask in.
    NoDialog,
}

/// Asks where a file is to be saved that is called so, in a dialog of the desktop.
pub async fn ask(name: &str, question: &str) -> Asked {
    if !has_dialog().await {
        return Asked::NoDialog;
    }
    let asked = Instant::now();
    match rfd::AsyncFileDialog::new().set_title(question).set_file_name(name).save_file().await {
        Some(file) => Asked::At(file.path().to_owned()),
        None if asked.elapsed() < NEVER_THERE => Asked::NoDialog,
        None => Asked::Nowhere,
    }
}

/// Where a file is to be saved that is called so: where the person says in a dialog of the desktop, or where that has none,
/// among their documents. Nothing where they gave it up.
pub async fn where_to(title: &str, ending: &str, question: &str) -> Option<PathBuf> {
    let name = format!("{}.{ending}", plain_name(title));
    match ask(&name, question).await {
        Asked::At(path) => return Some(path),
        Asked::Nowhere => return None,
        Asked::NoDialog => {}
    }
    // Never over another file.
    let names = std::iter::once(name).chain((2..100).map(|nth| format!("{} {nth}.{ending}", plain_name(title))));
    names.map(|name| folder().join(name)).find(|path| !path.exists())
}

/// Where a file goes, where nobody says otherwise: among one's documents, else at home.
#[must_use]
pub fn folder() -> PathBuf {
    let Some(dirs) = UserDirs::new() else { return PathBuf::new() };
    let documents = dirs.document_dir().filter(|folder| folder.is_dir());
    documents.unwrap_or_else(|| dirs.home_dir()).to_owned()
}

/// What a room that is called so is called as a file.
#[must_use]
pub fn file_name(title: &str, format: Format) -> String {
    format!("{}.{format}", plain_name(title))
}

/// A title, with letters alone that any file system takes.
fn plain_name(title: &str) -> String {
    title.chars().map(|c| if c.is_alphanumeric() || " -_".contains(c) { c } else { '-' }).collect()
}

/// The path that someone typed: from their home on where it begins there or nowhere, and with the ending that tells what
/// is in the file.
///
/// # Errors
/// There can't be a file, in a sentence.
pub fn typed_path(typed: &str, format: Format) -> Result<PathBuf, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(texts::NO_PATH.to_owned());
    }
    let home = UserDirs::new().map(|dirs| dirs.home_dir().to_owned()).unwrap_or_default();
    let below_home = typed.strip_prefix("~/").or_else(|| typed.strip_prefix("~\\"));
    let mut path = home.join(below_home.unwrap_or(typed));
    if path.is_dir() {
        return Err(format!("{} is a folder. Add a name for the file.", path.display()));
    }
    if !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(format.as_str())) {
        path.as_mut_os_string().push(format!(".{format}"));
    }
    if path.exists() {
        return Err(format!("{} is there already. Choose another name.", path.display()));
    }
    match path.parent().filter(|folder| !folder.is_dir()) {
        Some(folder) => Err(texts::no_folder(&folder.display().to_string())),
        None => Ok(path),
    }
}

/// The folder that a file is in.
#[must_use]
pub fn folder_of(file: &Path) -> PathBuf {
    file.parent().unwrap_or(file).to_owned()
}
