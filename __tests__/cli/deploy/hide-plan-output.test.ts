import { WithoutPlan } from "../../../cli/deploy/hide-plan-output";

/** Output of several runs, each line with or without the name of its stack. */
const LOG = `job-poller-dev  Initializing the backend...
job-poller-dev  Terraform will perform the following actions:
                - resource "aws_lambda_function" "f" {
                    - variables = {
                        - "API_TOKEN" = "canary" -> null
                        - "Error"     = "canary" -> null
                Plan: 0 to add, 0 to change, 37 to destroy.

                Changes to Outputs:
                - a = "canary" -> null
job-poller-dev  aws_sqs_queue.a: Destroying... [id=a]
                Destroy complete! Resources: 37 destroyed.
the end`;

it.each([1, 7, 10_000])("passes on all but the plan, in pieces of %d characters", (size) => {
  let written = "";
  const log = new WithoutPlan((text) => (written += text));

  for (let start = 0; start < LOG.length; start += size) log.add(LOG.slice(start, start + size));
  log.end();

  expect(written).toBe(`job-poller-dev  Initializing the backend...
                Plan: 0 to add, 0 to change, 37 to destroy.

job-poller-dev  aws_sqs_queue.a: Destroying... [id=a]
                Destroy complete! Resources: 37 destroyed.
the end`);
});

it("shows an error in the middle of a plan", () => {
  const written: string[] = [];
  const log = new WithoutPlan((text) => written.push(text));

  log.add("Terraform will perform the following actions:\n  - a\n╷\n│ Error: no access\n");
  log.end();

  expect(written).toEqual(["│ Error: no access\n"]);
});
