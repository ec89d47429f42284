import { MEMORY, INPUT_FIELDS, type Input } from "./input-fields";

/** Correction of an input after a failure. */
export interface Cure {
  readonly input: Input;
  /** Description of the correction. */
  readonly note: string;
}

/** Factor of the corrections. */
const FACTOR = 2;

/** Fields of the input that a failure asks to increase, by error of the execution. */
const TIMEOUTS: Readonly<Record<string, string>> = {
  "BatchJob.RunTimeout": "run_timeout",
  "BatchJob.QueueTimeout": "queue_timeout",
  "BatchJob.OverallTimeout": "overall_timeout",
};

/** Returns the input with the known correction for an error; undefined if there is none. */
export function findCure(error: string | null, input: Input): Cure | undefined {
  if (error === "BatchJob.OutOfMemory") return cureMemory(input);
  const field = INPUT_FIELDS.find(({ path }) => path === TIMEOUTS[error ?? ""]);
  const seconds = Number(field?.read(input));
  if (field === undefined || !(seconds > 0)) return undefined;
  const value = String(seconds * FACTOR);
  return {
    input: field.write(input, value),
    note: `${field.path} was increased from ${seconds} to ${value} seconds, because the last execution exceeded it.`,
  };
}

function cureMemory(input: Input): Cure {
  const memory = Number(MEMORY.read(input));
  if (!(memory > 0))
    return {
      input,
      note: "The last execution exceeded the memory of its job definition. Enter more memory below.",
    };
  const value = String(memory * FACTOR);
  return {
    input: MEMORY.write(input, value),
    note: `Memory was increased from ${memory} to ${value} MiB, because the last execution exceeded it.`,
  };
}
