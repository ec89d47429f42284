import { runPoller } from "../../../cli/run-poller";
import { estimatePoll } from "../../../console/estimate/estimate-run";
import { givenContext } from "../memory-context";

async function estimate(...argv: readonly string[]) {
  const context = givenContext();
  const exitCode = await runPoller(["estimate", ...argv], context);
  return { exitCode, stdout: context.stdout.text, stderr: context.stderr.text };
}

it("estimates a run without AWS requests", async () => {
  const { exitCode, stdout } = await estimate("--run-time", "24h", "--wait-time", "60");

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ {2}Polls +1,219$/m);
  expect(stdout).toMatch(/^ {2}Events +10,980, 44 % of the 25,000 that end an execution$/m);
  expect(stdout).toMatch(/^ {2}Lambda +1,220 calls$/m);
  expect(stdout).toMatch(/^ {2}Cost +\$0\.0925\d\d in us-east-1/m);
  expect(stdout).toMatch(/^ {2}1,000 runs +\$92\.\d\d; \$0\.05 with --integration sync$/m);
  expect(stdout).toMatch(/^ {2}Noticed +\d min \d+ s after the job's end \(median\), at most 14 min 24 s$/m);
});

it("suggests a longer wait_time with its cost and delay, and explains why the end is noticed sooner", async () => {
  const { stdout } = await estimate("--run-time", "24h", "--wait-time", "60");

  const [, better = ""] = stdout.replaceAll(/\s+/g, " ").split("Better ");
  expect(better).toMatch(
    /^--wait-time 73: \$\d\d\.\d\d for 1,000 runs, noticed \d+ s after the job's end \(median\), at most 1 min 13 s\. /,
  );
  expect(better).toContain("After 1,200 polls, the pace follows the elapsed time: a pause takes at least 1 % of it");
});

it("suggests no other wait_time if the polls of the run are wait_time apart", async () => {
  const { stdout } = await estimate("--run-time", "1h", "--wait-time", "60");

  expect(stdout).not.toContain("Better");
});

it("gives the whole estimate as JSON, at wait_time 60 if nothing else is said", async () => {
  const { stdout } = await estimate("--run-time", "7d", "--json");

  const run = { runTimeSeconds: 604_800, waitTimeSeconds: 60 };
  expect(JSON.parse(stdout)).toEqual({
    integration: "poll",
    ...run,
    ...estimatePoll(run),
    syncDollars: 0.00005,
    betterWaitTimeSeconds: 505,
  });
});

it("reports no polls and no wait_time for the sync integration", async () => {
  const { stdout } = await estimate("--run-time", "365d", "--integration", "sync", "--json");

  expect(JSON.parse(stdout)).toMatchObject({ integration: "sync", waitTimeSeconds: null, polls: 0, transitions: 2 });
});

it("reports that AWS does not document the delay of the sync integration", async () => {
  const { stdout } = await estimate("--run-time", "1h", "--integration", "sync");

  expect(stdout).toMatch(/^ {2}1,000 runs +\$0\.05$/m);
  expect(stdout).toMatch(/^ {2}Noticed +by an event or a poll of Step Functions; AWS does not document how$/m);
  expect(stdout).not.toContain("Better");
});

it("reports the delay with an event and without one, at wait_time 3,600 by default", async () => {
  const { stdout } = await estimate("--run-time", "24h", "--integration", "events");

  expect(stdout).toMatch(/^ {2}Polls +25$/m);
  expect(stdout).toMatch(/^ {2}Noticed +2 s after the job's end \(median\), at most 1 h if the event is lost$/m);
  expect(stdout).not.toContain("Better");
});

it.each(["24", "0s", "366d", "1w", "-1h"])("refuses the run time %s", async (runTime) => {
  const { exitCode, stderr } = await estimate(`--run-time=${runTime}`);

  expect(exitCode).toBe(1);
  expect(stderr).toContain("It must be a number with s, m, h or d, from 1s to 365d, like 24h.");
});

it("requires the run time", async () => {
  const { exitCode, stderr } = await estimate();

  expect(exitCode).toBe(1);
  expect(stderr).toContain("--run-time");
});
