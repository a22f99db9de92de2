//! Takes what describes the camera or the person out of a WebP file without touching its pixels.

/// The same picture without its EXIF and XMP parts. Bytes that are no well-formed WebP come back as they are.
#[must_use]
pub fn without_metadata(bytes: &[u8]) -> Vec<u8> {
    strip(bytes).unwrap_or_else(|| bytes.to_vec())
}

/// The container is RIFF: twelve bytes of header, then chunks of a name, a length and a body padded to even length.
/// See the WebP container specification (RFC 9649, section 2).
fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let (header, mut rest) = bytes.split_at_checked(12)?;
    if !header.starts_with(b"RIFF") || !header.ends_with(b"WEBP") {
        return None;
    }
    let mut kept = header.to_vec();
    while !rest.is_empty() {
        let length = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?) as usize;
        let padded = length.checked_add(length % 2)?.checked_add(8)?;
        let (chunk, after) = rest.split_at_checked(padded.min(rest.len()))?;
        match chunk.get(..4)? {
            b"EXIF" | b"XMP " => {}
            b"VP8X" => {
                let start = kept.len();
                kept.extend_from_slice(chunk);
                // The flags say which parts follow: bit 3 is EXIF, bit 2 is XMP.
                *kept.get_mut(start + 8)? &= !0b1100;
            }
            _ => kept.extend_from_slice(chunk),
        }
        rest = after;
    }
    let length = u32::try_from(kept.len() - 8).ok()?;
    kept.get_mut(4..8)?.copy_from_slice(&length.to_le_bytes());
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let mut bytes = name.to_vec();
        bytes.extend_from_slice(&u32::try_from(body.len()).expect("short").to_le_bytes());
        bytes.extend_from_slice(body);
        bytes.resize(bytes.len() + body.len() % 2, 0);
        bytes
    }

    fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
        let body = chunks.concat();
        let mut bytes = b"RIFF".to_vec();
        bytes.extend_from_slice(&u32::try_from(body.len() + 4).expect("short").to_le_bytes());
        bytes.extend_from_slice(b"WEBP");
        bytes.extend_from_slice(&body);
        bytes
    }

    #[test]
    fn exif_and_xmp_go_and_everything_else_stays() {
        let full = file(&[
            chunk(b"VP8X", &[0b0001_1110, 0, 0, 0, 1, 0, 0, 1, 0, 0]),
            chunk(b"ANIM", &[1; 6]),
            chunk(b"EXIF", b"where it was taken"),
            chunk(b"ANMF", &[2; 5]),
            chunk(b"XMP ", b"who took it"),
        ]);
        let bare = file(&[
            chunk(b"VP8X", &[0b0001_0010, 0, 0, 0, 1, 0, 0, 1, 0, 0]),
            chunk(b"ANIM", &[1; 6]),
            chunk(b"ANMF", &[2; 5]),
        ]);
        assert_eq!(without_metadata(&full), bare);
        assert_eq!(without_metadata(&bare), bare);
    }

    #[test]
    fn other_bytes_come_back_as_they_are() {
        for bytes in [&b""[..], b"RIFF", b"RIFF\0\0\0\0WEBPVP8", b"something else entirely"] {
            assert_eq!(without_metadata(bytes), bytes);
        }
    }
}
