import { StringDecoder } from "node:string_decoder";

/**
 * Maximum size of a log event, in UTF-8 bytes. The awslogs log driver of Amazon ECS splits longer lines: 256 KiB less
 * 26 bytes of overhead.
 * @see https://github.com/moby/moby/blob/master/daemon/logger/awslogs/cloudwatchlogs.go (maximumBytesPerEvent)
 */
export const MAX_EVENT_BYTES = 262_118;

/** Splits a stream of bytes into lines of text. */
interface LineSplitter {
  add(chunk: Buffer): void;
  /** Emits the text after the last line end. */
  end(): void;
}

export function splitLines(onLine: (line: string) => void): LineSplitter {
  // The pipe can split a multi-byte character.
  const decoder = new StringDecoder("utf8");
  let rest = "";
  /** Emits the parts of a long line except the last, which it returns. */
  const shorten = (line: string): string => {
    // A UTF-16 code unit has at most 3 bytes in UTF-8.
    if (line.length * 3 <= MAX_EVENT_BYTES) return line;
    let last = Buffer.from(line);
    while (last.length > MAX_EVENT_BYTES) {
      const end = findCharacterStart(last, MAX_EVENT_BYTES);
      onLine(last.toString("utf8", 0, end));
      last = last.subarray(end);
    }
    return last.toString("utf8");
  };
  const take = (text: string): void => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(shorten(line.endsWith("\r") ? line.slice(0, -1) : line));
    rest = shorten(rest);
  };
  return {
    add: (chunk) => {
      take(decoder.write(chunk));
    },
    end: () => {
      take(decoder.end());
      if (rest !== "") onLine(rest);
      rest = "";
    },
  };
}

/** Returns the start of the character that contains the byte at `index`. */
function findCharacterStart(text: Buffer, index: number): number {
  let start = index;
  while (((text[start] ?? 0) & 0b1100_0000) === 0b1000_0000) start -= 1;
  return start;
}
