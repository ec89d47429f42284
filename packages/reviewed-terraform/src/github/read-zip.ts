import { buffer } from "node:stream/consumers";
import { DeliveryError } from "../delivery-error";

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
export async function readZip(zip: Buffer, source: string): Promise<Map<string, Buffer>> {
  try {
    return await readEntries(zip);
  } catch (error) {
    throw new DeliveryError([`${source} is not a valid zip file`], { cause: error });
  }
}

async function readEntries(zip: Buffer): Promise<Map<string, Buffer>> {
  const { fromBufferPromise } = await import("yauzl");
  const zipFile = await fromBufferPromise(zip);
  const files = new Map<string, Buffer>();
  let totalBytes = 0;
  for await (const entry of zipFile.eachEntry()) {
    if (entry.fileName.endsWith("/")) continue;
    totalBytes += entry.uncompressedSize;
    if (entry.uncompressedSize > MAX_FILE_BYTES || totalBytes > MAX_TOTAL_BYTES) throw new RangeError("too large");
    // yauzl rejects a file whose extracted size is not the one that was checked here.
    files.set(entry.fileName, await buffer(await zipFile.openReadStreamPromise(entry)));
  }
  return files;
}
