import { isDeepStrictEqual } from "node:util";
import { START_OPTIONS, synthEnvironment } from "../../testing/given-deployment";
import { isWithin, managedStatements, roleStatements, type Statement } from "./policies";
import recorded from "./terraform-actions.json";

const NAME = "job-status-poller-dev";
const REGION = "eu-west-1";
const { stateBackend, batch, jobPoller } = synthEnvironment({ GITHUB_REPOSITORY: "our-team/poller" });
const { jobPoller: jobPollerWithSync } = synthEnvironment({ WAIT_INTEGRATION: "sync" });
const { jobPoller: jobPollerWithEvents } = synthEnvironment({ WAIT_INTEGRATION: "events" });
const { jobPoller: jobPollerWithStarts } = synthEnvironment(START_OPTIONS);

const ownedBy = (owner: string): Statement[] =>
  [...roleStatements(stateBackend, NAME, REGION), ...managedStatements(stateBackend, NAME, REGION)]
    .filter((owned) => owned.owner === owner)
    .map(({ statement }) => statement);

const READ = ownedBy("read");
const APPLY = [...READ, ...ownedBy("apply")];
const PLAN = ownedBy("plan");
const MAIN_PLAN = ownedBy("main-plan");
const SMOKE = ownedBy("smoke");
const BOUNDARY = ownedBy("boundary");

/** Requires no state machine, but is checked against all of them. */
const CHECKS_TEXT = ["states:ValidateStateMachineDefinition"];

const actionsOf = (statements: readonly Statement[]): string[] => [
  ...new Set(statements.flatMap(({ Action }) => Action).filter((action) => !action.startsWith("s3:"))),
];

const allows = (statements: readonly Statement[], action: string, resource: string): boolean =>
  statements.some(
    ({ Action, Resource }) => Action.includes(action) && Resource.some((pattern) => isWithin(resource, pattern)),
  );

/** Returns the statements that apply to a resource, regardless of their conditions. */
const reaches = (statements: readonly Statement[], resource: string): Statement[] =>
  statements.filter(
    ({ Action, Resource }) =>
      Action.some((action) => action.startsWith(`${resource.split(":")[2]}:`) && !CHECKS_TEXT.includes(action)) &&
      Resource.some((pattern) => isWithin(resource, pattern)),
  );

