//! What only one operating system can do, one small module each behind one interface.

pub(crate) mod datagrams;
pub mod name_servers;
pub mod open_files;
pub mod output;
pub(crate) mod sockets;
pub mod stop;
pub(crate) mod udp;
