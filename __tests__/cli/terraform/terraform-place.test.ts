import { placeOf } from "../../../cli/terraform/terraform-place";

describe("placeOf", () => {
  it("returns the commands of this project", () => {
    const { stackName, createBucket, unlock } = placeOf({
      name: "batch-dev",
      environment: "dev",
      part: "batch",
    });

    expect([stackName, createBucket, unlock("1-2")]).toEqual([
      "batch-dev",
      "npm run poller -- bootstrap --environment dev",
      "npm run state -- unlock 1-2 --environment dev --stack batch",
    ]);
  });
});
