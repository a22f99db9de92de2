//! Measures what a history does at a million messages.

fn main() {}
