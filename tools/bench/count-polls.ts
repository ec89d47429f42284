import { countRun } from "../../testing/workflow/count-run";
import { SAMPLE_WORKFLOW } from "../../testing/workflow/sample-workflow";
import { createSeededRandom } from "../../testing/load/seeded-random";
import { estimatePoll, estimateSync } from "../../console/estimate/estimate-run";
import { firstWaitSeconds } from "../../workflow/pacing";
import { priceOf } from "../../console/estimate/prices";
import { syncDefinition } from "../../workflow/definitions/sync-definition";
import { countPeer } from "./count-peer";
import { countLooks } from "./measure-pacing";
import type { Pacing } from "./pacings";

/** Figures of one run; undefined if not applicable. */
export interface CountedPolls {
  readonly polls: number;
  /** Polls according to the formula. */
  readonly formula: number;
  readonly isComputed?: boolean;
  /** Whether the history limit ended the execution before the job ended. */
  readonly isCutShort?: boolean;
  readonly transitions?: number;
  readonly historyEvents?: number;
  readonly lambdaCalls?: number;
  readonly dollars?: number;
}

/** Maximum number of simulated calls; for more, the figure is computed. */
const MOST_COUNTED = 200_000;

export async function countOurs(runTimeSeconds: number, waitTimeSeconds: number): Promise<CountedPolls> {
  const counted = await countRun(runTimeSeconds, waitTimeSeconds);
  const first = firstWaitSeconds(waitTimeSeconds, counted.jobId);
  const { polls: formula } = estimatePoll({ runTimeSeconds, waitTimeSeconds, firstWaitSeconds: first });
  return { ...counted, formula, dollars: priceOf(counted) };
}

export async function countSync(runTimeSeconds: number): Promise<CountedPolls> {
  const counted = await countRun(runTimeSeconds, 60, { definition: syncDefinition() });
  return { ...counted, formula: estimateSync().polls, dollars: priceOf(counted) };
}

export async function countSample(pacing: Pacing, runTimeSeconds: number): Promise<CountedPolls> {
  const counted = await countRun(runTimeSeconds, pacing.waitTimeSeconds ?? NaN, SAMPLE_WORKFLOW);
  const looks = countLooks(pacing, createSeededRandom(1), runTimeSeconds);
  const isCutShort = counted.status !== "SUCCEEDED";

  const formula = isCutShort ? Math.min(looks, (pacing.maxPolls ?? Infinity) + 1) : looks;
  return { ...counted, formula, isCutShort, dollars: priceOf(counted) };
}

/** Figures without transitions and costs: the client polls from its own machine. */
export async function countPeerPolls(pacing: Pacing, runTimeSeconds: number): Promise<CountedPolls> {
  const formula = countLooks(pacing, createSeededRandom(1), runTimeSeconds - 0.5);
  if (formula > MOST_COUNTED) return { polls: formula, formula, isComputed: true };
  return { polls: await countPeer(pacing, runTimeSeconds), formula };
}
