import { z } from "zod";
import type { Clock } from "../../clock";
import type { BatchReply } from "../endpoint/operation";
import { applyCallFault, isCallFault, type CallFault, CallCounter, type CallWindow } from "./call-faults";
import type { JobEvent } from "../jobs/job-events";
import { affectsEvent, EventFaults, isEventFault, type EventFault, type SendEvent } from "./event-faults";
import { type Fault, parseFaultScript } from "./fault-schemas";
import { toJobFaults, type JobFaults } from "./job-faults";
import { reshapeJob, reshapeWithSidecar, shownJobSchema, type ShownJob } from "./reshape-job";
import { createWrongAnswer } from "./wrong-answer";

/** Performs an operation without faults. */
type Perform = (operation: string, input: unknown) => Promise<BatchReply>;

interface LoadedFault {
  readonly fault: Fault;
  readonly calls: CallCounter;
}

const jobsSchema = z.object({ jobs: z.array(shownJobSchema) });
const summariesSchema = z.looseObject({ jobSummaryList: z.array(shownJobSchema) });
const inputSchema = z.looseObject({ nextToken: z.string().optional() });
const submittedSchema = z.object({ jobId: z.string(), jobName: z.string() });

/** Token of every ListJobs page under the RepeatingToken fault. */
const REPEATING_TOKEN = "repeating-token";

/** Loaded faults and the calls they affect. Initially no faults are loaded. */
export class FaultScript {
  private loaded: readonly LoadedFault[] = [];
  private calls = new Map<string, number>();
  private loadedAtMs = 0;
  /** Jobs by ID, as first described since the script was loaded. */
  private firstShown = new Map<string, ShownJob>();

  private readonly eventFaults: EventFaults;

  constructor(
    private readonly clock: Clock,
    private readonly closing: AbortSignal,
  ) {
    this.eventFaults = new EventFaults(clock, closing);
  }

  /**
   * Replaces the faults and resets the call counts. Jobs keep the faults that were loaded when they were submitted.
   * @throws InvalidFaultScriptError if the script is invalid
   */
  load(script: unknown): void {
    this.loaded = parseFaultScript(script).map((fault) => ({ fault, calls: new CallCounter() }));
    this.calls = new Map();
    this.firstShown = new Map();
    this.loadedAtMs = this.clock.now();
  }

  /** Returns the loaded faults and the number of calls of each operation since they were loaded. */
  describe(): { readonly faults: readonly Fault[]; readonly calls: Readonly<Record<string, number>> } {
    return { faults: this.loaded.map(({ fault }) => fault), calls: Object.fromEntries(this.calls) };
  }

  /** Returns the effects of the loaded faults on a job submitted now. */
  forJob(jobName: string): JobFaults {
    return toJobFaults(this.faultsFor(jobName).map(({ fault }) => fault));
  }

  /** Sends an event of a job with the first loaded fault that affects it. Every affecting fault counts the event. */
  sendEvent(event: JobEvent, send: SendEvent): void {
    let taken: EventFault | undefined;
    for (const { fault, calls } of this.faultsFor(event.detail.jobName))
      if (isEventFault(fault) && affectsEvent(fault, event) && this.isAffected(calls, fault)) taken ??= fault;
    this.eventFaults.send(event, taken, send);
  }

  /** Performs a call with the loaded faults applied. */
  async call(operation: string, input: unknown, perform: Perform): Promise<BatchReply> {
    this.calls.set(operation, (this.calls.get(operation) ?? 0) + 1);
    const performUnchanged = async (): Promise<BatchReply> => {
      const reply = await perform(operation, withoutRepeatingToken(operation, input));
      if (reply.status !== 200) return reply;
      if (operation === "SubmitJob") this.scheduleStops(submittedSchema.parse(reply.body), perform);
      return this.change(operation, reply);
    };
    const fault = this.takeCallFault(operation);
    return fault === undefined ? performUnchanged() : applyCallFault(fault, performUnchanged);
  }

  private faultsFor(jobName: string): LoadedFault[] {
    return this.loaded.filter(
      ({ fault }) => !("jobName" in fault) || fault.jobName === undefined || fault.jobName === jobName,
    );
  }

  private takeCallFault(operation: string): CallFault | undefined {
    let taken: CallFault | undefined;
    for (const { fault, calls } of this.loaded) {
      if (!isCallFault(fault) || fault.operation !== operation) continue;
      if (this.isAffected(calls, fault)) taken ??= fault;
    }
    return taken;
  }

