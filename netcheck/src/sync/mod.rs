//! What changes something in Azure: what would be done, which calls that takes, and making them so that
//! being killed between any two of them does no harm.
//!
//! `outlook` says what Sync Network would do, `steps` decides its next call from what was read just now;
//! `route` (`add-route`) and `disconnect` say what their one call would do. All of these are pure. `work`
//! makes the calls of a sync and `single` the one call, through whatever [`world::World`] they are given;
//! `journal` writes each down before and after. A gateway's body, which may hold a secret, passes through
//! `gateway_body` from a reading to the call that puts it back, and nowhere else.

pub mod call;
pub mod disconnect;
pub mod due;
pub mod errand;
mod gateway_body;
pub mod journal;
pub mod outlook;
mod presented;
pub mod route;
pub mod single;
pub mod steps;
pub mod work;
pub mod world;
