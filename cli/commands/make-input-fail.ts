import * as z from "zod";
import { CliError } from "../cli-error";

/** Exit code of the failing sample job; distinct from 1, which other errors use. */
const FAILING_EXIT_CODE = "3";

const overridesSchema = z.looseObject({
  containerOverrides: z
    .looseObject({ environment: z.array(z.looseObject({ name: z.string() })).default([]) })
    .default({ environment: [] }),
});

/** Adds an override that makes the sample job fail. @throws CliError when the input attaches to an existing job */
export function makeInputFail(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if ("jobId" in input) throw new CliError(["--fail requires an input that submits a job, but this input has a jobId"]);
  const { containerOverrides, ...others } = overridesSchema.parse(input);
  const environment = [
    ...containerOverrides.environment.filter(({ name }) => name !== "EXIT_CODE"),
    { name: "EXIT_CODE", value: FAILING_EXIT_CODE },
  ];
  return { ...others, containerOverrides: { ...containerOverrides, environment } };
}
