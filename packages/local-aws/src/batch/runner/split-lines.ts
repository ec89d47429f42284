import { StringDecoder } from "node:string_decoder";

/** Maximum log line, in characters. Longer lines are split, because of the event size limit of CloudWatch Logs. */
export const MAX_LINE_CHARACTERS = 65_536;

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
    let last = line;
    while (last.length > MAX_LINE_CHARACTERS) {
      onLine(last.slice(0, MAX_LINE_CHARACTERS));
      last = last.slice(MAX_LINE_CHARACTERS);
    }
    return last;
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
