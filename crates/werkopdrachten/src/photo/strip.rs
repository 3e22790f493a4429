// SPDX-License-Identifier: EUPL-1.2
//! Takes out of a photo what the camera wrote beside the picture: position, device, owner, thumbnail, a second picture. The picture itself is not
//! touched. Of EXIF only the orientation stays, because without it a photo lies on its side.
//!
//! What is kept is listed; anything else goes, also what did not exist when this was written.

use super::{Formaat, head::is_frame};

/// The photo without its metadata; `None` when it is damaged.
pub(super) fn strip(formaat: Formaat, bytes: &[u8]) -> Option<Vec<u8>> {
    match formaat {
        Formaat::Jpeg => jpeg(bytes),
        Formaat::Png => png(bytes),
        Formaat::Webp => webp(bytes),
    }
}

/// JPEG: segments and scans up to the first end of image. What follows that goes: telephones put a second picture there, with an EXIF of its own.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2)?.to_vec();
    let (mut at, mut turned, mut scans) = (2, false, 0);
    loop {
        let (0xff, marker) = (*bytes.get(at)?, *bytes.get(at + 1)?) else { return None };
        if marker == 0xff {
            at += 1;
            continue;
        }
        if marker == 0xd9 {
            out.extend_from_slice(&[0xff, 0xd9]);
            return (scans > 0).then_some(out);
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
        let segment = bytes.get(at..at.checked_add(2)?.checked_add(length)?).filter(|_| length >= 2)?;
        let content = segment.get(4..)?;
        at += segment.len();
        match marker {
            0xda => {
                let end = at.checked_add(coded(bytes.get(at..)?)?)?;
                out.extend_from_slice(segment);
                out.extend_from_slice(bytes.get(at..end)?);
                (at, scans) = (end, scans + 1);
            }
            0xe0 if content.starts_with(b"JFIF\0") => out.extend(plain_jfif(content)),
            0xe1 if !turned => {
                if let Some(turn) = content.strip_prefix(b"Exif\0\0").and_then(orientation) {
                    out.extend(segment_of(0xe1, &[b"Exif\0\0", &upright(turn)[..]].concat()));
                    turned = true;
                }
            }
            0xe2 if content.starts_with(b"ICC_PROFILE\0") => out.extend_from_slice(segment),
            0xee if content.starts_with(b"Adobe") => out.extend_from_slice(segment),
            0xc4 | 0xcc | 0xdb | 0xdc | 0xdd => out.extend_from_slice(segment),
            marker if is_frame(marker) => out.extend_from_slice(segment),
            _ => {}
        }
    }
}

/// How many bytes of a scan there are before the next marker. A zero after 0xff is part of the scan, and so is a restart.
fn coded(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| matches!(pair, [0xff, next] if !matches!(next, 0x00 | 0xd0..=0xd7 | 0xff)))
}

fn segment_of(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap_or(2).to_be_bytes();
    [&[0xff, marker], &length[..], content].concat()
}

/// JFIF with its density and without its thumbnail.
fn plain_jfif(content: &[u8]) -> Vec<u8> {
    let mut plain = content.get(..12).unwrap_or(b"JFIF\0\x01\x01\0\0\x01\0\x01").to_vec();
    plain.extend_from_slice(&[0, 0]);
    segment_of(0xe0, &plain)
}

/// The orientation (2 to 8) that EXIF says; `None` when it says none, or that the photo is upright.
fn orientation(tiff: &[u8]) -> Option<u8> {
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

/// EXIF that says an orientation and nothing else.
fn upright(turn: u8) -> Vec<u8> {
    let mut block = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    block.push(turn);
    block.extend_from_slice(&[0; 6]);
    block
}

/// PNG: chunks up to IEND. Kept are those that the picture needs to look as it is.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    let (mut at, mut turned, mut pixels) = (8, false, false);
    loop {
        let length: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        let length = usize::try_from(u32::from_be_bytes(length)).ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(length)?.checked_add(12)?;
        let chunk = bytes.get(at..end)?;
        match kind {
            b"IHDR" | b"PLTE" | b"IDAT" | b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB" | b"iCCP" | b"sBIT" | b"pHYs" => {
                pixels |= kind == b"IDAT";
                out.extend_from_slice(chunk);
            }
            b"eXIf" if !turned => {
                if let Some(turn) = chunk.get(8..8 + length).and_then(orientation) {
                    out.extend(png_chunk(*b"eXIf", &upright(turn)));
                    turned = true;
                }
            }
            b"IEND" => {
                out.extend_from_slice(chunk);
                return pixels.then_some(out);
            }
            _ => {}
        }
        at = end;
    }
}

