import type { Json } from "../json/json";
import type { RandomSource } from "../random-source";

/** Intrinsic function of the Amazon States Language. @throws Error whose message names the invalid argument */
export type Intrinsic = (values: readonly Json[], random: RandomSource) => Json;
