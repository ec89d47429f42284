import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { z } from "zod";
import { addDependencies, setDependencyRoots } from "../../constructs/aspects";
import { onlyOf, synthConstruct } from "./synth-construct";

const dependsOnOf = (queue: unknown): readonly string[] | undefined =>
  z.object({ depends_on: z.array(z.string()).optional() }).parse(queue).depends_on;

/** Construct with two queues. */
class Pair extends Construct {
  readonly first = new SqsQueue(this, "first", {});
  readonly second = new SqsQueue(this, "second", {});
}

describe("addDependencies", () => {
  it("lists each resource of the other construct once, and keeps what dependsOn lists", () => {
    const { resource } = synthConstruct((scope) => {
      addDependencies(scope);
      addDependencies(scope);
      const pair = new Pair(scope, "pair");
      const queue = new SqsQueue(scope, "queue", { dependsOn: [new SqsQueue(scope, "other", {})] });
      queue.node.addDependency(pair, pair.first);
    });

    expect(dependsOnOf(resource["aws_sqs_queue"]?.["queue"])).toEqual([
      "aws_sqs_queue.other",
      expect.stringMatching(/^aws_sqs_queue\.pair_first_/),
      expect.stringMatching(/^aws_sqs_queue\.pair_second_/),
    ]);
  });

  it("lists only the roots that a construct declares", () => {
    const { resource } = synthConstruct((scope) => {
      addDependencies(scope);
      const pair = new Pair(scope, "pair");
      setDependencyRoots(pair, pair.first);
      new SqsQueue(scope, "queue", {}).node.addDependency(pair);
    });

    expect(dependsOnOf(resource["aws_sqs_queue"]?.["queue"])).toEqual([
      expect.stringMatching(/^aws_sqs_queue\.pair_first_/),
    ]);
  });

  it("lets no resource depend on itself", () => {
    const { resource } = synthConstruct((scope) => {
      addDependencies(scope);
      const queue = new SqsQueue(scope, "queue", {});
      queue.node.addDependency(queue);
    });

    expect(dependsOnOf(onlyOf(resource, "aws_sqs_queue"))).toBeUndefined();
  });

  it("turns a dependency on a resource of another stack into one between the stacks", () => {
    const app = new App();
    const [first, second] = ["first", "second"].map((id) => new TerraformStack(app, id));
    if (first === undefined || second === undefined) throw new Error("expected two stacks");
    for (const stack of [first, second]) new AwsProvider(stack, "aws", {});
    addDependencies(second);
    new SqsQueue(second, "queue", {}).node.addDependency(new SqsQueue(first, "queue", {}));

    const synthesized = Testing.synth(second);

    expect(second.dependencies).toEqual([first]);
    expect(synthesized).not.toContain("depends_on");
  });
});