  /** Counts a call and returns whether the fault affects it. */
  private isAffected(calls: CallCounter, window: CallWindow): boolean {
    return calls.count(window, this.ageSeconds());
  }

  /** Seconds since the script was loaded. */
  private ageSeconds(): number {
    return (this.clock.now() - this.loadedAtMs) / 1000;
  }

  private scheduleStops({ jobId, jobName }: z.output<typeof submittedSchema>, perform: Perform): void {
    for (const { fault } of this.faultsFor(jobName)) {
      if (fault.fault !== "Terminated" && fault.fault !== "Cancelled") continue;
      const operation = fault.fault === "Terminated" ? "TerminateJob" : "CancelJob";
      void this.clock
        .sleep(fault.afterSeconds * 1000, this.closing)
        .then(() => perform(operation, { jobId, reason: fault.reason }))
        .catch(() => undefined);
    }
  }

  private change(operation: string, reply: BatchReply): BatchReply {
    if (this.loaded.length === 0) return reply;
    if (operation === "DescribeJobs") {
      const { jobs } = jobsSchema.parse(reply.body);
      return this.describeJobs(jobs.filter((job) => !this.isHidden(job, true)).map((job) => this.show(job)));
    }
    if (operation !== "ListJobs") return reply;
    const { jobSummaryList, ...rest } = summariesSchema.parse(reply.body);
    const nextToken = this.repeatsToken() ? { nextToken: REPEATING_TOKEN } : {};
    const shown = jobSummaryList.filter((job) => !this.isHidden(job, false));
    return { ...reply, body: { ...rest, ...nextToken, jobSummaryList: shown } };
  }

  private describeJobs(jobs: readonly ShownJob[]): BatchReply {
    const findFirst = (job: ShownJob): ShownJob => this.firstShown.get(job.jobId) ?? job;
    for (const job of jobs) this.firstShown.set(job.jobId, findFirst(job));
    let reply: BatchReply | undefined;
    for (const { fault, calls } of this.loaded)
      if (fault.fault === "WrongAnswer" && this.isAffected(calls, fault))
        reply ??= createWrongAnswer(fault.answer, jobs, findFirst);
    return reply ?? { status: 200, body: { jobs } };
  }

  private repeatsToken(): boolean {
    return this.loaded.some(({ fault }) => {
      if (fault.fault !== "RepeatingToken") return false;
      const { fromSeconds, forSeconds = Infinity } = fault;
      return this.ageSeconds() >= fromSeconds && this.ageSeconds() < fromSeconds + forSeconds;
    });
  }

  private isHidden({ jobName, createdAt }: ShownJob, described: boolean): boolean {
    const ageSeconds = (this.clock.now() - createdAt) / 1000;
    return this.faultsFor(jobName).some(({ fault }) => {
      if (fault.fault === "JobForgotten") return ageSeconds >= fault.afterSeconds;
      if (fault.fault === "ListJobsLag") return !described && ageSeconds < fault.forSeconds;
      if (fault.fault !== "JobsNotFound" || !described) return false;
      return ageSeconds >= fault.fromSeconds && ageSeconds < fault.fromSeconds + fault.forSeconds;
    });
  }

  private show(job: ShownJob): ShownJob {
    let shown = job;
    for (const { fault, calls } of this.faultsFor(job.jobName)) {
      if (fault.fault === "JobShape") shown = reshapeJob(shown, fault.shape);
      if (fault.fault === "SidecarFailed") shown = reshapeWithSidecar(shown, fault);
      if (fault.fault === "UnknownStatus" && this.isAffected(calls, fault)) shown = { ...shown, status: fault.status };
      if (fault.fault === "OddNumbers" && this.isAffected(calls, fault))
        shown = { ...shown, ...timesOf(shown, fault.number) };
    }
    return shown;
  }
}

/** Replaces every timestamp of a job with one number. */
const timesOf = (job: ShownJob, number: number): Partial<ShownJob> =>
  Object.fromEntries(
    ["createdAt", "startedAt", "stoppedAt"].filter((name) => name in job).map((name) => [name, number]),
  );

/** Removes the repeating token from the input, so that ListJobs returns the first page again. */
function withoutRepeatingToken(operation: string, input: unknown): unknown {
  const parsed = inputSchema.safeParse(input);
  if (operation !== "ListJobs" || parsed.data?.nextToken !== REPEATING_TOKEN) return input;
  return { ...parsed.data, nextToken: undefined };
}
