/** What a shell gives `poller` for a documented command: its words, without quotes and redirections. */
export const wordsOf = (command: string): string[] =>
  [...command.replace(/ >.*$/, "").matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
    .map(([, double, single, bare]) => double ?? single ?? bare ?? "")
    .slice(1);
