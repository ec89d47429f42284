import { crc32, inflateRawSync } from "node:zlib";
import { zipFiles } from "../../../tools/module/zip-files";

const FILES = new Map([
  ["index.js", Buffer.from("exports.handler = () => undefined;\n".repeat(100))],
  ["notices/a.txt", Buffer.from("")],
]);

const END_LENGTH = 22;

/** Reads the entries of a zip, from its directory. */
function readEntries(zip: Buffer) {
  const end = zip.subarray(-END_LENGTH);
  expect(end.readUInt32LE(0)).toBe(0x06054b50);
  let at = end.readUInt32LE(16);
  expect(at + end.readUInt32LE(12)).toBe(zip.length - END_LENGTH);
  return Array.from({ length: end.readUInt16LE(10) }, () => {
    const [entry, nameLength] = [at, zip.readUInt16LE(at + 28)];
    expect(zip.readUInt32LE(entry)).toBe(0x02014b50);
    at += 46 + nameLength;
    const local = zip.readUInt32LE(entry + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26);
    const content = inflateRawSync(zip.subarray(from, from + zip.readUInt32LE(entry + 20)));
    // The sizes and the checksum are also in front of the content.
    expect(zip.subarray(local + 4, local + 30)).toEqual(zip.subarray(entry + 6, entry + 32));
    expect(zip.readUInt32LE(entry + 16)).toBe(crc32(content));
    expect(zip.readUInt32LE(entry + 24)).toBe(content.length);
    return {
      name: zip.subarray(entry + 46, entry + 46 + nameLength).toString(),
      mode: (zip.readUInt32LE(entry + 38) >>> 16).toString(8),
      content: content.toString(),
    };
  });
}

describe("zipFiles", () => {
  it("contains the files with their content, readable for everyone", () => {
    expect(readEntries(zipFiles(FILES))).toEqual(
      [...FILES].map(([name, content]) => ({ name, mode: "100644", content: content.toString() })),
    );
  });

  it("returns the same bytes for the same files", () => {
    expect(zipFiles(FILES)).toEqual(zipFiles(new Map(FILES)));
  });
});
