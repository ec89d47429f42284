import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidInputError, parseExecutionInput } from "../../../workflow/input/execution-input";
import { INPUT_FIELDS } from "../../../workflow/input/execution-input-schema";
import { givenInput, violationsOf } from "../../../testing/workflow/input-fixture";

const submitted = (input: unknown): unknown => {
  const parsed = parseExecutionInput(input);
  return parsed.mode === "submit" ? parsed.submitJob : undefined;
};

describe("a valid input", () => {
  it("accepts the four fields of the sample and adds nothing", () => {
    const input = {
      jobName: "my-job",
      jobDefinition: "SampleJobDefinition",
      jobQueue: "SampleJobQueue",
      wait_time: 60,
    };

    const parsed = parseExecutionInput(input);

    expect(parsed).toEqual({
      mode: "submit",
      submitJob: { jobName: "my-job", jobDefinition: "SampleJobDefinition", jobQueue: "SampleJobQueue" },
      wait: {
        waitTimeSeconds: 60,
        queueTimeoutSeconds: undefined,
        runTimeoutSeconds: undefined,
        overallTimeoutSeconds: undefined,
      },
    });
  });

  it("accepts the sample input of this repository", () => {
    const sample: unknown = JSON.parse(
      readFileSync(join(__dirname, "../../../sample-job/execution-input.json"), "utf8"),
    );

    expect(parseExecutionInput(sample)).toMatchObject({ mode: "submit", wait: { waitTimeSeconds: 60 } });
  });

  it("defaults wait_time to 60 seconds", () => {
    const input = { jobName: "j", jobDefinition: "d", jobQueue: "q" };

    expect(parseExecutionInput(input).wait.waitTimeSeconds).toBe(60);
  });

  it("passes all SubmitJob fields unchanged", () => {
    const surface = {
      arrayProperties: { size: 2 },
      consumableResourcePropertiesOverride: {
        consumableResourceList: [{ consumableResource: "licence", quantity: 1 }],
      },
      containerOverrides: {
        command: ["echo", "Ref::who"],
        environment: [{ name: "MODE", value: "" }],
        instanceType: "m7g.large",
        memory: 512,
        resourceRequirements: [{ type: "VCPU", value: "0.25" }],
        vcpus: 1,
      },
      dependsOn: [{ jobId: "876da822-4198-45f2-a252-6cea32512ea8", type: "N_TO_N" }, { type: "SEQUENTIAL" }],
      ecsPropertiesOverride: {
        taskProperties: [{ containers: [{ name: "main", command: ["a"], environment: [{ name: "A", value: "b" }] }] }],
      },
      eksPropertiesOverride: {
        podProperties: {
          containers: [{ name: "m", image: "i", env: [{ name: "A" }], resources: { limits: { memory: "1Gi" } } }],
          metadata: { labels: { "app.kubernetes.io/name": "x" }, namespace: "n" },
        },
      },
      nodeOverrides: { numNodes: 2, nodePropertyOverrides: [{ targetNodes: "0:1", instanceTypes: ["p5.48xlarge"] }] },
      propagateTags: true,
      retryStrategy: { attempts: 10, evaluateOnExit: [{ onExitCode: "1*", onReason: "*", action: "RETRY" }] },
      schedulingPriorityOverride: 9_999,
      shareIdentifier: "team*",
      tags: { cost: "42", empty: "" },
      timeout: { attemptDurationSeconds: 60 },
    };

    expect(submitted(givenInput(surface))).toEqual({
      jobName: "my-job",
      jobDefinition: "SampleJobDefinition",
      jobQueue: "SampleJobQueue",
      ...surface,
    });
  });

  it("converts parameters to strings, because Batch accepts only strings", () => {
    const parameters = { text: "a", count: 3, share: 0.5, flag: false };

    expect(submitted(givenInput({ parameters }))).toMatchObject({
      parameters: { text: "a", count: "3", share: "0.5", flag: "false" },
    });
  });

  it("accepts the action of a retry rule in upper or lower case", () => {
    const retryStrategy = { attempts: 2, evaluateOnExit: [{ onReason: "*", action: "exit" }] };

    expect(submitted(givenInput({ retryStrategy }))).toMatchObject({
      retryStrategy: { evaluateOnExit: [{ onReason: "*", action: "EXIT" }] },
    });
  });

  it("sets the job's timeout from run_timeout", () => {
    const parsed = parseExecutionInput(givenInput({ run_timeout: 60, queue_timeout: 1, overall_timeout: 7_200 }));

    expect(parsed).toMatchObject({
      submitJob: { timeout: { attemptDurationSeconds: 60 } },
      wait: { runTimeoutSeconds: 60, queueTimeoutSeconds: 1, overallTimeoutSeconds: 7_200 },
    });
    expect(submitted(givenInput({ run_timeout: 60 }))).not.toHaveProperty("run_timeout");
  });

  it("attaches to an existing job", () => {
    const input = { jobId: "876da822-4198-45f2-a252-6cea32512ea8:7", wait_time: 1, overall_timeout: 2 };

    expect(parseExecutionInput(input)).toEqual({
      mode: "attach",
      jobId: "876da822-4198-45f2-a252-6cea32512ea8:7",
      wait: {
        waitTimeSeconds: 1,
        queueTimeoutSeconds: undefined,
        runTimeoutSeconds: undefined,
        overallTimeoutSeconds: 2,
      },
    });
  });

  it.each([
    ["jobDefinition", "name:3"],
    ["jobDefinition", "arn:aws:batch:us-east-2:123456789012:job-definition/Sample-343f54b445d5312:1"],
    ["jobDefinition", "arn:aws-us-gov:batch:us-gov-west-1:123456789012:job-definition/Sample"],
    ["jobQueue", "arn:aws-cn:batch:cn-north-1:123456789012:job-queue/Sample-4d9d696031e1449"],
    ["jobName", "0"],
    ["jobName", `a${"-".repeat(127)}`],
    ["wait_time", 1],
    ["wait_time", 86_400],
    ["queue_timeout", 31_536_000],
    ["run_timeout", 31_536_000],
    ["arrayProperties", { size: 10_000 }],
    ["dependsOn", Array.from({ length: 20 }, () => ({ jobId: "a" }))],
    ["tags", Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`key${String(index)}`, "v"]))],
    ["tags", { ["🚀".repeat(128)]: "é".repeat(256) }],
    ["shareIdentifier", "a".repeat(255)],
    ["schedulingPriorityOverride", 0],
    ["containerOverrides", { environment: [{ name: "MY_AWS_BATCH", value: "" }] }],
  ])("accepts %s at the limit of its rule (%#)", (field, value) => {
    expect(violationsOf(givenInput({ [field]: value }))).toEqual([]);
  });

  it("returns an already parsed input unchanged", () => {
    const inputs = fc.record(
      {
        jobName: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/),
        jobDefinition: fc.stringMatching(/^[A-Za-z0-9_-]{1,128}(:[1-9]\d?)?$/),
        jobQueue: fc.stringMatching(/^[A-Za-z0-9_-]{1,128}$/),
        parameters: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.string({ maxLength: 20 }), { maxKeys: 5 }),
        tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.string({ maxLength: 20 }), { maxKeys: 5 }),
        arrayProperties: fc.record({ size: fc.integer({ min: 2, max: 10_000 }) }),
      },
      { requiredKeys: ["jobName", "jobDefinition", "jobQueue"] },
    );

    fc.assert(
      fc.property(inputs, (input) => {
        expect(submitted(submitted(input))).toEqual(input);
      }),
    );
  });
});

