import { request } from "node:http";
import { VirtualClock } from "../../src/clock";
import type { ExecutionStatusChange } from "../../src/step-functions/endpoint/execution-status-change";
import {
  ROLE_ARN,
  call,
  closeEndpoints,
  create,
  functionArn,
  givenEndpoint,
  historyOf,
  run,
  single,
  stateMachineArn,
  waitForEnd,
} from "./fixtures";
import { anyText, containing } from "../../../../testing/matchers";

afterEach(closeEndpoints);

const waits = single({ Type: "Wait", Seconds: 60 });
const passes = single({ Type: "Pass" });
const version = (number: number): string => `${stateMachineArn("machine")}:${number}`;

/** Endpoint with a stopped clock, so that executions in a Wait state keep running. */
function givenFrozenEndpoint() {
  const clock = new VirtualClock();
  clock.hold();
  return givenEndpoint({}, { clock });
}

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const logTo = (logGroupArn: string) => ({ destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] });

describe("CreateStateMachine", () => {
  it("returns the same state machine for the same request, ignoring role and tags", async () => {
    const endpoint = await givenEndpoint();
    const first = await create(endpoint, passes);

    const again = await create(endpoint, passes, "machine", {
      roleArn: `${ROLE_ARN}2`,
      tags: [{ key: "a", value: "b" }],
    });

    expect(again).toBe(first);
    expect(await call(endpoint, "ListTagsForResource", { resourceArn: first })).toEqual({ tags: [] });
  });

  it.each([
    ["a different definition", waits, {}],
    ["different tracing", passes, { tracingConfiguration: { enabled: true } }],
    ["publish", passes, { publish: true }],
  ])("rejects the same name with %s", async (_, definition, more) => {
    const endpoint = await givenEndpoint();
    await create(endpoint, passes);

    await expect(create(endpoint, definition, "machine", more)).rejects.toThrow(
      `StateMachineAlreadyExists State Machine Already Exists: '${stateMachineArn("machine")}'`,
    );
  });

  it.each([
    [
      "InvalidDefinition Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'",
      {},
      "m",
      {},
    ],
    [
      "InvalidDefinition Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'",
      { StartAt: "S", States: { S: { Type: "Pass", Next: "S" } } },
      "m",
      {},
    ],
    [
      "ValidationException 1 validation error detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1",
      passes,
      "m",
      { tags: [{ key: "", value: "" }] },
    ],
    ["SerializationException NUMBER_VALUE can not be converted to String", passes, "m", { versionDescription: 1 }],
    ["SerializationException START_OBJECT_VALUE can not", passes, "m", { tags: {} }],
    ["ValidationException local Step Functions does not support label in this request", passes, "m", { label: "x" }],
    ["InvalidName Invalid Name: 'a b'", passes, "a b", {}],
    ["InvalidArn Invalid Role Arn: 'nonsense'", passes, "m", { roleArn: "nonsense" }],
    ["ValidationException 1 validation error detected: Value 'xxx", passes, "x".repeat(81), {}],
    ["StateMachineTypeNotSupported State machine type EXPRESS", passes, "m", { type: "EXPRESS" }],
    [
      "ValidationException 1 validation error detected: Value 'FAST' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]",
      passes,
      "m",
      { type: "FAST" },
    ],
    [
      "InvalidLoggingConfiguration Invalid Logging Configuration: Must specify exactly one Log Destination.",
      passes,
      "m",
      { loggingConfiguration: { level: "ALL" } },
    ],
    ...(
      [
        [{ destinations: [{}] }, "Must set valid CloudWatch Log Group ARN."],
        [{ destinations: [{ cloudWatchLogsLogGroup: {} }] }, "Must set valid CloudWatch Log Group ARN."],
        [logTo("arn:aws:s3:::bucket"), "Provided ARN is not CloudWatch Logs Log Group ARN."],
        [
          logTo("arn:aws:logs:eu-west-1:123456789012:log-group:g"),
          "Log Group ARN must be provided with '*' qualifier.",
        ],
      ] as const
    ).map(([logging, reason]): [string, object, string, object] => [
      `InvalidLoggingConfiguration Invalid Logging Configuration: ${reason}`,
      passes,
      "m",
      { loggingConfiguration: { level: "ALL", ...logging } },
    ]),
    ...(
      [
        [{ type: "CUSTOMER_MANAGED_KMS_KEY" }, "Must set a valid kmsKeyId."],
        [{ type: "AWS_OWNED_KEY", kmsKeyId: "k" }, "Custom kmsKeyId is not allowed when selecting AWS_OWNED_KEY."],
        [
          { type: "AWS_OWNED_KEY", kmsDataKeyReusePeriodSeconds: 60 },
          "Custom kmsDataKeyReusePeriodSeconds is not allowed when selecting AWS_OWNED_KEY.",
        ],
      ] as const
    ).map(([encryptionConfiguration, reason]): [string, object, string, object] => [
      `InvalidEncryptionConfiguration Invalid Encryption Configuration: ${reason}`,
      passes,
      "m",
      { encryptionConfiguration },
    ]),
    [
      "ValidationException Version description can only be set when publish is true",
      passes,
      "m",
      { versionDescription: "v" },
    ],
    ["TooManyTags", passes, "m", { tags: Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: "" })) }],
  ])("rejects a request with %s", async (words, definition, name, more) => {
    const endpoint = await givenEndpoint();

    await expect(create(endpoint, definition, name, more)).rejects.toThrow(words);
  });

  it("returns logging and tracing in DescribeStateMachine", async () => {
    const endpoint = await givenEndpoint();
    const loggingConfiguration = {
      level: "ALL",
      includeExecutionData: true,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: "arn:aws:logs:eu-west-1:123456789012:log-group:g:*" } }],
    };
    const arn = await create(endpoint, passes, "machine", {
      loggingConfiguration,
      tracingConfiguration: { enabled: true },
      encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    });

    expect(await call(endpoint, "DescribeStateMachine", { stateMachineArn: arn })).toEqual({
      stateMachineArn: arn,
      name: "machine",
      status: "ACTIVE",
      definition: JSON.stringify(passes),
      roleArn: ROLE_ARN,
      type: "STANDARD",
      creationDate: 1_767_225_600,
      loggingConfiguration,
      tracingConfiguration: { enabled: true },
      encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    });
  });
});

