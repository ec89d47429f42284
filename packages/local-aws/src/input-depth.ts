/**
 * Maximum nesting of lists and objects in a request. AWS does not document its limit. 1,000 is the default of
 * `StreamReadConstraints` in Jackson, the JSON library of many AWS services.
 */
export const MAX_INPUT_DEPTH = 1000;

/** Rule for error messages. */
export const DEPTH_RULE = `must not be nested more than ${MAX_INPUT_DEPTH} deep`;

/**
 * Returns whether lists and objects are nested more than 1,000 deep. Every operation can therefore process its input
 * recursively. This function is not recursive.
 */
export function isTooDeep(input: unknown): boolean {
  let level = [input].filter(isContainer);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_INPUT_DEPTH) return true;
    level = level.flatMap((value): unknown[] => Object.values(value)).filter(isContainer);
  }
  return false;
}

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;
