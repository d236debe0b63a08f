//! Which name servers the app asks.