describe("state machines", () => {
  it("lists state machines by name, in pages", async () => {
    const endpoint = await givenEndpoint();
    for (const name of ["c", "a", "b"]) await create(endpoint, passes, name);

    const { nextToken, ...first } = await call(endpoint, "ListStateMachines", { maxResults: 2 });
    const second = await call(endpoint, "ListStateMachines", { maxResults: 2, nextToken });

    expect(first["stateMachines"]).toMatchObject([{ name: "a", type: "STANDARD" }, { name: "b" }]);
    expect(second).toEqual({ stateMachines: [expect.objectContaining({ name: "c" })] });
  });

  it("deletes a state machine, and accepts the deletion of a missing one", async () => {
    const endpoint = await givenEndpoint();
    const arn = await create(endpoint, passes);

    expect(await call(endpoint, "DeleteStateMachine", { stateMachineArn: arn })).toEqual({});
    expect(await call(endpoint, "DeleteStateMachine", { stateMachineArn: arn })).toEqual({});
    expect(await call(endpoint, "DescribeStateMachine", { stateMachineArn: arn })).toMatchObject({
      __type: "StateMachineDoesNotExist",
      message: `State Machine Does Not Exist: '${arn}'`,
    });
  });

  it("keeps a deleted state machine DELETING until its last execution has ended", async () => {
    const endpoint = await givenFrozenEndpoint();
    const arn = await create(endpoint, waits);
    const { executionArn } = await call(endpoint, "StartExecution", { stateMachineArn: arn });

    await call(endpoint, "DeleteStateMachine", { stateMachineArn: arn });

    expect(await call(endpoint, "DescribeStateMachine", { stateMachineArn: arn })).toMatchObject({
      status: "DELETING",
    });
    for (const [operation, more] of [
      ["StartExecution", {}],
      ["UpdateStateMachine", { roleArn: ROLE_ARN }],
      ["PublishStateMachineVersion", {}],
    ] as const)
      expect(await call(endpoint, operation, { stateMachineArn: arn, ...more })).toMatchObject({
        __type: "StateMachineDeleting",
      });
    await expect(create(endpoint, waits)).rejects.toThrow("StateMachineDeleting");
    await call(endpoint, "StopExecution", { executionArn });
    expect(await call(endpoint, "ListStateMachines", {})).toEqual({ stateMachines: [] });
  });

  it("updates a state machine without changing running executions", async () => {
    const endpoint = await givenFrozenEndpoint();
    const arn = await create(endpoint, waits);
    const { executionArn } = await call(endpoint, "StartExecution", { stateMachineArn: arn });

    const updated = await call(endpoint, "UpdateStateMachine", {
      stateMachineArn: arn,
      definition: JSON.stringify(passes),
    });

    expect(updated).toEqual({ updateDate: 1_767_225_600, revisionId: anyText() });
    expect(await call(endpoint, "DescribeStateMachine", { stateMachineArn: arn })).toMatchObject({
      definition: JSON.stringify(passes),
      revisionId: updated["revisionId"],
    });
    expect(await call(endpoint, "DescribeStateMachineForExecution", { executionArn })).toMatchObject({
      stateMachineArn: arn,
      name: "machine",
      definition: JSON.stringify(waits),
      roleArn: ROLE_ARN,
    });
  });

  it("returns the variables that each state reads", async () => {
    const endpoint = await givenEndpoint();
    const States = {
      Set: { Type: "Pass", Assign: { a: 1, b: 2 }, Result: { "x.$": "$a" }, Next: "Paths" },
      Paths: { Type: "Pass", Parameters: { "x.$": "States.Format('{}{}', $b, $a.c)", FilePath: "$a" }, Next: "Test" },
      Test: { Type: "Choice", Choices: [{ Not: { Variable: "$b", IsNull: true }, Next: "Query" }], Default: "Query" },
      Query: {
        Type: "Pass",
        QueryLanguage: "JSONata",
        Output: ["{% ($c := $sum([$a]); $map([$c], function($d) { $d + $b + $states.input }) ) %}"],
        End: true,
      },
    };

    const stateMachineArn = await create(endpoint, { StartAt: "Set", States });

    expect((await call(endpoint, "DescribeStateMachine", { stateMachineArn }))["variableReferences"]).toEqual({
      Paths: ["a", "b"],
      Test: ["b"],
      Query: ["a", "b"],
    });
  });

  it("returns no definition, input or result for METADATA_ONLY", async () => {
    const endpoint = await givenEndpoint();
    const { executionArn } = await run(endpoint, passes, { secret: 1 });
    const request = { executionArn, includedData: "METADATA_ONLY" };

    const execution = await call(endpoint, "DescribeExecution", request);
    const machine = await call(endpoint, "DescribeStateMachineForExecution", request);
    const { stateMachineArn } = machine;

    expect(JSON.stringify(execution)).not.toContain("secret");
    expect(machine).toMatchObject({ definition: "{}" });
    expect(
      await call(endpoint, "DescribeStateMachine", { stateMachineArn, includedData: "METADATA_ONLY" }),
    ).toMatchObject({ definition: "{}", encryptionConfiguration: { type: "AWS_OWNED_KEY" } });
  });

  it("keeps revision and version when an update changes nothing", async () => {
    const endpoint = await givenEndpoint();
    const stateMachineArn = await create(endpoint, passes);
    const request = { stateMachineArn, definition: JSON.stringify(waits), publish: true };

    const first = await call(endpoint, "UpdateStateMachine", request);
    const same = await call(endpoint, "UpdateStateMachine", request);
    const other = await call(endpoint, "UpdateStateMachine", { ...request, roleArn: `${ROLE_ARN}2` });

    expect([same["revisionId"], same.stateMachineVersionArn]).toEqual([first["revisionId"], version(1)]);
    expect(other["revisionId"]).not.toBe(first["revisionId"]);
    expect(other.stateMachineVersionArn).toBe(version(2));
  });

  it("rejects an update without changes", async () => {
    const endpoint = await givenEndpoint();
    const arn = await create(endpoint, passes);

    expect(await call(endpoint, "UpdateStateMachine", { stateMachineArn: arn })).toMatchObject({
      __type: "MissingRequiredParameter",
    });
  });

  it("adds, lists and removes tags", async () => {
    const endpoint = await givenEndpoint();
    const resourceArn = await create(endpoint, passes, "machine", { tags: [{ key: "a", value: "1" }] });

    await call(endpoint, "TagResource", { resourceArn, tags: [{ key: "b", value: "2" }] });
    await call(endpoint, "UntagResource", { resourceArn, tagKeys: ["a"] });

    expect(await call(endpoint, "ListTagsForResource", { resourceArn })).toEqual({ tags: [{ key: "b", value: "2" }] });
    expect(await call(endpoint, "ListTagsForResource", { resourceArn: `${resourceArn}x` })).toMatchObject({
      __type: "ResourceNotFound",
    });
  });

  it("validates a definition without creating a state machine", async () => {
    const endpoint = await givenEndpoint();

    const good = await call(endpoint, "ValidateStateMachineDefinition", { definition: JSON.stringify(passes) });
    const bad = await call(endpoint, "ValidateStateMachineDefinition", { definition: "{}", maxResults: 1 });
    const empty = await call(endpoint, "ValidateStateMachineDefinition", { definition: "" });
    const broken = await call(endpoint, "ValidateStateMachineDefinition", { definition: "not a definition" });

    expect(good).toEqual({ result: "OK", diagnostics: [], truncated: false });
    expect(bad).toMatchObject({
      result: "FAIL",
      diagnostics: [{ severity: "ERROR", location: "/" }],
      truncated: false,
    });
    expect(empty).toMatchObject({ diagnostics: [{ message: "Definition must be a valid JSON object" }] });
    // Recorded on AWS, as is the diagnostic of an empty definition.
    const location = '[Source: (String)"not a definition"; line: 1, column: 4]';
    const message = `Unrecognized token 'not': was expecting ${VALUES}\n at ${location}`;
    expect(broken).toMatchObject({ diagnostics: [{ code: "INVALID_JSON_DESCRIPTION", message, location }] });
  });
});

