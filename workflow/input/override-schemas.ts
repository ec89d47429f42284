import * as z from "zod";

/**
 * Largest containerOverrides, in bytes of UTF-8; Amazon ECS's limit.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
 */
const MAX_CONTAINER_OVERRIDES_BYTES = 8_192;

/** Checks a rule about a whole object together with the rules of its fields, so that all violations are reported. */
export const alongside = { when: ({ value }: { value: unknown }) => typeof value === "object" && value !== null };
export const utf8Bytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;
export const integer = (min: number, max: number): z.ZodNumber => {
  const rule = `must be an integer from ${min.toLocaleString("en-US")} to ${max.toLocaleString("en-US")}`;
  return z.int(rule).min(min, rule).max(max, rule);
};

/** A field that may be left out. Null counts as left out, because JSONPath cannot leave out a field. */
export const optional = <T extends z.core.SomeType>(schema: T) =>
  z
    .nullish(schema)
    .transform((value) => value ?? undefined)
    .optional();

/** An object with these fields and no others. */
export const objectOf = <T extends z.core.$ZodShape>(shape: T) =>
  z.strictObject(shape, `must be an object of ${Object.keys(shape).join(", ")}`);

const text = z.string("must be a string");
const texts = z.array(text, "must be an array of strings");
const arrayOf = <T extends z.core.SomeType>(item: T, shape: string): z.ZodArray<T> =>
  z.array(item, `must be an array of ${shape}`);

/**
 * An object whose keys are the user's own. A key `__proto__` is refused, because objects of JavaScript lose it.
 * @param holds - what its values are, such as "strings"
 */
export function mapOf<K extends z.core.$ZodRecordKey, V extends z.core.SomeType>(key: K, value: V, holds: string) {
  return z
    .custom<z.input<z.ZodRecord<K, V>>>(
      (map) => typeof map === "object" && map !== null && !Array.isArray(map) && !Object.hasOwn(map, "__proto__"),
      `must be an object of ${holds} without a key "__proto__"`,
    )
    .pipe(z.record(key, value, `must be an object of ${holds}`));
}

const variableName = text.regex(
  /^(?!AWS_BATCH)/,
  "must not start with AWS_BATCH, which Batch reserves for its own variables",
);
const environment = optional(arrayOf(objectOf({ name: variableName, value: text }), "{ name, value }"));
const resourceRequirements = optional(
  arrayOf(
    objectOf({ type: z.enum(["GPU", "VCPU", "MEMORY"], "must be GPU, VCPU or MEMORY"), value: text }),
    "{ type, value }",
  ),
);

export const containerOverrides = objectOf({
  command: optional(texts),
  environment,
  instanceType: optional(text),
  memory: optional(integer(1, 1_000_000_000)),
  resourceRequirements,
  vcpus: optional(integer(1, 1_000_000)),
}).refine((value) => utf8Bytes(value) <= MAX_CONTAINER_OVERRIDES_BYTES, {
  ...alongside,
  error: ({ input }) => `must have at most 8,192 bytes, has ${utf8Bytes(input).toLocaleString("en-US")}`,
});

export const consumableResourcePropertiesOverride = objectOf({
  consumableResourceList: optional(
    arrayOf(
      objectOf({
        consumableResource: optional(text),
        quantity: optional(integer(1, Number.MAX_SAFE_INTEGER)),
      }),
      "{ consumableResource, quantity }",
    ),
  ),
});

const taskContainer = objectOf({
  command: optional(texts),
  environment,
  name: optional(text),
  resourceRequirements,
});
const task = objectOf({ containers: optional(arrayOf(taskContainer, "containers")) });

export const ecsPropertiesOverride = objectOf({ taskProperties: optional(arrayOf(task, "{ containers }")) });

const quantities = optional(mapOf(z.string(), text, "strings"));
const podContainers = optional(
  arrayOf(
    objectOf({
      args: optional(texts),
      command: optional(texts),
      env: optional(arrayOf(objectOf({ name: variableName, value: optional(text) }), "{ name, value }")),
      image: optional(text),
      name: optional(text),
      resources: optional(objectOf({ limits: quantities, requests: quantities })),
    }),
    "containers",
  ),
);
const podMetadata = objectOf({ annotations: quantities, labels: quantities, namespace: optional(text) });

export const eksPropertiesOverride = objectOf({
  podProperties: optional(
    objectOf({ containers: podContainers, initContainers: podContainers, metadata: optional(podMetadata) }),
  ),
});

const nodeRange = objectOf({
  consumableResourcePropertiesOverride: optional(consumableResourcePropertiesOverride),
  containerOverrides: optional(containerOverrides),
  ecsPropertiesOverride: optional(ecsPropertiesOverride),
  eksPropertiesOverride: optional(eksPropertiesOverride),
  instanceTypes: optional(texts),
  targetNodes: text,
});

export const nodeOverrides = objectOf({
  nodePropertyOverrides: optional(arrayOf(nodeRange, "node ranges")),
  numNodes: optional(integer(1, 1_000)),
});
