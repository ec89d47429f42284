import { readFileSync } from "node:fs";
import { findGateRecord, type GateRecord } from "./gate-record";
import { PAGE } from "./page";
import { count, judge, renderTable } from "./render-table";
import { readSection } from "./replace-section";
import type { Section } from "./section";

/** Maximum duration of `.ci/run`, in seconds. */
const MAX_SECONDS = 35 * 60;
/**
 * A step counts as slower if it takes this many times as long and this many seconds more; smaller changes are noise.
 */
const SLOWER_TIMES = 1.25;
const SLOWER_SECONDS = 10;
const HEADER = ["step", "seconds", "before", "of which it takes"];
const NOT_KNOWN = "–";

type Times = ReadonlyMap<string, number>;

/** Reports the times of the last `.ci/run`, compared with the run on the page. */
export function benchGate(say: (line: string) => void): Section {
  const record = findGateRecord();
  if (record === undefined) {
    say("gate: skipped, because build/gate-times.json does not exist; run .ci/run, then npm run bench -- --only gate");
    return { markdown: undefined, problems: [] };
  }
  const failed = record.steps.filter(({ result }) => result === "FAILED").map(({ name }) => name);
  if (failed.length > 0)
    return {
      markdown: undefined,
      problems: [
        `the last .ci/run failed in ${failed.join(", ")}, so its times are not comparable; fix it and run it again`,
      ],
    };
  say(`gate: ${count(record.seconds)} s`);
  return { markdown: renderGate(record, readSection(readFileSync(PAGE, "utf8"), "gate")), problems: [] };
}

/** @param shown - current section of the page; its figures are "before", unless they belong to this record */
export function renderGate(record: GateRecord, shown: string): string {
  const now = timesOf(record);
  const [current, earlier] = [readColumn(shown, 0), readColumn(shown, 1)];
  const before = shown.includes(renderRun(record)) ? earlier : current;
  const rows = [...now].map(([name, seconds]) => renderRow(name, seconds, before.get(name)));
  return [
    renderTable(HEADER, rows),
    [
      judge(`\`.ci/run\` under ${MAX_SECONDS / 60} min`, record.seconds < MAX_SECONDS, minutes(record.seconds)),
      judgeSlowDown(now, before),
    ].join("\n"),
    renderRun(record),
  ].join("\n\n");
}

const renderRun = ({ machine, day, commit, seconds }: GateRecord): string =>
  `${machine}, ${day}, commit ${commit}, ${count(seconds)} s.`;

function timesOf({ steps, seconds }: GateRecord): Times {
  const times = new Map(steps.map((step) => [step.name, step.seconds]));
  const check = (times.get("gate") ?? 0) + (times.get("tests") ?? 0);
  return new Map([...times, ["`npm run check`", check], ["`.ci/run`", seconds]]);
}

function readColumn(shown: string, column: number): Times {
  const rows = shown.matchAll(/^\| ([^|]+?) +\| +([\d,–]+) +\| +([\d,–]+) +\|/gm);
  return new Map(
    [...rows].flatMap(([, name = "", ...cells]) => {
      const seconds = Number(cells[column]?.replaceAll(",", ""));
      return Number.isNaN(seconds) ? [] : [[name, seconds] as const];
    }),
  );
}

const renderRow = (name: string, seconds: number, before: number | undefined): string[] => [
  name,
  count(seconds),
  before === undefined ? NOT_KNOWN : count(before),
  before === undefined || before === 0 ? NOT_KNOWN : (seconds / before).toFixed(2),
];

const minutes = (seconds: number): string => `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

function judgeSlowDown(now: Times, before: Times): string {
  const slower = [...now].filter(([name, seconds]) => {
    const earlier = before.get(name) ?? Infinity;
    return seconds > earlier * SLOWER_TIMES && seconds > earlier + SLOWER_SECONDS;
  });
  const aim = "no step takes more than a quarter, and ten seconds, longer than before";
  return judge(aim, slower.length === 0, slower.length === 0 ? "none" : slower.map(([name]) => name).join(", "));
}
