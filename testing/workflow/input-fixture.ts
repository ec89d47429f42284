import { InvalidInputError, parseExecutionInput } from "../../workflow/input/execution-input";

/** A valid input with the given fields added and the dropped one removed. */
export function givenInput(fields: Record<string, unknown> = {}, { drop }: { drop?: string } = {}) {
  const input = {
    jobName: "my-job",
    jobDefinition: "SampleJobDefinition",
    jobQueue: "SampleJobQueue",
    wait_time: 60,
    ...fields,
  };
  return Object.fromEntries(Object.entries(input).filter(([name]) => name !== drop));
}

/** Violations in the input. Empty if it is valid. */
export function violationsOf(input: unknown): readonly string[] {
  try {
    parseExecutionInput(input);
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.violations;
    throw error;
  }
}
