/**
 * Draws client/media/icon.png, 128 pixels wide: a sheet with a folded corner, a mark of approval, and a wavy line under a line of text.
 * Shapes are signed distances, negative inside; what lies within half a pixel of an edge is blended. `node tools/icon.mjs`
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';

const SIZE = 128;
const NAVY = [22, 50, 79];
const PAPER = [246, 248, 250];
const FOLD = [186, 201, 216];
const INK = [120, 140, 160];
const RED = [224, 72, 72];
const GREEN = [46, 160, 100];

const box = (cx, cy, w, h, r) => (x, y) => {
  const dx = Math.abs(x - cx) - w + r;
  const dy = Math.abs(y - cy) - h + r;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - r;
};
const segment = (ax, ay, bx, by, r) => (x, y) => {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)) - r;
};
const both = (a, b) => (x, y) => Math.max(a(x, y), b(x, y));
const either = (a, b) => (x, y) => Math.min(a(x, y), b(x, y));
const half = (ax, ay, nx, ny) => (x, y) => ((x - ax) * nx + (y - ay) * ny) / Math.hypot(nx, ny);
/** Steepness of the wave is left out: the line is a little thinner on its slopes, which looks as drawn by hand. */
const wave = (from, to, at, height, length, r) =>
  both(
    box((from + to) / 2, at, (to - from) / 2, height + r, r),
    (x, y) => Math.abs(y - at - height * Math.sin((2 * Math.PI * (x - from)) / length)) - r,
  );

const layers = [
  [box(64, 64, 64, 64, 22), NAVY],
  [both(box(62, 64, 32, 44, 6), half(80, 20, 1, -1)), PAPER],
  [both(both(box(62, 64, 32, 44, 2), half(80, 20, -1, 1)), both(half(80, 0, -1, 0), half(0, 34, 0, 1))), FOLD],
  [segment(42, 42, 66, 42, 2.6), INK],
  [segment(42, 56, 80, 56, 2.6), INK],
  [wave(40, 82, 67, 2.6, 10.5, 1.9), RED],
  [box(84, 92, 20, 20, 20), NAVY],
  [box(84, 92, 17, 17, 17), GREEN],
  [either(segment(76, 93, 82, 99, 2.8), segment(82, 99, 92.5, 86.5, 2.8)), PAPER],
];

function pixel(x, y) {
  let [r, g, b, alpha] = [0, 0, 0, 0];
  for (const [distance, colour] of layers) {
    const cover = Math.min(1, Math.max(0, 0.5 - distance(x + 0.5, y + 0.5)));
    const total = cover + alpha * (1 - cover);
    if (total === 0) continue;
    [r, g, b] = [r, g, b].map((old, i) => (colour[i] * cover + old * alpha * (1 - cover)) / total);
    alpha = total;
  }
  return [r, g, b, alpha * 255].map(Math.round);
}

/** The checksum of a PNG's chunks. Node's own came with 20.15. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const head = Buffer.alloc(13);
head.writeUInt32BE(SIZE, 0);
head.writeUInt32BE(SIZE, 4);
head.set([8, 6], 8); // eight bits a channel, red green blue alpha
const rows = Array.from({ length: SIZE }, (_, y) => [0, ...Array.from({ length: SIZE }, (_, x) => pixel(x, y)).flat()]);
const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a', 'hex'),
  chunk('IHDR', head),
  chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
]);
writeFileSync(join(dirname(dirname(fileURLToPath(import.meta.url))), 'client/media/icon.png'), png);
