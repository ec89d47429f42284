import { untilAborted } from "../../cli/until-aborted";
import { SPEED, startCloud } from "./support/cloud";

/** `npm run emulators`: serves the account of the end-to-end tier for manual deployments. */
async function serve(): Promise<void> {
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      interrupt.abort();
    });
  process.stderr.write("Installing and starting the emulators, which takes a minute or two the first time ...\n");
  const cloud = await startCloud();
  const exports = Object.entries(cloud.environment)
    .filter(([name]) => name.startsWith("AWS_"))
    .map(([name, value]) => `export ${name}=${value}\n`);
  // boto3 and the AWS CLI do not read AWS_REGION.
  process.stdout.write(`${exports.join("")}export AWS_DEFAULT_REGION=${cloud.environment["AWS_REGION"]}\n`);
  process.stderr.write(`
An empty AWS account on this machine, until Ctrl-C. In another terminal, paste the lines above; there
  npm run poller -- bootstrap --environment dev
  npm run deploy -- --environment dev
  npm run poller -- smoke --environment dev
  npm run destroy -- --environment dev
Jobs and waits go ${SPEED} times faster here, by a clock of their own: after a minute, the times that are shown are
${SPEED - 1} minutes ahead of yours. To see the logs of jobs, and what else is different: docs/emulators.md.
`);
  await untilAborted(interrupt.signal);
  await cloud.stop();
}

void serve();
