const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);

/**
 * Memory sizes that Fargate supports, in MiB, by number of vCPUs.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html
 */
const MEMORY_SIZES = new Map<number, readonly number[]>([
  [0.25, [512, 1024, 2048]],
  [0.5, range(1024, 4096, 1024)],
  [1, range(2048, 8192, 1024)],
  [2, range(4096, 16_384, 1024)],
  [4, range(8192, 30_720, 1024)],
  [8, range(16_384, 61_440, 4096)],
  [16, range(32_768, 122_880, 8192)],
]);

/** Numbers of vCPUs that Fargate supports. */
export const FARGATE_VCPUS: readonly number[] = [...MEMORY_SIZES.keys()];

/** Returns the memory sizes for a number of vCPUs, in MiB, ascending; empty for an unsupported number. */
export const memorySizesOf = (vcpus: number): readonly number[] => MEMORY_SIZES.get(vcpus) ?? [];

/** Returns the numbers of vCPUs that support a memory size in MiB, ascending. */
export const vcpusWithMemory = (memoryMib: number): readonly number[] =>
  FARGATE_VCPUS.filter((vcpus) => memorySizesOf(vcpus).includes(memoryMib));

/** Returns the value closest to `wanted`; of two, the smaller. */
export const nearestOf = (values: readonly number[], wanted: number): number =>
  values.reduce((best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best));

/** Describes memory sizes by minimum, maximum and step, in MiB. */
export function describeMemorySizes(sizes: readonly number[]): string {
  const [smallest = 0, second = 0] = sizes;
  if (sizes.length <= 4) return `one of ${sizes.join(", ")}`;
  return `${smallest} to ${sizes.at(-1) ?? 0} in steps of ${second - smallest}`;
}
