import type { Pipeline } from "./pipeline";
import { LIMIT_MS, type Milestone, type Scenario } from "./story";

/** A scenario, and what it waits for. */
export interface Step {
  readonly play: Scenario;
  /** Must have ended, well or not. */
  readonly after?: readonly Scenario[];
  /** A change of an environment that must be under way; what stands on nothing that it changes may run beside it. */
  readonly beside?: Scenario;
  /** A deployment that must have applied all stacks; its smoke tests may go on. */
  readonly onceDeployedBy?: Scenario;
}

/** What is known of a scenario while it runs. */
interface Course {
  /** Fulfilled at the latest when the scenario ends. */
  readonly milestones: Readonly<Record<Milestone, Promise<void>>>;
  /** Never rejects, as nobody may be waiting yet; gives what throws the scenario's failure, if it failed. */
  readonly end: Promise<() => void>;
}

/**
 * A test for each of these scenarios, which all begin as soon as what they wait for is over.
 * @param steps - each behind those that it waits for
 */
export function tell(pipeline: () => Pipeline, steps: readonly Step[]): void {
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
    if (course === undefined) throw new Error(`nothing can wait for what does not come before it: ${scenario.name}`);
    return course;
  };
  for (const { play: scenario, after = [], beside, onceDeployedBy } of steps) {
    const [underWay, deployed] = [createSignal(), createSignal()];
    const over: readonly Promise<unknown>[] = [
      ...after.map((one) => courseOf(one).end),
      ...(beside === undefined ? [] : [courseOf(beside).milestones["under way"]]),
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

/** Writes from when to when each scenario ran, in seconds. @returns what plays one, and gives the end of its course */
function createPlayer(
  pipeline: Pipeline,
): (scenario: Scenario, reached: (milestone: Milestone) => void) => Promise<() => void> {
  const startedAt = performance.now();
  const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  let broken: string | undefined;
  return async ({ name, run, isNeeded }, reached) => {
    const from = seconds();
    try {
      if (broken !== undefined) throw new Error(`not run, because this failed before: ${broken}`);
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
