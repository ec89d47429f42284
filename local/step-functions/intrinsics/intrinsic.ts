import type { Json } from "../json/json";
import type { RandomSource } from "../random-source";

/**
 * An intrinsic function of the Amazon States Language.
 * @throws Error whose message says which argument is wrong
 */
export type Intrinsic = (values: readonly Json[], random: RandomSource) => Json;
