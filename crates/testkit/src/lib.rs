//! For tests only: a network that breaks, servers in the process, people, and the driver of real windows.

pub mod chance;
pub mod desk;
pub mod hearthd;
pub mod people;
pub mod proxy;
pub mod server;
pub mod torture;
pub mod wire;
