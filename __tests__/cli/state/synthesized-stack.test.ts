import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "../../../cli/state/environment-outputs";
import { synthesizeStack } from "../../../cli/state/synthesized-stack";
import { givenS3, givenState } from "../given-s3";
import { givenContext } from "../memory-context";

const { PATH, HOME } = process.env;
const SETTINGS = { PATH, HOME, AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };

describe("a synthesized stack", () => {
  it("rejects an unknown environment", async () => {
    await expect(synthesizeStack("batch", "qa", givenContext())).rejects.toThrow(
      '--environment must be dev or prod, got "qa"',
    );
  });

  it("rejects missing settings and lists them all", async () => {
    const context = givenContext({ environment: { PATH, HOME, AWS_ACCOUNT_ID: "12" } });

    await expect(synthesizeStack("batch", "dev", context)).rejects.toMatchObject({
      lines: [
        expect.stringMatching(/^AWS_REGION is not set: must be /),
        'AWS_ACCOUNT_ID is "12": must be the 12 digits of the AWS account to deploy to',
      ],
    });
  }, 180_000);

  it("does not synthesize after Ctrl-C", async () => {
    const context = givenContext({ environment: SETTINGS, interrupt: AbortSignal.abort() });

    await expect(synthesizeStack("batch", "dev", context)).rejects.toThrow("interrupted; nothing was changed");
  }, 180_000);

  it("reads SYNTHESIZED_STACKS instead of synthesizing", async () => {
    const outDir = mkdtempSync(join(tmpdir(), "synthesized-"));
    const folder = join(outDir, "stacks", "batch-dev");
    const state = { bucket: "b", key: "dev/batch.tfstate", region: "us-east-1" };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend: { s3: state } } }));
    const context = givenContext({ environment: { SYNTHESIZED_STACKS: outDir } });

    const stack = await synthesizeStack("batch", "dev", context);
    const missing = synthesizeStack("job-poller", "dev", context);

    expect(stack.state).toEqual(state);
    await expect(missing).rejects.toThrow("there is no stack job-poller-dev");
    await expect(synthesizeStack("batch", "qa", context)).rejects.toThrow("--environment must be dev or prod");
    rmSync(outDir, { recursive: true });
  });

  it("shows where a script crashed", async () => {
    const context = givenContext({ environment: { ...SETTINGS, NODE_OPTIONS: "--require=./no-such-file.cjs" } });

    await expect(synthesizeStack("batch", "dev", context)).rejects.toThrow(
      /^tools\/build-lambdas\.mjs crashed: [^]*no-such-file/,
    );
  }, 180_000);

  it("returns the location of the state", async () => {
    const s3 = await givenS3();
    const bucket = "job-status-poller-dev-state-123456789012-us-east-1";
    s3.buckets.add(bucket);
    const outputs = {
      state_machine_arn: { value: "arn:aws:states:us-east-1:123456789012:stateMachine:m" },
      sample_input: { value: '{"jobName":"my-job"}' },
      failing_input: { value: '{"jobName":"refused"}' },
      console_url: { value: "https://console.example" },
    };
    s3.objects.set(`${bucket}/dev/job-poller.tfstate`, givenState(outputs));

    const found = await readEnvironment("dev", givenContext({ environment: SETTINGS })).finally(() => s3.close());

    expect(found).toEqual({
      stateMachineArn: outputs.state_machine_arn.value,
      sampleInput: { jobName: "my-job" },
      failingInput: { jobName: "refused" },
      consoleUrl: "https://console.example",
    });
  }, 180_000);
});
