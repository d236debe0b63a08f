//! Our programs beside what people would use instead, on the same work, in one run.
//!
//!     cargo build --release
//!     cargo run --release -p peers                      everything that can be measured here
//!     cargo run --release -p peers -- targets           one kind of work
//!     cargo run --release -p peers -- --runs 3          three times, and what they came to as Markdown
//!
//! Everything happens in network namespaces that this program makes for itself (`lab`), without a way
//! out. Peers are those that are installed; the others are named and left out. Absolute figures move
//! with the machine and its load: compare within one run, and mind the spread.

#[cfg(target_os = "linux")]
mod cli;
#[cfg(target_os = "linux")]
mod figure;
#[cfg(target_os = "linux")]
mod lab;
#[cfg(target_os = "linux")]
mod limit;
#[cfg(target_os = "linux")]
mod measure;
#[cfg(target_os = "linux")]
mod outcome;
#[cfg(target_os = "linux")]
mod role;
#[cfg(target_os = "linux")]
mod run;
#[cfg(target_os = "linux")]
mod serve;
#[cfg(target_os = "linux")]
mod summary;
#[cfg(target_os = "linux")]
mod table;
#[cfg(target_os = "linux")]
mod work;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    run::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("network namespaces are needed, which only Linux has");
}
