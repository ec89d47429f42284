import { isUtf8 } from "node:buffer";

const CONVERT =
  "convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW, or in PowerShell: Get-Content FILE | Set-Content -Encoding utf8 NEW";

/** Decodes UTF-8 without a byte order mark. @returns the text, or the problem as the end of "FILE ..." */
export function decodeUtf8(bytes: Buffer): { readonly text: string } | { readonly problem: string } {
  // JSON starts with an ASCII character, which has two bytes in UTF-16.
  const isUtf16 = /^(\xFF\xFE|\xFE\xFF|\0|[^\0]\0)/.test(bytes.toString("latin1", 0, 2));
  if (isUtf16) return { problem: `is UTF-16 text; ${CONVERT}` };
  const text = bytes.toString("utf8");
  if (isUtf8(bytes)) return { text: text.replace(/^\uFEFF/, "") };
  const again = Buffer.from(text);
  const place = bytes.findIndex((byte, index) => byte !== again[index]);
  const line = bytes.subarray(0, place).toString("latin1").split("\n").length;
  return { problem: `is not UTF-8: invalid byte at line ${line}; save it as UTF-8` };
}
