/** Arguments of a documented command, as a shell parses it, without redirections. */
export const wordsOf = (command: string): string[] =>
  [...command.replace(/ >.*$/, "").matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
    .map(([, double, single, bare]) => double ?? single ?? bare ?? "")
    .slice(1);
