import * as z from "zod";
import { createPlanReport } from "../../src/report/create-plan-report";
import { comparePlans } from "../../src/report/compare-plans";
import { checkDestroyGuard } from "../../src/report/destroy-guard";
import { findFailedCreates, withoutFailedCreates } from "../../src/report/failed-creates";
import { judgePlan, type Judgement } from "../../src/report/judge-plan";
import { parsePlanReport } from "../../src/report/parse-plan-report";
import type { PlanReport } from "../../src/report/plan-report";
import { parsePlan, type TerraformPlan } from "../../src/terraform/terraform-plan";
import { readPlanJson, readPlanText, reportOf } from "./given-plan";

/**
 * Plans that Terraform 1.11.4 wrote before and after an apply in which a provisioner failed, so that the state has
 * the tainted object `half`. The configuration was the same.
 */
const REVIEWED = "failed-create-reviewed";
const AFTERWARDS = "failed-create";
const HALF = "terraform_data.half";

const idOf = (plan: { resource_changes: readonly { address: string; change: { before: unknown } }[] }): string =>
  z.object({ id: z.string() }).parse(plan.resource_changes.find(({ address }) => address === HALF)?.change.before).id;

const reportOfParsed = (plan: TerraformPlan): PlanReport =>
  createPlanReport({ plan, stack: "job-poller-dev", config: "{}", lockFile: "absent" });

function judge(failed: Readonly<Record<string, string>>, change: (text: string) => string = (text) => text): Judgement {
  const plan = parsePlan(change(readPlanText(AFTERWARDS)), "the plan");
  const reviewed = reportOf(readPlanText(REVIEWED));
  const continued = reportOfParsed(withoutFailedCreates(plan, findFailedCreates(plan, failed)));
  return judgePlan(reviewed, reportOfParsed(plan), reviewed, continued);
}

describe("the judgement of a create that failed and is planned again", () => {
  const id = idOf(readPlanJson(AFTERWARDS));

  it("accepts it as the rest of the reviewed plan, if the record of the apply names the object", () => {
    expect(judge({ [HALF]: id })).toEqual({ kind: "rest" });
  });

  it.each([
    ["no record of the object", {}],
    ["a record of another object at the address, which existed before", { [HALF]: "other" }],
    ["a record of the object at another address", { "terraform_data.rest": id }],
  ])("rejects it with %s", (_what, failed) => {
    const judgement = judge(failed);

    expect(judgement.kind).toBe("different");
    expect("differences" in judgement ? judgement.differences : []).toEqual(
      expect.arrayContaining([
        { address: HALF, attribute: "action", reviewed: "create", now: "delete, then create" },
        { address: HALF, attribute: "replacement forced by", reviewed: "(none)", now: "an incomplete create" },
      ]),
    );
  });

  it("rejects it when its values are not the reviewed ones", () => {
    const changed = (text: string): string => text.replace(/("after": \{\s+"input": \{\s+"name": )"b"/, '$1"evil"');

    expect(judge({ [HALF]: id }, changed)).toMatchObject({ kind: "different" });
  });

  it("rejects it when Terraform replaces the object for another reason", () => {
    const changed = (text: string): string => text.replace("replace_because_tainted", "replace_by_request");

    expect(judge({ [HALF]: id }, changed)).toMatchObject({ kind: "different" });
  });

  it("rejects it without the record of a begun apply", () => {
    const plan = parsePlan(readPlanText(AFTERWARDS), "the plan");
    const continued = reportOfParsed(withoutFailedCreates(plan, new Set([HALF])));

    expect(judgePlan(reportOf(readPlanText(REVIEWED)), reportOfParsed(plan), undefined, continued)).toMatchObject({
      kind: "different",
    });
  });

  it("rejects it when only a report calls it a create", () => {
    const plan = parsePlan(readPlanText(AFTERWARDS), "the plan");
    const forged = reportOfParsed(withoutFailedCreates(plan, new Set([HALF])));

    expect(judgePlan(forged, reportOfParsed(plan), forged)).toMatchObject({ kind: "different" });
  });
});

describe("the report of a plan that replaces a tainted object", () => {
  const report = (): PlanReport => reportOf(readPlanText(AFTERWARDS));

  it("names the reason, and includes it in the digest", () => {
    expect(report().changes.find(({ address }) => address === HALF)).toMatchObject({ isTainted: true });
    const other = reportOf(readPlanText(AFTERWARDS).replace("replace_because_tainted", "replace_by_request"));
    expect(other.digest).not.toBe(report().digest);
    expect(comparePlans(report(), other)).toEqual([
      { address: HALF, attribute: "replacement forced by", reviewed: "an incomplete create", now: "(none)" },
    ]);
    expect(parsePlanReport(JSON.stringify(report()), "the report")).toEqual(report());
  });

  it("lists a guarded object, because the report does not know which apply created it", () => {
    const text = readPlanText(AFTERWARDS).replaceAll("terraform_data", "aws_cloudwatch_log_group");
    const { guarded } = reportOf(text);

    expect(guarded).toEqual(["aws_cloudwatch_log_group.half"]);
    expect(checkDestroyGuard(guarded, "").missing).toEqual(guarded);
  });
});
