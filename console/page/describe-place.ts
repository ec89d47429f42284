import type { StateMachineReply } from "../api/replies";

type Place = Pick<StateMachineReply, "isLocal" | "endpoint" | "region" | "speed">;

/** Describes the location of the state machine and its clock. */
export function describePlace({ isLocal, endpoint, region, speed }: Place): string {
  if (isLocal) return `Local endpoints${speed === 1 ? "" : ` (clock ${speed} times faster)`}`;
  return endpoint === null ? `AWS ${region}` : `${endpoint} (not AWS, times from its clock)`;
}
