import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { createScaledClock, startLocalAws } from "local-aws";
import { readLocalResources } from "../../../cli/local/stacks/read-local-resources";
import { givenApp } from "../../../testing/given-app";

describe("startLocalAws", () => {
  let app: SynthesizedApp;
  beforeAll(async () => {
    app = await givenApp();
  }, 60_000);
  afterAll(() => app.remove());
  const options = () => ({ resources: readLocalResources(app.path, "dev"), clock: createScaledClock(1) });

  it("creates the synthesized resources and returns their ARNs", async () => {
    const environment = await startLocalAws(options());

    expect(environment).toMatchObject({
      stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:job-status-poller-dev",
      jobQueueArn: "arn:aws:batch:us-east-1:123456789012:job-queue/job-status-poller-dev",
      jobDefinitionArn: "arn:aws:batch:us-east-1:123456789012:job-definition/job-status-poller-dev:1",
      region: "us-east-1",
    });
    await environment.close();
    await expect(environment.close()).resolves.toBeUndefined();
  });

  it("leaves nothing running when a port is in use", async () => {
    const first = await startLocalAws(options());
    const stepFunctionsPort = Number(new URL(first.stepFunctionsUrl).port);
    const batchPort = Number(new URL((await freeEndpoint()).url).port);

    await expect(startLocalAws({ ...options(), stepFunctionsPort, batchPort })).rejects.toThrow(
      `port ${stepFunctionsPort} for the Step Functions endpoint is in use`,
    );

    await expect(fetch(`http://127.0.0.1:${batchPort}/`)).rejects.toThrow("fetch failed");
    await first.close();
  });

  /** Reserves a port that was free a moment ago. */
  async function freeEndpoint() {
    const environment = await startLocalAws(options());
    await environment.close();
    return { url: environment.batchUrl };
  }
});
