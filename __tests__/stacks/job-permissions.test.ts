import { JOB_OPTIONS, synthEnvironment } from "../../testing/given-deployment";
import { isWithin, managedStatements, roleStatements, type OwnedStatement } from "./policies";

const NAME = "job-status-poller-dev";
const REGION = "eu-west-1";

/** Statements of one role or policy that the given settings add to the default. */
function addedBy(settings: Readonly<Record<string, string>>, owner: string): string[] {
  const linesOf = (given: Readonly<Record<string, string>>): string[] => {
    const { stateBackend, batch } = synthEnvironment({ GITHUB_REPOSITORY: "our-team/poller", ...given });
    const owned: OwnedStatement[] = [stateBackend, batch].flatMap((stack) => [
      ...roleStatements(stack, NAME, REGION),
      ...managedStatements(stack, NAME, REGION),
    ]);
    return owned.flatMap((one) =>
      one.owner === owner
        ? one.statement.Action.flatMap((action) => one.statement.Resource.map((resource) => `${action} on ${resource}`))
        : [],
    );
  };
  const before = linesOf({});
  return linesOf(settings).filter((line) => !before.includes(line));
}

const PULL = [
  "ecr:GetAuthorizationToken on *",
  "ecr:BatchCheckLayerAvailability on arn:aws:ecr:eu-central-1:111122223333:repository/team/job",
  "ecr:BatchGetImage on arn:aws:ecr:eu-central-1:111122223333:repository/team/job",
  "ecr:GetDownloadUrlForLayer on arn:aws:ecr:eu-central-1:111122223333:repository/team/job",
];

describe("permissions of the job", () => {
  it.each(["execution", "boundary"])("allows pulling only from the image's private repository: %s", (owner) => {
    expect(addedBy({ JOB_IMAGE: JOB_OPTIONS.JOB_IMAGE }, owner)).toEqual(PULL);
  });

  it.each(["execution", "boundary", "job", "apply"])("adds nothing for an image of another registry: %s", (owner) => {
    expect(addedBy({ JOB_IMAGE: "registry/job:7" }, owner)).toEqual([]);
  });

  it("allows each role of the job no more than the boundary", () => {
    const { stateBackend, batch } = synthEnvironment(JOB_OPTIONS);
    const boundary = managedStatements(stateBackend, NAME, REGION).filter(({ owner }) => owner === "boundary");

    const outside = roleStatements(batch, NAME, REGION).flatMap(({ statement }) =>
      statement.Action.flatMap((action) =>
        statement.Resource.filter(
          (resource) =>
            !boundary.some(
              ({ statement: allowed }) =>
                allowed.Action.some((pattern) => isWithin(action, pattern)) &&
                allowed.Resource.some((pattern) => isWithin(resource, pattern)),
            ),
        ),
      ),
    );

    expect(outside).toEqual([]);
  });
});
