//! Where things are kept, as the command line finds it.

use std::fs;
use std::path::PathBuf;

use parlor::paths::Paths;

use super::ending::Failure;

/// This person's folders.
pub fn paths() -> Result<Paths, Failure> {
    Paths::of_person().ok_or_else(|| "No home folder was found. Set PARLOR_HOME to a folder of yours.".into())
}

/// The folder of the house that is meant: the one named, or the only one there is.
pub fn house_folder(data: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(data) = data {
        return Ok(data.clone());
    }
    let houses = paths()?.houses();
    let mut found: Vec<PathBuf> =
        fs::read_dir(&houses).map(|entries| entries.flatten().map(|entry| entry.path()).collect()).unwrap_or_default();
    found.retain(|dir| dir.join("log.db").is_file());
    found.sort();
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(format!("Nothing was found in {}. Name a folder with --data.", houses.display()).into()),
        several => {
            let list: Vec<String> = several.iter().map(|dir| format!("  {}", dir.display())).collect();
            Err(format!("There is more than one. Choose one with --data:\n{}", list.join("\n")).into())
        }
    }
}
