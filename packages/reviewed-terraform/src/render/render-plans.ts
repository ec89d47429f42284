import { codeBlock, codeSpan, countOf, details, firstOf } from "./markdown";
import { CHANGE_GROUPS, type ChangeGroup, type PlanReport, type ResourceChange } from "../report/plan-report";
import { renderChange, type ChangeDetail } from "./render-change";

export interface PlansView {
  /** Sorted by stack. */
  readonly reports: readonly PlanReport[];
  /** Maximum size, in bytes of UTF-8. */
  readonly limitBytes: number;
  /** Markdown reference to the full plan; undefined for the full plan itself. */
  readonly fullPlan: string | undefined;
}

const TITLES: Readonly<Record<ChangeGroup, string>> = {
  destroy: "🔴 Destroyed",
  replace: "🟠 Replaced",
  iam: "🔐 Permissions",
  network: "🌐 Network",
  other: "Other",
};

/** Groups that are always expanded. */
const OPEN: readonly ChangeGroup[] = ["destroy", "replace", "iam"];

/** Maximum number of changes for which all groups are expanded. */
const MAX_EXPANDED_CHANGES = 8;

/** Groups that are shown with values; the first choice that fits is used. */
const CHOICES: readonly (readonly ChangeGroup[])[] = [
  CHANGE_GROUPS,
  ["destroy", "replace", "iam", "network"],
  ["destroy", "replace", "iam"],
  [],
];

/** Renders the changes of all stacks between a head and a foot, within the limit. */
export function renderPlans(head: string, foot: string, view: PlansView): string {
  const left = view.limitBytes - Buffer.byteLength(`${head}\n\n\n\n${foot}\n`);
  const body = renderBody({ ...view, limitBytes: left });
  return `${[head, body, foot].filter((part) => part !== "").join("\n\n")}\n`;
}

/** Renders the changes, most important first, with a note about what is omitted. */
function renderBody({ reports, limitBytes, fullPlan }: PlansView): string {
  const where = fullPlan === undefined ? "" : ` For the full plan, see ${fullPlan}.`;
  if (fullPlan === undefined) {
    const text = CHANGE_GROUPS.flatMap((group) => renderGroup(reports, group, "all")).join("\n\n");
    if (Buffer.byteLength(text) <= limitBytes) return text;
  }
  for (const withValues of CHOICES) {
    const isWhole = withValues.length === CHANGE_GROUPS.length;
    const note = isWhole ? [] : [`> [!NOTE]\n> Shortened: ${describeLeftOut(withValues)}.${where}`];
    const text = [
      ...note,
      ...CHANGE_GROUPS.flatMap((group) =>
        renderGroup(reports, group, withValues.includes(group) ? "values" : "address"),
      ),
    ].join("\n\n");
    if (Buffer.byteLength(text) <= limitBytes) return text;
  }
  return renderFirst(reports, limitBytes, where);
}

function describeLeftOut(withValues: readonly ChangeGroup[]): string {
  if (withValues.length === 0) return "values are omitted";
  const left = CHANGE_GROUPS.filter((group) => !withValues.includes(group));
  return `values are omitted in the groups ${left.join(" and ")}`;
}

function renderGroup(reports: readonly PlanReport[], group: ChangeGroup, detail: ChangeDetail): string[] {
  const parts = reports.flatMap(({ stack, changes }) => {
    const lines = changes.filter((change) => change.group === group).map((change) => renderChange(change, detail));
    return lines.length === 0 ? [] : [`@@ ${stack} @@\n${joinChanges(lines, detail)}`];
  });
  if (parts.length === 0) return [];
  const all = reports.flatMap(({ changes }) => changes);
  const count = all.filter((change) => change.group === group).length;
  const body = codeBlock("diff", parts.join("\n\n"));
  return [
    details(`<b>${TITLES[group]}</b> (${count})`, body, OPEN.includes(group) || all.length <= MAX_EXPANDED_CHANGES),
  ];
}

