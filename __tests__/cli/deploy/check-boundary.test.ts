import { z } from "zod";
import { findBoundaryGaps, warnOfBoundary } from "../../../cli/deploy/check-boundary";
import { parseState } from "../../../cli/state/remote-state";
import { resourceOf, synthEnvironment, type SynthesizedStack } from "../../../testing/given-deployment";
import { givenS3, type GivenS3 } from "../given-s3";
import { givenContext } from "../memory-context";

const READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const readBucket = (bucket: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` }],
  });
const backendOf = (settings: Readonly<Record<string, string>> = {}): SynthesizedStack =>
  synthEnvironment(settings).stateBackend;

/** Terraform state after `bootstrap` with the stack; managed policies are resources of mode data. */
function stateOf(stack: SynthesizedStack, readArns: readonly string[] = []): string {
  const { name, policy } = z
    .object({ name: z.string(), policy: z.string() })
    .parse(resourceOf(stack, "aws_iam_policy"));
  const literal = policy.startsWith("${")
    ? Object.values(stack.locals ?? {}).find((text) => String(text).startsWith("{"))
    : policy;
  const resource = (mode: string, attributes: object) => ({
    mode,
    type: "aws_iam_policy",
    instances: [{ attributes }],
  });
  return JSON.stringify({
    version: 4,
    lineage: "l",
    serial: 1,
    resources: [
      { mode: "managed", type: "aws_s3_bucket", instances: [] },
      resource("managed", { name, arn: "arn:aws:iam::123456789012:policy/boundary", policy: literal }),
      ...readArns.map((arn) => resource("data", { name: "read", arn, policy: "{}" })),
    ],
  });
}

const gapsBetween = (wanted: SynthesizedStack, state: string): string[] =>
  findBoundaryGaps(wanted, parseState(state, "the state"));

describe("findBoundaryGaps", () => {
  it("finds nothing when bootstrap ran with the same settings", () => {
    const settings = { JOB_ROLE_POLICY: readBucket("in"), JOB_ROLE_POLICY_ARNS: READ_ONLY };
    const backend = backendOf(settings);

    expect(gapsBetween(backend, stateOf(backend, [READ_ONLY]))).toEqual([]);
  });

  it("finds actions, resources and managed policies that are not in the deployed boundary", () => {
    const wanted = backendOf({
      JOB_ROLE_POLICY: readBucket("out"),
      JOB_ROLE_POLICY_ARNS: READ_ONLY,
      JOB_QUEUE_ARNS: "urgent",
    });

    expect(gapsBetween(wanted, stateOf(backendOf({ JOB_ROLE_POLICY: readBucket("in") })))).toEqual([
      "batch:SubmitJob on arn:aws:batch:eu-west-1:123456789012:job-queue/urgent",
      "s3:GetObject on arn:aws:s3:::out/*",
      `what the managed policy ${READ_ONLY} allows`,
    ]);
  });

  it("compares nothing when the roles have a boundary of the organization", () => {
    const settings = { JOB_QUEUE_ARNS: "urgent", PERMISSIONS_BOUNDARY_ARN: "arn:aws:iam::123456789012:policy/theirs" };

    expect(gapsBetween(backendOf(settings), stateOf(backendOf()))).toEqual([]);
  });

  it("compares with no boundary of another name", () => {
    const state = stateOf(backendOf()).replaceAll("job-status-poller-dev-boundary", "other-dev-boundary");

    expect(gapsBetween(backendOf({ JOB_ROLE_POLICY: readBucket("in") }), state)).toEqual([]);
    expect(gapsBetween({ ...backendOf(), resource: {} }, state)).toEqual([]);
  });
});

describe("warnOfBoundary", () => {
  let s3: GivenS3;

  beforeEach(async () => {
    s3 = await givenS3();
    s3.buckets.add("state");
  });
  afterEach(() => s3.close());

  const warningWith = async (settings: Readonly<Record<string, string>>): Promise<string> => {
    const context = givenContext({});
    const state = { bucket: "state", key: "dev/state-backend.tfstate", region: "eu-west-1" };
    const json = { ...backendOf(settings), terraform: { backend: { s3: state } } };
    const stack = { name: "state-backend-dev", part: "state-backend", environment: "dev", state, json };
    await warnOfBoundary(stack, context);
    return context.stderr.text;
  };

  it("prints each denied call and the command that widens the boundary", async () => {
    s3.objects.set("state/dev/state-backend.tfstate", stateOf(backendOf()));

    expect(await warningWith({ JOB_ROLE_POLICY: readBucket("in") })).toBe(
      [
        "warning: the permissions boundary of dev does not allow all that these settings need. To widen it, an " +
          "administrator runs, with the same settings: npm run poller -- bootstrap --environment dev",
        "Until then, AWS denies:",
        "  s3:GetObject on arn:aws:s3:::in/*",
        "",
      ].join("\n"),
    );
  });

  it("shortens a long list", async () => {
    s3.objects.set("state/dev/state-backend.tfstate", stateOf(backendOf()));

    const names = Array.from({ length: 12 }, (_, index) => `q${index}`);
    expect(await warningWith({ JOB_QUEUE_ARNS: names.join(",") })).toMatch(/job-queue\/q9\n {2}and 2 more\n$/);
  });

  it("prints nothing without a gap, without a state, and without permission to read it", async () => {
    const settings = { JOB_ROLE_POLICY: readBucket("in") };
    expect(await warningWith(settings)).toBe("");

    s3.objects.set("state/dev/state-backend.tfstate", stateOf(backendOf(settings)));
    expect(await warningWith(settings)).toBe("");

    s3.override = { status: 403, body: "<Error><Code>AccessDenied</Code></Error>" };
    expect(await warningWith({ JOB_ROLE_POLICY: readBucket("out") })).toBe("");
  });
});
