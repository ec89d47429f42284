import { availableParallelism, cpus, totalmem } from "node:os";

/** Describes the machine, like `Node v22.23.3, linux x64, 2 cores of AMD EPYC, 24 GiB`. */
export function describeMachine(): string {
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? "a CPU without a name"}, ${memoryGiB} GiB`;
}

/** Returns the date, like 2026-01-31. */
export const today = (): string => new Date().toISOString().slice(0, 10);