it("rejects a description of a version that an update does not publish", async () => {
  const endpoint = await givenEndpoint();
  const stateMachineArn = await create(endpoint, passes);
  const update = { stateMachineArn, roleArn: ROLE_ARN, versionDescription: "second" };

  const { message } = await call(endpoint, "UpdateStateMachine", update);

  expect(message).toBe("Version description can only be set when publish is true");
});

it("rejects an unknown member of a call with a task token by name", async () => {
  const endpoint = await givenEndpoint();

  const { message } = await call(endpoint, "SendTaskSuccess", { taskToken: "t", output: "{}", result: 1 });

  expect(message).toBe("local Step Functions does not support result in this request");
});

describe("versions and aliases", () => {
  async function givenTwoVersions() {
    const endpoint = await givenEndpoint();
    const arn = await create(endpoint, passes, "machine", { publish: true, versionDescription: "first" });
    const definition = JSON.stringify(single({ Type: "Pass", Result: 2 }));
    await call(endpoint, "UpdateStateMachine", { stateMachineArn: arn, definition, publish: true });
    return { endpoint, arn };
  }
  const route = (number: number, weight = 100) => ({ stateMachineVersionArn: version(number), weight });

  it("publishes a revision once, and lists versions newest first", async () => {
    const { endpoint, arn } = await givenTwoVersions();

    const again = await call(endpoint, "PublishStateMachineVersion", { stateMachineArn: arn });
    const list = await call(endpoint, "ListStateMachineVersions", { stateMachineArn: arn });

    expect(again.stateMachineVersionArn).toBe(version(2));
    expect(list["stateMachineVersions"]).toMatchObject([
      { stateMachineVersionArn: version(2) },
      { stateMachineVersionArn: version(1) },
    ]);
    expect(await call(endpoint, "DescribeStateMachine", { stateMachineArn: version(1) })).toMatchObject({
      stateMachineArn: version(1),
      definition: JSON.stringify(passes),
      description: "first",
    });
    expect(await create(endpoint, passes, "other")).toBe(stateMachineArn("other"));
  });

  it("rejects publishing a revision that is not current", async () => {
    const { endpoint, arn } = await givenTwoVersions();

    expect(
      await call(endpoint, "PublishStateMachineVersion", { stateMachineArn: arn, revisionId: "old" }),
    ).toMatchObject({
      __type: "ConflictException",
      message: containing("Failed to publish the State Machine version for revision old."),
    });
  });

  it("runs the version of a version ARN or an alias", async () => {
    const { endpoint, arn } = await givenTwoVersions();
    await call(endpoint, "CreateStateMachineAlias", { name: "live", routingConfiguration: [route(1)] });

    const outputs = [];
    for (const target of [arn, version(1), `${arn}:live`]) {
      const { executionArn = "" } = await call(endpoint, "StartExecution", { stateMachineArn: target, input: "1" });
      outputs.push(await waitForEnd(endpoint, executionArn));
    }

    expect(outputs.map(({ output }) => output)).toEqual(["2", "1", "1"]);
    expect(outputs[2]).toMatchObject({ stateMachineVersionArn: version(1), stateMachineAliasArn: `${arn}:live` });
    const counts = [];
    for (const target of [arn, version(1), `${arn}:live`]) {
      const { executions } = await call(endpoint, "ListExecutions", { stateMachineArn: target });
      counts.push(executions);
    }
    expect(counts.map((list) => Array.isArray(list) && list.length)).toEqual([3, 2, 1]);
    expect(await call(endpoint, "StartExecution", { stateMachineArn: version(9) })).toMatchObject({
      __type: "StateMachineDoesNotExist",
    });
    expect(await call(endpoint, "StartExecution", { stateMachineArn: `${arn}:none` })).toMatchObject({
      __type: "StateMachineDoesNotExist",
    });
  });

  it("distributes executions among the versions of an alias by weight", async () => {
    const points = [0.69, 0.71];
    const endpoint = await givenEndpoint({}, { random: { next: () => points.shift() ?? 0 } });
    const arn = await create(endpoint, passes, "machine", { publish: true });
    await call(endpoint, "UpdateStateMachine", {
      stateMachineArn: arn,
      definition: JSON.stringify(waits),
      publish: true,
    });
    await call(endpoint, "CreateStateMachineAlias", {
      name: "live",
      routingConfiguration: [route(1, 70), route(2, 30)],
    });

    const versions = [];
    for (let index = 0; index < 2; index += 1) {
      const { executionArn } = await call(endpoint, "StartExecution", { stateMachineArn: `${arn}:live` });
      versions.push((await call(endpoint, "DescribeExecution", { executionArn })).stateMachineVersionArn);
    }

    expect(versions).toEqual([version(1), version(2)]);
  });

  it("creates, describes, updates, lists and deletes aliases", async () => {
    const { endpoint, arn } = await givenTwoVersions();
    const request = { name: "live", description: "d", routingConfiguration: [route(1)] };
    const stateMachineAliasArn = `${arn}:live`;

    const created = await call(endpoint, "CreateStateMachineAlias", request);
    expect(await call(endpoint, "CreateStateMachineAlias", request)).toEqual(created);
    expect(await call(endpoint, "CreateStateMachineAlias", { ...request, description: "e" })).toMatchObject({
      __type: "ConflictException",
    });
    expect(await call(endpoint, "UpdateStateMachineAlias", { stateMachineAliasArn })).toMatchObject({
      __type: "ValidationException",
    });
    await call(endpoint, "UpdateStateMachineAlias", { stateMachineAliasArn, routingConfiguration: [route(2)] });
    await call(endpoint, "UpdateStateMachineAlias", { stateMachineAliasArn, description: "f" });

    expect(await call(endpoint, "DescribeStateMachineAlias", { stateMachineAliasArn })).toMatchObject({
      name: "live",
      description: "f",
      routingConfiguration: [route(2)],
    });
    expect(await call(endpoint, "DescribeStateMachine", { stateMachineArn: stateMachineAliasArn })).toMatchObject({
      stateMachineArn: stateMachineAliasArn,
    });
    const lists = [];
    for (const target of [arn, version(1), version(2)])
      lists.push((await call(endpoint, "ListStateMachineAliases", { stateMachineArn: target }))["stateMachineAliases"]);
    expect(lists).toMatchObject([[{ stateMachineAliasArn }], [], [{ stateMachineAliasArn }]]);
    expect(await call(endpoint, "DeleteStateMachineVersion", { stateMachineVersionArn: version(2) })).toMatchObject({
      __type: "ConflictException",
      message: containing("Current list of aliases referencing this version: [live]"),
    });
    await call(endpoint, "DeleteStateMachineAlias", { stateMachineAliasArn });
    await call(endpoint, "DeleteStateMachineVersion", { stateMachineVersionArn: version(2) });
    await call(endpoint, "DeleteStateMachineVersion", { stateMachineVersionArn: stateMachineArn("none") });
    expect(await call(endpoint, "DescribeStateMachineAlias", { stateMachineAliasArn })).toMatchObject({
      __type: "ResourceNotFound",
    });
    expect(await call(endpoint, "DescribeStateMachine", { stateMachineArn: version(2) })).toMatchObject({
      __type: "StateMachineDoesNotExist",
    });
  });

  it.each([
    [
      [{ stateMachineVersionArn: stateMachineArn("machine"), weight: 100 }],
      "must contain state machine version ARNs. Received: [arn",
    ],
    [[route(1, 50), route(1, 50)], "must contain distinct state machine version ARNs."],
    [[route(1, 70), route(2, 29)], "Sum of routing configuration weights must equal 100. Received: [70, 29]"],
    [
      [route(1, 50), { stateMachineVersionArn: `${stateMachineArn("other")}:1`, weight: 50 }],
      "versions of one state machine",
    ],
    [
      [route(1, 101)],
      "Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100",
    ],
    [[route(7)], "Request references a resource that does not exist."],
    [
      [{ stateMachineVersionArn: `${stateMachineArn("none")}:1`, weight: 100 }],
      "Request references a resource that does not exist.",
    ],
  ])("rejects the routing configuration %j", async (routingConfiguration, words) => {
    const { endpoint } = await givenTwoVersions();

    const reply = await call(endpoint, "CreateStateMachineAlias", { name: "live", routingConfiguration });

    expect(reply.message).toContain(words);
  });

  it("rejects an alias name of digits", async () => {
    const { endpoint } = await givenTwoVersions();

    const reply = await call(endpoint, "CreateStateMachineAlias", { name: "123", routingConfiguration: [route(1)] });

    expect(reply.message).toContain(
      "Value '123' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern",
    );
  });
});

