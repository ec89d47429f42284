/** What an EventBridge target gets instead of the event. */
export interface InputTransformer {
  /** Name of a variable -> where its value is in the event, like `$.detail.name`. */
  readonly inputPaths: Readonly<Record<string, string>>;
  /** JSON with `<name>` for variables, alone in place of a value or inside of a text. */
  readonly inputTemplate: string;
}

/** The event itself, which needs no path. */
const WHOLE_EVENT = "aws.events.event.json";

/** A text of JSON, or a variable that stands alone. */
const TEXT_OR_VARIABLE = /"(?:[^"\\]|\\.)*"|<([\w.-]+)>/g;
const VARIABLE = /<([\w.-]+)>/g;

/**
 * Reads an input transformer.
 * @returns makes of an event what the target gets
 * @throws Error that names what local mode does not know in it: templates other than JSON, other predefined variables,
 * paths with more than the names of fields
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function parseInputTransformer({ inputPaths, inputTemplate }: InputTransformer): (event: object) => unknown {
  if (!inputTemplate.trimStart().startsWith("{"))
    throw new Error(`local mode knows input templates that are JSON objects only, got ${inputTemplate}`);
  for (const [, name = ""] of inputTemplate.matchAll(VARIABLE))
    if (name !== WHOLE_EVENT && !Object.hasOwn(inputPaths, name))
      throw new Error(`local mode knows no variable <${name}> of an input template`);
  const paths = new Map(Object.entries(inputPaths).map(([name, path]) => [name, parsePath(path)]));
  return (event) => {
    const valueOf = (name: string): unknown => (name === WHOLE_EVENT ? event : findValue(event, paths.get(name) ?? []));
    const filled = inputTemplate.replace(TEXT_OR_VARIABLE, (part, alone: string | undefined) =>
      alone === undefined
        ? part.replace(VARIABLE, (_, name: string) => String(valueOf(name)))
        : JSON.stringify(valueOf(alone)),
    );
    const made: unknown = JSON.parse(filled);
    return made;
  };
}

function parsePath(path: string): string[] {
  if (!/^\$(\.[\w-]+)+$/.test(path)) throw new Error(`local mode knows paths like $.detail.name only, got ${path}`);
  return path.split(".").slice(1);
}

/** What is not there is an empty text, as EventBridge was seen to do it. */
function findValue(event: unknown, fields: readonly string[]): unknown {
  const [field, ...rest] = fields;
  if (field === undefined) return event ?? "";
  const value: unknown = typeof event === "object" && event !== null ? Reflect.get(event, field) : undefined;
  return findValue(value, rest);
}
