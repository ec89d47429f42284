import type { Environment } from "./deployment-config";
import { splitList } from "./setting-rules";

/** Returns the resource types in GUARDED_TYPES. The workflows check the setting before they plan. */
export function guardedTypes({ GUARDED_TYPES: types = "" }: Environment): string[] {
  return splitList(types).filter((type) => type !== "");
}