describe("StartExecution", () => {
  it("generates a UUID if no name is given", async () => {
    const endpoint = await givenEndpoint();
    const arn = await create(endpoint, passes);

    const { executionArn } = await call(endpoint, "StartExecution", { stateMachineArn: arn });

    expect(executionArn).toMatch(/^arn:aws:states:eu-west-1:123456789012:execution:machine:[\da-f-]{36}$/u);
  });

  it("returns the running execution with the same name and input", async () => {
    const endpoint = await givenFrozenEndpoint();
    const request = { stateMachineArn: await create(endpoint, waits), name: "once", input: '{"a":1}' };

    const first = await call(endpoint, "StartExecution", request);
    const second = await call(endpoint, "StartExecution", request);

    expect(second).toEqual(first);
    expect(await call(endpoint, "StartExecution", { ...request, input: "{}" })).toMatchObject({
      __type: "ExecutionAlreadyExists",
      message: `Execution Already Exists: '${first.executionArn ?? ""}'`,
    });
    await call(endpoint, "StopExecution", { executionArn: first.executionArn });
    expect(await call(endpoint, "StartExecution", request)).toMatchObject({ __type: "ExecutionAlreadyExists" });
  });

  it.each(["a b", "a:b", "a/b", "a*", "a#b", "a\u0001", "a{"])("rejects the name %j", async (name) => {
    const endpoint = await givenEndpoint();
    const arn = await create(endpoint, passes);

    expect(await call(endpoint, "StartExecution", { stateMachineArn: arn, name })).toEqual({
      __type: "InvalidName",
      message: `Invalid Name: '${name}'`,
    });
  });

  it.each([
    // The first two were recorded on AWS.
    [{ input: "not json" }, "InvalidExecutionInput", `'Unrecognized token 'not': was expecting ${VALUES}'`],
    [
      { input: "{'a'" },
      "InvalidExecutionInput",
      "'Unexpected character (''' (code 39)): was expecting double-quote to",
    ],
    [
      { input: '{"a" 1}' },
      "InvalidExecutionInput",
      "('1' (code 49)): was expecting a colon to separate field name and",
    ],
    [
      { input: '{"a":1 2}' },
      "InvalidExecutionInput",
      "('2' (code 50)): was expecting comma to separate Object entries",
    ],
    [{ input: "[1 2]" }, "InvalidExecutionInput", "('2' (code 50)): was expecting comma to separate Array entries"],
    [{ input: "[1" }, "InvalidExecutionInput", "'Unexpected end-of-input'"],
    [
      { input: JSON.stringify("é".repeat(140_000)) },
      "ValidationException",
      "at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144",
    ],
    [{ input: "" }, "InvalidExecutionInput", "'Invalid execution input.'"],
    [{ input: `"${"x".repeat(262_144)}"` }, "ValidationException", "length less than or equal to 262144"],
    [{ name: "" }, "ValidationException", "length greater than or equal to 1"],
    [{ name: "x".repeat(81) }, "ValidationException", "length less than or equal to 80"],
    [{ stateMachineArn: "nope" }, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: nope'"],
    [{ stateMachineArn: "arn:aws:states" }, "InvalidArn", "Malformed ARN"],
    [{ stateMachineArn: "arn:aws:s3:::bucket" }, "InvalidArn", "Resource type not valid in this context"],
    [{ stateMachineArn: stateMachineArn("none") }, "StateMachineDoesNotExist", "State Machine Does Not Exist"],
    [{ stateMachineArn: undefined }, "ValidationException", "Value null at 'stateMachineArn'"],
  ])("rejects %j", async (request, code, words) => {
    const endpoint = await givenEndpoint();
    const arn = await create(endpoint, passes);

    const reply = await call(endpoint, "StartExecution", { stateMachineArn: arn, ...request });

    expect(reply.__type).toBe(code);
    expect(reply.message).toContain(words);
  });
});

describe("JSON nested too deep", () => {
  const nested = `${"[".repeat(200_000 / 2)}${"]".repeat(200_000 / 2)}`;

  it("rejects it as input and as definition", async () => {
    const endpoint = await givenEndpoint();
    const stateMachineArn = await create(endpoint, passes);
    const definition = `{"StartAt":"S","States":{"S":{"Type":"Pass","End":true,"Result":${nested}}}}`;

    const input = await call(endpoint, "StartExecution", { stateMachineArn, input: nested });
    const machine = await call(endpoint, "CreateStateMachine", { name: "m", definition, roleArn: ROLE_ARN });

    expect([input.__type, machine.__type]).toEqual(["InvalidExecutionInput", "InvalidDefinition"]);
    for (const { message } of [input, machine])
      expect(message).toContain("Document nesting depth exceeds the maximum allowed (1000)");
  });

  it("fails an execution that builds it, without a stack trace or a path", async () => {
    const endpoint = await givenEndpoint();
    const Parse = { Type: "Pass", QueryLanguage: "JSONata", Output: "{% $parse($states.input.text) %}", End: true };

    const { error, cause } = await run(endpoint, { StartAt: "Parse", States: { Parse } }, { text: nested });

    expect(error).toBe("States.QueryEvaluationError");
    expect(cause).toContain("threw an error during evaluation: Document nesting depth exceeds");
    expect(cause).not.toContain(__dirname);
  });
});

describe("executions", () => {
  it("describes an execution with input and output", async () => {
    const endpoint = await givenEndpoint();
    const arn = await create(endpoint, passes);
    const { executionArn = "" } = await call(endpoint, "StartExecution", {
      stateMachineArn: arn,
      name: "x",
      input: "[1]",
      traceHeader: "t",
    });

    expect(await waitForEnd(endpoint, executionArn)).toEqual({
      executionArn,
      stateMachineArn: arn,
      name: "x",
      status: "SUCCEEDED",
      startDate: 1_767_225_600,
      stopDate: 1_767_225_600,
      input: "[1]",
      inputDetails: { included: true },
      output: "[1]",
      outputDetails: { included: true },
      traceHeader: "t",
      redriveCount: 0,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
    });
  });

  it("stops an execution once, with error and cause", async () => {
    const endpoint = await givenFrozenEndpoint();
    const arn = await create(endpoint, waits);
    const { executionArn = "" } = await call(endpoint, "StartExecution", { stateMachineArn: arn });

    await call(endpoint, "StopExecution", { executionArn, error: "Manual", cause: "probe" });
    await call(endpoint, "StopExecution", { executionArn, error: "Later" });

    expect(await call(endpoint, "DescribeExecution", { executionArn })).toMatchObject({
      status: "ABORTED",
      error: "Manual",
      cause: "probe",
    });
    expect((await historyOf(endpoint, executionArn)).at(-1)).toMatchObject({
      id: 3,
      previousEventId: 0,
      type: "ExecutionAborted",
      executionAbortedEventDetails: { error: "Manual", cause: "probe" },
    });
  });

  it("adds no events after an execution was stopped during a Lambda invocation", async () => {
    let answer: (value: unknown) => void = () => undefined;
    const endpoint = await givenEndpoint({ work: () => new Promise((resolve) => (answer = resolve)) });
    const arn = await create(endpoint, single({ Type: "Task", Resource: functionArn("work"), TimeoutSeconds: 60 }));
    const { executionArn = "" } = await call(endpoint, "StartExecution", { stateMachineArn: arn });

    await call(endpoint, "StopExecution", { executionArn });
    answer("late");
    await new Promise((resolve) => setImmediate(resolve));

    const types = (await historyOf(endpoint, executionArn)).map(({ type }) => type);
    expect(types.at(-1)).toBe("ExecutionAborted");
  });

  it("lists executions newest first, by status, in pages that new executions do not shift", async () => {
    const endpoint = await givenFrozenEndpoint();
    const arn = await create(endpoint, waits);
    const start = (name: string) => call(endpoint, "StartExecution", { stateMachineArn: arn, name });
    for (const name of ["a", "b", "c"]) await start(name);
    const list = (more: object) => call(endpoint, "ListExecutions", { stateMachineArn: arn, ...more });

    const first = await list({ maxResults: 2 });
    const stopped = await start("d");
    await call(endpoint, "StopExecution", { executionArn: stopped.executionArn });

    expect(first["executions"]).toMatchObject([{ name: "c", status: "RUNNING" }, { name: "b" }]);
    expect(await list({ maxResults: 2, nextToken: first.nextToken })).toMatchObject({ executions: [{ name: "a" }] });
    expect((await list({ statusFilter: "ABORTED" }))["executions"]).toMatchObject([{ name: "d" }]);
    expect(await list({ nextToken: "x" })).toMatchObject({ __type: "InvalidToken" });
    expect(await list({ maxResults: 1001 })).toMatchObject({
      message:
        "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    });
  });

  it.each(["DescribeExecution", "GetExecutionHistory", "StopExecution", "DescribeStateMachineForExecution"])(
    "rejects %s of an execution that does not exist",
    async (operation) => {
      const endpoint = await givenEndpoint();
      const executionArn = "arn:aws:states:eu-west-1:123456789012:execution:m:x";

      expect(await call(endpoint, operation, { executionArn })).toMatchObject({
        __type: "ExecutionDoesNotExist",
        message: `Execution Does Not Exist: '${executionArn}'`,
      });
    },
  );

  it("returns the history in reverse order and without data", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.resolve(1) });
    const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "work" } };
    const { executionArn } = await run(endpoint, single(task));

    const reverse = await call(endpoint, "GetExecutionHistory", { executionArn, reverseOrder: true, maxResults: 2 });
    const bare = await call(endpoint, "GetExecutionHistory", { executionArn, includeExecutionData: false });

    expect(reverse.events?.map(({ id }) => id)).toEqual([7, 6]);
    expect(reverse.nextToken).toBeDefined();
    expect(JSON.stringify(bare)).not.toContain("FunctionName");
    expect(bare.events?.[2]).toMatchObject({ taskScheduledEventDetails: { resource: "invoke", parameters: "" } });
  });

  it("sends the events of EventBridge on start and end", async () => {
    const endpoint = await givenEndpoint();
    const changes: ExecutionStatusChange[] = [];
    const unsubscribe = endpoint.onExecutionStatusChange((change) => changes.push(change));

    const { executionArn } = await run(
      endpoint,
      { StartAt: "No", States: { No: { Type: "Fail", Error: "E" } } },
      { a: 1 },
    );
    unsubscribe();
    await run(endpoint, passes);

    expect(changes.map(({ detail }) => detail.status)).toEqual(["RUNNING", "FAILED"]);
    expect(changes[1]).toMatchObject({
      source: "aws.states",
      "detail-type": "Step Functions Execution Status Change",
      resources: [executionArn],
      detail: { executionArn, input: '{"a":1}', output: null, error: "E", cause: null, stopDate: 1_767_225_600_000 },
    });
  });

  it("drops the oldest ended executions above a limit, and says so", async () => {
    const endpoint = await givenEndpoint({}, { maxEndedExecutions: 2 });
    const stateMachineArn = await create(endpoint, passes);
    const executionArns = [];
    for (const name of ["a", "b", "c"]) {
      const { executionArn = "" } = await call(endpoint, "StartExecution", { stateMachineArn, name });
      await waitForEnd(endpoint, executionArn);
      executionArns.push(executionArn);
    }

    const { executions } = await call(endpoint, "ListExecutions", { stateMachineArn });

    expect(executions).toMatchObject([{ name: "c" }, { name: "b" }]);
    expect(await call(endpoint, "DescribeExecution", { executionArn: executionArns[0] })).toMatchObject({
      __type: "ExecutionDoesNotExist",
      message: containing("local Step Functions keeps 2 ended executions and has dropped 1"),
    });
  });

  it("ends running executions when the endpoint closes", async () => {
    const endpoint = await givenFrozenEndpoint();
    const arn = await create(endpoint, waits);
    const { executionArn } = await call(endpoint, "StartExecution", { stateMachineArn: arn });

    await closeEndpoints();

    expect(await call(endpoint, "DescribeExecution", { executionArn })).toMatchObject({
      status: "ABORTED",
      error: "Local.Closed",
    });
  });
});

