import { inflateRawSync } from "node:zlib";
import { DeliveryError } from "../delivery-error";

const END_RECORD = 0x06054b50;
const CENTRAL_HEADER = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_RECORD_BYTES = 22;
const LONGEST_COMMENT_BYTES = 0xffff;
const DEFLATED = 8;

/** Maximum size of an extracted file, in bytes; protects against zip bombs. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** Maximum total size of the files, in bytes, because many entries may refer to the same packed bytes. */
const MAX_TOTAL_BYTES = 4 * MAX_FILE_BYTES;

/**
 * Extracts the files of a zip, as GitHub creates it for an artifact.
 * @param source - name of the zip, for messages
 * @returns content by name, without folders
 * @throws DeliveryError for an invalid zip, a file larger than 16 MiB, or a total larger than 64 MiB
 */
export function readZip(zip: Buffer, source: string): Map<string, Buffer> {
  try {
    return readEntries(zip);
  } catch (error) {
    throw new DeliveryError([`${source} is not a valid zip file`], { cause: error });
  }
}

function readEntries(zip: Buffer): Map<string, Buffer> {
  const end = findEndRecord(zip);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const files = new Map<string, Buffer>();
  let totalBytes = 0;
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== CENTRAL_HEADER) throw new RangeError("no central header");
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const nameEnd = at + 46 + (nameBytes ?? 0);
    const name = zip.toString("utf8", at + 46, nameEnd);
    if (!name.endsWith("/")) {
      const file = readFile(zip, at);
      totalBytes += file.length;
      if (totalBytes > MAX_TOTAL_BYTES) throw new RangeError("too much");
      files.set(name, file);
    }
    at = nameEnd + (extraBytes ?? 0) + (commentBytes ?? 0);
  }
  return files;
}

function findEndRecord(zip: Buffer): number {
  const earliest = Math.max(0, zip.length - END_RECORD_BYTES - LONGEST_COMMENT_BYTES);
  for (let at = zip.length - END_RECORD_BYTES; at >= earliest; at -= 1)
    if (zip.readUInt32LE(at) === END_RECORD) return at;
  throw new RangeError("no end record");
}

/** @param header - offset of the file's central header, which has the sizes when the local header does not */
function readFile(zip: Buffer, header: number): Buffer {
  const method = zip.readUInt16LE(header + 10);
  const packedBytes = zip.readUInt32LE(header + 20);
  const local = zip.readUInt32LE(header + 42);
  if (zip.readUInt32LE(local) !== LOCAL_HEADER) throw new RangeError("no local header");
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + packedBytes);
  if (packed.length !== packedBytes || packedBytes > MAX_FILE_BYTES) throw new RangeError("wrong size");
  return method === DEFLATED ? inflateRawSync(packed, { maxOutputLength: MAX_FILE_BYTES }) : packed;
}
