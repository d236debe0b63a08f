//! Sync Network: what differs between App Service's copy and the network, which calls bring it up to
//! date, and making them so that being killed between any two of them does no harm.
//!
//! `outlook` says what would be done, `steps` decides the next call from what was read just now; both are
//! pure. `work` makes the calls through whatever [`work::World`] it is given, `journal` writes each down
//! before and after. A gateway's body, which may hold a secret, passes through `gateway_body` from a
//! reading to the call that puts it back, and nowhere else.

pub mod call;
pub mod disconnect;
mod gateway_body;
pub mod journal;
pub mod outlook;
mod presented;
pub mod route;
pub mod single;
pub mod steps;
pub mod work;
