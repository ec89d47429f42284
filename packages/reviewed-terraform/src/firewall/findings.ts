import { isArray, isObject, type JsonObject } from "../json";
import { isSecretText } from "../report/secrets";

/** Violation that prevents planning. */
export interface FirewallViolation {
  readonly stack: string;
  /** Path in cdk.tf.json, like `resource.aws_instance.x.provisioner`, or the path of a file. */
  readonly path: string;
  readonly rule: string;
  /** Shortened JSON of the value; for an object, only the names of its members. Never a secret. */
  readonly given: string;
  /** Instruction to fix the violation. */
  readonly advice: string;
}

/** Maximum length of `given`, in characters. */
const MAX_GIVEN_LENGTH = 160;

/** Collects violations of one stack. */
export class Findings {
  readonly violations: FirewallViolation[] = [];

  constructor(private readonly stack: string) {}

  add(path: string, rule: string, given: unknown, advice: string): void {
    const text = describe(given);
    const isHidden = isSecretText(text) || /(?:secret|password|token|access_key)[^.]*$/i.test(path);
    const short = text.length > MAX_GIVEN_LENGTH ? `${text.slice(0, MAX_GIVEN_LENGTH)}…` : text;
    this.violations.push({ stack: this.stack, path, rule, given: isHidden ? "(hidden)" : short, advice });
  }

  /**
   * Returns the bodies of a block with their paths. Terraform accepts one object or an array of objects.
   */
  bodies(value: unknown, path: string): (readonly [JsonObject, string])[] {
    if (isObject(value)) return [[value, path]];
    if (isArray(value)) return value.flatMap((element, index) => this.bodies(element, `${path}[${index}]`));
    this.add(path, "block", value, "use an object; other types cannot be checked");
    return [];
  }

  /** Returns the bodies of a labelled block with label and path, like the name in `provider.aws`. */
  labelled(value: unknown, path: string): (readonly [string, JsonObject, string])[] {
    return this.labels(value, path).flatMap(([label, member, memberPath]) =>
      this.bodies(member, memberPath).map(([body, bodyPath]) => [label, body, bodyPath] as const),
    );
  }

  /** Returns the labels of a block with their values and paths. */
  labels(value: unknown, path: string): (readonly [string, unknown, string])[] {
    return this.bodies(value, path).flatMap(([object, objectPath]) =>
      Object.entries(object).map(([label, member]) => [label, member, joinKey(objectPath, label)] as const),
    );
  }

  /** Reports every member that is not allowed; `//` is a comment. */
  allowKeys(body: JsonObject, path: string, allowed: readonly string[], rule: string, advice: string): void {
    for (const [key, value] of Object.entries(body))
      if (key !== "//" && !allowed.includes(key)) this.add(joinKey(path, key), rule, value, advice);
  }
}

export function joinKey(path: string, key: string): string {
  if (!/^[\w/-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Describes a value as JSON, which has no line breaks or control characters that a log could interpret. */
function describe(given: unknown): string {
  if (given === undefined) return "nothing";
  if (isArray(given)) return `[${given.map(describe).join(", ")}]`;
  return isObject(given) ? `{ ${JSON.stringify(Object.keys(given)).slice(1, -1)} }` : JSON.stringify(given);
}