fn png_chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap_or_default().to_be_bytes();
    let named = [&kind[..], content].concat();
    [&length[..], &named, &crc(&named).to_be_bytes()].concat()
}

/// CRC-32 of PNG (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    !sum
}

/// The chunks of a WebP; `None` when one is cut off.
pub(super) fn chunks(bytes: &[u8]) -> Option<Vec<(&[u8; 4], &[u8])>> {
    let mut found = Vec::new();
    let mut at = 12;
    while at < bytes.len() {
        let kind = bytes.get(at..at + 4)?.try_into().ok()?;
        let length: [u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?;
        found.push((kind, bytes.get(at + 8..end)?));
        at = end.checked_add(length % 2)?;
    }
    Some(found)
}

/// WebP: chunks of RIFF. EXIF (but the orientation) and XMP go, and the flags that announce them.
fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(bytes.len());
    let (mut flags, mut turn) = (None, None);
    for (kind, content) in chunks(bytes)? {
        match kind {
            b"VP8X" => {
                flags = Some(body.len() + 8);
                put(&mut body, kind, content)?;
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP" => put(&mut body, kind, content)?,
            b"EXIF" if turn.is_none() => {
                turn = orientation(content.strip_prefix(b"Exif\0\0").unwrap_or(content));
            }
            _ => {}
        }
    }
    if let Some(at) = flags {
        // Without EXIF (8), XMP (4) and animation (2).
        *body.get_mut(at)? &= !0b0000_1110;
        if let Some(turn) = turn {
            *body.get_mut(at)? |= 0b0000_1000;
            put(&mut body, b"EXIF", &upright(turn))?;
        }
    }
    let size = u32::try_from(body.len() + 4).ok()?;
    (body.len() > 8).then(|| [b"RIFF", &size.to_le_bytes()[..], b"WEBP", &body].concat())
}

fn put(out: &mut Vec<u8>, kind: &[u8], content: &[u8]) -> Option<()> {
    out.extend_from_slice(kind);
    out.extend_from_slice(&u32::try_from(content.len()).ok()?.to_le_bytes());
    out.extend_from_slice(content);
    if content.len() % 2 == 1 {
        out.push(0);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// EXIF as a telephone writes it, the least byte first: lying on its side, with a place (tag 0x8825).
    const EXIF: &[u8] = b"II\x2a\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0GPS 52.09 5.12";

    fn has(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|found| found == part)
    }

    fn frame() -> Vec<u8> {
        segment_of(0xc0, b"\x08\0\x10\0\x10\x01\x01\x11\0")
    }

    fn jpeg_of(parts: &[Vec<u8>]) -> Vec<u8> {
        let scan = [segment_of(0xda, b"\x01"), b"pic\xff\0ture\xff\xd9".to_vec()].concat();
        [b"\xff\xd8".to_vec(), parts.concat(), frame(), scan].concat()
    }

    #[test]
    fn a_jpeg_keeps_its_picture_and_its_orientation_and_loses_where_it_was_taken() {
        let exif = segment_of(0xe1, &[b"Exif\0\0", EXIF].concat());
        let xmp = segment_of(0xe1, b"http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>52</exif:GPSLatitude>");
        let iptc = segment_of(0xed, b"Photoshop 3.0\08BIM place");
        let jfif = segment_of(0xe0, b"JFIF\0\x01\x01\0\0\x48\0\x48\x01\x01old");
        let photo = jpeg_of(&[jfif, exif, xmp, iptc, segment_of(0xe2, b"MPF\0"), segment_of(0xfe, b"owner")]);
        let clean = strip(Formaat::Jpeg, &photo).unwrap();
        for gone in [&b"GPS"[..], b"owner", b"8BIM", b"MPF", b"old", b"xap"] {
            assert!(!has(&clean, gone), "{gone:?}");
        }
        assert!(has(&clean, b"JFIF") && clean.ends_with(b"pic\xff\0ture\xff\xd9"));
        let at = clean.windows(6).position(|part| part == b"Exif\0\0").unwrap();
        assert_eq!(orientation(&clean[at + 6..]), Some(6));
        assert_eq!(strip(Formaat::Jpeg, &clean).unwrap(), clean, "once is enough");
    }

    #[test]
    fn a_second_picture_behind_a_jpeg_goes_with_its_place() {
        let photo = [jpeg_of(&[]), jpeg_of(&[segment_of(0xe1, &[b"Exif\0\0", EXIF].concat())])].concat();
        let clean = strip(Formaat::Jpeg, &photo).unwrap();
        assert!(!has(&clean, b"GPS"));
        assert_eq!(clean, strip(Formaat::Jpeg, &jpeg_of(&[])).unwrap());
    }

    #[test]
    fn every_scan_of_a_jpeg_that_comes_in_layers_is_kept() {
        let scan = |content: &[u8]| [segment_of(0xda, b"\x01"), content.to_vec()].concat();
        let photo = [
            b"\xff\xd8".to_vec(),
            frame(),
            scan(b"one\xff\xd0two"),
            segment_of(0xc4, b"table"),
            segment_of(0xfe, b"hidden"),
            scan(b"three"),
            b"\xff\xd9".to_vec(),
        ];
        let clean = strip(Formaat::Jpeg, &photo.concat()).unwrap();
        assert!(has(&clean, b"one\xff\xd0two") && has(&clean, b"table") && has(&clean, b"three"));
        assert!(!has(&clean, b"hidden"));
    }

    #[test]
    fn a_png_keeps_its_orientation_and_loses_its_texts() {
        let photo = [
            b"\x89PNG\r\n\x1a\n".to_vec(),
            png_chunk(*b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0"),
            png_chunk(*b"eXIf", EXIF),
            png_chunk(*b"tEXt", b"Author\0secret"),
            png_chunk(*b"zTXt", b"secret"),
            png_chunk(*b"iTXt", b"XML:com.adobe.xmp\0secret"),
            png_chunk(*b"caBX", b"secret"),
            png_chunk(*b"IDAT", b"picture"),
            png_chunk(*b"IEND", b""),
            b"secret".to_vec(),
        ];
        let clean = strip(Formaat::Png, &photo.concat()).unwrap();
        assert!(!has(&clean, b"secret") && !has(&clean, b"GPS") && has(&clean, b"picture"));
        let at = clean.windows(4).position(|part| part == b"eXIf").unwrap();
        assert_eq!(orientation(&clean[at + 4..]), Some(6));
        // The checksum of IEND is known.
        assert!(clean.ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82"));
    }

    #[test]
    fn a_webp_keeps_its_orientation_and_loses_the_rest() {
        let chunk = |kind: &[u8], content: &[u8]| {
            let mut out = Vec::new();
            put(&mut out, kind, content).unwrap();
            out
        };
        let whole = |chunks: &[Vec<u8>]| [b"RIFF\0\0\0\0WEBP".to_vec(), chunks.concat()].concat();
        let canvas = chunk(b"VP8X", b"\x0c\0\0\0\0\0\0\0\0\0");
        let photo = whole(&[
            canvas.clone(),
            chunk(b"VP8 ", b"picture"),
            chunk(b"EXIF", EXIF),
            chunk(b"XMP ", b"secret"),
            chunk(b"abcd", b"secret"),
        ]);
        let clean = strip(Formaat::Webp, &photo).unwrap();
        assert!(!has(&clean, b"secret") && !has(&clean, b"GPS") && has(&clean, b"picture"));
        assert_eq!(clean[20], 0x08, "of EXIF only");
        let at = clean.windows(4).position(|part| part == b"EXIF").unwrap();
        assert_eq!(orientation(&clean[at + 8..]), Some(6));
        assert_eq!(usize::try_from(u32::from_le_bytes(clean[4..8].try_into().unwrap())).unwrap() + 8, clean.len());
        let upright = strip(Formaat::Webp, &whole(&[canvas, chunk(b"VP8 ", b"picture")])).unwrap();
        assert!(upright[20] == 0 && !has(&upright, b"EXIF"));
    }

    #[test]
    fn what_is_cut_off_is_damaged() {
        assert_eq!(strip(Formaat::Jpeg, b"\xff\xd8\xff\xe0\x00\x10JF"), None);
        assert_eq!(strip(Formaat::Jpeg, b"\xff\xd8\xff\xda\0\x02half a picture"), None);
        assert_eq!(strip(Formaat::Png, b"\x89PNG\r\n\x1a\n\0\0\0\x09IHDR"), None);
        assert_eq!(strip(Formaat::Webp, b"RIFF\0\0\0\0WEBPVP8 \xff\0\0\0"), None);
    }

    #[test]
    fn nothing_that_is_sent_makes_it_stop() {
        let photo = jpeg_of(&[segment_of(0xe1, &[b"Exif\0\0", EXIF].concat())]);
        for end in 0..photo.len() {
            let _ = super::super::judge(&photo[..end]);
        }
        for at in 0..photo.len() {
            for value in [0, 0x7f, 0xff] {
                let mut wrong = photo.clone();
                wrong[at] = value;
                let _ = super::super::judge(&wrong);
            }
        }
    }
}
