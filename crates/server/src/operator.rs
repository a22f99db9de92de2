//! What whoever runs the server does to a data directory, also while a server uses it.
