import { StringDecoder } from "node:string_decoder";

/** Longest log line, in characters; a longer one is cut in pieces, as CloudWatch's event size limit demands. */
export const LONGEST_LINE_CHARACTERS = 65_536;

/** Cuts a stream of bytes into lines of text. */
export interface LineSplitter {
  add(chunk: Buffer): void;
  /** Hands out what follows the last line end. */
  end(): void;
}

export function splitLines(onLine: (line: string) => void): LineSplitter {
  // Characters of several bytes can be cut apart by the pipe.
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const take = (text: string): void => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
    while (rest.length > LONGEST_LINE_CHARACTERS) {
      onLine(rest.slice(0, LONGEST_LINE_CHARACTERS));
      rest = rest.slice(LONGEST_LINE_CHARACTERS);
    }
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
