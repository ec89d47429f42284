import { synthEnvironment } from "../../testing/given-deployment";
import { managedStatements, roleStatements } from "./policies";

const NAME = "job-status-poller-dev";
const REGION = "eu-west-1";
const QUEUE = "arn:aws:batch:eu-west-1:123456789012:job-queue";
const DEFINITION = "arn:aws:batch:eu-west-1:123456789012:job-definition";

/** Statements of all roles and of the boundary, as `OWNER ACTION RESOURCE`. */
function permissionsWith(settings: Readonly<Record<string, string>>): string[] {
  const { stateBackend, batch, jobPoller } = synthEnvironment({ GITHUB_REPOSITORY: "our-team/poller", ...settings });
  return [
    ...[stateBackend, batch, jobPoller].flatMap((stack) => roleStatements(stack, NAME, REGION)),
    ...managedStatements(stateBackend, NAME, REGION),
  ].flatMap(({ owner, statement }) =>
    statement.Action.flatMap((action) => statement.Resource.map((resource) => `${owner} ${action} ${resource}`)),
  );
}

/** Permissions that the settings add to those of the same integration. */
function addedBy(settings: Readonly<Record<string, string>>, integration: string): string[] {
  const before = permissionsWith({ WAIT_INTEGRATION: integration });
  return permissionsWith({ WAIT_INTEGRATION: integration, ...settings }).filter((line) => !before.includes(line));
}

describe("job queues and job definitions in addition to the default", () => {
  it.each([
    ["poll", ["submit-job", "boundary"]],
    ["sync", ["submit-job", "states", "boundary"]],
  ])("widen only the roles that submit jobs, and the boundary: %s", (integration, owners) => {
    const added = addedBy({ JOB_QUEUE_ARNS: "urgent", JOB_DEFINITION_ARNS: "report,import:3" }, integration);

    expect(added.sort()).toEqual(
      owners
        .flatMap((owner) =>
          [`${QUEUE}/urgent`, `${DEFINITION}/report`, `${DEFINITION}/report:*`, `${DEFINITION}/import:3`].map(
            (resource) => `${owner} batch:SubmitJob ${resource}`,
          ),
        )
        .sort(),
    );
  });

  it.each([
    ["poll", ["submit-job", "boundary"]],
    ["sync", ["submit-job", "states", "boundary"]],
  ])("allow all with * only, and let the sweep find the queues: %s", (integration, owners) => {
    const added = addedBy({ JOB_QUEUE_ARNS: "*", JOB_DEFINITION_ARNS: "*" }, integration);

    expect(added.sort()).toEqual(
      [
        ...owners.flatMap((owner) =>
          [`${QUEUE}/*`, `${DEFINITION}/*`].map((resource) => `${owner} batch:SubmitJob ${resource}`),
        ),
        ...["boundary", "terminate-job"].map((owner) => `${owner} batch:DescribeJobQueues *`),
      ].sort(),
    );
  });
});
