/**
 * A jar with nothing but a manifest, which lets `java -jar` start a main class of another jar that names none.
 * Written by hand, because the `jar` tool comes with a JDK only and a JRE is enough for everything else.
 */
import { pathToFileURL } from 'node:url';
import { crc32 } from 'node:zlib';

const ENTRY_NAME = Buffer.from('META-INF/MANIFEST.MF');
const LINE_BYTES = 72;
const ZIP_VERSION = 20;
const DOS_DATE = 0x21; // 1 January 1980, the first day that a zip can tell.

export function manifestJar(mainClass: string, jar: string): Buffer {
  const content = Buffer.from(
    ['Manifest-Version: 1.0', `Main-Class: ${mainClass}`, `Class-Path: ${pathToFileURL(jar).href}`]
      .map(foldLine)
      .join(''),
  );
  const local = Buffer.concat([header(0x04_03_4b_50, 30, content), ENTRY_NAME, content]);
  const central = Buffer.concat([header(0x02_01_4b_50, 46, content), ENTRY_NAME]);
  return Buffer.concat([local, central, endRecord(central.length, local.length)]);
}

/** The manifest format allows 72 bytes a line with its break; longer lines go on after a break and a space. */
function foldLine(line: string): string {
  const chunks: string[] = [];
  let rest = line;
  while (rest.length > 0) {
    const width = chunks.length === 0 ? LINE_BYTES - 2 : LINE_BYTES - 3;
    chunks.push(rest.slice(0, width));
    rest = rest.slice(width);
  }
  return `${chunks.join('\r\n ')}\r\n`;
}

/** The local (30 bytes) and the central (46 bytes) header share their middle; the central one has one more version field. */
function header(signature: number, size: number, content: Buffer): Buffer {
  const buffer = Buffer.alloc(size);
  let at = buffer.writeUInt32LE(signature, 0);
  if (size === 46) at = buffer.writeUInt16LE(ZIP_VERSION, at);
  at = buffer.writeUInt16LE(ZIP_VERSION, at);
  at += 6; // no flags, stored without compression, midnight
  at = buffer.writeUInt16LE(DOS_DATE, at);
  at = buffer.writeUInt32LE(crc32(content), at);
  at = buffer.writeUInt32LE(content.length, at);
  at = buffer.writeUInt32LE(content.length, at);
  buffer.writeUInt16LE(ENTRY_NAME.length, at);
  return buffer;
}

function endRecord(centralBytes: number, centralOffset: number): Buffer {
  const buffer = Buffer.alloc(22);
  buffer.writeUInt32LE(0x06_05_4b_50, 0);
  buffer.writeUInt16LE(1, 8);
  buffer.writeUInt16LE(1, 10);
  buffer.writeUInt32LE(centralBytes, 12);
  buffer.writeUInt32LE(centralOffset, 16);
  return buffer;
}
