import type { IncomingMessage } from "node:http";

/** Maximum request body, in bytes. The limits of AWS for the supported operations are far lower. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Maximum bytes that are read to answer a rejected request. The connection of a longer request is closed. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/** Maximum memory of all bodies that a server is receiving, in bytes. */
const MAX_PENDING_BYTES = 128 * 1024 * 1024;

/** Memory of a received chunk in addition to its bytes. A client can send one byte at a time. */
const CHUNK_OVERHEAD_BYTES = 512;

/** Body of a request, or the HTTP status with which it is rejected. */
export type RequestBody =
  | { readonly text: string }
  | {
      readonly status: 413 | 503;
      /** Whether the client has sent everything, so that the connection can be used again. */
      readonly isComplete: boolean;
    };

/** Reader of the request bodies of one server. */
export class RequestBodyReader {
  private pendingBytes = 0;

  constructor(private readonly maxPendingBytes = MAX_PENDING_BYTES) {}

  /**
   * Reads a body. The rest of a rejected body is read as well, because a client that is still sending cannot receive
   * a reply.
   */
  async read(request: IncomingMessage): Promise<RequestBody> {
    const chunks: Buffer[] = [];
    let [size, reserved] = [0, 0];
    let status: 413 | 503 | undefined;
    const release = (): void => {
      this.pendingBytes -= reserved;
      reserved = 0;
      chunks.length = 0;
    };
    try {
      // Breaking out of a plain loop would destroy the connection before the reply.
      for await (const chunk of request.iterator({ destroyOnReturn: false })) {
        if (!Buffer.isBuffer(chunk)) continue;
        size += chunk.length;
        if (size > MAX_DISCARDED_BYTES) return { status: status ?? 413, isComplete: false };
        if (status !== undefined) continue;
        const memory = chunk.length + CHUNK_OVERHEAD_BYTES;
        if (size > MAX_BODY_BYTES) status = 413;
        else if (this.pendingBytes + memory > this.maxPendingBytes) status = 503;
        if (status !== undefined) {
          release();
          continue;
        }
        chunks.push(chunk);
        reserved += memory;
        this.pendingBytes += memory;
      }
      return status === undefined ? { text: Buffer.concat(chunks).toString("utf8") } : { status, isComplete: true };
    } finally {
      release();
    }
  }
}
