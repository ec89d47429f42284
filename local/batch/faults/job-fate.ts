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

/** How one attempt goes, whatever the job's command is. */
export interface AttemptFate extends EndTexts {
  /** False when the container never starts. */
  readonly starts: boolean;
  /** Run time in milliseconds of the clock; Infinity runs until it is stopped. */
  readonly runsForMs: number;
  /** Whether only SIGKILL, 30 s after SIGTERM, ends it. */
  readonly ignoresSigterm: boolean;
}

/** What the faults that were loaded when a job was submitted mean for it. */
export interface JobFate {
  /** Why it blocks its queue, and for how long; without `forSeconds` for ever. */
  readonly stuck?: { readonly reason: string; readonly forSeconds?: number | undefined };
  readonly dependencyFailed: boolean;
  readonly logStreamMissing: boolean;
  readonly logGroup?: string;
  /** Variables beside the job's own, to make its JobDetail large. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** By attempt; later attempts run the command. */
  readonly attempts: readonly AttemptFate[];
}

const UNDISTURBED: JobFate = { dependencyFailed: false, logStreamMissing: false, environment: [], attempts: [] };

/** The fate of a job that is submitted now. */
export function toFate(faults: readonly Fault[]): JobFate {
  return faults.reduce((fate, fault) => ({ ...fate, ...change(fate, fault) }), UNDISTURBED);
}

function change(fate: JobFate, fault: Fault): Partial<JobFate> {
  if (fault.fault === "StuckInRunnable")
    return { stuck: { reason: `${fault.reason}${STUCK_REASONS[fault.reason]}`, forSeconds: fault.forSeconds } };
  if (fault.fault === "DependencyFailed") return { dependencyFailed: true };
  if (fault.fault === "LogStreamMissing") return { logStreamMissing: true };
  if (fault.fault === "CustomLogGroup") return { logGroup: fault.logGroup };
  if (fault.fault === "ManyEnvironmentVariables") return { environment: makeVariables(fault.count, fault.valueLength) };
  const attempt = toAttempt(fault);
  if (attempt === undefined) return {};
  const times = "times" in fault && fault.times !== "ALL" ? fault.times : 1;
  return { attempts: [...fate.attempts, ...Array.from({ length: times }, () => attempt)] };
}

function toAttempt(fault: Fault): AttemptFate | undefined {
  if (fault.fault === "HostTerminated") return ends(fault, HOST_TERMINATED);
  if (fault.fault === "SpotReclaimed") return ends(fault, SPOT_RECLAIMED[fault.launchType]);
  if (fault.fault === "OutOfMemory") return ends(fault, OUT_OF_MEMORY);
  if (fault.fault === "Killed") return ends(fault, KILLED);
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

const neverStarts = (texts: EndTexts): AttemptFate => ({ ...ends({ afterSeconds: 0 }, texts), starts: false });

const ends = ({ afterSeconds }: { readonly afterSeconds: number }, texts: EndTexts): AttemptFate => ({
  ...texts,
  starts: true,
  runsForMs: afterSeconds * 1000,
  ignoresSigterm: false,
});

const makeVariables = (count: number, valueLength: number): JobFate["environment"] =>
  Array.from({ length: count }, (_, index) => ({ name: `VARIABLE_${index + 1}`, value: "x".repeat(valueLength) }));
