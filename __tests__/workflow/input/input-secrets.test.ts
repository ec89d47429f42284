import fc from "fast-check";
import { REJECTION_CAUSE } from "../../../workflow/definitions/sync-input";
import { evaluateExpression } from "../definitions/evaluate-expression";
import { givenInput, violationsOf } from "../../../testing/workflow/input-fixture";

const SECRET = "hunter2-marked-secret";

/** A JSON value that contains the secret, at any depth and in any shape. */
const { secret } = fc.letrec<{ secret: unknown }>((tie) => ({
  secret: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.string().map((text) => `${text}${SECRET}`),
    tie("secret").chain((inner) => fc.array(fc.jsonValue(), { maxLength: 2 }).map((items) => [...items, inner])),
    tie("secret").chain((inner) => fc.string().map((key) => ({ [key]: inner }))),
    tie("secret").chain((inner) =>
      fc
        .constantFrom("name", "value", "command", "environment", "containers", "env", "podProperties", "labels")
        .map((key) => ({ name: "A", [key]: inner })),
    ),
  ),
}));

const FIELDS = [
  "containerOverrides",
  "ecsPropertiesOverride",
  "eksPropertiesOverride",
  "nodeOverrides",
  "parameters",
  "tags",
  "environment",
  "command",
  "Comment",
];
const PATHS = [
  ...FIELDS.map((field) => [field]),
  ["containerOverrides", "environment"],
  ["containerOverrides", "command"],
  ["containerOverrides", "resourceRequirements"],
  ["parameters", "a"],
  ["tags", "a"],
  ["ecsPropertiesOverride", "taskProperties"],
  ["eksPropertiesOverride", "podProperties", "containers"],
  ["eksPropertiesOverride", "podProperties", "metadata", "labels"],
  ["nodeOverrides", "nodePropertyOverrides"],
];
const put = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
const inputs = fc.oneof(
  fc.tuple(fc.constantFrom(...PATHS), secret).map(([path, value]) => Object.assign(givenInput(), put(path, value))),
  // An array or an object in the wrong place, and values that are not an input.
  fc
    .tuple(fc.constantFrom("jobName", "wait_time", "timeout", "dependsOn", "overall_timeout", "jobId"), secret)
    .map(([field, value]) => givenInput({ [field]: [value] })),
  fc
    .constantFrom("wait_time", "timeout", "dependsOn", "propagateTags", "retryStrategy")
    .map((field) => givenInput({ [field]: SECRET })),
  secret,
);

it("does not disclose a secret of the input, and uses only fixed texts", async () => {
  await fc.assert(
    fc.asyncProperty(inputs, async (given) => {
      const input: unknown = JSON.parse(JSON.stringify(given));

      const messages = [violationsOf(input).join("; "), String(await evaluateExpression(REJECTION_CAUSE, { input }))];

      for (const message of messages) {
        expect(message).not.toContain(SECRET);
        expect(message).not.toMatch(/Invalid input|expected/);
      }
    }),
    { numRuns: 150 },
  );
});

it("uses only fixed texts for any value in any field", () => {
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom(null, [], {}, [null], [[]], [{}], "", 1e400, 2 ** 60));
  const paths = fc.oneof(
    fc.constantFrom(...PATHS),
    fc.constantFrom(...Object.keys(EVERY_FIELD)).map((field) => [field]),
  );

  fc.assert(
    fc.property(paths, values, (path, value) => {
      const violations = violationsOf(Object.assign(givenInput(), put(path, value)));

      for (const violation of violations) expect(violation).not.toMatch(/Invalid|expected/);
    }),
    { numRuns: 1_000 },
  );
});

const EVERY_FIELD = {
  jobId: 0,
  arrayProperties: 0,
  consumableResourcePropertiesOverride: 0,
  dependsOn: 0,
  propagateTags: 0,
  retryStrategy: 0,
  schedulingPriorityOverride: 0,
  shareIdentifier: 0,
  timeout: 0,
  wait_time: 0,
  queue_timeout: 0,
  overall_timeout: 0,
  run_timeout: 0,
};

it.each([
  [{ environment: [{ "PASSWORD=hunter2": "x" }] }, "environment[0][a key of 16 characters] is no field"],
  [{ environment: [{ name: "A", value: "x", PASSWORD: "hunter2" }] }, "environment[0].PASSWORD is no field"],
  [
    { environment: { PASSWORD: "hunter2" } },
    "environment must be an array of { name, value }, got an object with 1 field",
  ],
  [
    { environment: "PASSWORD=hunter2" },
    "environment must be an array of { name, value }, got a string of 16 characters",
  ],
  [{ command: ["hunter2", 7] }, "command[1] must be a string, got a number"],
  [{ command: ["hunter2", ["hunter2"]] }, "command[1] must be a string, got an array of 1 item"],
])("describes %j by type and length", (containerOverrides, violation) => {
  const violations = violationsOf(givenInput({ containerOverrides }));

  expect(violations.join()).toContain(`containerOverrides.${violation}`);
  expect(violations.join()).not.toContain("hunter2");
});

it("rejects an input that is nested too deeply for the call stack, in one sentence", () => {
  const depth = 100_000;
  const deep: unknown = JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);

  expect(violationsOf(givenInput({ containerOverrides: deep }))).toEqual([
    "the input must have at most 32 levels of objects and arrays",
  ]);
});

it.each(["__proto__", "constructor", "toString"])("rejects a key %s at any depth", (key) => {
  const nested: unknown = JSON.parse(`{ "containerOverrides": { "${key}": { "vcpus": 1 } }, "${key}": {} }`);
  const violations = violationsOf({ ...givenInput(), ...Object(nested) });

  expect(violations.join()).toContain(`containerOverrides.${key} is no field that SubmitJob knows`);
});