describe("deploy roles", () => {
  it("allows the actions that Terraform was observed to use in plan and apply", () => {
    expect(recorded.plan.filter((action) => !actionsOf(READ).includes(action))).toEqual([]);
    expect(recorded.apply.filter((action) => !actionsOf(APPLY).includes(action))).toEqual([]);
  });

  it("allows the look-ups that recover resources of an interrupted apply", () => {
    for (const action of recorded.recovery) expect(allows(READ, action, "*")).toBe(true);
  });

  it("allows no other actions, except those listed with a reason", () => {
    const seen = [...recorded.plan, ...recorded.apply];

    const unseen = actionsOf(APPLY).filter((action) => !seen.includes(action));

    expect(unseen.sort()).toEqual(Object.keys(recorded.unrecorded).sort());
  });

  it("allows no changes to the plan and drift roles", () => {
    const changing = actionsOf(READ).filter((action) => !/:(Describe|Get|List|Validate)/.test(action));

    expect(changing).toEqual([]);
  });

  it.each([
    "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
    "arn:aws:iam::123456789012:policy/job-status-poller-deploy/job-status-poller-dev-boundary-eu-west-1",
    "arn:aws:iam::123456789012:policy/job-status-poller-deploy/job-status-poller-dev-read-eu-west-1",
    "arn:aws:iam::123456789012:role/job-status-poller-deploy/job-status-poller-dev-apply-eu-west-1",
    "arn:aws:iam::123456789012:role/job-status-poller/job-status-poller-prod-states-eu-west-1",
    "arn:aws:s3:::job-status-poller-dev-state-123456789012-eu-west-1/dev/state-backend.tfstate",
    "arn:aws:s3:::job-status-poller-prod-state-123456789012-eu-west-1/prod/batch.tfstate",
    "arn:aws:states:eu-west-1:123456789012:stateMachine:job-status-poller-prod",
    "arn:aws:lambda:eu-west-1:123456789012:function:job-status-poller-prod-submit-job",
    "arn:aws:events:eu-west-1:123456789012:rule/job-status-poller-prod-sweep",
    "arn:aws:sqs:eu-west-1:123456789012:job-status-poller-prod-terminate-job-dead-letters",
    "arn:aws:scheduler:eu-west-1:123456789012:schedule/default/job-status-poller-prod-schedule",
    "arn:aws:sns:eu-west-1:123456789012:job-status-poller-prod-notification",
    "arn:aws:dynamodb:eu-west-1:123456789012:table/job-status-poller-prod-waits",
  ])("denies access to the deploy roles' own permissions and to other environments: %s", (resource) => {
    expect(reaches([...APPLY, ...SMOKE], resource)).toEqual([]);
  });

  it("allows only listing on the state bucket itself", () => {
    const bucket = "arn:aws:s3:::job-status-poller-dev-state-123456789012-eu-west-1";

    expect(new Set(reaches([...APPLY, ...SMOKE], bucket).flatMap(({ Action }) => Action))).toEqual(
      new Set(["s3:ListBucket"]),
    );
  });

  it.each(["tflock", "journal", "begun"])("allows writing the %s of a state only to the apply role", (suffix) => {
    const lock = `arn:aws:s3:::job-status-poller-dev-state-123456789012-eu-west-1/dev/batch.tfstate.${suffix}`;

    expect(reaches(READ, lock)).toEqual([]);
    expect(reaches(APPLY, lock).flatMap(({ Action }) => Action)).toEqual([
      "s3:GetObject",
      "s3:PutObject",
      "s3:DeleteObject",
    ]);
  });

  it("allows storing receipts only to the plan role, without overwriting, and reading them only to the main-plan role", () => {
    const receipt =
      "arn:aws:s3:::job-status-poller-dev-state-123456789012-eu-west-1/reviewed/7/c0ffee/1-1/batch-dev.json";

    expect(reaches(PLAN, receipt)).toMatchObject([
      { Action: ["s3:PutObject"], Condition: { Null: { "s3:if-none-match": "false" } } },
    ]);
    expect(reaches(MAIN_PLAN, receipt).flatMap(({ Action }) => Action)).toEqual(["s3:GetObject"]);
    expect(reaches([...APPLY, ...SMOKE], receipt)).toEqual([]);
    expect(actionsOf([...PLAN, ...MAIN_PLAN])).toEqual([]);
  });

  it("requires the permissions boundary for role changes, and passes roles only to the required services", () => {
    const conditionsOf = (action: string): unknown[] =>
      APPLY.filter(({ Action }) => Action.includes(action)).map(({ Condition }) => Condition);

    const bound = {
      StringEquals: {
        "iam:PermissionsBoundary":
          "arn:aws:iam::123456789012:policy/job-status-poller-deploy/job-status-poller-dev-boundary-eu-west-1",
      },
    };
    for (const action of ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"])
      expect(conditionsOf(action)).toEqual([bound]);
    expect(conditionsOf("iam:PassRole")).toEqual([
      {
        StringEquals: {
          "iam:PassedToService": ["ecs-tasks", "events", "lambda", "scheduler", "states"].map(
            (service) => `${service}.amazonaws.com`,
          ),
        },
      },
    ]);
    expect(actionsOf(APPLY)).not.toContain("iam:AttachRolePolicy");
    expect(actionsOf(APPLY)).not.toContain("iam:DeleteRolePermissionsBoundary");
  });

  it("allows only EventBridge to be added to a function policy", () => {
    const adding = APPLY.filter(({ Action }) => Action.includes("lambda:AddPermission"));

    expect(adding.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "lambda:Principal": "events.amazonaws.com" } },
    ]);
  });

  it("requires the environment's tags for network changes; all resources of the environment have them", () => {
    const { default_tags: defaultTags } = batch.provider["aws"]?.[0] ?? {};

    const [created, changed] = ["ec2:CreateVpc", "ec2:DeleteVpc"].map((action) =>
      APPLY.filter(({ Action }) => Action.includes(action)).map(({ Condition }) => Condition),
    );
    expect(created).toEqual([
      { StringEquals: { "aws:RequestTag/Project": "job-status-poller", "aws:RequestTag/Environment": "dev" } },
    ]);
    expect(changed).toEqual([
      { StringEquals: { "aws:ResourceTag/Project": "job-status-poller", "aws:ResourceTag/Environment": "dev" } },
    ]);
    expect(defaultTags).toMatchObject([{ tags: { Project: "job-status-poller", Environment: "dev" } }]);
  });

  it("allows smoke tests on this state machine only, with its outputs and the job log", () => {
    expect(actionsOf(SMOKE).sort()).toEqual([
      "logs:GetLogEvents",
      "states:DescribeExecution",
      "states:GetExecutionHistory",
      "states:StartExecution",
      "states:StopExecution",
    ]);
    expect(SMOKE.find(({ Action }) => Action.includes("s3:GetObject"))?.Resource).toEqual([
      "arn:aws:s3:::job-status-poller-dev-state-123456789012-eu-west-1/dev/job-poller.tfstate",
    ]);
  });
});

describe("permissions boundary", () => {
  it.each([
    ["batch", batch],
    ["job-poller", jobPoller],
    ["job-poller with sync", jobPollerWithSync],
    ["job-poller with events", jobPollerWithEvents],
    ["job-poller that starts by itself", jobPollerWithStarts],
  ])("allows all permissions of the roles of %s", (_, stack) => {
    const needed = roleStatements(stack, NAME, REGION).flatMap(
      ({ owner, statement: { Action, Resource, Condition } }) =>
        Action.flatMap((action) => Resource.map((resource) => ({ owner, action, resource, Condition }))),
    );
    /** Statements of the boundary without a condition, or with the condition of the role's statement. */
    const passable = (condition: Statement["Condition"]): Statement[] =>
      BOUNDARY.filter(({ Condition }) => Condition === undefined || isDeepStrictEqual(Condition, condition));

    expect(needed.length).toBeGreaterThan(0);
    expect(needed.filter(({ action, resource, Condition }) => !allows(passable(Condition), action, resource))).toEqual(
      [],
    );
  });

  it("denies IAM, state and other environments to all roles of a deployment", () => {
    expect(actionsOf(BOUNDARY).filter((action) => /^(iam|sts|s3|organizations):/.test(action))).toEqual([]);
    expect(JSON.stringify(BOUNDARY)).not.toContain("job-status-poller-*");
  });
});
