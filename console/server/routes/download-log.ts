import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { StreamReader, type LogStreamPlace } from "../../log/stream-reader";
import type { LogSource } from "../../log/log-source";
import { SECURITY_HEADERS } from "../http-reply";

/** Maximum number of GetLogEvents replies for one download, of up to 1 MB each. */
const MAX_REPLIES = 500;

/** Sends the complete log of a job as a text file, with the time of each line. */
export async function downloadLog(
  response: ServerResponse,
  source: LogSource,
  streams: readonly LogStreamPlace[],
  name: string,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}.log`,
  });
  let replies = 0;
  try {
    for (const [index, place] of streams.entries()) {
      if (index > 0) response.write(`--- attempt ${index + 1}\n`);
      const reader = new StreamReader(source, place, undefined);
      for (let atEnd = false; !atEnd && replies < MAX_REPLIES && !signal.aborted; replies += 1) {
        const read = await reader.read(signal);
        ({ atEnd } = read);
        const text = read.entries.map(({ atMs, text: line }) => `${formatTime(atMs)}${line}\n`).join("");
        if (!response.write(text)) await once(response, "drain", { signal });
      }
    }
    if (replies >= MAX_REPLIES) response.write("--- the log is longer; read the rest in CloudWatch Logs\n");
  } catch (error) {
    if (!signal.aborted) response.write(`--- the log could not be read: ${source.explainError(error)}\n`);
  }
  response.end();
}

const formatTime = (atMs: number | null): string => (atMs === null ? "" : `${new Date(atMs).toISOString()} `);
