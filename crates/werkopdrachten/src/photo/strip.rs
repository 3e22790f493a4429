// SPDX-License-Identifier: EUPL-1.2
//! Takes out of a photo what the camera wrote beside the picture: position, device, owner, thumbnail. The picture itself is not touched. Of EXIF only
//! the orientation stays, because without it a photo lies on its side.

use super::Formaat;

/// The photo without its metadata; `None` when it is damaged.
pub(super) fn strip(formaat: Formaat, bytes: &[u8]) -> Option<Vec<u8>> {
    match formaat {
        Formaat::Jpeg => jpeg(bytes),
        Formaat::Png => png(bytes),
        Formaat::Webp => webp(bytes),
    }
}

/// JPEG: segments up to the scan. Kept are those of the picture, JFIF (APP0), the colour profile (APP2) and Adobe's transform (APP14).
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let (0xff, marker) = (*bytes.get(at)?, *bytes.get(at + 1)?) else { return None };
        if marker == 0xff {
            at += 1;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let segment = bytes.get(at..at.checked_add(2)?.checked_add(length)?).filter(|_| length >= 2)?;
        match marker {
            0xda => {
                let end = bytes.windows(2).rposition(|pair| pair == [0xff, 0xd9]).filter(|end| *end > at)?;
                out.extend_from_slice(bytes.get(at..end + 2)?);
                return Some(out);
            }
            0xe1 => out.extend(segment.get(4..).and_then(orientation).map(upright).unwrap_or_default()),
            0xe3..=0xed | 0xef | 0xfe => {}
            _ => out.extend_from_slice(segment),
        }
        at += 2 + length;
    }
}

/// The orientation (2 to 8) that an EXIF block says; `None` for another block, or when the photo is upright.
fn orientation(block: &[u8]) -> Option<u8> {
    let tiff = block.strip_prefix(b"Exif\0\0")?;
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let long = |at: usize| {
        let four: [u8; 4] = tiff.get(at..at + 4)?.try_into().ok()?;
        Some(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    };
    let first = usize::try_from(long(4)?).ok()?;
    let entries = short(first)?;
    let entry = (0..usize::from(entries).min(200)).map(|i| first.saturating_add(2 + 12 * i));
    let found = entry.into_iter().find(|at| short(*at) == Some(0x0112))?;
    u8::try_from(short(found + 8)?).ok().filter(|turn| (2..=8).contains(turn))
}

/// An EXIF block that says an orientation and nothing else.
fn upright(turn: u8) -> Vec<u8> {
    let mut block = vec![0xff, 0xe1, 0x00, 0x22];
    block.extend_from_slice(b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    block.push(turn);
    block.extend_from_slice(&[0; 6]);
    block
}

/// PNG: chunks. Those with EXIF, texts and times go.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        let length = usize::try_from(u32::from_be_bytes(length)).ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(length)?.checked_add(12)?;
        let chunk = bytes.get(at..end)?;
        if !matches!(kind, b"eXIf" | b"tEXt" | b"zTXt" | b"iTXt" | b"tIME") {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at = end;
    }
}

/// WebP: chunks of RIFF. EXIF and XMP go, and the flags that announce them.
fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..12)?.to_vec();
    let mut at = 12;
    while at < bytes.len() {
        let kind = bytes.get(at..at + 4)?;
        let length: [u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?.checked_add(length % 2)?;
        let chunk = bytes.get(at..end.min(bytes.len())).filter(|chunk| chunk.len() >= 8 + length)?;
        match kind {
            b"EXIF" | b"XMP " => {}
            b"VP8X" => {
                let flags = out.len() + 8;
                out.extend_from_slice(chunk);
                *out.get_mut(flags)? &= !0b0000_1100;
            }
            _ => out.extend_from_slice(chunk),
        }
        at = end;
    }
    let size = u32::try_from(out.len().checked_sub(8)?).ok()?;
    out.get_mut(4..8)?.copy_from_slice(&size.to_le_bytes());
    (out.len() > 20).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    }

    #[test]
    fn a_jpeg_keeps_its_picture_and_its_orientation_and_loses_where_it_was_taken() {
        let exif = [
            b"Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".as_slice(),
            b"GPS 52.09 5.12",
        ]
        .concat();
        let scan = [segment(0xda, b"\x01"), b"picture\xff\xd9".to_vec()].concat();
        let photo =
            [b"\xff\xd8".to_vec(), segment(0xe0, b"JFIF"), segment(0xe1, &exif), segment(0xfe, b"owner"), scan.clone()]
                .concat();
        let clean = strip(Formaat::Jpeg, &photo).unwrap();
        assert!(!clean.windows(3).any(|part| part == b"GPS") && !clean.windows(5).any(|part| part == b"owner"));
        assert!(clean.windows(4).any(|part| part == b"JFIF") && clean.ends_with(&scan));
        let turn = clean.windows(6).position(|part| part == b"Exif\0\0").unwrap();
        assert_eq!(orientation(&clean[turn..]), Some(6));
    }

    #[test]
    fn a_png_and_a_webp_lose_their_texts() {
        let chunk = |kind: &[u8], content: &[u8]| {
            [&u32::try_from(content.len()).unwrap().to_be_bytes()[..], kind, content, &[0; 4]].concat()
        };
        let png = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", b"x"), chunk(b"tEXt", b"secret"), chunk(b"IEND", b"")]
            .concat();
        assert!(!strip(Formaat::Png, &png).unwrap().windows(6).any(|part| part == b"secret"));
        let chunk = |kind: &[u8], content: &[u8]| {
            [kind, &u32::try_from(content.len()).unwrap().to_le_bytes()[..], content].concat()
        };
        let body = [chunk(b"VP8X", &[0x0c; 10]), chunk(b"VP8 ", b"pict"), chunk(b"EXIF", b"secret")].concat();
        let webp = [b"RIFF\0\0\0\0WEBP".to_vec(), body].concat();
        let clean = strip(Formaat::Webp, &webp).unwrap();
        assert!(!clean.windows(6).any(|part| part == b"secret"));
        assert_eq!(clean[20] & 0x0c, 0);
    }

    #[test]
    fn what_is_cut_off_is_damaged() {
        assert_eq!(strip(Formaat::Jpeg, b"\xff\xd8\xff\xe0\x00\x10JF"), None);
        assert_eq!(strip(Formaat::Png, b"\x89PNG\r\n\x1a\n\0\0\0\x09IHDR"), None);
        assert_eq!(strip(Formaat::Webp, b"RIFF\0\0\0\0WEBPVP8 \xff\0\0\0"), None);
    }
}
