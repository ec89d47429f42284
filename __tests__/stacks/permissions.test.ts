import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { INTEGRATIONS, type WaitIntegration } from "../../workflow/integration";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { isWithin, managedStatements, roleStatements } from "./policies";
import type { Environment } from "../../config/deployment-config";
import { JOB_OPTIONS, resourcesOf, START_OPTIONS, synthEnvironment } from "../../testing/given-deployment";

const NAME = "job-status-poller-dev";
const REGION = "eu-west-1";
/** Condition that matches jobs submitted by executions of the environment's state machine. */
const OF_THIS_STATE_MACHINE = {
  StringLike: {
    "aws:ResourceTag/job-status-poller:execution-arn": `arn:aws:states:${REGION}:123456789012:execution:${NAME}:*`,
  },
};

interface Permission {
  readonly role: string;
  readonly actions: readonly string[];
  readonly resource: string;
}

/** Resources of each statement of all roles; shared policies are listed under their own name. */
function synthesizedPermissions(integration: WaitIntegration, settings: Environment = {}): Permission[] {
  const { stateBackend, batch, jobPoller } = synthEnvironment({
    ...START_OPTIONS,
    ...JOB_OPTIONS,
    ...settings,
    WAIT_INTEGRATION: integration,
    GITHUB_REPOSITORY: "our-team/poller",
  });
  return [
    ...[stateBackend, batch, jobPoller].flatMap((stack) => roleStatements(stack, NAME, REGION)),
    // The boundary grants nothing; it has a separate test.
    ...managedStatements(stateBackend, NAME, REGION).filter(({ owner }) => owner !== "boundary"),
  ].flatMap(({ owner, statement: { Action, Resource } }) =>
    Resource.map((resource) => ({ role: owner, actions: Action, resource: endOf(resource) })),
  );
}

function endOf(resource: string): string {
  return resource.replace(/^arn:aws:[a-z0-9]+:(eu-west-1)?:(123456789012)?:/, "").replace(NAME, "NAME");
}

const describePermission = ({ role, actions, resource }: Permission): string =>
  `${role} | ${actions.join(", ")} | ${resource}`;

/** Rows of the table, one for each resource; a row without a reason is ignored. */
function documentedWildcards(): string[] {
  const text = readFileSync(join(__dirname, "..", "..", "docs", "reference", "permissions.md"), "utf8");
  return text
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("\\", "").replaceAll("`", "")))
    .filter((cells) => cells.length === 6 && cells[2]?.includes(":") === true && (cells[4] ?? "").length > 20)
    .flatMap(([, role = "", actions = "", resources = ""]) =>
      resources.split(", ").map((resource) => describePermission({ role, actions: [actions], resource })),
    );
}

