import { JOB_EVENT } from "../../workflow/job-event";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import type { ObservedRun } from "./observe-run";
import { ARRAY_SIZE, ATTEMPTS } from "./plan-probe";
import type { ReceivedEvent } from "./read-received-events";

/** Question about the events of Batch, with the answer of the probe. */
export interface Finding {
  readonly question: string;
  readonly answer: string;
}

/** Answers the questions from the ended executions and the events that `end-wait` has received for their jobs. */
export function answerQuestions(runs: readonly ObservedRun[], received: readonly ReceivedEvent[]): Finding[] {
  const jobs = runs.filter(({ kind, result }) => kind === "job" && result !== undefined);
  const events = received.filter(({ jobId }) => runs.some(({ result }) => idOf(jobId) === result?.jobId));
  return [
    { question: "Runs whose last wait an event ended", answer: countWoken(jobs, runs) },
    { question: "Seconds from `stoppedAt` to `end-wait`", answer: spanOf(findDelays(jobs, events)) },
    { question: "Seconds from `stoppedAt` to the end of the wait", answer: spanOf(jobs.flatMap(wokenAfter)) },
    { question: "Seconds from `stoppedAt` to the end of the execution", answer: spanOf(jobs.flatMap(endedAfter)) },
    { question: "Shortest wait that an event ended, in seconds", answer: shortestOf(runs) },
    { question: "Polls after an event that still found the job running", answer: countFalseWakes(runs) },
    { question: "Events of an array job", answer: describeArray(runs, events) },
    { question: `Events of a job that fails in each of ${ATTEMPTS} attempts`, answer: describeAttempts(runs, events) },
    { question: "Duplicate events", answer: countDuplicates(events) },
    { question: "Events that arrived before one of a job that stopped earlier", answer: countReordered(jobs, events) },
    { question: "Fields of `detail`", answer: listNames(events.flatMap(({ fields }) => fields)) },
    { question: "Tags in `detail.tags`", answer: describeTags(events) },
    { question: "Multi-node and EKS jobs, blocked queues", answer: "not probed" },
  ];
}

const NOT_ANSWERED = "not answered: no event was received";

