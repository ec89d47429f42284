import { crc32, deflateRawSync } from "node:zlib";

/** 1980-01-01 00:00, the earliest time of a zip: the same files make the same zip. */
const DOS_DATE = 0x21;
/** Version 2.0 of the format: deflate. In the upper byte, 3 for Unix, so that the file mode is used. */
const VERSION = 20;
const MADE_BY_UNIX = 0x03_00;
const DEFLATE = 8;
/** Regular file with mode 0644. Lambda cannot read files of other modes. */
const MODE = 0o100_644;

/**
 * Returns a zip of files, by their names.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipFiles(files: ReadonlyMap<string, Buffer>): Buffer {
  const entries: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const compressed = deflateRawSync(content, { level: 9 });
    const nameBytes = Buffer.from(name);
    const common = numbers(
      [VERSION, 2],
      [0, 2],
      [DEFLATE, 2],
      [0, 2],
      [DOS_DATE, 2],
      [crc32(content), 4],
      [compressed.length, 4],
      [content.length, 4],
      [nameBytes.length, 2],
      [0, 2],
    );
    const entry = Buffer.concat([numbers([0x04034b50, 4]), common, nameBytes, compressed]);
    directory.push(
      numbers([0x02014b50, 4], [MADE_BY_UNIX | VERSION, 2]),
      common,
      numbers([0, 2], [0, 2], [0, 2], [MODE * 0x1_00_00, 4], [offset, 4]),
      nameBytes,
    );
    entries.push(entry);
    offset += entry.length;
  }
  const central = Buffer.concat(directory);
  const end = numbers(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [files.size, 2],
    [files.size, 2],
    [central.length, 4],
    [offset, 4],
    [0, 2],
  );
  return Buffer.concat([...entries, central, end]);
}

/** Returns numbers with the least significant byte first. */
function numbers(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  return Buffer.concat(
    fields.map(([value, bytes]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );
}
