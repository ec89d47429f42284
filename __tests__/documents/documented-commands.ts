import { commandsIn, commandsOf } from "./commands-of";
import { DOCUMENTS, readDocument } from "./documents";
import { examplesOfHelp } from "./poller-program";

export interface DocumentedCommand {
  readonly command: string;
  /** The document, or the command of `poller` whose help has it. */
  readonly where: string;
}

/**
 * Whether a command is only mentioned and not runnable, such as `poller start --name` or the commands in decision
 * records.
 */
const isMention = (command: string, where: string): boolean =>
  where.startsWith("docs/decisions/") ||
  (command.startsWith("poller ") &&
    !/ (--(environment|local|state-machine-arn|help)|estimate --run-time)( |$)/.test(command));

const found = DOCUMENTS.map((where) => ({ where, ...commandsOf(readDocument(where)) }));
const inDocuments = found.flatMap(({ where, blocks, inline }) => [
  ...blocks.map((command) => ({ command, where })),
  ...inline.filter((command) => !isMention(command, where)).map((command) => ({ command, where })),
]);
const inHelp = [
  ...commandsIn(readDocument("help")).map((command) => ({ command, where: "help" })),
  ...examplesOfHelp().flatMap(({ command: where, examples }) =>
    examples.map((command) => ({ command, where: `poller ${where} --help` })),
  ),
];

/** Every command to run, once per occurrence. */
export const DOCUMENTED_COMMANDS: readonly DocumentedCommand[] = [...inDocuments, ...inHelp];

/** Every command that is named within a text. */
export const MENTIONED_COMMANDS: readonly DocumentedCommand[] = found.flatMap(({ where, inline }) =>
  inline.map((command) => ({ command, where })),
);
