import { z } from "zod";
import type { Arns } from "../arn";
import type { Clock } from "../clock";
import { describeIssue } from "../describe-issue";
import { validationError } from "./api-error";
import type { TableStore } from "./table";

/** State that the operations share. */
export interface DynamoDbService {
  readonly clock: Clock;
  readonly arns: Arns;
  readonly tables: TableStore;
  /** Time from the expiry of an item to its deletion, in milliseconds. */
  readonly ttlDelayMs: number;
}

/** Operation of the DynamoDB API. */
export interface DynamoDbOperation {
  /** @throws DynamoDbError */
  run(input: unknown, service: DynamoDbService): object;
}

/** Name or ARN of a table. */
export const tableNameSchema = z.string().regex(/^(arn:\S+:table\/)?[\w.-]{3,255}$/, "must be a table name or ARN");

/** Defines an operation whose input is parsed with a schema. Unsupported members are rejected by name. */
export function defineOperation<T>(
  schema: z.ZodType<T>,
  run: (input: T, service: DynamoDbService) => object,
): DynamoDbOperation {
  return {
    run(input, service) {
      const parsed = schema.safeParse(input, { error: describeIssue });
      if (!parsed.success) throw validationError(parsed.error.issues.map(describe).join("; "));
      return run(parsed.data, service);
    },
  };
}

/** Converts milliseconds to seconds since 1970, the timestamp format of this protocol. */
export const toSeconds = (timeMs: number): number => timeMs / 1000;

function describe(issue: z.core.$ZodIssue): string {
  const place = issue.path.map(String).join(".") || "the request";
  if (issue.code === "unrecognized_keys") return `local DynamoDB does not support ${issue.keys.join(", ")} of ${place}`;
  return `${place}: ${issue.message}`;
}
