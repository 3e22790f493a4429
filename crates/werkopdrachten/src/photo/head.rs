// SPDX-License-Identifier: EUPL-1.2
//! How large a picture says that it is, read from its header without decoding anything.

use super::{Formaat, strip};

/// Width and height in pixels; `None` when the header is damaged or says that there is nothing to see. Where a file says it more than once, the
/// largest counts: a program that shows it may believe any of them.
pub(super) fn size(formaat: Formaat, bytes: &[u8]) -> Option<(u32, u32)> {
    let (wide, high) = match formaat {
        Formaat::Jpeg => jpeg(bytes)?,
        Formaat::Png => png(bytes)?,
        Formaat::Webp => webp(bytes)?,
    };
    (wide > 0 && high > 0).then_some((wide, high))
}

/// Whether this is HEIC, HEIF or AVIF (ISO 23008-12): a box `ftyp` with one of their brands.
pub(super) fn is_heic(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 9] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"];
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}

/// Whether a WebP is a moving picture.
pub(super) fn moves(bytes: &[u8]) -> bool {
    strip::chunks(bytes).is_some_and(|chunks| chunks.iter().any(|(kind, _)| matches!(*kind, b"ANIM" | b"ANMF")))
}

/// JPEG: the frame headers (SOF) before the first scan.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    let mut found: Option<(u32, u32)> = None;
    loop {
        let (0xff, marker) = (*bytes.get(at)?, *bytes.get(at + 1)?) else { return None };
        if marker == 0xff {
            at += 1;
            continue;
        }
        if marker == 0xda {
            return found;
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
        if is_frame(marker) {
            let high = u16::from_be_bytes(bytes.get(at + 5..at + 7)?.try_into().ok()?);
            let wide = u16::from_be_bytes(bytes.get(at + 7..at + 9)?.try_into().ok()?);
            let said = (u32::from(wide), u32::from(high));
            found = Some(found.map_or(said, |known| largest(known, said)));
        }
        at = at.checked_add(2)?.checked_add(length)?;
    }
}

/// Whether a marker begins a frame: SOF0 to SOF15, without DHT, JPG and DAC that lie between.
pub(super) const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// PNG: IHDR, which comes first.
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.get(8..16)? != b"\0\0\0\x0dIHDR" {
        return None;
    }
    let long = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some((long(16)?, long(20)?))
}

/// WebP: the canvas of `VP8X` and the frame of `VP8 ` or `VP8L`.
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut found = None;
    let mut pictures = 0;
    for (kind, content) in strip::chunks(bytes)? {
        let said = match kind {
            b"VP8X" => (three(content.get(4..7)?)? + 1, three(content.get(7..10)?)? + 1),
            b"VP8 " => {
                pictures += 1;
                if content.get(3..6)? != b"\x9d\x01\x2a" {
                    return None;
                }
                let side = |at: usize| Some(u16::from_le_bytes(content.get(at..at + 2)?.try_into().ok()?) & 0x3fff);
                (u32::from(side(6)?), u32::from(side(8)?))
            }
            b"VP8L" => {
                pictures += 1;
                if content.first() != Some(&0x2f) {
                    return None;
                }
                let bits = u32::from_le_bytes(content.get(1..5)?.try_into().ok()?);
                ((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1)
            }
            _ => continue,
        };
        found = Some(found.map_or(said, |known| largest(known, said)));
    }
    found.filter(|_| pictures == 1)
}

/// Three bytes, the least first.
fn three(bytes: &[u8]) -> Option<u32> {
    let [low, middle, high] = *bytes else { return None };
    Some(u32::from_le_bytes([low, middle, high, 0]))
}

fn largest(known: (u32, u32), said: (u32, u32)) -> (u32, u32) {
    (known.0.max(said.0), known.1.max(said.1))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Refusal, judge},
        *,
    };

    #[test]
    fn the_size_is_that_of_the_header() {
        let jpeg = b"\xff\xd8\xff\xc0\0\x0b\x08\x0b\xb8\x0f\xa0\x01\x01\x11\0\xff\xda\0\x02x\xff\xd9";
        assert_eq!(size(Formaat::Jpeg, jpeg), Some((4000, 3000)));
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\0\0\0\0\x80\x08\x02\0\0\0\0\0\0\0";
        assert_eq!(size(Formaat::Png, png), Some((256, 128)));
        let lossy = b"RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xf0\0";
        assert_eq!(size(Formaat::Webp, lossy), Some((320, 240)));
        let lossless = b"RIFF\x12\0\0\0WEBPVP8L\x05\0\0\0\x2f\x3f\xc1\x3b\0\0";
        assert_eq!(size(Formaat::Webp, lossless), Some((320, 240)));
    }

    #[test]
    fn a_small_file_with_very_many_pixels_is_refused_before_it_is_decoded() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xff\xff\0\0\xff\xff\x01\0\0\0\0\0\0\0\0";
        assert_eq!(judge(png).unwrap_err(), Refusal::TooManyPixels);
        let jpeg = b"\xff\xd8\xff\xc0\0\x0b\x08\xff\xff\xff\xff\x01\x01\x11\0\xff\xda\0\x02x\xff\xd9";
        assert_eq!(judge(jpeg).unwrap_err(), Refusal::TooManyPixels);
        // The canvas is small, the picture in it is not.
        let webp =
            b"RIFF\x28\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x09\0\0\x09\0\0VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\xff\x3f\xff\x3f";
        assert_eq!(judge(webp).unwrap_err(), Refusal::TooManyPixels);
    }

    #[test]
    fn what_is_no_photo_says_what_it_is() {
        assert_eq!(judge(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").unwrap_err(), Refusal::Heic);
        assert_eq!(judge(b"<svg onload=alert(1)>").unwrap_err(), Refusal::NoPhoto);
        assert_eq!(judge(b"GIF89a").unwrap_err(), Refusal::NoPhoto);
        assert_eq!(judge(b"").unwrap_err(), Refusal::NoPhoto);
        assert_eq!(judge(&vec![0xff; super::super::MAX_BYTES + 1]).unwrap_err(), Refusal::TooLarge);
        assert_eq!(judge(b"\xff\xd8\xff\xda\0\x02x\xff\xd9").unwrap_err(), Refusal::Damaged, "no frame");
        let moving = b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\0\0\0\0\0\0ANIM\x06\0\0\0\0\0\0\0\0\0";
        assert_eq!(judge(moving).unwrap_err(), Refusal::NoPhoto);
    }
}
