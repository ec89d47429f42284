import { checkPlace } from "../../../cli/input/check-place";

const STATE_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
const at = (place: string) => `arn:${place}:job-definition/sample:3`;
const errorOf = (input: Readonly<Record<string, unknown>>): unknown => {
  try {
    checkPlace(input, STATE_MACHINE);
    return undefined;
  } catch (error) {
    return error;
  }
};

it.each(["sample:3", at("aws:batch:us-east-1:123456789012"), undefined, 7])("takes %p", (jobDefinition) => {
  expect(errorOf({ jobName: "a", jobDefinition })).toBeUndefined();
});

it.each([
  ["region", "aws:batch:us-east-2:123456789012"],
  ["account", "aws:batch:us-east-1:210987654321"],
  ["partition", "aws-cn:batch:us-east-1:123456789012"],
])("refuses a job definition of another %s", (_what, place) => {
  expect(errorOf({ jobDefinition: at(place) })).toMatchObject({
    name: "CliError",
    lines: [
      `input: jobDefinition must be in region us-east-1 of account 123456789012, where the state machine is, got "${at(place)}"`,
    ],
  });
});

it("names each field with an ARN from elsewhere", () => {
  const arn = at("aws:batch:us-east-2:123456789012");

  expect(errorOf({ jobDefinition: arn, jobQueue: arn, jobId: arn })).toMatchObject({
    lines: [
      expect.stringMatching(/^input: jobDefinition /),
      expect.stringMatching(/^input: jobQueue /),
      expect.stringMatching(/^input: jobId /),
    ],
  });
});
