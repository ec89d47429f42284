import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { managedStatements, roleStatements } from "./policies";
import { resourcesOf, START_OPTIONS, synthEnvironment } from "./given-deployment";

const NAME = "job-status-poller-dev";
const REGION = "eu-west-1";

interface Permission {
  readonly role: string;
  readonly actions: readonly string[];
  readonly resource: string;
}

/** Each resource of each statement of every role; policies that roles share are listed by their own name. */
function synthesizedPermissions(integration: "poll" | "sync"): Permission[] {
  const { stateBackend, batch, jobPoller } = synthEnvironment({
    ...START_OPTIONS,
    WAIT_INTEGRATION: integration,
    GITHUB_REPOSITORY: "our-team/poller",
  });
  return [
    ...[stateBackend, batch, jobPoller].flatMap((stack) => roleStatements(stack, NAME, REGION)),
    // The boundary grants nothing: its own test says what it lets through.
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

/** The rows of the table, one for each resource and without the reason; a row without a reason is none. */
function documentedWildcards(): string[] {
  const text = readFileSync(join(__dirname, "..", "..", "docs", "permissions.md"), "utf8");
  return text
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("\\", "").replaceAll("`", "")))
    .filter((cells) => cells.length === 6 && cells[2]?.includes(":") === true && (cells[4] ?? "").length > 20)
    .flatMap(([, role = "", actions = "", resources = ""]) =>
      resources.split(", ").map((resource) => describePermission({ role, actions: [actions], resource })),
    );
}

describe("permissions", () => {
  it("hold no wildcard that docs/permissions.md does not give a reason for, and the page lists no other", () => {
    const wildcards = (["poll", "sync"] as const)
      .flatMap(synthesizedPermissions)
      .filter(({ resource }) => resource.includes("*"))
      .map(describePermission);

    expect([...new Set(wildcards)].sort()).toEqual(documentedWildcards().sort());
  });

  it.each(["poll", "sync"] as const)("name every action in full: %s", (integration) => {
    const actions = synthesizedPermissions(integration).flatMap((permission) => permission.actions);

    expect(actions.filter((action) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(action))).toEqual([]);
  });

  it("let the state machine begin jobs itself with sync only, and finish executions of both integrations", () => {
    const actionsOf = (integration: "poll" | "sync"): string[] => [
      ...new Set(
        synthesizedPermissions(integration)
          .filter(({ role }) => role === "states")
          .flatMap(({ actions }) => actions)
          .filter((action) => !/^(logs|xray):/.test(action)),
      ),
    ];

    const finishing = ["lambda:InvokeFunction", "batch:DescribeJobs", "batch:TerminateJob"];
    expect(actionsOf("poll")).toEqual(finishing);
    expect(actionsOf("sync")).toEqual([
      ...finishing,
      "batch:SubmitJob",
      "batch:TagResource",
      "events:PutTargets",
      "events:PutRule",
      "events:DescribeRule",
    ]);
  });

  it("let the Lambda submit to the environment's own queue and job definition, with and without a revision", () => {
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
  ] as const)("trust one AWS service for each role and nobody else: %s", (name, services) => {
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
