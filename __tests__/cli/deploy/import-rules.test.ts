import { IMPORT_RULES } from "../../../cli/deploy/import-rules";
import { synthEnvironment } from "../../stacks/given-deployment";

const PLACE = { region: "eu-west-1", accountId: "123456789012", tags: {} };

describe("how a resource is found that a killed run has made", () => {
  it("is known for every type of the stacks that are deployed, and for no other", () => {
    const { batch, jobPoller } = synthEnvironment();

    const types = [batch, jobPoller].flatMap(({ resource }) => Object.keys(resource));

    expect(Object.keys(IMPORT_RULES)).toEqual([...new Set(types)].sort());
  });

  it.each([
    ["aws_iam_role", { name: "r" }, "r"],
    ["aws_iam_role_policy", { role: "r", name: "p" }, "r:p"],
    ["aws_route", { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0" }, "rtb-1_0.0.0.0/0"],
    ["aws_route_table_association", { subnet_id: "subnet-1", route_table_id: "rtb-1" }, "subnet-1/rtb-1"],
    ["aws_lambda_permission", { function_name: "f", statement_id: "s" }, "f/s"],
    ["aws_cloudwatch_event_target", { rule: "r", target_id: "t" }, "r/t"],
    ["aws_batch_job_queue", { name: "q" }, "arn:aws:batch:eu-west-1:123456789012:job-queue/q"],
    ["aws_sfn_state_machine", { name: "m" }, "arn:aws:states:eu-west-1:123456789012:stateMachine:m"],
    ["aws_sqs_queue", { name: "q" }, "https://sqs.eu-west-1.amazonaws.com/123456789012/q"],
  ])("%s: by the ID of the provider's documentation, once all of it is known", (type, planned, id) => {
    const rule = IMPORT_RULES[type];
    if (rule?.kind !== "id") throw new Error(`${type} has no ID`);

    expect(rule.find(planned, PLACE)).toBe(id);
    for (const name of Object.keys(planned))
      expect(rule.find({ ...planned, [name]: undefined }, PLACE)).toBeUndefined();
  });

  it("knows the other partition's names", () => {
    const china = { ...PLACE, region: "cn-north-1" };
    const find = (type: string): unknown => {
      const rule = IMPORT_RULES[type];
      return rule?.kind === "id" ? rule.find({ name: "x" }, china) : undefined;
    };

    expect(find("aws_sqs_queue")).toBe("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/x");
    expect(find("aws_batch_job_queue")).toBe("arn:aws-cn:batch:cn-north-1:123456789012:job-queue/x");
  });
});
