import type { Pipeline } from "./pipeline";
import { LIMIT_MS, type Scenario } from "./story";

/** Scenario with its dependencies. */
export interface Step {
  readonly play: Scenario;
  /** Scenarios that must have ended, passed or failed. */
  readonly after?: readonly Scenario[];
  /** Deployment that must have applied all stacks; its smoke tests may still run. */
  readonly onceDeployedBy?: Scenario;
}

/** State of a running scenario. */
interface Course {
  /** Resolves when all stacks are applied, at the latest when the scenario ends. */
  readonly deployed: Promise<void>;
  /** Never rejects, because nothing may be waiting; returns a function that throws the failure of the scenario. */
  readonly end: Promise<() => void>;
}

/** Pattern of the names of the scenarios to run; the others are skipped. @default all */
const SELECTED = new RegExp(process.env["SCENARIOS"] ?? "");
const isSelected = ({ name }: Scenario): boolean => SELECTED.test(name);

/**
 * Adds a test for each scenario. All scenarios start as soon as their dependencies have ended.
 * @param steps - scenarios in topological order
 */
export function addScenarios(pipeline: () => Pipeline, steps: readonly Step[]): void {
  let courses: ReadonlyMap<Scenario, Course> | undefined;
  for (const { play } of steps)
    (isSelected(play) ? it : it.skip)(
      play.name,
      async () => {
        courses ??= begin(steps, pipeline());
        (await courses.get(play)?.end)?.();
      },
      LIMIT_MS,
    );
}

function begin(steps: readonly Step[], pipeline: Pipeline): ReadonlyMap<Scenario, Course> {
  const courses = new Map<Scenario, Course>();
  const play = createPlayer(pipeline);
  const courseOf = (scenario: Scenario): Course => {
    const course = courses.get(scenario);
    if (course === undefined)
      throw new Error(`scenarios must be in topological order; not added yet: ${scenario.name}`);
    return course;
  };
  for (const { play: scenario, after = [], onceDeployedBy } of steps) {
    const deployed = createSignal();
    const over: readonly Promise<unknown>[] = [
      ...after.map((one) => courseOf(one).end),
      ...(onceDeployedBy === undefined ? [] : [courseOf(onceDeployedBy).deployed]),
    ];
    const end = Promise.all(over).then(() => (isSelected(scenario) ? play(scenario, deployed.give) : () => undefined));
    void end.then(deployed.give);
    courses.set(scenario, { deployed: deployed.given, end });
  }
  return courses;
}

function createSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

/**
 * Prints the start and end of each scenario, in seconds.
 * @returns a function that runs a scenario and returns its state
 */
function createPlayer(pipeline: Pipeline): (scenario: Scenario, onDeployed: () => void) => Promise<() => void> {
  const startedAt = performance.now();
  const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  let broken: string | undefined;
  return async ({ name, run, isNeeded }, onDeployed) => {
    const from = seconds();
    try {
      if (broken !== undefined) throw new Error(`skipped, because a required scenario failed: ${broken}`);
      await run(pipeline, onDeployed);
      process.stderr.write(`${from} to ${seconds()} s  ${name}\n`);
      return () => undefined;
    } catch (error) {
      if (isNeeded) broken = name;
      return () => {
        throw error;
      };
    }
  };
}