describe("null", () => {
  it("treats null as absent in every optional field", () => {
    const nulls = {
      jobId: null,
      wait_time: null,
      queue_timeout: null,
      run_timeout: null,
      overall_timeout: null,
      parameters: null,
      tags: null,
      timeout: { attemptDurationSeconds: null },
      dependsOn: [{ jobId: "a", type: null }],
      retryStrategy: { attempts: null, evaluateOnExit: [{ action: "EXIT", onReason: null }] },
      containerOverrides: { command: null, environment: null, vcpus: null, memory: 512 },
      nodeOverrides: { nodePropertyOverrides: [{ targetNodes: "0:", containerOverrides: { command: null } }] },
      eksPropertiesOverride: { podProperties: { containers: [{ env: [{ name: "A", value: null }] }], metadata: null } },
    };

    const parsed = parseExecutionInput(givenInput(nulls));

    expect(parsed).toEqual({
      ...parseExecutionInput(givenInput({ wait_time: 60 })),
      submitJob: {
        jobName: "my-job",
        jobDefinition: "SampleJobDefinition",
        jobQueue: "SampleJobQueue",
        timeout: {},
        dependsOn: [{ jobId: "a" }],
        retryStrategy: { evaluateOnExit: [{ action: "EXIT" }] },
        containerOverrides: { memory: 512 },
        nodeOverrides: { nodePropertyOverrides: [{ targetNodes: "0:", containerOverrides: {} }] },
        eksPropertiesOverride: { podProperties: { containers: [{ env: [{ name: "A" }] }] } },
      },
    });
  });

  it("treats null as absent when combined with jobId", () => {
    const input = { jobId: "a", jobName: null, parameters: null, run_timeout: null, wait_time: null };

    expect(parseExecutionInput(input)).toMatchObject({ mode: "attach", jobId: "a", wait: { waitTimeSeconds: 60 } });
  });

  it("rejects null in an unknown field, an array item, or a required field", () => {
    const containerOverrides = { command: [null], environment: [{ name: "A", value: null }] };

    expect(violationsOf(givenInput({ colour: null, containerOverrides }))).toEqual([
      "containerOverrides.command[0] must be a string, got null",
      "containerOverrides.environment[0].value must be a string, got null",
      expect.stringMatching(/^colour is no field of the input/),
    ]);
  });
});

