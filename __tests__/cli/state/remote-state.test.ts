import { findRemoteLock, findRemoteState } from "../../../cli/state/remote-state";
import { givenS3, givenState, type GivenS3 } from "../given-s3";

const LOCATION = { bucket: "state", key: "dev/batch.tfstate", region: "us-east-1" };

describe("a remote state", () => {
  let s3: GivenS3;
  beforeEach(async () => {
    s3 = await givenS3();
  });
  afterEach(() => s3.close());

  it("distinguishes a state, a bucket without one and a missing bucket", async () => {
    const withoutBucket = await findRemoteState(LOCATION);
    s3.buckets.add("state");
    const withoutState = await findRemoteState(LOCATION);
    s3.objects.set("state/dev/batch.tfstate", givenState({ a: { value: 1 } }));

    expect(withoutBucket).toEqual({ kind: "no bucket" });
    expect(withoutState).toEqual({ kind: "no state" });
    expect(await findRemoteState(LOCATION)).toMatchObject({
      kind: "state",
      state: { outputs: { a: { value: 1, sensitive: false } } },
    });
  });

  it.each(["", "{", '{"version":3}'])("rejects an invalid state: %j", async (text) => {
    s3.buckets.add("state");
    s3.objects.set("state/dev/batch.tfstate", text);

    await expect(findRemoteState(LOCATION)).rejects.toThrow(
      "s3://state/dev/batch.tfstate is not a Terraform state of version 4; if it was damaged, restore an older version of it",
    );
  });

  it("names the required account when access is denied", async () => {
    s3.override = { status: 403, body: "" };

    await expect(findRemoteState(LOCATION)).rejects.toThrow(
      "cannot read s3://state/dev/batch.tfstate: access denied; check that the credentials belong to the account of state and may read it; if the bucket belongs to another account, set STATE_BUCKET to another name",
    );
  });

  it("reports a wrong clock, which has the status of a denied access", async () => {
    s3.override = { status: 403, body: "<Error><Code>RequestTimeTooSkewed</Code><Message>large</Message></Error>" };

    await expect(findRemoteState(LOCATION)).rejects.toThrow("set the clock and run the same command again");
  });

  it("reports other read errors", async () => {
    s3.override = { status: 400, body: "<Error><Code>ExpiredToken</Code><Message>old</Message></Error>" };

    await expect(findRemoteState(LOCATION)).rejects.toThrow("the AWS credentials have expired");
  });
});

describe("the lock of a remote state", () => {
  let s3: GivenS3;
  beforeEach(async () => {
    s3 = await givenS3();
    s3.buckets.add("state");
  });
  afterEach(() => s3.close());

  it("finds no lock of an unlocked state", async () => {
    expect(await findRemoteLock(LOCATION)).toBeUndefined();
  });

  it("returns owner, operation and creation time", async () => {
    const lock = { ID: "1-2", Operation: "OperationTypePlan", Who: "ann@laptop", Created: "2026-11-22T08:00:00.5Z" };
    s3.objects.set("state/dev/batch.tfstate.tflock", JSON.stringify(lock));

    expect(await findRemoteLock(LOCATION)).toEqual({
      id: "1-2",
      who: "ann@laptop",
      operation: "plan",
      created: "2026-11-22T08:00:00Z",
    });
  });

  it("treats an unreadable lock file as a lock", async () => {
    s3.objects.set("state/dev/batch.tfstate.tflock", "garbage");

    expect(await findRemoteLock(LOCATION)).toEqual({ id: "LOCK_ID", who: "", operation: "", created: "" });
  });
});
