import type { Pipeline } from "./pipeline";
import { LIMIT_MS, type Milestone, type Scenario } from "./story";

/** Scenario with its dependencies. */
export interface Step {
  readonly play: Scenario;
  /** Scenarios that must have ended, passed or failed. */
  readonly after?: readonly Scenario[];
  /** Deployment that must be running; the scenario runs in parallel and must not depend on its changes. */
  readonly during?: Scenario;
  /** Deployment that must have applied all stacks; its smoke tests may still run. */
  readonly onceDeployedBy?: Scenario;
}

/** State of a running scenario. */
interface Course {
  /** Resolves at the latest when the scenario ends. */
  readonly milestones: Readonly<Record<Milestone, Promise<void>>>;
  /** Never rejects, because nothing may be waiting; returns a function that throws the failure of the scenario. */
  readonly end: Promise<() => void>;
}

/**
 * Adds a test for each scenario. All scenarios start as soon as their dependencies have ended.
 * @param steps - scenarios in topological order
 */
export function addScenarios(pipeline: () => Pipeline, steps: readonly Step[]): void {
  let courses: ReadonlyMap<Scenario, Course> | undefined;
  for (const { play } of steps)
    it(
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
  for (const { play: scenario, after = [], during, onceDeployedBy } of steps) {
    const [underWay, deployed] = [createSignal(), createSignal()];
    const over: readonly Promise<unknown>[] = [
      ...after.map((one) => courseOf(one).end),
      ...(during === undefined ? [] : [courseOf(during).milestones["under way"]]),
      ...(onceDeployedBy === undefined ? [] : [courseOf(onceDeployedBy).milestones.deployed]),
    ];
    const reached = (milestone: Milestone): void => {
      (milestone === "deployed" ? deployed : underWay).give();
    };
    const end = Promise.all(over).then(() => play(scenario, reached));
    void end.then(underWay.give).then(deployed.give);
    courses.set(scenario, { milestones: { "under way": underWay.given, deployed: deployed.given }, end });
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
function createPlayer(
  pipeline: Pipeline,
): (scenario: Scenario, reached: (milestone: Milestone) => void) => Promise<() => void> {
  const startedAt = performance.now();
  const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  let broken: string | undefined;
  return async ({ name, run, isNeeded }, reached) => {
    const from = seconds();
    try {
      if (broken !== undefined) throw new Error(`skipped, because a required scenario failed: ${broken}`);
      await run(pipeline, reached);
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
