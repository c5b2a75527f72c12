//! The engine's figures: `cargo bench --bench engine [WHICH...]`, where WHICH is acked, piped, fanout, idle, kept, find
//! or forget. The host runs in a process of its own, on one core where the system can pin it, so that its costs are its
//! own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that can't go on has nothing to print")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    clippy::cast_lossless,
    reason = "figures are printed, and need not be exact to the last digit"
)]

#[path = "engine/crowd.rs"]
mod crowd;
#[path = "engine/figures.rs"]
mod figures;
#[path = "engine/finding.rs"]
mod finding;
#[path = "engine/forgetting.rs"]
mod forgetting;
#[path = "engine/process.rs"]
mod process;
mod process_figures;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    println!("{:<58} {:>12}  {:>12}", "", "measured", "wanted");
    for (name, figure) in figures::ALL {
        if is_wanted(name) {
            runtime.block_on(figure());
        }
    }
    // Thousands of connections need not be ended one by one.
    runtime.shutdown_background();
}