/** Joins the changes; resources with values are separated by an empty line. */
const joinChanges = (changes: readonly (readonly string[])[], detail: ChangeDetail): string =>
  changes.map((lines) => lines.join("\n")).join(detail === "address" ? "\n" : "\n\n");

/** Renders as many addresses as fit, most important first. */
function renderFirst(reports: readonly PlanReport[], limitBytes: number, where: string): string {
  const all = CHANGE_GROUPS.flatMap((group) =>
    reports.flatMap(({ stack, changes }) =>
      changes.filter((change) => change.group === group).map((change) => ({ stack, change })),
    ),
  );
  const render = (count: number): string => {
    const lines = all.slice(0, count).map(({ stack, change }) => renderListed(stack, change));
    const note = `> [!NOTE]\n> Shortened: showing the ${countOf(count, "most important change")} of ${all.length}; ${all.length - count} are omitted.${where}`;
    return [note, codeBlock("diff", lines.join("\n"))].join("\n\n");
  };
  let count = all.length;
  while (count > 0 && Buffer.byteLength(render(count)) > limitBytes) count = Math.floor(count * 0.9);
  return render(count);
}

const renderListed = (stack: string, change: ResourceChange): string =>
  `${renderChange(change, "address")[0] ?? ""}  [${stack}]`;

/** Maximum number of lines, and of bytes, of a note, so that the plan fits into the comment. */
const MAX_LINES = 40;
const MAX_NOTE_BYTES = 6_000;

/** Renders notes that require attention: guarded resources, failed checks, changed providers, missing lock files. */
export function renderNotes(reports: readonly PlanReport[]): string[] {
  const unlocked = reports.filter(({ lockFile }) => lockFile === "absent").map(({ stack }) => codeSpan(stack));
  const raised = reports.flatMap(({ stack, lockFile }) =>
    lockFile === "absent"
      ? []
      : lockFile.providers.flatMap(({ source, version, previous }) =>
          previous === undefined ? [] : `${codeSpan(stack)}: ${codeSpan(`${source} ${previous} -> ${version}`)}`,
        ),
  );
  const guarded = reports.flatMap((report) => report.guarded);
  const checks = reports.flatMap(({ stack, failedChecks }) =>
    failedChecks.flatMap(({ problems }) => problems.map((problem) => `${codeSpan(stack)}: ${codeSpan(problem)}`)),
  );
  return [
    ...(guarded.length === 0 ? [] : [renderGuarded(guarded)]),
    ...(checks.length === 0
      ? []
      : [
          `> [!WARNING]\n> Changed outside Terraform:\n${firstOf(checks, MAX_LINES, MAX_NOTE_BYTES)
            .map((check) => `> - ${check}`)
            .join("\n")}`,
        ]),
    ...(raised.length === 0
      ? []
      : [
          `> [!WARNING]\n> Other providers, which are programs that run with the pipeline's credentials:\n${firstOf(
            raised,
            MAX_LINES,
          )
            .map((line) => `> - ${line}`)
            .join("\n")}`,
        ]),
    ...(unlocked.length === 0
      ? []
      : [
          `> [!NOTE]\n> No provider lock file is committed for ${unlocked.join(", ")}, so Terraform could not compare the providers with committed checksums. Create it with \`npm run providers:lock\`.`,
        ]),
  ];
}

function renderGuarded(guarded: readonly string[]): string {
  const lines = firstOf(
    guarded.map((address) => `allow-destroy: ${address.replaceAll(/\s/g, " ")}`),
    MAX_LINES,
    MAX_NOTE_BYTES,
  );
  return [
    "> [!CAUTION]",
    "> This plan deletes or replaces resources that contain data or run jobs. To allow it, add these lines to the description",
    "> of the pull request before it is merged:",
    ">",
    quote(codeBlock("", lines.join("\n"))),
  ].join("\n");
}

const quote = (text: string): string =>
  text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
