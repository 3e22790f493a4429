// SPDX-License-Identifier: EUPL-1.2
// Files that people send: photos, and what is none.
import { deflateSync, crc32 } from 'node:zlib';

const table = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n) >>> 0);
const sum = crc32 ?? ((bytes) => (bytes.reduce((crc, byte) => table[(crc ^ byte) & 255] ^ (crc >>> 8), -1) ^ -1) >>> 0);

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(sum(body) >>> 0);
  return Buffer.concat([length, body, check]);
}

/** A PNG of a night with a lamp in it. */
export function photo(name = 'lamp.png', width = 320, height = 240) {
  const rows = Array.from({ length: height }, (_, y) => Buffer.from([0, ...Array.from({ length: width }, (_, x) => {
    const light = Math.max(0, 255 - Math.hypot(x - width / 2, y - height / 3) * 3);
    return [light, light * 0.8, 40 + light * 0.3];
  }).flat().map(Math.round)]));
  return { name, mimeType: 'image/png', buffer: png(width, height, rows) };
}

/** A PNG of one colour. */
export function plain(size, colour) {
  const row = Buffer.from([0, ...Array.from({ length: size }, () => colour).flat()]);
  return png(size, size, Array.from({ length: size }, () => row));
}

/** A PNG of rows, each with its filter and red, green and blue. */
function png(width, height, rows) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]);
}

/** A page that says it is a photo. */
export const noPhoto = { name: 'lamp.png', mimeType: 'image/png', buffer: Buffer.from('<!doctype html><script>alert(1)</script>') };

/** A table of assets. */
export const sheet = (text) => ({ name: 'masten.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
