//! Steps of a person, one a line, in `ice/`: run by iced's own emulator, which is as near to the real thing as can be
//! without a screen.

use parlor::app::program;
use parlor::find::LocalNetwork;
use parlor::paths::Paths;
use tempfile::TempDir;

use crate::stage::free_port;

#[test]
fn every_written_down_path_through_the_lobby_can_be_walked() {
    let home = TempDir::new().unwrap();
    std::fs::write(Paths::at(home.path()).settings(), "name = \"Ada\"\n").unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/window/ice");
    let network = LocalNetwork::only_here(free_port());
    iced_test::run(program(Paths::at(home.path()), network), folder).unwrap();
}
