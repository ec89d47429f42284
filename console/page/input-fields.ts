import * as z from "zod";
import { parseJson } from "../model/job-result-schema";

/** Field of the form for a new execution. Its value is part of the input. */
export interface InputField {
  /** Path in the input, as in the messages of the server. */
  readonly path: string;
  readonly label: string;
  readonly hint: string;
  readonly kind: "text" | "number" | "lines";
  readonly read: (input: Input) => string;
  /** Returns the input with this value; an empty text removes the value. All other values are kept. */
  readonly write: (input: Input, text: string) => Input;
}

export type Input = Readonly<Record<string, unknown>>;

const inputSchema = z.record(z.string(), z.unknown());
const OVERRIDES = "containerOverrides";
const requirementsSchema = z.array(z.looseObject({ type: z.string(), value: z.string() }));
const variablesSchema = z.array(z.looseObject({ name: z.string(), value: z.string() }));

/** Parses an input; undefined if the text is not a JSON object. */
export const parseInput = (text: string): Input | undefined => {
  const value = parseJson(text);
  return Array.isArray(value) ? undefined : inputSchema.safeParse(value).data;
};

export const formatInput = (input: Input): string => JSON.stringify(input, null, 2);

const overridesOf = (input: Input): Input => inputSchema.safeParse(input[OVERRIDES]).data ?? {};

/** Sets a value; undefined removes it. */
function set(input: Input, name: string, value: unknown): Input {
  const entries = Object.entries(input).filter(([key]) => key !== name || value !== undefined);
  const kept = Object.fromEntries(entries);
  return value === undefined ? kept : { ...kept, [name]: value };
}

function setOverride(input: Input, name: string, value: unknown): Input {
  const overrides = set(overridesOf(input), name, value);
  return set(input, OVERRIDES, Object.keys(overrides).length === 0 ? undefined : overrides);
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

const topField = (path: string, label: string, hint: string, kind: "text" | "number"): InputField => ({
  path,
  label,
  hint,
  kind,
  read: (input) => textOf(input[path]),
  write: (input, text) => set(input, path, text === "" ? undefined : kind === "number" ? toNumber(text) : text),
});

/** Converts a number; other texts stay, so that the server can explain the problem. */
const toNumber = (text: string): number | string => (Number.isNaN(Number(text)) ? text : Number(text));

const splitLines = (text: string): string[] => (text === "" ? [] : text.split("\n"));

const COMMAND: InputField = {
  path: `${OVERRIDES}.command`,
  label: "Command",
  hint: "One argument per line. Empty: the command of the job definition.",
  kind: "lines",
  read: (input) => (z.array(z.string()).safeParse(overridesOf(input)["command"]).data ?? []).join("\n"),
  write: (input, text) => setOverride(input, "command", text === "" ? undefined : splitLines(text)),
};

const ENVIRONMENT: InputField = {
  path: `${OVERRIDES}.environment`,
  label: "Environment variables",
  hint: "One NAME=VALUE per line, in addition to those of the job definition.",
  kind: "lines",
  read: (input) =>
    (variablesSchema.safeParse(overridesOf(input)["environment"]).data ?? [])
      .map(({ name, value }) => `${name}=${value}`)
      .join("\n"),
  write: (input, text) => {
    const variables = splitLines(text).map((line) => {
      const [name = "", ...value] = line.split("=");
      return { name, value: value.join("=") };
    });
    return setOverride(input, "environment", variables.length === 0 ? undefined : variables);
  },
};

const requirement = (type: "VCPU" | "MEMORY", label: string, hint: string): InputField => ({
  path: `${OVERRIDES}.resourceRequirements`,
  label,
  hint,
  kind: "number",
  read: (input) => readRequirements(input).find((one) => one.type === type)?.value ?? "",
  write: (input, value) => {
    const others = readRequirements(input).filter((one) => one.type !== type);
    const requirements = value === "" ? others : [...others, { type, value }];
    return setOverride(input, "resourceRequirements", requirements.length === 0 ? undefined : requirements);
  },
});

const readRequirements = (input: Input) =>
  requirementsSchema.safeParse(overridesOf(input)["resourceRequirements"]).data ?? [];

export const MEMORY = requirement("MEMORY", "Memory (MiB)", "Empty: the memory of the job definition.");

/** Fields of the form, in order. Other fields of the input are edited as JSON. */
export const INPUT_FIELDS: readonly InputField[] = [
  topField("jobName", "Job name", "1 to 128 letters, digits, - and _.", "text"),
  topField("jobDefinition", "Job definition", "Name, name:revision or ARN.", "text"),
  topField("jobQueue", "Job queue", "Name or ARN.", "text"),
  requirement("VCPU", "vCPUs", "Empty: the vCPUs of the job definition."),
  MEMORY,
  topField("wait_time", "wait_time (s)", "Pause between two checks.", "number"),
  topField("queue_timeout", "queue_timeout (s)", "Maximum time until the job first runs.", "number"),
  topField("run_timeout", "run_timeout (s)", "Maximum duration of one attempt, at least 60.", "number"),
  topField("overall_timeout", "overall_timeout (s)", "Maximum duration of the execution.", "number"),
  COMMAND,
  ENVIRONMENT,
];
