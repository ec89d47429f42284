import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContainerRunner } from "local-aws";
import { startEmulators, type Emulators } from "local-aws/emulators";
import { findTestEngine, RUN_ARGUMENTS, type TestEngine } from "./support/engine";
import { makeArchive } from "./support/prepare";
import { makeClone, type Clone } from "../e2e/support/clone";
import { inherited } from "../e2e/support/cloud";
import { findPageSteps, normalizeOutput, showsOutput } from "./support/page-steps";
import { installEmulators } from "../e2e/support/python";
import { step } from "../e2e/support/steps";

const MINUTE_MS = 60_000;
const page = readFileSync(join(__dirname, "..", "..", "docs", "your-own-job.md"), "utf8");
/** The image stays on this machine: the emulated account has no registry. */
const isRegistryStep = (commands: string): boolean => /^docker (?:push|login)|\| docker login/m.test(commands);
const steps = findPageSteps(page).filter(({ commands }) => !isRegistryStep(commands));

/** Steps that end with another exit code than 0: a failed execution, and a plan with changes. */
const EXIT_CODES: readonly (readonly [pattern: RegExp, exitCode: number])[] = [
  [/--input -$/m, 2],
  [/npm run plan/, 2],
];

/** The steps of docs/your-own-job.md, in a clone and an emulated account. Requires the AWS CLI. */
describe("docs/your-own-job.md", () => {
  let found: TestEngine;
  let folder: string;
  let emulators: Emulators;
  let clone: Clone;
  beforeAll(async () => {
    found = await findTestEngine();
    folder = await mkdtemp(join(tmpdir(), "own-job-"));
    const [, base = ""] = /^FROM (\S+)/m.exec(readFileSync("examples/own-image/Dockerfile", "utf8")) ?? [];
    // Nothing is pulled.
    await found.engine.run(["import", makeArchive(folder), `docker.io/library/${base}`]);
    emulators = await startEmulators({
      programs: await installEmulators(),
      createRunner: (clock) => createContainerRunner({ clock, ...found, runArguments: RUN_ARGUMENTS }),
    });
    const { LOCAL_CONTAINER_ENGINE_ARGS, LOCAL_CONTAINER_RUN_ARGS } = process.env;
    clone = await makeClone(
      {
        ...inherited(),
        PATH: process.env["PATH"],
        LOCAL_CONTAINER_ENGINE_ARGS,
        LOCAL_CONTAINER_RUN_ARGS,
        ...emulators.environment,
        CHECKPOINT_DISABLE: "1",
        NODE_NO_WARNINGS: "1",
      },
      "022",
    );
    await writeFile(join(folder, "exports"), "");
  }, 5 * MINUTE_MS);
  afterAll(async () => {
    await Promise.all([clone.remove(), emulators.stop(), rm(folder, { recursive: true, force: true })]);
  });

  /** Runs commands as in one terminal: exports stay. */
  const runInTerminal = (commands: string) => {
    const state = join(folder, "exports");
    const script = `. ${state}\n${commands}\nstatus=$?; export -p > ${state}; exit $status`;
    return clone.run("bash", ["-c", `exec 2>&1\n${script}`]);
  };

  it("has at least ten steps with an output", () => {
    expect(steps.filter(({ output }) => output !== undefined).length).toBeGreaterThanOrEqual(10);
  });

  for (const { commands, output } of steps) {
    const [title = ""] = commands.split("\n");
    step(
      title,
      async () => {
        const ofEngine = (text: string): string => text.replaceAll(/\bdocker\b/g, found.engine.name);

        const end = await runInTerminal(ofEngine(commands));

        const [, exitCode = 0] = EXIT_CODES.find(([pattern]) => pattern.test(commands)) ?? [];
        const shown = output === undefined ? undefined : ofEngine(output);
        const printed = normalizeOutput(end.stdout);
        expect({ exitCode: end.exitCode, printed }).toEqual({ exitCode, printed });
        if (shown !== undefined && !showsOutput(shown, end.stdout)) expect(printed).toBe(normalizeOutput(shown));
      },
      10 * MINUTE_MS,
    );
  }
});
