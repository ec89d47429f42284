import { crc32, deflateRawSync } from "node:zlib";

/** Creates a zip with the given files, like the zip of a GitHub artefact. */
export function givenZip(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(Buffer.from(text));
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(text), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(Buffer.byteLength(text), 8);
    const nameBytes = Buffer.from(name);
    const local = Buffer.concat([
      hex("504b0304 1400 0008 0800 00000000"),
      sizes,
      lengths(nameBytes.length, 0),
      nameBytes,
    ]);
    const where = Buffer.alloc(4);
    where.writeUInt32LE(offset);
    const central = [hex("504b0102 1403 1400 0008 0800 00000000"), sizes, lengths(nameBytes.length, 0)];
    centrals.push(Buffer.concat([...central, Buffer.alloc(10), where, nameBytes]));
    locals.push(local, packed);
    offset += local.length + packed.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

function lengths(nameBytes: number, extraBytes: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt16LE(nameBytes, 0);
  buffer.writeUInt16LE(extraBytes, 2);
  return buffer;
}