it.each([{ AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: "arn", Comment: "x".repeat(40_000) }, { Comment: null }])(
  "accepts the fields that callers add, but does not pass them to Batch (%#)",
  (fields) => {
    expect(submitted(givenInput(fields))).toEqual(submitted(givenInput()));
    expect(violationsOf({ jobId: "a", ...fields })).toEqual([]);
  },
);

describe("an invalid input", () => {
  it.each([
    [
      "jobName",
      "-a",
      'jobName must start with a letter or digit and have at most 128 letters, digits, "-" or "_", got "-a"',
    ],
    [
      "jobName",
      "my job",
      'jobName must start with a letter or digit and have at most 128 letters, digits, "-" or "_", got "my job"',
    ],
    [
      "jobName",
      "a\n",
      'jobName must start with a letter or digit and have at most 128 letters, digits, "-" or "_", got "a\\n"',
    ],
    ["jobName", 7, 'jobName must start with a letter or digit and have at most 128 letters, digits, "-" or "_", got 7'],
    [
      "jobDefinition",
      "a:b",
      'jobDefinition must be the ARN or the name of a job definition, with or without :revision (1 or higher), got "a:b"',
    ],
    ["jobQueue", "q:1", 'jobQueue must be the ARN or the name of a job queue, got "q:1"'],
    ["wait_time", 0, "wait_time must be an integer from 1 to 86,400, got 0"],
    ["wait_time", 86_401, "wait_time must be an integer from 1 to 86,400, got 86401"],
    ["wait_time", 1.5, "wait_time must be an integer from 1 to 86,400, got 1.5"],
    ["wait_time", "60", "wait_time must be an integer from 1 to 86,400, got a string of 2 characters"],
    [
      "jobDefinition",
      "sample:0",
      'jobDefinition must be the ARN or the name of a job definition, with or without :revision (1 or higher), got "sample:0"',
    ],
    [
      "jobName",
      null,
      'jobName must start with a letter or digit and have at most 128 letters, digits, "-" or "_", got null',
    ],
    ["queue_timeout", 0, "queue_timeout must be an integer from 1 to 31,536,000, got 0"],
    ["run_timeout", 59, "run_timeout must be an integer from 60 to 31,536,000, got 59"],
    ["overall_timeout", 31_536_001, "overall_timeout must be an integer from 1 to 31,536,000, got 31536001"],
    ["arrayProperties", { size: 1 }, "arrayProperties.size must be an integer from 2 to 10,000, got 1"],
    ["arrayProperties", { size: 10_001 }, "arrayProperties.size must be an integer from 2 to 10,000, got 10001"],
    [
      "timeout",
      { attemptDurationSeconds: 59 },
      "timeout.attemptDurationSeconds must be an integer from 60 to 31,536,000, got 59",
    ],
    [
      "dependsOn",
      [{ jobId: "no id!" }],
      'dependsOn[0].jobId must be the ID of a job, such as 876da822-4198-45f2-a252-6cea32512ea8, got "no id!"',
    ],
    [
      "dependsOn",
      "876da822-4198-45f2-a252-6cea32512ea8",
      "dependsOn must be an array of { jobId, type }, got a string of 36 characters",
    ],
    ["propagateTags", "yes", "propagateTags must be true or false, got a string of 3 characters"],
    ["schedulingPriorityOverride", 10_000, "schedulingPriorityOverride must be an integer from 0 to 9,999, got 10000"],
    ["shareIdentifier", "a-b", 'shareIdentifier must be 1 to 255 letters or digits, got "a-b"'],
    ["parameters", { a: null }, "parameters.a must be a string, a number or a boolean, got null"],
    ["parameters", ["a"], 'parameters must be an object of strings without a key "__proto__", got an array of 1 item'],
    ["tags", { a: 1 }, "tags.a must be a string, got a number"],
    [
      "tags",
      { "": "v" },
      "tags[a key of 0 characters] must have a key of 1 to 128 characters, got a string of 1 character",
    ],
    ["timeout", "soon", "timeout must be an object of attemptDurationSeconds, got a string of 4 characters"],
    ["dependsOn", [null], "dependsOn[0] must be an object of jobId, type, got null"],
    [
      "tags",
      { "aws:cost": "v" },
      "tags.aws:cost must not have a key that starts with aws:, which AWS reserves, got a string of 1 character",
    ],
    [
      "tags",
      { "job-status-poller:execution-arn": "v" },
      "tags.job-status-poller:execution-arn must not be given: the workflow sets it to find its job again, got a string of 1 character",
    ],
    [
      "containerOverrides",
      { environment: [{ name: "AWS_BATCH_X", value: "" }] },
      "containerOverrides.environment[0].name must not start with AWS_BATCH, which Batch reserves for its own variables, got a string of 11 characters",
    ],
    [
      "ecsPropertiesOverride",
      { taskProperties: [{ containers: [{ environment: [{ name: "AWS_BATCH", value: "" }] }] }] },
      "ecsPropertiesOverride.taskProperties[0].containers[0].environment[0].name must not start with AWS_BATCH, which Batch reserves for its own variables, got a string of 9 characters",
    ],
    [
      "containerOverrides",
      { command: "ls" },
      "containerOverrides.command must be an array of strings, got a string of 2 characters",
    ],
    [
      "containerOverrides",
      { environment: { A: "b" } },
      "containerOverrides.environment must be an array of { name, value }, got an object with 1 field",
    ],
    [
      "containerOverrides",
      { resourceRequirements: [{ type: "TPU", value: "1" }] },
      "containerOverrides.resourceRequirements[0].type must be GPU, VCPU or MEMORY, got a string of 3 characters",
    ],
    ["retryStrategy", { attempts: 11 }, "retryStrategy.attempts must be an integer from 1 to 10, got 11"],
    [
      "retryStrategy",
      { evaluateOnExit: [{ action: "STOP" }] },
      'retryStrategy.evaluateOnExit[0].action must be RETRY or EXIT, got "STOP"',
    ],
    [
      "retryStrategy",
      { evaluateOnExit: [{ action: "EXIT", onExitCode: 1 }] },
      "retryStrategy.evaluateOnExit[0].onExitCode must be a string, got 1",
    ],
  ])("reports path, rule and value: %s (%#)", (field, value, violation) => {
    expect(violationsOf(givenInput({ [field]: value }))).toEqual([violation]);
  });

  it.each([
    ["dependsOn", Array.from({ length: 21 }, () => ({ jobId: "a" })), "dependsOn must have at most 20 jobs, got "],
    ["tags", { ["🚀".repeat(129)]: "" }, "must have a key of 1 to 128 characters, got "],
    ["tags", { a: "é".repeat(257) }, "tags.a must have at most 256 characters, got "],
    [
      "tags",
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${String(index)}`, ""])),
      "tags must have at most 49 tags (Batch takes 50, one is the execution's), got ",
    ],
    [
      "retryStrategy",
      { evaluateOnExit: Array.from({ length: 6 }, () => ({ action: "EXIT" })) },
      "retryStrategy.evaluateOnExit must have at most 5 rules, got ",
    ],
  ])("rejects values over a limit: %s (%#)", (field, value, violation) => {
    const violations = violationsOf(givenInput({ [field]: value }));

    expect(violations).toEqual([expect.stringContaining(violation)]);
  });

  it.each(["jobName", "jobDefinition", "jobQueue"])(
    "rejects an input without %s and reports it as missing",
    (field) => {
      const violations = violationsOf(givenInput({ [field]: undefined }, { drop: field }));

      expect(violations).toEqual([expect.stringMatching(new RegExp(`^${field} must .*, but is missing$`))]);
    },
  );

  it("rejects an unknown field and lists the known ones", () => {
    const violations = violationsOf(givenInput({ waitTime: 5 }));

    expect(violations).toEqual(["waitTime is no field of the input; did you mean wait_time?"]);
  });

  it.each([
    [{ containerOverrides: { comand: ["ls"] } }, "containerOverrides.comand"],
    [{ arrayProperties: { index: 1 } }, "arrayProperties.index"],
    [
      { ecsPropertiesOverride: { taskProperties: [{ container: [] }] } },
      "ecsPropertiesOverride.taskProperties[0].container",
    ],
    [
      { eksPropertiesOverride: { podProperties: { hostNetwork: true } } },
      "eksPropertiesOverride.podProperties.hostNetwork",
    ],
    [{ nodeOverrides: { nodes: 2 } }, "nodeOverrides.nodes"],
    [{ consumableResourcePropertiesOverride: { list: [] } }, "consumableResourcePropertiesOverride.list"],
  ])("rejects an unknown field inside an override, which the SDK would silently drop (%#)", (fields, path) => {
    expect(violationsOf(givenInput(fields))).toEqual([
      `${path} is no field that SubmitJob knows; remove it or correct its name`,
    ]);
  });

  it.each(["tags", "parameters"])("rejects a key __proto__ in %s", (field) => {
    const map: unknown = JSON.parse('{ "__proto__": "x", "a": "b" }');

    expect(violationsOf(givenInput({ [field]: map }))).toEqual([
      `${field} must be an object of strings without a key "__proto__", got an object with 2 fields`,
    ]);
  });

  it("rejects run_timeout combined with the timeout that it sets", () => {
    const violations = violationsOf(givenInput({ run_timeout: 60, timeout: { attemptDurationSeconds: 90 } }));

    expect(violations).toEqual([
      "run_timeout must not be given together with timeout.attemptDurationSeconds, which sets the same limit, got 60",
    ]);
  });

  it("rejects a SubmitJob field or an unknown field combined with jobId", () => {
    const violations = violationsOf({ jobId: "a", jobName: "b", run_timeout: 60, colour: "red", wait_time: 0 });

    expect(violations).toEqual(
      expect.arrayContaining([
        "jobName must not be given together with jobId, which waits for a job that exists already, got a string of 1 character",
        "run_timeout must not be given together with jobId, which waits for a job that exists already, got 60",
        expect.stringMatching(/^colour is no field of the input/),
        "wait_time must be an integer from 1 to 86,400, got 0",
      ]),
    );
    expect(violations).toHaveLength(4);
  });

  it("rejects an invalid jobId", () => {
    expect(violationsOf({ jobId: "a b" })).toEqual([
      'jobId must be the ID of a job, such as 876da822-4198-45f2-a252-6cea32512ea8, with :INDEX or #NODE for a child, or its ARN, got "a b"',
    ]);
  });

  it.each([
    [undefined, "nothing"],
    [null, "null"],
    ["text", "a string of 4 characters"],
    [[], "an array of 0 items"],
    [7, "a number"],
  ])("rejects an input that is not a JSON object: %p", (input, shown) => {
    expect(violationsOf(input)).toEqual([`the input must be a JSON object, got ${shown}`]);
  });

  it("reports all violations at once, including limits of the whole input", () => {
    const violations = violationsOf({
      jobName: "",
      jobQueue: "q",
      wait_time: 0,
      colour: "red",
      run_timeout: 60,
      timeout: { attemptDurationSeconds: 60 },
      tags: { a: 1, b: "x".repeat(40_000) },
    });

    expect(violations.map((violation) => violation.split(" ")[0])).toEqual(
      expect.arrayContaining([
        "jobName",
        "jobDefinition",
        "wait_time",
        "colour",
        "run_timeout",
        "tags.a",
        "tags.b",
        "the",
      ]),
    );
    expect(violations).toHaveLength(8);
  });

  it("throws an error whose name Retry and Catch can match and whose message lists every violation", () => {
    const error = new InvalidInputError(["one", "two"]);

    expect(error.name).toBe("BatchJob.InvalidRequest");
    expect(error.message).toBe("one; two");
  });

  it("truncates a long value and shows its length", () => {
    const [violation] = violationsOf(givenInput({ jobName: "x".repeat(5_000) }));

    expect(violation).toMatch(/got "x{99}\.\.\. \(5002 characters\)$/);
  });

  it("truncates the name of a long unknown field and shows its length", () => {
    const [violation] = violationsOf(givenInput({ ["x".repeat(5_000)]: 1 }));

    expect(violation).toMatch(/^\["x{99}\.\.\. \(5002 characters\)\] is no field of the input; the fields are /);
  });

  it("rejects any invalid value with an InvalidInputError", () => {
    const outcome = (input: unknown): string => {
      try {
        return parseExecutionInput(input).mode;
      } catch (error) {
        return error instanceof InvalidInputError && error.violations.length > 0 ? "refused" : String(error);
      }
    };

    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(outcome(value)).toBe("refused");
        expect(outcome(givenInput({ wait_time: { value } }))).toBe("refused");
      }),
    );
  });
});

describe("limits in bytes of UTF-8", () => {
  const overridesOf = (bytes: number, character: string) => {
    const frame = Buffer.byteLength(JSON.stringify({ command: [""] }));
    const size = Buffer.byteLength(character);
    const count = Math.floor((bytes - frame) / size);
    return { command: [character.repeat(count) + "x".repeat(bytes - frame - count * size)] };
  };

  it.each(["x", "é", "🚀"])("accepts containerOverrides of at most 8,192 bytes of %s", (character) => {
    expect(violationsOf(givenInput({ containerOverrides: overridesOf(8_192, character) }))).toEqual([]);
    expect(violationsOf(givenInput({ containerOverrides: overridesOf(8_193, character) }))).toEqual([
      expect.stringMatching(/^containerOverrides must have at most 8,192 bytes, has 8,193, got /),
    ]);
  });

  it.each(["x", "é", "🚀"])("accepts a request of at most 30,720 bytes of %s", (character) => {
    const inputOf = (bytes: number) => {
      const frame = Buffer.byteLength(JSON.stringify(givenInput({ parameters: { p: "" } })));
      const size = Buffer.byteLength(character);
      const count = Math.floor((bytes - frame) / size);
      return givenInput({ parameters: { p: character.repeat(count) + "x".repeat(bytes - frame - count * size) } });
    };

    expect(violationsOf(inputOf(30_720))).toEqual([]);
    expect(violationsOf(inputOf(30_721))).toEqual(["the request must have at most 30,720 bytes (30 KiB), has 30,721"]);
  });
});

it("suggests a field that differs in case, separators or at most two letters", () => {
  const violations = violationsOf({ JobName: "a", "job-definition": "d", jobQeue: "q", Wait_time: 1 });

  expect(violations.slice(-4)).toEqual([
    "JobName is no field of the input; did you mean jobName?",
    "job-definition is no field of the input; did you mean jobDefinition?",
    "jobQeue is no field of the input; did you mean jobQueue?",
    "Wait_time is no field of the input; did you mean wait_time?",
  ]);
});

it("lists the known fields once for any number of unknown ones", () => {
  const violations = violationsOf(givenInput({ colour: "red", size: 3 }));

  expect(violations).toEqual([
    "colour is no field of the input",
    `size is no field of the input; the fields are ${INPUT_FIELDS.join(", ")}`,
  ]);
});
