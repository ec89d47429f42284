import { ApplyLog, type ApplyDiagnostic, explainErrors, type TerraformPlace } from "reviewed-terraform";
import { CliError } from "../cli-error";
import type { ImportSource } from "./find-imports";
import type { Journal } from "./journal";

/**
 * Finds the imports that failed because the resource does not exist.
 * @param output - output of `terraform plan -json`
 * @returns addresses
 * @throws CliError when the plan failed for another reason
 */
export function findAbsent(
  output: string,
  imports: ReadonlyMap<string, ImportSource>,
  { made }: Journal,
  place: TerraformPlace,
): string[] {
  const log = new ApplyLog();
  log.push(`${output}\n`);
  // The error names no resource, so it may mean any import without a known ID. The apply reports those that exist.
  const supposed = [...imports.keys()].filter((address) => made[address] === undefined);
  const found = log.errors.map((error) => {
    const address = findAddress(error, [...imports]);
    if (address !== undefined) return [address];
    return error.address === undefined && NOT_FOUND.test(textOf(error)) ? supposed : [];
  });
  // Terraform's own error names an address, which can contain words like "throttles".
  const isAnswered = !log.errors.some((error) => !ABSENT.test(error.detail) && NOT_ANSWERED.test(textOf(error)));
  if (isAnswered && found.length > 0 && found.every((addresses) => addresses.length > 0))
    return [...new Set(found.flat())];
  throw new CliError([explainErrors(log.errors, output, place)]);
}

/** Terraform's error for an import of a resource that does not exist. */
const ABSENT = /existing object to "([^"]+)"/;

/** Provider errors for IDs that do not exist, where Terraform has no error of its own. */
const NOT_FOUND = /not ?found|no .* found|does ?n[o']t exist|couldn't find|NoSuch/i;

/** Errors that do not prove absence; treating them as absence would create a duplicate. */
const NOT_ANSWERED =
  /AccessDenied|UnauthorizedOperation|not authorized|ExpiredToken|Throttl|RequestLimitExceeded|multiple .+ matched/i;

function findAddress(
  { address, summary, detail }: ApplyDiagnostic,
  imports: readonly (readonly [string, ImportSource])[],
): string | undefined {
  const [, index] = /^data\.\w+\.recovery_(\d+)$/.exec(address ?? "") ?? [];
  if (index !== undefined) return imports[Number(index)]?.[0];
  const [, absent] = ABSENT.exec(detail) ?? [];
  const text = textOf({ summary, detail });
  const isMeant = ([candidate, source]: readonly [string, ImportSource]): boolean =>
    candidate === absent ||
    candidate === address ||
    (absent === undefined && address === undefined && NOT_FOUND.test(text) && hasId(text, source));
  // The longest ID, because an error about an association also names its existing subnet and route table.
  const length = ([, source]: readonly [string, ImportSource]): number => (source.kind === "id" ? source.id.length : 0);
  return imports.filter(isMeant).sort((one, other) => length(other) - length(one))[0]?.[0];
}

const textOf = ({ summary, detail }: Pick<ApplyDiagnostic, "summary" | "detail">): string => `${summary} ${detail}`;

/** Whether a text contains an ID, or all parts of a composed ID. */
const hasId = (text: string, source: ImportSource): boolean =>
  source.kind === "id" && (text.includes(source.id) || source.id.split("/").every((part) => text.includes(part)));
