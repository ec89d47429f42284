import { readFileSync } from "node:fs";
import { join } from "node:path";
import { comparePacings } from "../../../tools/bench/compare-pacings";
import { countPeerPolls, countSample } from "../../../tools/bench/count-polls";
import { DAY_SECONDS, judgeDay, judgeEvents, measureEvents, renderEventRows } from "../../../tools/bench/events";
import { measurePacing } from "../../../tools/bench/measure-pacing";
import { makeOurs, makeSample, PEERS } from "../../../tools/bench/pacings";
import { plotPolls } from "../../../tools/bench/plot-polls";
import { RUN_TIMES_SECONDS } from "../../../tools/bench/polls";
import { replaceSection } from "../../../tools/bench/replace-section";

it.each(PEERS)("computes the polls of $name as counted on the local endpoint", async (peer) => {
  const { polls, formula } = await countPeerPolls(peer, 3_600);

  expect(polls).toBe(formula);
  expect(polls).toBeGreaterThan(10);
});

it("computes when the history limit ends the sample, as counted", async () => {
  const { polls, formula, isCutShort } = await countSample(makeSample(1), 3_600);

  expect({ polls, formula, isCutShort }).toEqual({ polls: 2_777, formula: 2_777, isCutShort: true });
});

it("finds an end after half a wait at the median, and a whole wait at worst", () => {
  const { polls, medianDelaySeconds, worstDelaySeconds } = measurePacing(makeSample(10), 3_600);

  expect(polls).toBeGreaterThan(350);
  expect(polls).toBeLessThan(370);
  expect(medianDelaySeconds).toBeGreaterThan(4);
  expect(medianDelaySeconds).toBeLessThan(6);
  expect(worstDelaySeconds).toBeLessThanOrEqual(10);
});

it("treats polling that ends before the job as an infinite delay", () => {
  expect(measurePacing(makeSample(1), 86_400).polls).toBe(Infinity);
  expect(measurePacing(makeOurs(1), 86_400).polls).toBeLessThan(2_000);
});

it("reports alternatives that are both cheaper and quicker, or none", () => {
  const { losses, sensible } = comparePacings(86_400);

  expect(losses.filter((loss) => loss.sensible)).toEqual([]);
  expect(losses.map(({ ours, rival }) => [ours.pacing.waitTimeSeconds, rival.pacing.name])).toContainEqual([
    60,
    "Airflow",
  ]);
  expect(sensible.map(({ pacing }) => pacing.waitTimeSeconds)).not.toContain(60);
});

it("finds no alternative that is both cheaper and quicker than events, and would report one", () => {
  const comparison = comparePacings(86_400);
  const events = measureEvents(86_400);
  const [rival] = comparison.rivals;
  if (rival === undefined) throw new Error("nothing was compared");
  const quick = { ...rival, figures: { polls: 1, medianDelaySeconds: 1, worstDelaySeconds: 1 } };

  expect(renderEventRows(events).map(([who, , polls]) => [who, polls])).toEqual([
    ["ours, events after 2 s", "25 (computed)"],
    ["ours, events after 2 s", "2 (computed)"],
    ["ours, events after 20 s", "25 (computed)"],
    ["ours, events after 20 s", "2 (computed)"],
  ]);
  expect(judgeEvents(comparison, events)).toMatch(
    /^- \*\*met\*\*: .*: none; sync costs 0\.0000500 dollars, 4\.6 times less/,
  );
  expect(judgeEvents({ ...comparison, rivals: [quick] }, events)).toMatch(/^- \*\*missed\*\*: .*AWS's sample is/);
});

it("itemizes the bill of a day with events", () => {
  const [cells = []] = judgeDay(measureEvents(DAY_SECONDS))
    .split("\n")
    .filter((line) => line.startsWith("| sum"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const events = measureEvents(DAY_SECONDS);

  expect(cells.slice(2, 4).map(Number)).toEqual(
    [0, 1].map((index) => Number(events[index]?.estimate.dollars.toPrecision(3))),
  );
  expect(judgeDay(events)).toMatch(
    /^- \*\*met\*\*: .*3600.*\n- \*\*missed\*\*: .*86400.*: 2 polls and 0\.000230 dollars/,
  );
  expect(judgeDay(events)).toContain("| 6 transitions, 0.000150 |");
});

it("plots each pacing of this project and each alternative that finishes", () => {
  const svg = plotPolls([comparePacings(86_400)]);

  expect(svg).toContain("<title>ours, wait_time 900: 97 polls, noticed after 7 min 13 s</title>");
  expect(svg).toContain("<title>Airflow: ");
  expect(svg).not.toContain("NaN");
  expect(svg).not.toContain("<title>AWS's sample, wait_time 1:");
});

it("matches the plot in the documentation; npm run bench updates it", () => {
  const documented = readFileSync(
    join(__dirname, "..", "..", "..", "docs", "reference", "benchmarks-polls.svg"),
    "utf8",
  );

  expect(documented === plotPolls(RUN_TIMES_SECONDS.map((runTimeSeconds) => comparePacings(runTimeSeconds)))).toBe(
    true,
  );
});

it("replaces only one section", () => {
  const page = "a\n<!-- bench:one -->\nold\n<!-- /bench:one -->\nb\n<!-- bench:two -->\nkept\n<!-- /bench:two -->\n";

  expect(replaceSection(page, "one", "new")).toBe(page.replace("\nold\n", "\n\nnew\n\n"));
  expect(() => replaceSection(page, "three", "new")).toThrow('for the section "three"');
});
