//! What only one operating system can do, one small module each behind one interface.

pub mod open_files;
pub mod sockets;
