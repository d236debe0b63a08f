//! Ways through networks: one world at a time, and random worlds packet by packet.

mod gateway;
mod packets;
mod regional;
