import type { Outcome } from "./run-rows";

/** Members of a JobResult that do not depend on times, generated IDs, or the wording of an engine. */
export function comparable({ result, lines }: Outcome) {
  const { status, category, retryable, exitCode, statusReason, containerReason, attempts } = result;
  return {
    status,
    category,
    retryable,
    exitCode,
    statusReason: shortenReason(statusReason),
    containerReason: shortenReason(containerReason),
    attempts: attempts.map((attempt) => ({
      number: attempt.number,
      exitCode: attempt.exitCode,
      reason: shortenReason(attempt.reason),
      started: attempt.startedAt !== null,
    })),
    lines: lines.map((line) => (line.length > 200 ? `${line.length} characters` : line)),
  };
}

/** Keeps the error code of a reason such as `CannotStartContainerError: ...`, whose text is the engine's. */
const shortenReason = (reason: string | null): string | null =>
  reason === null ? null : (/^(\w+Error): (?!Container killed)/.exec(reason)?.[1] ?? reason);

/** Renders an outcome as a cell of the table. */
export function renderCell(outcome: Outcome): string {
  const { status, category, exitCode, attempts, statusReason, containerReason } = comparable(outcome);
  const exitCodes = attempts.map((attempt) => attempt.exitCode ?? "none").join(", ");
  const reason = containerReason ?? (statusReason?.endsWith("Error") === true ? statusReason : null);
  return [
    status ?? "",
    ...(attempts.length > 1 ? [`exit codes ${exitCodes}`] : exitCode === null ? [] : [`exit code ${exitCode}`]),
    ...(category === null ? [] : [category]),
    ...(reason === null ? [] : [`\`${reason}\``]),
    renderLines(outcome.lines),
  ].join(", ");
}

function renderLines(lines: readonly string[]): string {
  if (lines.length === 0) return "no log";
  const text = lines.join(" / ");
  if (text.length <= 40 && !text.includes("`")) return `log \`${text.replaceAll("|", "\\|")}\``;
  return lines.length === 1 ? "1 log line" : `${lines.length.toLocaleString("en")} log lines`;
}
