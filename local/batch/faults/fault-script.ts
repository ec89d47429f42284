import { z } from "zod";
import type { Clock } from "../../clock";
import type { BatchReply } from "../endpoint/batch-reply";
import { disturb, isCallFault } from "./call-outcome";
import type { Fault } from "./fault-schemas";
import { toFate, type JobFate } from "./job-fate";
import { parseFaultScript } from "./parse-fault-script";
import { reshapeJob, shownJobSchema, type ShownJob } from "./reshape-job";

/** Performs an operation, undisturbed. */
export type Perform = (operation: string, input: unknown) => Promise<BatchReply>;

interface LoadedFault {
  readonly fault: Fault;
  /** Calls or replies that it could have befallen so far. */
  seen: number;
}

const jobsSchema = z.object({ jobs: z.array(shownJobSchema) });
const summariesSchema = z.looseObject({ jobSummaryList: z.array(shownJobSchema) });
const submittedSchema = z.object({ jobId: z.string(), jobName: z.string() });

/** The faults that the endpoint has been told to have; none at first. */
export class FaultScript {
  private loaded: readonly LoadedFault[] = [];
  private calls = new Map<string, number>();
  private loadedAtMs = 0;

  constructor(
    private readonly clock: Clock,
    private readonly closing: AbortSignal,
  ) {}

  /**
   * Replaces the faults and begins to count anew. Jobs keep the fate with which they were submitted.
   * @throws InvalidFaultScriptError when the script breaks a rule
   */
  load(script: unknown): void {
    this.loaded = parseFaultScript(script).map((fault) => ({ fault, seen: 0 }));
    this.calls = new Map();
    this.loadedAtMs = this.clock.now();
  }

  /** What is loaded, and how often each operation was called since. */
  describe(): { readonly faults: readonly Fault[]; readonly calls: Readonly<Record<string, number>> } {
    return { faults: this.loaded.map(({ fault }) => fault), calls: Object.fromEntries(this.calls) };
  }

  /** The fate of a job that is submitted now. */
  fateOf(jobName: string): JobFate {
    return toFate(this.about(jobName).map(({ fault }) => fault));
  }

  /** Performs a call, or what the faults make of it. */
  async call(operation: string, input: unknown, perform: Perform): Promise<BatchReply> {
    this.calls.set(operation, (this.calls.get(operation) ?? 0) + 1);
    const undisturbed = async (): Promise<BatchReply> => {
      const reply = await perform(operation, input);
      if (reply.status !== 200) return reply;
      if (operation === "SubmitJob") this.planStops(submittedSchema.parse(reply.body), perform);
      return { ...reply, body: this.change(operation, reply.body) };
    };
    const fault = this.takeCallFault(operation);
    return fault === undefined ? undisturbed() : disturb(fault, undisturbed);
  }

  private about(jobName: string): LoadedFault[] {
    return this.loaded.filter(
      ({ fault }) => !("jobName" in fault) || fault.jobName === undefined || fault.jobName === jobName,
    );
  }

  private takeCallFault(operation: string) {
    let taken: Parameters<typeof disturb>[0] | undefined;
    for (const entry of this.loaded) {
      const { fault } = entry;
      if (!isCallFault(fault) || fault.operation !== operation) continue;
      const isOver = this.clock.now() - this.loadedAtMs >= (fault.forSeconds ?? Infinity) * 1000;
      if (taken === undefined && !isOver && isTurn(fault, entry.seen)) taken = fault.fault;
      entry.seen += 1;
    }
    return taken;
  }

  private planStops({ jobId, jobName }: z.output<typeof submittedSchema>, perform: Perform): void {
    for (const { fault } of this.about(jobName)) {
      if (fault.fault !== "Terminated" && fault.fault !== "Cancelled") continue;
      const operation = fault.fault === "Terminated" ? "TerminateJob" : "CancelJob";
      void this.clock
        .sleep(fault.afterSeconds * 1000, this.closing)
        .then(() => perform(operation, { jobId, reason: fault.reason }))
        .catch(() => undefined);
    }
  }

  private change(operation: string, body: unknown): unknown {
    if (this.loaded.length === 0) return body;
    if (operation === "DescribeJobs") {
      const { jobs } = jobsSchema.parse(body);
      return { jobs: jobs.filter((job) => !this.isHidden(job, true)).map((job) => this.show(job)) };
    }
    if (operation !== "ListJobs") return body;
    const { jobSummaryList, ...rest } = summariesSchema.parse(body);
    return { ...rest, jobSummaryList: jobSummaryList.filter((job) => !this.isHidden(job, false)) };
  }

  private isHidden({ jobName, createdAt }: ShownJob, described: boolean): boolean {
    const ageSeconds = (this.clock.now() - createdAt) / 1000;
    return this.about(jobName).some(({ fault }) => {
      if (fault.fault === "JobForgotten") return ageSeconds >= fault.afterSeconds;
      if (fault.fault !== "JobsNotFound" || !described) return false;
      return ageSeconds >= fault.fromSeconds && ageSeconds < fault.fromSeconds + fault.forSeconds;
    });
  }

  private show(job: ShownJob): ShownJob {
    let shown = job;
    for (const entry of this.about(job.jobName)) {
      const { fault } = entry;
      if (fault.fault === "JobShape") shown = reshapeJob(shown, fault.shape);
      if (fault.fault !== "UnknownStatus") continue;
      if (isTurn(fault, entry.seen)) shown = { ...shown, status: fault.status };
      entry.seen += 1;
    }
    return shown;
  }
}

const isTurn = ({ afterCalls, times }: { readonly afterCalls: number; readonly times: number }, seen: number) =>
  seen >= afterCalls && seen < afterCalls + times;
