import { waitUntil } from "../../testing/wait-until";
import { cancelStep } from "./support/cancel-step";
import { makeClone, type Clone } from "./support/clone";
import { startCloud, type Cloud } from "./support/cloud";
import type { CommandEnd } from "./support/command";
import { step } from "./support/steps";

const DEV = ["--environment", "dev"];
const MINUTE_MS = 60_000;

let cloud: Cloud;
let clone: Clone;

beforeAll(async () => {
  cloud = await startCloud();
  clone = await makeClone(cloud.environment, "022");
}, 5 * MINUTE_MS);

afterAll(async () => {
  await clone.remove();
  await cloud.stop();
});

/** Returns the output of a successful command. @throws Error with the output if the command fails */
function outputOf({ exitCode, output }: CommandEnd): string {
  if (exitCode !== 0) throw new Error(`exit code ${String(exitCode)}:\n${output}`);
  return output;
}

describe("apply that GitHub cancels", () => {
  step(
    "bootstraps, and builds the bundle of the jobs with credentials",
    async () => {
      outputOf(await clone.poller(["bootstrap", ...DEV, "--yes"]));
      outputOf(await clone.poller(["ci", "synth", ...DEV]));
      outputOf(await clone.run("node", ["tools/build-ci.mjs"]));
      outputOf(await clone.poller(["ci", "plan", ...DEV]));
      outputOf(await clone.poller(["ci", "review", ...DEV, "--reports", "build/reports"]));
    },
    6 * MINUTE_MS,
  );

  step(
    "ends before GitHub kills it, and lists the changes that are left",
    async () => {
      const script = "exec node build/ci/poller.mjs ci apply\n";
      const { environment } = cloud;
      const { exitCode, signal, output, endedAfterMs } = await cancelStep(
        script,
        { cwd: clone.path, environment },
        async (outputNow, hasEnded) =>
          waitUntil(
            "the network is created",
            () => {
              if (hasEnded()) throw new Error(`it ended before:\n${outputNow()}`);
              return Promise.resolve(/aws_vpc\.\S+: create done/.test(outputNow()));
            },
            5 * MINUTE_MS,
          ),
      );

      process.stderr.write(`         ended ${Math.round(endedAfterMs)} ms after SIGINT\n`);
      expect({ exitCode, signal }).toEqual({ exitCode: 1, signal: null });
      expect(endedAfterMs).toBeLessThan(10_000);
      expect(output).toContain("poller: batch-dev was applied in part: interrupted during terraform apply");
    },
    6 * MINUTE_MS,
  );

  step("has released the lock and saved the state", async () => {
    expect(outputOf(await clone.poller(["ci", "lock", "batch-dev"]))).toBe("the state of batch-dev is not locked\n");
    expect(outputOf(await clone.poller(["state", "list", ...DEV, "--stack", "batch"]))).toContain("aws_vpc.");
  });
});
