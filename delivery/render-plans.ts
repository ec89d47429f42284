import { codeBlock, codeSpan, countOf, details, firstOf } from "./markdown";
import { CHANGE_GROUPS, type ChangeGroup, type PlanReport, type ResourceChange } from "./plan-report";
import { renderChange, type ChangeDetail } from "./render-change";

export interface PlansView {
  /** Sorted by stack. */
  readonly reports: readonly PlanReport[];
  /** Most that may be written, in bytes of UTF-8. */
  readonly limitBytes: number;
  /** Where all of it can be read, as Markdown; undefined when this is that place. */
  readonly fullPlan: string | undefined;
}

const TITLES: Readonly<Record<ChangeGroup, string>> = {
  destroy: "🔴 Destroyed",
  replace: "🟠 Replaced",
  iam: "🔐 Permissions",
  network: "🌐 Network",
  other: "Other",
};

/** Groups that nobody should have to unfold. */
const OPEN: readonly ChangeGroup[] = ["destroy", "replace"];

/** With no more changes than this, no group has to be unfolded: all of them fit on a screen. */
const FEW_CHANGES = 8;

/** Which groups are shown with their values: the first choice that fits is taken. */
const CHOICES: readonly (readonly ChangeGroup[])[] = [
  CHANGE_GROUPS,
  ["destroy", "replace", "iam", "network"],
  ["destroy", "replace", "iam"],
  [],
];

/** The changes of all stacks, what matters most first; says what is left out where not all of it fits. */
export function renderPlans({ reports, limitBytes, fullPlan }: PlansView): string {
  const where = fullPlan === undefined ? "" : ` All of it is in ${fullPlan}.`;
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
  if (withValues.length === 0) return "only addresses are shown, no values";
  const left = CHANGE_GROUPS.filter((group) => !withValues.includes(group));
  return `of the groups ${left.join(" and ")} only addresses are shown`;
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
  return [details(`<b>${TITLES[group]}</b> (${count})`, body, OPEN.includes(group) || all.length <= FEW_CHANGES)];
}

/** An empty line between resources that show their values, as those would run into each other. */
const joinChanges = (changes: readonly (readonly string[])[], detail: ChangeDetail): string =>
  changes.map((lines) => lines.join("\n")).join(detail === "address" ? "\n" : "\n\n");

/** As many addresses as fit, from the most important on. */
function renderFirst(reports: readonly PlanReport[], limitBytes: number, where: string): string {
  const all = CHANGE_GROUPS.flatMap((group) =>
    reports.flatMap(({ stack, changes }) =>
      changes.filter((change) => change.group === group).map((change) => ({ stack, change })),
    ),
  );
  const render = (count: number): string => {
    const lines = all.slice(0, count).map(({ stack, change }) => renderListed(stack, change));
    const note = `> [!NOTE]\n> Shortened: the ${countOf(count, "most important change")} of ${all.length} are listed, ${all.length - count} are left out.${where}`;
    return [note, codeBlock("diff", lines.join("\n"))].join("\n\n");
  };
  let count = all.length;
  while (count > 0 && Buffer.byteLength(render(count)) > limitBytes) count = Math.floor(count * 0.9);
  return render(count);
}

const renderListed = (stack: string, change: ResourceChange): string =>
  `${renderChange(change, "address")[0] ?? ""}  [${stack}]`;

/** Lines of a note; what is longer is read by nobody, and would push the plan out of the comment. */
const MOST_LINES = 40;

/** What the stacks' plans need a person to know or to do, as notes. */
export function renderNotes(reports: readonly PlanReport[]): string[] {
  const unlocked = reports.filter(({ lockFile }) => lockFile === "absent").map(({ stack }) => codeSpan(stack));
  const guarded = reports.flatMap((report) => report.guarded);
  const checks = reports.flatMap(({ stack, failedChecks }) =>
    failedChecks.flatMap(({ problems }) => problems.map((problem) => `${codeSpan(stack)}: ${codeSpan(problem)}`)),
  );
  return [
    ...(guarded.length === 0 ? [] : [renderGuarded(guarded)]),
    ...(checks.length === 0
      ? []
      : [
          `> [!WARNING]\n> Not as it was deployed:\n${firstOf(checks, MOST_LINES)
            .map((check) => `> - ${check}`)
            .join("\n")}`,
        ]),
    ...(unlocked.length === 0
      ? []
      : [
          `> [!NOTE]\n> No lock file of the providers is committed for ${unlocked.join(", ")}: Terraform took what the registry offers now. Make one with \`npm run providers:lock\`.`,
        ]),
  ];
}

function renderGuarded(guarded: readonly string[]): string {
  const lines = firstOf(
    guarded.map((address) => `allow-destroy: ${address.replaceAll(/\s/g, " ")}`),
    MOST_LINES,
  );
  return [
    "> [!CAUTION]",
    "> This deletes or replaces what keeps data or work. If that is meant, add to the description of the pull request before",
    "> it is merged:",
    ">",
    quote(codeBlock("", lines.join("\n"))),
  ].join("\n");
}

const quote = (text: string): string =>
  text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
