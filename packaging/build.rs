//! Gives the Windows programs their icon, their version and their manifest. Elsewhere there is nothing to do.

use std::env;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=packaging/build.rs");
    if env::var("CARGO_CFG_TARGET_OS")? != "windows" {
        return Ok(());
    }
    println!("cargo:rerun-if-changed=packaging/windows/parlor.manifest");
    println!("cargo:rerun-if-changed=assets/icon/parlor.ico");
    let mut resource = winresource::WindowsResource::new();
    resource.set_icon("assets/icon/parlor.ico").set_manifest_file("packaging/windows/parlor.manifest");
    resource.set("ProductName", "Parlor").set("FileDescription", "Parlor").set("OriginalFilename", "parlor.exe");
    resource.set("LegalCopyright", "The Parlor authors");
    resource.compile()?;
    Ok(())
}
