//! What only one operating system can do, one small module each behind one interface.

pub mod name_servers;
pub mod open_files;
pub mod sockets;
pub mod stop;
pub mod udp;