describe("the protocol", () => {
  it("rejects operations with a host prefix by name", async () => {
    const endpoint = await givenEndpoint();
    const { port } = new URL(endpoint.url);

    const reply = await new Promise<string>((resolve, reject) => {
      const headers = { host: `sync-127.0.0.1:${port}`, "x-amz-target": "AWSStepFunctions.TestState" };
      request({ port, method: "POST", headers }, (response) => {
        response.setEncoding("utf8").once("data", resolve);
      })
        .once("error", reject)
        .end("{}");
    });

    expect(JSON.parse(reply)).toMatchObject({ message: "TestState is not supported by local Step Functions" });
  });

  it("rejects a body that is nested too deep", async () => {
    const endpoint = await givenEndpoint();

    const reply = await post(endpoint.url, "AWSStepFunctions.ListStateMachines", `{"a":${"[".repeat(200_000)}`);

    expect([reply.status, await reply.json()]).toMatchObject([400, { message: "the request body is nested too deep" }]);
  });

  const post = (url: string, target: string, body: string) =>
    fetch(url, {
      method: "POST",
      headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.0" },
      body,
    });

  it("returns an error code for an unknown operation and for a body that is not JSON", async () => {
    const endpoint = await givenEndpoint();

    const unknown = await post(endpoint.url, "AWSStepFunctions.CreateActivity", "{}");
    const broken = await post(endpoint.url, "AWSStepFunctions.ListStateMachines", "{");

    expect(unknown.status).toBe(400);
    expect(unknown.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
    expect(await unknown.json()).toMatchObject({ message: "CreateActivity is not supported by local Step Functions" });
    expect(await broken.json()).toMatchObject({ __type: "SerializationException" });
  });

  it("accepts an empty body as no input, and returns the content type of AWS", async () => {
    const endpoint = await givenEndpoint();

    const reply = await post(endpoint.url, "AWSStepFunctions.ListStateMachines", "");

    expect(await reply.json()).toEqual({ stateMachines: [] });
    expect(reply.headers.get("content-type")).toBe("application/x-amz-json-1.0");
  });
});
