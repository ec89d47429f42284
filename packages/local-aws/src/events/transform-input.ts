/** Input transformer of an EventBridge target. */
interface InputTransformer {
  /** Paths in the event by variable name, such as `$.detail.name`. */
  readonly inputPaths: Readonly<Record<string, string>>;
  /** JSON with `<name>` for variables, either as a whole value or inside a string. */
  readonly inputTemplate: string;
}

/** Predefined variable for the whole event, which requires no path. */
const WHOLE_EVENT = "aws.events.event.json";

/** A JSON string, or a variable outside a string. */
const TEXT_OR_VARIABLE = /"(?:[^"\\]|\\.)*"|<([\w.-]+)>/g;
const VARIABLE = /<([\w.-]+)>/g;

/**
 * Parses an input transformer.
 * @returns a function that transforms an event into the input of the target
 * @throws Error that names the unsupported part: templates other than JSON objects, other predefined variables, or
 *   paths with more than field names
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function parseInputTransformer({ inputPaths, inputTemplate }: InputTransformer): (event: object) => unknown {
  if (!inputTemplate.trimStart().startsWith("{"))
    throw new Error(`local mode supports only input templates that are JSON objects, got ${inputTemplate}`);
  for (const [, name = ""] of inputTemplate.matchAll(VARIABLE))
    if (name !== WHOLE_EVENT && !Object.hasOwn(inputPaths, name))
      throw new Error(`local mode does not support variable <${name}> in an input template`);
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
  if (!/^\$(\.[\w-]+)+$/.test(path)) throw new Error(`local mode supports only paths like $.detail.name, got ${path}`);
  return path.split(".").slice(1);
}

/** A missing value becomes the empty string, as observed with EventBridge. */
function findValue(event: unknown, fields: readonly string[]): unknown {
  const [field, ...rest] = fields;
  if (field === undefined) return event ?? "";
  const value: unknown = typeof event === "object" && event !== null ? Reflect.get(event, field) : undefined;
  return findValue(value, rest);
}
