/** Splits `NAME=VALUE` at the first `=`. */
export function splitAssignment(text: string): readonly [name: string, value: string] {
  const index = text.indexOf("=");
  return [text.slice(0, index), text.slice(index + 1)];
}
