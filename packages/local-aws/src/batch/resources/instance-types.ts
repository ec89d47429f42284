import SIZES_BY_FAMILY from "./instance-types.json";

/** Names for instance types that Batch chooses. */
const CHOICES = ["optimal", "default_x86_64", "default_arm64"];

const types = new Set(
  Object.entries(SIZES_BY_FAMILY).flatMap(([family, sizes]) => [
    family,
    ...sizes.split(" ").map((size) => `${family}.${size}`),
  ]),
);

/**
 * Returns whether an instance type (`m5.large`) or family (`m5`) exists. `instance-types.json` lists the types of
 * the EC2 API in botocore 1.44.8; not every region offers all of them.
 */
export const isInstanceType = (name: string): boolean => CHOICES.includes(name) || types.has(name);

/** Returns whether an instance type or family has Graviton processors: `a1`, or a `g` behind the generation. */
export const isArmInstanceType = (name: string): boolean =>
  name === "default_arm64" || /^(?:a1|[a-z]+\d+g[a-z]*)(?:\.|$)/.test(name);
