import { startLocalAws } from "local-aws";
import {
  compareInProcess,
  JOBS,
  measureDescribes,
  measureKept,
  measureRate,
  measureStarts,
  PASS_5,
  repeat,
  STARTS,
  WAIT_LOOP,
} from "./measure-endpoints";
import { startMinistack, startMoto, startOurs, type MeasuredServer } from "./measured-servers";
import { count, judge, medianOf, milliseconds, renderTable } from "./render-table";
import type { Section } from "./section";

interface Row {
  readonly what: string;
  readonly ours: string;
  readonly peers: string;
}

/** Measures the local endpoints with the peers that serve the same, in one run. */
export async function benchEndpoints(say: (line: string) => void): Promise<Section> {
  const rows: Row[] = [];
  const aims: string[] = [];
  const add = (row: Row, aim?: string): void => {
    rows.push(row);
    if (aim !== undefined) aims.push(aim);
    say(`endpoints: ${row.what}: ${row.ours}; ${row.peers}`);
  };
  const aws = await startLocalAws();
  const servers: MeasuredServer[] = [];
  try {
    const ours = await startOurs();
    servers.push(ours);
    const ministackRuns = await repeat(STARTS, startMinistack);
    const motoRuns = await repeat(STARTS, startMoto);
    const [ministack, moto] = [ministackRuns.at(-1), motoRuns.at(-1)];
    if (ministack === undefined || moto === undefined) throw new Error("no peer was started");
    servers.push(...ministackRuns, ...motoRuns);
    await Promise.all([...ministackRuns.slice(0, -1), ...motoRuns.slice(0, -1)].map((server) => server.stop()));

    const localMs = await measureStarts();
    const startOf = (peers: readonly MeasuredServer[]): string =>
      milliseconds(medianOf(peers.map(({ startedInMs }) => startedInMs)));
    add(
      {
        what: "start of `npm run local`, nothing has changed",
        ours: milliseconds(localMs),
        peers: `MiniStack ${startOf(ministackRuns)}, moto ${startOf(motoRuns)}`,
      },
      judge("`npm run local` answers in 1.0 s", localMs <= 1_000, milliseconds(localMs)),
    );

    const peers = [ministack, moto];
    const rates = new Map<string, number>();
    for (const server of [ours, ...peers]) rates.set(server.name, await measureRate(server));
    const rateOf = (name: string): number => rates.get(name) ?? NaN;
    const ratio = rateOf("ours") / rateOf("MiniStack");
    add(
      {
        what: "five Pass states over HTTP, executions a second",
        ours: count(Math.round(rateOf("ours"))),
        peers: peers.map(({ name }) => `${name} ${count(Math.round(rateOf(name)))}`).join(", "),
      },
      judge(
        "five Pass states over HTTP at least 5 times as fast as MiniStack",
        ratio >= 5,
        `${ratio.toFixed(1)} times`,
      ),
    );

    const addInProcess = async (what: string, definition: object, runs: number, aim: string): Promise<void> => {
      const { ours: own, theirs } = await compareInProcess(aws, definition, runs);
      add(
        { what, ours: fine(own), peers: `aws-local-stepfunctions ${fine(theirs)}` },
        judge(
          `${aim} at least as fast as aws-local-stepfunctions`,
          own <= theirs,
          `${(own / theirs).toFixed(2)} of its time`,
        ),
      );
    };
    await addInProcess("five Pass states in process, a run", PASS_5, 100, "in process");
    await addInProcess("100 waits of 0 s in process, a run", WAIT_LOOP, 9, "waits of 0 s");

    const describes = new Map<string, number>();
    for (const server of [ours, ...peers]) describes.set(server.name, await measureDescribes(server));
    const describeOf = (name: string): number => describes.get(name) ?? NaN;
    add(
      {
        what: `DescribeJobs of ${JOBS} jobs`,
        ours: fine(describeOf("ours")),
        peers: peers.map(({ name }) => `${name} ${fine(describeOf(name))}`).join(", "),
      },
      judge(
        `DescribeJobs of ${JOBS} jobs at least as fast as MiniStack`,
        describeOf("ours") <= describeOf("MiniStack"),
        `${(describeOf("ours") / describeOf("MiniStack")).toFixed(2)} of its time`,
      ),
    );

    const keptKiB = await measureKept(aws);
    add(
      { what: "memory of an ended execution with 100 loops", ours: `${keptKiB.toFixed(0)} KiB`, peers: "–" },
      judge("an ended execution with 100 loops takes at most 40 KiB", keptKiB <= 40, `${keptKiB.toFixed(0)} KiB`),
    );
  } finally {
    await Promise.all([aws.close(), ...servers.map((server) => server.stop())]);
  }
  const table = renderTable(
    ["", "ours", "peers"],
    rows.map(({ what, ours: own, peers }) => [what, own, peers]),
  );
  return { markdown: `${table}\n\n${aims.join("\n")}`, problems: [] };
}

const fine = (ms: number): string => (ms < 100 ? `${ms.toFixed(2)} ms` : milliseconds(ms));
