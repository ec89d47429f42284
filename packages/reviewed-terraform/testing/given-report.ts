import { findChangeGroup } from "../src/report/change-group";
import { findGuarded } from "../src/report/destroy-guard";
import { planDigest } from "../src/report/plan-digest";
import type { AttributeChange, PlanReport, ResourceChange } from "../src/report/plan-report";

const known = (text: string) => ({ kind: "known" as const, text: JSON.stringify(text) });

/** Attribute with the values `before` and `after`; "?" is known after apply. */
export function givenAttribute(path: string, before: string | undefined, after: string | undefined): AttributeChange {
  return {
    path,
    ...(before === undefined ? {} : { before: known(before) }),
    ...(after === undefined ? {} : { after: after === "?" ? { kind: "unknown" as const } : known(after) }),
  };
}

export function givenChange(
  address: string,
  actions: ResourceChange["actions"],
  attributes: readonly AttributeChange[] = [],
  more: Partial<ResourceChange> = {},
): ResourceChange {
  const type = address.split(".")[0] ?? "";
  const group = findChangeGroup(type, actions);
  return { address, type, actions, group, replacePaths: [], attributes: [...attributes], ...more };
}

/** Lock file of the reports. */
const GIVEN_LOCK = {
  sha256: "c".repeat(64),
  providers: [{ source: "registry.terraform.io/hashicorp/aws", version: "5.100.0" }],
};

export function givenReport(changes: readonly ResourceChange[] = [], more: Partial<PlanReport> = {}): PlanReport {
  const count = (...actions: string[]): number =>
    changes.filter((change) => change.actions.join() === actions.join()).length;
  const outputs = more.outputs ?? [];
  const lockFile = more.lockFile ?? GIVEN_LOCK;
  return {
    version: 1,
    stack: "job-poller-dev",
    terraformVersion: "1.11.4",
    configHash: "b".repeat(64),
    digest: planDigest({ changes: [...changes], outputs, lockFile }),
    counts: {
      create: count("create"),
      update: count("update"),
      delete: count("delete"),
      replace: count("delete", "create"),
      other: count("no-op"),
    },
    changes: [...changes],
    outputs,
    failedChecks: [],
    lockFile,
    guarded: findGuarded(changes),
    ...more,
  };
}

/** Returns the given number of changes, of all kinds. */
export function givenChanges(count: number): ResourceChange[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `resource-${String(index).padStart(3, "0")}_ABCDEF12`;
    const tags = [1, 2, 3, 4].map((tag) => givenAttribute(`tags.Tag${tag}`, undefined, `value ${tag} of ${name}`));
    switch (index % 12) {
      case 3:
        return givenChange(
          `aws_iam_role_policy.${name}`,
          ["update"],
          [
            givenAttribute("policy.Statement[0].Action[0]", "batch:DescribeJobs", "batch:*"),
            givenAttribute("policy.Statement[0].Resource", "*", "arn:aws:batch:us-east-1:123456789012:job/*"),
          ],
        );
      case 5:
        return givenChange(
          `aws_security_group.${name}`,
          ["update"],
          [givenAttribute("egress[0].to_port", "443", "65535")],
        );
      case 7:
        return givenChange(
          `aws_cloudwatch_log_group.${name}`,
          ["delete"],
          [givenAttribute("name", "/aws/x", undefined)],
        );
      case 9:
        return givenChange(
          `aws_batch_job_queue.${name}`,
          ["delete", "create"],
          [givenAttribute("name", "poller", "poller-2"), givenAttribute("arn", "arn:aws:batch:x", "?")],
          { replacePaths: ["name"] },
        );
      case 11:
        return givenChange(
          `aws_lambda_function.${name}`,
          ["update"],
          [
            givenAttribute("source_code_hash", "pBcL3PqTRr8sTq5v4y", "7tVd0cYpJx2Qe9bWmA"),
            givenAttribute("last_modified", "2026-01-01", "?"),
          ],
        );
      default:
        return givenChange(
          `aws_cloudwatch_metric_alarm.${name}`,
          ["create"],
          [
            givenAttribute("alarm_name", undefined, name),
            givenAttribute("arn", undefined, "?"),
            givenAttribute("id", undefined, "?"),
            ...tags,
          ],
        );
    }
  });
}
