import type { Fault, FaultNamed } from "./fault-schemas";
import {
  HOST_TERMINATED,
  IMAGE_PULL_FAILED,
  KILLED,
  OUT_OF_MEMORY,
  SPOT_RECLAIMED,
  START_FAILED,
  STUCK_REASONS,
  type EndTexts,
} from "./fault-texts";

/** Simulated course of one attempt, independent of the job's command. */
export interface AttemptFault extends EndTexts {
  /** False if the container never starts. */
  readonly starts: boolean;
  /** Run time in milliseconds of the clock. Infinity runs until the job is stopped. */
  readonly runsForMs: number;
  /** Whether the attempt ignores SIGTERM and ends only with SIGKILL, 30 s later. */
  readonly ignoresSigterm: boolean;
}

/** Effects on a job of the faults that were loaded when it was submitted. */
export interface JobFaults {
  /** Reason why the job blocks its queue, and for how long. Without `forSeconds` it blocks indefinitely. */
  readonly stuck?: { readonly reason: string; readonly forSeconds?: number | undefined };
  readonly dependencyFailed: boolean;
  readonly logStreamMissing: boolean;
  readonly logGroup?: string;
  /** Environment variables added to those of the job, to make its JobDetail large. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** Simulated attempts in order. Later attempts run the command. */
  readonly attempts: readonly AttemptFault[];
}

const NO_FAULTS: JobFaults = { dependencyFailed: false, logStreamMissing: false, environment: [], attempts: [] };

/** Returns the effects of the given faults on one job. */
export function toJobFaults(faults: readonly Fault[]): JobFaults {
  return faults.reduce((effects, fault) => ({ ...effects, ...change(effects, fault) }), NO_FAULTS);
}

function change(effects: JobFaults, fault: Fault): Partial<JobFaults> {
  if (fault.fault === "StuckInRunnable")
    return { stuck: { reason: `${fault.reason}${STUCK_REASONS[fault.reason]}`, forSeconds: fault.forSeconds } };
  if (fault.fault === "DependencyFailed") return { dependencyFailed: true };
  if (fault.fault === "LogStreamMissing") return { logStreamMissing: true };
  if (fault.fault === "CustomLogGroup") return { logGroup: fault.logGroup };
  if (fault.fault === "ManyEnvironmentVariables")
    return { environment: createVariables(fault.count, fault.valueLength) };
  const attempt = toAttempt(fault);
  if (attempt === undefined) return {};
  const times = "times" in fault && fault.times !== "ALL" ? fault.times : 1;
  return { attempts: [...effects.attempts, ...Array.from({ length: times }, () => attempt)] };
}

function toAttempt(fault: Fault): AttemptFault | undefined {
  if (fault.fault === "HostTerminated") return ends(fault, HOST_TERMINATED);
  if (fault.fault === "SpotReclaimed") return ends(fault, SPOT_RECLAIMED[fault.launchType]);
  if (fault.fault === "OutOfMemory") return ends(fault, OUT_OF_MEMORY);
  if (fault.fault === "Killed") return ends(fault, KILLED);
  // ECS stops the other containers of the task: SIGTERM, then SIGKILL.
  if (fault.fault === "SidecarFailed") return ends(fault, KILLED);
  if (fault.fault === "Exited") return ends(fault, givenTexts(fault));
  if (fault.fault === "ImagePullFailed") return neverStarts(IMAGE_PULL_FAILED[fault.launchType]);
  if (fault.fault === "StartFailed") return neverStarts(START_FAILED[fault.launchType]);
  if (fault.fault === "IgnoresSigterm")
    return { ...ends({ afterSeconds: Number.POSITIVE_INFINITY }, {}), ignoresSigterm: true };
  return undefined;
}

const givenTexts = ({ exitCode, reason, statusReason }: FaultNamed<"Exited">): EndTexts => ({
  ...(exitCode !== undefined && { exitCode }),
  ...(reason !== undefined && { reason }),
  ...(statusReason !== undefined && { statusReason }),
});

const neverStarts = (texts: EndTexts): AttemptFault => ({ ...ends({ afterSeconds: 0 }, texts), starts: false });

const ends = ({ afterSeconds }: { readonly afterSeconds: number }, texts: EndTexts): AttemptFault => ({
  ...texts,
  starts: true,
  runsForMs: afterSeconds * 1000,
  ignoresSigterm: false,
});

const createVariables = (count: number, valueLength: number): JobFaults["environment"] =>
  Array.from({ length: count }, (_, index) => ({ name: `VARIABLE_${index + 1}`, value: "x".repeat(valueLength) }));
