//! What only one operating system can do, one small module each behind one interface.

pub mod datagrams;
pub mod name_servers;
pub mod open_files;
pub mod output;
pub mod sockets;
pub mod stop;
pub mod udp;
