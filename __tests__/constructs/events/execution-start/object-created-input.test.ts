import { objectCreatedInput } from "../../../../constructs/events/execution-start/object-created-input";
import { parseInputTransformer } from "local-aws";
import { InvalidInputError, parseExecutionInput } from "../../../../workflow/input/execution-input";
import { OBJECT_CREATED } from "../aws-events";

const JOB = { jobName: "import", jobDefinition: "d", jobQueue: "q" };

function violationsOf(input: object): readonly string[] {
  try {
    objectCreatedInput(input);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.violations;
    throw error;
  }
  return [];
}

describe("objectCreatedInput", () => {
  it.each(["example-key", 'raw/a "b" \\ c/ä😀.csv', "${key}", "<bucket>"])(
    "inserts bucket and key of the object: %s",
    (key) => {
      const environment = [
        { name: "BUCKET", value: "<bucket>" },
        { name: "KEY", value: "<key>" },
      ];
      const event = { ...OBJECT_CREATED, detail: { ...OBJECT_CREATED.detail, object: { key } } };

      const input = parseInputTransformer(objectCreatedInput({ ...JOB, containerOverrides: { environment } }))(event);

      expect(input).toEqual({
        ...JOB,
        containerOverrides: {
          environment: [
            { name: "BUCKET", value: "amzn-s3-demo-bucket1" },
            { name: "KEY", value: key },
          ],
        },
      });
      expect(() => parseExecutionInput(input)).not.toThrow();
    },
  );

  it("contains no Terraform expressions", () => {
    const { inputTemplate } = objectCreatedInput({ ...JOB, parameters: { script: "echo ${HOME}", key: "<key>" } });

    expect(inputTemplate).not.toContain("${");
    expect(inputTemplate).toContain('"key":<key>');
  });

  it("reports every violated rule of the input", () => {
    const input = { jobName: "<key>", jobDefinition: "d", wait_time: 0, parameters: { path: "s3://<bucket>/<key>" } };

    expect(violationsOf(input)).toEqual([
      "<bucket> and <key> must be whole strings, and other placeholders are not supported, got a string of 19 characters at parameters.path",
      expect.stringMatching(/^jobName must start with a letter or digit and have at most 128/),
      "jobQueue must be the ARN or the name of a job queue, but is missing",
      "wait_time must be an integer from 1 to 86,400, got 0",
    ]);
  });

  it.each([{ size: "<size>" }, { "<key>": "x" }])(
    "rejects strings that EventBridge would treat as a variable: %j",
    (parameters) => {
      expect(violationsOf({ ...JOB, parameters })).toEqual([
        expect.stringContaining("other placeholders are not supported"),
      ]);
    },
  );

  it("rejects < and > that would enclose the strings between them", () => {
    expect(violationsOf({ ...JOB, parameters: { one: "a<b", other: "c>d" } })).toEqual([
      "the input must not contain < before > except in <bucket> and <key>",
    ]);
    expect(violationsOf({ ...JOB, parameters: { one: "a>b", other: "c<d", key: "<key>" } })).toEqual([]);
  });

  it("respects the limits of Batch with the longest key, and the limit of EventBridge", () => {
    const environment = Array.from({ length: 8 }, (_, index) => ({ name: `KEY_${index}`, value: "<key>" }));

    expect(violationsOf({ ...JOB, containerOverrides: { environment } })).toEqual([
      expect.stringContaining("containerOverrides must have at most 8,192 bytes"),
    ]);
    expect(violationsOf({ ...JOB, parameters: { text: "x".repeat(8_200) } })).toEqual([
      expect.stringContaining("the input must have at most 8,192 characters, has 8,2"),
    ]);
  });
});
