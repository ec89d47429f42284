import type { StateMachineReply } from "../api/replies";

type Place = Pick<StateMachineReply, "isLocal" | "endpoint" | "region" | "speed">;

/** Where the state machine is, and how time passes there. */
export function describePlace({ isLocal, endpoint, region, speed }: Place): string {
  if (isLocal) return `This machine${speed === 1 ? "" : `, waits ${speed} times shorter`}`;
  return endpoint === null ? `AWS ${region}` : `${endpoint}, not AWS: times by its clock`;
}