/** Returns the ID of a job, or that of the parent of a child. */
const idOf = (jobId: string): string => jobId.replace(/[:#].*$/u, "");

const stoppedAtMs = ({ result }: ObservedRun): number => Date.parse(result?.stoppedAt ?? "");
const secondsSinceStop = (run: ObservedRun, atMs: number): number => (atMs - stoppedAtMs(run)) / 1_000;
const endedAfter = (run: ObservedRun): number[] => [secondsSinceStop(run, run.endedAtMs)];
const wokenAfter = (run: ObservedRun): number[] => run.wokenAtMs.slice(-1).map((atMs) => secondsSinceStop(run, atMs));

function countWoken(jobs: readonly ObservedRun[], runs: readonly ObservedRun[]): string {
  const planned = runs.filter(({ kind }) => kind === "job").length;
  const woken = jobs.filter(({ wokenAtMs }) => wokenAtMs.length > 0).length;
  const stopped = planned - jobs.length;
  return `${woken} of ${planned}${stopped === 0 ? "" : `; ${stopped} did not end in time and were stopped`}`;
}

/** Returns the time from the end of each job to its first event, in seconds. */
const findDelays = (jobs: readonly ObservedRun[], events: readonly ReceivedEvent[]): number[] =>
  jobs.flatMap((run) => {
    const first = events.find(({ jobId }) => jobId === run.result?.jobId);
    return first === undefined ? [] : [secondsSinceStop(run, first.atMs)];
  });

function spanOf(values: readonly number[]): string {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((one, other) => one - other);
  const [median, worst] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted.at(-1)];
  if (median === undefined || worst === undefined) return NOT_ANSWERED;
  return `median ${median.toFixed(1)}, worst ${worst.toFixed(1)} (${sorted.length} jobs)`;
}

function shortestOf(runs: readonly ObservedRun[]): string {
  const waits = runs.flatMap(({ waitedMs }) => waitedMs);
  return waits.length === 0 ? NOT_ANSWERED : (Math.min(...waits) / 1_000).toFixed(1);
}

function countFalseWakes(runs: readonly ObservedRun[]): string {
  const wakes = runs.reduce((sum, { wokenAtMs }) => sum + wokenAtMs.length, 0);
  const tooEarly = runs.reduce((sum, { wokenAtMs }) => sum + Math.max(0, wokenAtMs.length - 1), 0);
  return wakes === 0 ? NOT_ANSWERED : `${tooEarly} of ${wakes}`;
}

function describeArray(runs: readonly ObservedRun[], events: readonly ReceivedEvent[]): string {
  const parentId = runs.find(({ kind }) => kind === "array")?.result?.jobId;
  if (parentId === undefined || parentId === null) return "not answered: the array job did not end in time";
  const own = events.filter(({ jobId }) => idOf(jobId) === parentId);
  const children = new Set(own.filter(({ jobId }) => jobId !== parentId).map(({ jobId }) => jobId));
  const parents = own.filter(({ jobId }) => jobId === parentId).length;
  return `${children.size} of ${ARRAY_SIZE} children sent one; the parent sent ${parents}`;
}

function describeAttempts(runs: readonly ObservedRun[], events: readonly ReceivedEvent[]): string {
  const result = runs.find(({ kind }) => kind === "attempts")?.result;
  if (result === undefined) return "not answered: the job did not end in time";
  if (result.attempts.length < ATTEMPTS)
    return `not answered: attempts of the job: ${result.attempts.length}; the sample job is required, which fails as asked`;
  const sent = events
    .filter(({ jobId }) => jobId === result.jobId)
    .map(({ status, attempts }) => `${status} with ${attempts ?? "no"} attempts`);
  return sent.length === 0 ? NOT_ANSWERED : `${sent.length} at the end of a job: ${sent.join(", ")}`;
}

function countDuplicates(events: readonly ReceivedEvent[]): string {
  if (events.length === 0) return NOT_ANSWERED;
  const repeated = events.length - new Set(events.map(({ eventId }) => eventId)).size;
  const changes = new Set(events.map(({ jobId, status, detailType }) => `${jobId} ${status} ${detailType}`)).size;
  return `${events.length - changes} of ${events.length}, of them ${repeated} with the same event ID`;
}

function countReordered(jobs: readonly ObservedRun[], events: readonly ReceivedEvent[]): string {
  const ends = new Map(jobs.map((run) => [run.result?.jobId, stoppedAtMs(run)]));
  const order = events.flatMap(({ jobId, detailType }) => {
    const stoppedMs = ends.get(jobId);
    return stoppedMs === undefined || detailType !== JOB_EVENT.stateChange ? [] : [stoppedMs];
  });
  if (order.length === 0) return NOT_ANSWERED;
  const early = order.filter((stoppedMs, index) => order.slice(index + 1).some((later) => later < stoppedMs));
  return `${early.length} of ${order.length}`;
}

const listNames = (names: readonly string[]): string =>
  names.length === 0
    ? NOT_ANSWERED
    : [...new Set(names)]
        .sort()
        .map((name) => `\`${name}\``)
        .join(", ");

/** Describes the tags. Every job has the tag of its execution. */
function describeTags(events: readonly ReceivedEvent[]): string {
  const tags = events.flatMap((event) => event.tags);
  const tagged = tags.includes(EXECUTION_ARN_TAG) ? "the job's own tags are in it" : "the job's own tags are not in it";
  return events.length === 0 ? NOT_ANSWERED : `${tags.length === 0 ? "none" : listNames(tags)}; ${tagged}`;
}

/** Renders the answers as a Markdown table. */
export const renderFindings = (findings: readonly Finding[]): string =>
  ["| question | answer |", "| --- | --- |", ...findings.map(({ question, answer }) => `| ${question} | ${answer} |`)]
    .map((line) => `${line}\n`)
    .join("");