describe("permissions of the environment", () => {
  it("has exactly the wildcards that docs/reference/permissions.md lists with a reason", () => {
    const wildcards = INTEGRATIONS.flatMap((integration) => [
      ...synthesizedPermissions(integration),
      ...synthesizedPermissions(integration, {
        JOB_QUEUE_ARNS: "*",
        JOB_DEFINITION_ARNS: "*",
        NOTIFICATION_EMAIL: "team@example.com",
      }),
    ])
      .filter(({ resource }) => resource.includes("*"))
      .map(describePermission);

    expect([...new Set(wildcards)].sort()).toEqual(documentedWildcards().sort());
  });

  it.each(INTEGRATIONS)("has no wildcards in actions: %s", (integration) => {
    const actions = synthesizedPermissions(integration).flatMap((permission) => permission.actions);

    expect(actions.filter((action) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(action))).toEqual([]);
  });

  it("allows Batch to the state machine with sync only, the table with events only, and the functions always", () => {
    const actionsOf = (integration: WaitIntegration): string[] => [
      ...new Set(
        synthesizedPermissions(integration)
          .filter(({ role }) => role === "states")
          .flatMap(({ actions }) => actions)
          .filter((action) => !/^(logs|xray):/.test(action)),
      ),
    ];

    expect(actionsOf("poll")).toEqual(["lambda:InvokeFunction"]);
    expect(actionsOf("events")).toEqual(["lambda:InvokeFunction", "dynamodb:PutItem"]);
    expect(actionsOf("sync")).toEqual([
      "lambda:InvokeFunction",
      "batch:DescribeJobs",
      "batch:TerminateJob",
      "batch:SubmitJob",
      "batch:TagResource",
      "events:PutTargets",
      "events:PutRule",
      "events:DescribeRule",
    ]);
  });

  describe.each([
    ["poll", ["check-job", "submit-job", "terminate-job"]],
    ["sync", ["check-job", "states", "submit-job", "terminate-job"]],
    ["events", ["check-job", "submit-job", "terminate-job"]],
  ] as const)("with the integration %s", (integration, owners) => {
    const { stateBackend, batch, jobPoller } = synthEnvironment({
      ...START_OPTIONS,
      WAIT_INTEGRATION: integration,
      GITHUB_REPOSITORY: "our-team/poller",
    });
    const stacks = [stateBackend, batch, jobPoller];
    const granting = (action: string, policiesOf: typeof roleStatements) =>
      stacks
        .flatMap((stack) => policiesOf(stack, NAME, REGION))
        .filter(({ statement }) => statement.Action.some((pattern) => isWithin(action, pattern)));

    it("allows describing jobs to the functions, and to the state machine with sync only", () => {
      expect(granting("batch:DescribeJobs", roleStatements).map(({ owner }) => owner)).toEqual(owners);
    });

    it("allows terminating jobs to the same roles, and only jobs tagged by executions of this state machine", () => {
      const terminating = granting("batch:TerminateJob", roleStatements);

      expect(terminating.map(({ owner }) => owner)).toEqual(owners);
      for (const { statement } of terminating)
        expect(statement).toEqual({
          Sid: "TerminateJob",
          Effect: "Allow",
          Action: ["batch:TerminateJob"],
          Resource: ["arn:aws:batch:eu-west-1:123456789012:job/*"],
          Condition: OF_THIS_STATE_MACHINE,
        });
    });

    it("requires the tag condition in every policy, including the boundary", () => {
      const shared = granting("batch:TerminateJob", managedStatements);

      expect(shared.map(({ owner, statement }) => [owner, statement.Condition])).toEqual([
        ["boundary", OF_THIS_STATE_MACHINE],
      ]);
    });
  });

  it("compares the tag of submitted jobs with the ARNs of this state machine's executions", () => {
    expect(Object.keys(OF_THIS_STATE_MACHINE.StringLike)).toEqual([`aws:ResourceTag/${EXECUTION_ARN_TAG}`]);
    const pattern = OF_THIS_STATE_MACHINE.StringLike["aws:ResourceTag/job-status-poller:execution-arn"];
    const arn = "arn:aws:states:eu-west-1:123456789012:execution:job-status-poller-dev:run";
    expect(isWithin(arn, pattern)).toBe(true);
    expect(isWithin(arn.replace("-dev:", "-dev-2:"), pattern)).toBe(false);
    expect(isWithin(arn.replace("-dev:", "-prod:"), pattern)).toBe(false);
    expect(isWithin(arn.replace("123456789012", "210987654321"), pattern)).toBe(false);
  });

  it("allows submitting to the environment's queue and job definition, with and without a revision", () => {
    const submitting = synthesizedPermissions("poll").filter(({ actions }) => actions.includes("batch:SubmitJob"));

    expect(submitting.map(describePermission)).toEqual([
      "submit-job | batch:SubmitJob | job-queue/NAME",
      "submit-job | batch:SubmitJob | job-definition/NAME",
      "submit-job | batch:SubmitJob | job-definition/NAME:*",
    ]);
  });

  it.each([
    ["batch", ["ecs-tasks.amazonaws.com", "ecs-tasks.amazonaws.com"]],
    ["jobPoller", ["lambda.amazonaws.com", "states.amazonaws.com", "lambda.amazonaws.com", "lambda.amazonaws.com"]],
  ] as const)("allows only one AWS service to assume each role: %s", (name, services) => {
    const trustSchema = z.object({
      Statement: z.tuple([
        z.object({ Effect: z.literal("Allow"), Principal: z.strictObject({ Service: z.string() }) }),
      ]),
    });

    const roles = resourcesOf(synthEnvironment()[name], "aws_iam_role");

    const trusted = roles.map((role) => {
      const policy = trustSchema.parse(JSON.parse(z.string().parse(role["assume_role_policy"])));
      return policy.Statement[0].Principal.Service;
    });
    expect(trusted).toEqual(services);
  });
});
