const patterns = new Map<string, RegExp>();

/** Returns whether `text` matches `pattern`. `*` matches any characters and `\*` matches an asterisk. */
export function matchesWildcards(text: string, pattern: string): boolean {
  let expression = patterns.get(pattern);
  if (expression === undefined) {
    const source = pattern.replaceAll(/\\(.)|[\s\S]/gu, (part, escaped: string | undefined) =>
      part === "*" ? ".*" : (escaped ?? part).replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`),
    );
    expression = new RegExp(`^${source}$`, "su");
    patterns.set(pattern, expression);
  }
  return expression.test(text);
}
