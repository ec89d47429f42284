import * as z from "zod";
import { callAws, type CalledService } from "../target/aws-call";

/** Attributes of the managed resources in the states, by type. */
export type KnownResources = ReadonlyMap<string, readonly Attributes[]>;
export type Attributes = Readonly<Record<string, unknown>>;

const resourceSchema = z.object({
  mode: z.literal("managed"),
  type: z.string(),
  instances: z.array(z.object({ attributes: z.record(z.string(), z.unknown()) })).default([]),
});

/** Reads the attributes of the managed resources of all states. */
export function readKnownResources(resources: readonly unknown[]): KnownResources {
  const known = new Map<string, Attributes[]>();
  for (const resource of resources) {
    const { data } = resourceSchema.safeParse(resource);
    if (data === undefined) continue;
    const attributes = data.instances.map((instance) => instance.attributes);
    known.set(data.type, [...(known.get(data.type) ?? []), ...attributes]);
  }
  return known;
}

/** Resources to destroy, and the place to ask AWS about them. */
export interface Search {
  readonly known: KnownResources;
  readonly region: string;
  readonly interrupt: AbortSignal;
}

const textSchema = z.string().min(1);

/** Values of an attribute of all resources of a type. */
export const valuesOf = ({ known }: Search, type: string, attribute: string): string[] =>
  (known.get(type) ?? []).flatMap((attributes) => textSchema.safeParse(attributes[attribute]).data ?? []);

export const each = async (names: readonly string[], find: (name: string) => Promise<string[]>): Promise<string[]> =>
  (await Promise.all(names.map(find))).flat();

export const matchAll = (text: string | undefined, pattern: RegExp): string[] =>
  [...(text ?? "").matchAll(pattern)].map(([, found = ""]) => found);

export const form = (
  service: CalledService,
  search: Search,
  parameters: Readonly<Record<string, string>>,
): Promise<string | undefined> =>
  call(service, search, {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(parameters).toString(),
  });

/** Errors for a resource that was deleted manually. */
const ABSENT = /NoSuchEntity|ResourceNotFoundException/;
const OK = 200;

/** Returns the response; undefined if the resource does not exist. @throws Error with the code of AWS */
export async function call(
  service: CalledService,
  { region, interrupt }: Search,
  request: Parameters<typeof callAws>[2],
): Promise<string | undefined> {
  const { status, body } = await callAws(service, region, request, interrupt);
  if (status === OK) return body;
  if (ABSENT.test(body)) return undefined;
  const code = /<Code>([^<]+)<\/Code>|"__type":"(?:[^"#]*#)?([^"]+)"/.exec(body);
  throw new Error(`AWS answers ${status}${code === null ? "" : ` (${code[1] ?? code[2] ?? ""})`}`);
}
