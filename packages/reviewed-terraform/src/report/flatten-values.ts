import { canonicalJson, compareText, findJsonDocument, isArray, isObject } from "../json";
import type { PlanValue } from "./plan-report";
import { isArn, isHarmlessSetting, isSecretName, isSecretOption, isSecretText } from "./secrets";
import { isSetAttribute } from "./set-attributes";

/** Value in a plan, with Terraform's marks; a mark of `true` applies to all nested values. */
export interface MarkedValue {
  readonly value: unknown;
  readonly sensitive: unknown;
  readonly unknown: unknown;
}

export interface FlattenOptions {
  /** Resource type, or `output`. */
  readonly type: string;
  /** Name of the value, if it has one. */
  readonly name?: string;
}

/** Value that must not be published; `secret` is its JSON. */
export interface SecretValue {
  readonly kind: "secret";
  readonly secret: string;
}

/** Value before its secrets are replaced with hashes. */
export type FlatValue = Exclude<PlanValue, { kind: "hidden" }> | SecretValue;

/** Location of a value. */
interface Place {
  readonly path: string;
  /** Name of the nearest enclosing member. */
  readonly name: string;
  /** Whether it is inside the environment variables of a Lambda function or a container. */
  readonly setting: boolean;
  /** Whether its name, or that of an enclosing member, indicates a secret. */
  readonly secret: boolean;
}

/**
 * Returns all nested values by path, without nulls. A JSON string is flattened too, so that policies and definitions
 * can be compared and secrets in them are found.
 */
export function flattenValues(marked: MarkedValue, { type, name = "" }: FlattenOptions): Map<string, FlatValue> {
  const flattener = new Flattener(type);
  flattener.walk(marked, { path: "", name, setting: false, secret: isSecretName(name) });
  return flattener.found;
}

class Flattener {
  readonly found = new Map<string, FlatValue>();

  constructor(private readonly type: string) {}

  walk(marked: MarkedValue, place: Place): void {
    const { value, sensitive, unknown } = marked;
    if (unknown === true) this.found.set(place.path, { kind: "unknown" });
    else if (isArray(value)) this.walkElements(marked, value, place);
    else if (isObject(value) || isObject(unknown)) this.walkMembers(marked, place);
    else if (value === null || value === undefined) return;
    else if (sensitive === true) this.hide(value, place);
    else if (typeof value === "string") this.walkText(value, place);
    else if (typeof value === "number" && place.secret) this.hide(value, place);
    else this.show(JSON.stringify(value), place);
  }

  private walkElements({ sensitive, unknown }: MarkedValue, values: readonly unknown[], place: Place): void {
    if (sensitive === true) {
      this.hide(values, place);
      return;
    }
    if (values.length === 0) this.show("[]", place);
    const elements = values.map((value, index) => ({
      value,
      sensitive: isArray(sensitive) ? sensitive[index] : undefined,
      unknown: isArray(unknown) ? unknown[index] : undefined,
    }));
    if (isSetAttribute(this.type, place.name)) elements.sort((a, b) => compareText(canonicalJson(a), canonicalJson(b)));
    const names = place.setting ? findPairNames(values) : undefined;
    elements.forEach((element, index) => {
      const previous = elements[index - 1]?.value;
      const secret = place.secret || (typeof previous === "string" && isSecretOption(previous));
      this.walk(element, { ...place, secret, path: `${place.path}[${names?.[index] ?? index}]` });
    });
  }

  private walkMembers({ value, sensitive, unknown }: MarkedValue, place: Place): void {
    if (sensitive === true) {
      this.hide(value, place);
      return;
    }
    const keys = new Set([value, unknown].flatMap((each) => (isObject(each) ? Object.keys(each) : [])));
    if (keys.size === 0) this.show("{}", place);
    const pairName = findPairName(value);
    for (const key of [...keys].sort(compareText)) {
      const member = {
        value: memberOf(value, key),
        sensitive: memberOf(sensitive, key),
        unknown: memberOf(unknown, key),
      };
      this.walk(member, memberPlace(place, key, member.value, pairName));
    }
  }

  private walkText(text: string, place: Place): void {
    const document = findJsonDocument(text);
    if (document !== undefined && !place.secret)
      this.walk({ value: document, sensitive: undefined, unknown: undefined }, place);
    else if (mustHide(text, place)) this.hide(text, place);
    else this.show(JSON.stringify(text), place);
  }

  private show(text: string, { path }: Place): void {
    this.found.set(path, { kind: "known", text });
  }

  private hide(value: unknown, { path }: Place): void {
    this.found.set(path, { kind: "secret", secret: canonicalJson(value) });
  }
}

function memberPlace(place: Place, key: string, value: unknown, pairName: string | undefined): Place {
  const path = joinPath(place.path, key);
  // In `{ "name": "DB_PASSWORD", "value": "..." }`, the name applies to the value.
  if (pairName !== undefined && /^(?:name|key)$/i.test(key)) return { path, name: key, setting: false, secret: false };
  const name = pairName !== undefined && /^value$/i.test(key) ? pairName : key;
  const setting = place.setting || (/^(?:environment|env|variables)/i.test(key) && typeof value === "object");
  return { path, name, setting, secret: place.secret || isSecretName(name) };
}

function joinPath(path: string, key: string): string {
  const shown = isSecretText(key) ? "(hidden)" : key;
  if (!/^[\w-]+$/.test(shown)) return `${path}[${JSON.stringify(shown)}]`;
  return path === "" ? shown : `${path}.${shown}`;
}

function mustHide(text: string, { setting, secret }: Place): boolean {
  if (text === "") return false;
  if (isSecretText(text)) return true;
  return setting ? secret || !isHarmlessSetting(text) : secret && !isArn(text);
}

function memberOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Returns the name in a pair like `{ "name": "LOG_LEVEL", "value": "debug" }`. */
function findPairName(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const members = new Map(Object.entries(value).map(([key, member]) => [key.toLowerCase(), member]));
  const name = members.get("name") ?? members.get("key");
  return members.has("value") && typeof name === "string" ? name : undefined;
}

/** Returns the names of all pairs if they are valid and unique, so that they can replace the indexes. */
function findPairNames(values: readonly unknown[]): readonly string[] | undefined {
  const names = values.flatMap((value) => findPairName(value) ?? []).filter((name) => /^[A-Za-z_][\w-]*$/.test(name));
  return names.length === values.length && new Set(names).size === names.length ? names : undefined;
}
