//! The lab: one network with everything that an integration needs, made of namespaces.

mod certificates;
mod healthy;
mod world;

fn main() {}
