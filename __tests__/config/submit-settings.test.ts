import { parseDeploymentConfig, type Environment } from "../../config/deployment-config";
import { GIVEN, problemsOf } from "./given-settings";

const QUEUE = "arn:aws:batch:us-east-1:123456789012:job-queue";
const DEFINITION = "arn:aws:batch:us-east-1:123456789012:job-definition";

const othersOf = (settings: Environment) => {
  const { otherJobQueueArns: queues, otherJobDefinitionArns: definitions } = parseDeploymentConfig({
    ...GIVEN,
    ...settings,
  });
  return { queues, definitions };
};

describe("JOB_QUEUE_ARNS and JOB_DEFINITION_ARNS", () => {
  it("accept names and ARNs, and become unique ARNs", () => {
    expect(
      othersOf({
        JOB_QUEUE_ARNS: `urgent, ${QUEUE}/urgent,${QUEUE}/spot`,
        JOB_DEFINITION_ARNS: `report,import:3, ${DEFINITION}/import:4`,
      }),
    ).toEqual({
      queues: [`${QUEUE}/urgent`, `${QUEUE}/spot`],
      definitions: [`${DEFINITION}/report`, `${DEFINITION}/import:3`, `${DEFINITION}/import:4`],
    });
  });

  it("accept * for all of the region and account", () => {
    expect(othersOf({ JOB_QUEUE_ARNS: "*", JOB_DEFINITION_ARNS: "*" })).toEqual({ queues: "any", definitions: "any" });
  });

  it.each([
    ["JOB_QUEUE_ARNS", "urgent,team-*", 'entry 2 is "team-*"'],
    ["JOB_QUEUE_ARNS", "*,urgent", 'entry 1 is "*"'],
    ["JOB_QUEUE_ARNS", "urgent:3", 'entry 1 is "urgent:3"'],
    ["JOB_QUEUE_ARNS", `urgent,,${DEFINITION}/report`, `entry 2 is "", entry 3 is "${DEFINITION}/report"`],
    ["JOB_DEFINITION_ARNS", "report:*", 'entry 1 is "report:*"'],
    ["JOB_DEFINITION_ARNS", `${DEFINITION}/*`, `entry 1 is "${DEFINITION}/*"`],
  ])("%s=%s is rejected with the invalid entries and valid examples", (variable, value, problem) => {
    const what = variable === "JOB_QUEUE_ARNS" ? "job queues" : "job definitions";
    const type = variable === "JOB_QUEUE_ARNS" ? "job-queue" : "job-definition";

    expect(problemsOf({ [variable]: value })).toEqual([
      `${variable} is ${JSON.stringify(value)}: must be 1 to 19 ${what} by name or ARN, like nightly or ` +
        `arn:aws:batch:us-east-1:123456789012:${type}/nightly, comma-separated, unique; or * for all; ${problem}`,
    ]);
  });

  it.each([
    ["a duplicate", "a,a", 'entry 2 repeats "a"'],
    [
      "more than 19 entries",
      Array.from({ length: 20 }, (_, index) => `q${index}`).join(","),
      "the list has 20 entries",
    ],
  ])("reject %s", (_title, value, problem) => {
    expect(problemsOf({ JOB_QUEUE_ARNS: value })).toEqual([
      expect.stringMatching(new RegExp(`: must be 1 to 19 .*or \\* for all; ${problem}$`)),
    ]);
  });

  it("reject ARNs of another region, account or partition", () => {
    const elsewhere = [
      `${DEFINITION.replace("us-east-1", "eu-west-1")}/a`,
      `${DEFINITION.replace("123456789012", "210987654321")}/b`,
    ];

    expect(problemsOf({ JOB_DEFINITION_ARNS: ["ours", ...elsewhere].join(",") })).toEqual([
      `JOB_DEFINITION_ARNS is "ours,${elsewhere.join(",")}": must be ARNs in the region us-east-1 of the account ` +
        `123456789012, of the partition aws; elsewhere: ${elsewhere.join(", ")}`,
    ]);
  });
});
