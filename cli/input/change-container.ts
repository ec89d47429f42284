import * as z from "zod";
import { splitAssignment } from "./split-assignment";

/** Changes of a container. Without a value, nothing is changed. */
export interface ContainerChanges {
  readonly command?: readonly string[] | undefined;
  /** Environment variables, each as NAME=VALUE; the last one of a name counts. */
  readonly env?: readonly string[] | undefined;
  readonly vcpus?: number | undefined;
  /** Memory in MiB. */
  readonly memory?: number | undefined;
}

const requirementSchema = z.looseObject({ type: z.string(), value: z.string() });
const variableSchema = z.looseObject({ name: z.string() });

/** Changed fields of `containerOverrides`; others are kept. */
const overridesSchema = z.looseObject({
  command: z.array(z.string()).optional(),
  environment: z.array(variableSchema).optional(),
  resourceRequirements: z.array(requirementSchema).optional(),
});

export interface ChangedContainer {
  readonly containerOverrides: Readonly<Record<string, unknown>>;
  /** Each change in one line, without values of environment variables, which may be secret. */
  readonly changes: readonly string[];
}

/**
 * Changes the `containerOverrides` of an input.
 * @param given - `containerOverrides` of the input; undefined or null if it has none
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerOverrides.html
 */
export function changeContainer(
  given: unknown,
  { command, env = [], vcpus, memory }: ContainerChanges,
): ChangedContainer {
  const { environment = [], resourceRequirements = [], ...others } = overridesSchema.parse(given ?? {});
  const variables = [...new Map(env.map(splitAssignment))].map(([name, value]) => ({ name, value }));
  const wanted = [
    ...(vcpus === undefined ? [] : [{ type: "VCPU", value: String(vcpus) }]),
    ...(memory === undefined ? [] : [{ type: "MEMORY", value: String(memory) }]),
  ];
  const newEnvironment = replace(environment, variables, ({ name }) => name);
  const newRequirements = replace(resourceRequirements, wanted, ({ type }) => type);
  const describe = (type: string, value: number | undefined, unit: string): string[] => {
    const before = resourceRequirements.find((each) => each.type === type)?.value ?? "that of the job definition";
    return value === undefined ? [] : [`${unit}: ${before} -> ${value}`];
  };
  return {
    containerOverrides: {
      ...others,
      ...(command === undefined ? {} : { command }),
      ...(newEnvironment.length === 0 ? {} : { environment: newEnvironment }),
      ...(newRequirements.length === 0 ? {} : { resourceRequirements: newRequirements }),
    },
    changes: [
      ...(command === undefined ? [] : [`command: ${command.join(" ")}`]),
      ...variables.map(({ name }) => `environment variable ${name}`),
      ...describe("VCPU", vcpus, "vCPUs"),
      ...describe("MEMORY", memory, "memory in MiB"),
    ],
  };
}

/** Replaces elements with the same key, and appends new ones. */
const replace = <Item>(items: readonly Item[], wanted: readonly Item[], keyOf: (item: Item) => string): Item[] => [
  ...items.filter((item) => !wanted.some((other) => keyOf(other) === keyOf(item))),
  ...wanted,
];
