//! How large a file is, in words that need no language.

/// Bytes as people say them.
pub(super) fn size(bytes: u64) -> String {
    // The fraction is for reading.
    #[allow(clippy::cast_precision_loss)]
    let of = |unit: u64| bytes as f64 / unit as f64;
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{:.0} KB", of(1024)),
        1_048_576..1_073_741_824 => format!("{:.1} MB", of(1_048_576)),
        1_073_741_824.. => format!("{:.1} GB", of(1_073_741_824)),
    }
}
