import { tokensOf } from "./documents";

/** Programs of documented commands. Other lines of a block are output, a file or a diagram. */
const PROGRAMS = "npm|npx|node|poller|terraform|tofu|cdktf|aws|gh|git|curl|checkov|help|\\.ci/run";
const BEGINS_WITH_PROGRAM = new RegExp(`^(?:${PROGRAMS})(?=\\s|$)`);

/**
 * The commands of a text as a shell would find them: one for each part of a pipe, a list or a substitution, without
 * settings before it, and without the explanation that stands two spaces behind it.
 */
export function commandsIn(text: string): string[] {
  return text
    .replaceAll(/\s*\\\n\s*/g, " ")
    .split("\n")
    .flatMap((line) => (line.trim().split(/ {2,}/)[0] ?? "").split(/ && | \| |(?=\$\()/))
    .map((part) =>
      toSpelling(withoutOpenQuote(part.replace(/^\$\((.*?)\).*$/, "$1").replace(/^(?:[A-Z_]+=\S+ )+/, ""))),
    )
    .filter((command) => BEGINS_WITH_PROGRAM.test(command));
}

/** One spelling of what is the same: `npm run deploy -- --yes` runs `poller deploy --yes`. */
function toSpelling(command: string): string {
  return command
    .trim()
    .replace(/^npm run (?:--silent )?poller(?: --)?(?= |$)/, "poller")
    .replace(/^npm run (?:--silent )?(demo|local|console|plan|deploy|destroy|state|ci)(?: --)?(?= |$)/, "poller $1")
    .replace("--environment ENVIRONMENT", "--environment dev");
}

/** Text before a substitution; may end with an open quote. */
const withoutOpenQuote = (command: string): string =>
  ['"', "'"].some((quote) => command.split(quote).length % 2 === 0) ? command.replace(/[\s"']+$/, "") : command;

export interface DocumentedCommands {
  /** Those that stand in a block of their own, to be copied. */
  readonly blocks: readonly string[];
  /** Those within the text. */
  readonly inline: readonly string[];
}

/** @param text - Markdown */
export function commandsOf(text: string): DocumentedCommands {
  const tokens = tokensOf(text);
  const contents = (types: readonly string[]): string[] =>
    tokens.filter(({ type }) => types.includes(type)).map(({ content }) => content);
  return {
    blocks: contents(["fence", "code_block"]).flatMap(commandsIn),
    // A single word names a program.
    inline: contents(["code_inline"])
      .flatMap(commandsIn)
      .filter((command) => command.includes(" ") || command === ".ci/run"),
  };
}
