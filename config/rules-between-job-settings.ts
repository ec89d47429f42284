import { findPartition } from "../workflow/partition";
import { findEcrRepository } from "./ecr-image";
import { describeMemorySizes, memorySizesOf, nearestOf, vcpusWithMemory } from "./fargate-sizes";
import { DEFAULT_JOB_VCPUS } from "./job-settings-schema";
import { problemOf, type GivenSettings } from "./rules-between-settings";
import type { SettingProblem } from "./settings-error";
import { DEFAULT_MAX_VCPUS } from "./settings-schema";

/** Rules between the variables of `JOB_SETTINGS`. */
export function problemsBetweenJobSettings(given: GivenSettings): SettingProblem[] {
  return [...memoryProblems(given), ...capacityProblems(given), ...imageProblems(given)];
}

/** Rejects a memory size that Fargate does not support with the vCPUs. */
function memoryProblems(given: GivenSettings): SettingProblem[] {
  const vcpus = Number(given["JOB_VCPUS"] ?? DEFAULT_JOB_VCPUS);
  const memoryMib = Number(given["JOB_MEMORY_MIB"]);
  const sizes = memorySizesOf(vcpus);
  // The schema reports an invalid number.
  if (!/^\d{1,10}$/.test(given["JOB_MEMORY_MIB"] ?? "") || memoryMib < 512 || memoryMib > 122_880) return [];
  if (sizes.length === 0 || sizes.includes(memoryMib)) return [];
  const others = vcpusWithMemory(memoryMib);
  const alternative = others.length === 0 ? "" : `, or set JOB_VCPUS to ${others.join(" or ")}`;
  const rule = `${describeMemorySizes(sizes)} with JOB_VCPUS=${vcpus}; the nearest is ${nearestOf(sizes, memoryMib)}`;
  return [problemOf("JOB_MEMORY_MIB", given, `${rule}${alternative}`)];
}

/** Rejects a job that no compute environment could ever run. */
function capacityProblems(given: GivenSettings): SettingProblem[] {
  const vcpus = Number(given["JOB_VCPUS"] ?? DEFAULT_JOB_VCPUS);
  const maxVcpus = Number(given["MAX_VCPUS"] ?? DEFAULT_MAX_VCPUS);
  // The schema reports a maximum below 1.
  const isTooSmall = maxVcpus >= 1 && maxVcpus < vcpus;
  if (given["JOB_QUEUE_ARN"] !== undefined || memorySizesOf(vcpus).length === 0 || !isTooSmall) return [];
  return [problemOf("MAX_VCPUS", given, `at least ${vcpus}, the value of JOB_VCPUS (default ${DEFAULT_MAX_VCPUS})`)];
}

/** Rejects an ECR image of another partition, which no role of this partition can pull. */
function imageProblems(given: GivenSettings): SettingProblem[] {
  const repository = findEcrRepository(given["JOB_IMAGE"] ?? "");
  const partition = findPartition(given["AWS_REGION"] ?? "");
  if (repository === undefined || partition === undefined || repository.partition === partition) return [];
  return [problemOf("JOB_IMAGE", given, `an image in the partition ${partition}, that of AWS_REGION`)];
}
