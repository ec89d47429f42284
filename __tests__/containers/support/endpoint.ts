import {
  createContainerEngine,
  createContainerRunner,
  createScaledClock,
  ENGINE_NAMES,
  readEngineInfo,
} from "local-aws";
import { z } from "zod";

/** Process that a test kills: starts containers that ignore SIGTERM, and passes their output on. */
async function main(): Promise<void> {
  const { name, engineArguments, runArguments, image, count } = z
    .object({
      name: z.enum(ENGINE_NAMES),
      engineArguments: z.array(z.string()),
      runArguments: z.array(z.string()),
      image: z.string(),
      count: z.number(),
    })
    .parse(JSON.parse(process.argv[2] ?? ""));
  const engine = createContainerEngine({ name, engineArguments, environment: process.env });
  const info = await readEngineInfo(engine);
  const runner = createContainerRunner({ clock: createScaledClock(1), engine, info, runArguments });
  const command = ["sh", "-c", "trap '' TERM; echo running; while :; do sleep 0.1; done"];
  const start = (index: number) =>
    runner.start(
      {
        jobId: `job-${index}`,
        jobName: "job",
        attempt: 1,
        arrayIndex: undefined,
        command,
        environment: {},
        container: { image },
        platform: "EC2",
      },
      (line) => process.stdout.write(`${line}\n`),
    );
  await Promise.all(Array.from({ length: count }, (_, index) => start(index)));
}

void main();
