import { startBatchEndpoint } from "../../../src/batch/batch-endpoint";
import { VirtualClock } from "../../../src/clock";
import {
  closeBatches,
  COMPUTE_ENVIRONMENT,
  CONTAINER_PROPERTIES,
  givenBatch,
  JOB_DEFINITION,
  JOB_QUEUE,
  text,
} from "../given-batch";

afterEach(closeBatches);

const CE_ARN = "arn:aws:batch:us-east-2:123456789012:compute-environment/ce";
const QUEUE_ARN = "arn:aws:batch:us-east-2:123456789012:job-queue/q";
const UNMANAGED = {
  computeEnvironmentName: "new",
  type: "UNMANAGED",
  serviceRole: "arn:aws:iam::123456789012:role/batch",
};
const resources = (changes: object) => ({
  computeEnvironmentName: "new",
  type: "MANAGED",
  computeResources: { ...COMPUTE_ENVIRONMENT.computeResources, ...changes },
});

const ec2 = (changes: object) =>
  resources({ type: "EC2", minvCpus: 0, instanceRole: "r", instanceTypes: ["optimal"], ...changes });

describe("compute environments", () => {
  it("creates a VALID compute environment with the service-linked role and its own cluster", async () => {
    const given = await givenBatch();

    const { computeEnvironments } = await given.call("DescribeComputeEnvironments", { computeEnvironments: [CE_ARN] });

    expect(computeEnvironments).toEqual([
      {
        ...COMPUTE_ENVIRONMENT,
        computeEnvironmentArn: CE_ARN,
        state: "ENABLED",
        status: "VALID",
        statusReason: "ComputeEnvironment Healthy",
        serviceRole: "arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch",
        containerOrchestrationType: "ECS",
        tags: {},
        uuid: text(/^[0-9a-f-]{36}$/),
        ecsClusterArn: text(/^arn:aws:ecs:us-east-2:123456789012:cluster\/AWSBatch-ce-/),
      },
    ]);
  });

  it("change in place, and only what is named", async () => {
    const given = await givenBatch();

    await given.call("UpdateComputeEnvironment", {
      computeEnvironment: "ce",
      state: "DISABLED",
      serviceRole: "arn:aws:iam::123456789012:role/own",
      computeResources: { maxvCpus: 16 },
    });
    const { computeEnvironments } = await given.call("DescribeComputeEnvironments", {});

    expect(computeEnvironments).toMatchObject([
      {
        state: "DISABLED",
        serviceRole: "arn:aws:iam::123456789012:role/own",
        computeResources: { ...COMPUTE_ENVIRONMENT.computeResources, maxvCpus: 16 },
      },
    ]);
  });

  it("deletes a compute environment that is DISABLED and unused", async () => {
    const given = await givenBatch();
    await given.call("CreateComputeEnvironment", resources({}));

    const enabled = await given.refusal("DeleteComputeEnvironment", { computeEnvironment: "new" });
    await given.call("UpdateComputeEnvironment", { computeEnvironment: "ce", state: "DISABLED" });
    const used = await given.refusal("DeleteComputeEnvironment", { computeEnvironment: "ce" });
    await given.call("UpdateComputeEnvironment", { computeEnvironment: "new", state: "DISABLED" });
    await given.call("DeleteComputeEnvironment", { computeEnvironment: "new" });

    expect(enabled).toContain("compute environment state must be DISABLED");
    expect(used).toContain("Cannot delete, found existing JobQueue relationship");
    expect(await given.call("DescribeComputeEnvironments", { computeEnvironments: ["new"] })).toEqual({
      computeEnvironments: [],
    });
  });

  it("keeps resources CREATING or DELETING for the configured time, and rejects changes in these states", async () => {
    const clock = new VirtualClock();
    const slow = await startBatchEndpoint({
      clock,
      region: "us-east-2",
      accountId: "123456789012",
      lifeCycle: { resourceChangeMs: 60_000 },
    });
    const release = clock.hold();

    await slow.call("CreateComputeEnvironment", COMPUTE_ENVIRONMENT);
    const creating = await slow.call("DescribeComputeEnvironments", {});
    const tooEarly = await slow.call("UpdateComputeEnvironment", { computeEnvironment: "ce", state: "DISABLED" });
    const queueTooEarly = await slow.call("CreateJobQueue", JOB_QUEUE);
    release();
    await clock.sleep(60_000);
    const created = await slow.call("DescribeComputeEnvironments", {});
    await slow.call("CreateJobQueue", JOB_QUEUE);
    const queueCreating = await slow.call("UpdateJobQueue", { jobQueue: "q", state: "DISABLED" });
    const submittedTooEarly = await slow.call("SubmitJob", { jobName: "j", jobQueue: "q", jobDefinition: "d" });
    await clock.sleep(60_000);
    await slow.call("UpdateJobQueue", { jobQueue: "q", state: "DISABLED" });
    await clock.sleep(60_000);
    await slow.call("DeleteJobQueue", { jobQueue: "q" });
    const queueDeleting = await slow.call("DescribeJobQueues", {});
    await clock.sleep(60_000);
    const queueDeleted = await slow.call("DescribeJobQueues", {});
    await slow.call("UpdateComputeEnvironment", { computeEnvironment: "ce", state: "DISABLED" });
    await clock.sleep(60_000);
    await slow.call("DeleteComputeEnvironment", { computeEnvironment: "ce" });
    const deleting = await slow.call("DescribeComputeEnvironments", {});
    await slow.close();

    expect(creating.body).toMatchObject({ computeEnvironments: [{ status: "CREATING" }] });
    expect(tooEarly.body).toMatchObject({ message: text(/resource is being modified/) });
    expect(queueTooEarly.body).toMatchObject({ message: text(/is not in VALID status/) });
    expect(created.body).toMatchObject({ computeEnvironments: [{ status: "VALID" }] });
    expect(queueCreating.body).toMatchObject({ message: text(/resource is being modified/) });
    expect(submittedTooEarly.body).toMatchObject({ message: text(/JobQueue q is not VALID, its status is CREATING/) });
    expect(queueDeleting.body).toMatchObject({ jobQueues: [{ status: "DELETING" }] });
    expect(queueDeleted.body).toEqual({ jobQueues: [] });
    expect(deleting.body).toMatchObject({ computeEnvironments: [{ status: "DELETING" }] });
  });

  it.each([
    ["a name in use", COMPUTE_ENVIRONMENT, "Object already exists"],
    ["a name with a space", { ...resources({}), computeEnvironmentName: "a b" }, "computeEnvironmentName must be"],
    ["an unknown type", { ...resources({}), type: "OWN" }, 'type must be MANAGED or UNMANAGED, got "OWN"'],
    ["an unknown state", { ...resources({}), state: "ON" }, 'state must be ENABLED or DISABLED, got "ON"'],
    ["MANAGED without resources", { computeEnvironmentName: "new", type: "MANAGED" }, "computeResources is required"],
    ["no subnets", resources({ subnets: [] }), "computeResources.subnets must have at least 1 subnet, got []"],
    ["maxvCpus 0", resources({ maxvCpus: 0 }), "computeResources.maxvCpus must be at least 1, got 0"],
    ["Fargate with desiredvCpus", resources({ desiredvCpus: 1 }), "desiredvCpus is not applicable for Fargate."],
    ["Fargate with tags", resources({ tags: { a: "b" } }), "tags is not applicable for Fargate."],
    ["Fargate without security groups", resources({ securityGroupIds: [] }), "Security group ids are required."],
    ["Fargate with minvCpus", resources({ minvCpus: 1 }), "minvCpus is not applicable for Fargate."],
    ["17 subnets on Fargate", resources({ subnets: Array(17).fill("s") }), "supports a maximum of 16 subnets."],
    ["6 security groups on Fargate", resources({ securityGroupIds: Array(6).fill("g") }), "of 5 security groups."],
    ["the state DISABLED", { ...resources({}), state: "DISABLED" }, "must be created in ENABLED state."],
    ["EC2 without instance types", ec2({ instanceTypes: [] }), "Resource instanceTypes are required."],
    ["EC2 without security groups", ec2({ securityGroupIds: [] }), "Security group ids are required."],
    ["a negative minvCpus", ec2({ minvCpus: -1 }), "minvCpus should be greater than or equal to 0."],
    ["minvCpus above maxvCpus", ec2({ minvCpus: 5 }), "maxvCpus should be greater than or equal to minvCpus."],
    ["desiredvCpus above maxvCpus", ec2({ desiredvCpus: 5 }), "desiredvCpus should be between minvCpus and maxvCpus."],
    ["desiredvCpus below minvCpus", ec2({ minvCpus: 2, desiredvCpus: 1 }), "desiredvCpus should be between"],
    ["a bid of 101 %", ec2({ type: "SPOT", bidPercentage: 101 }), "Bid percentage must be between 0 to 100."],
    ["Spot without a fleet role", ec2({ type: "SPOT" }), "compute resource spotIamFleetRole is required."],
    ["a strategy of Spot", ec2({ allocationStrategy: "SPOT_CAPACITY_OPTIMIZED" }), "only available for SPOT"],
    [
      "a strategy of EC2 on Spot",
      ec2({ type: "SPOT", allocationStrategy: "BEST_FIT_PROGRESSIVE_ORDERED" }),
      "only available for EC2",
    ],
    ["two architectures", ec2({ instanceTypes: ["m6g", "m6i.large"] }), "arm-based instance type cannot be used"],
    [
      "an ID and a name of a launch template",
      ec2({ launchTemplate: { launchTemplateId: "lt-1", launchTemplateName: "a" } }),
      "should have either LaunchTemplateId or LaunchTemplateName",
    ],
    [
      "an unknown member of the resources",
      ec2({ launchTemplate: { launchTemplateId: "lt-1", size: 1 } }),
      "local Batch does not support computeResources.launchTemplate.size in this request",
    ],
    ["unmanagedvCpus", { ...resources({}), unmanagedvCpus: 1 }, "not applicable for managed Compute Environments"],
    ["UNMANAGED without a role", { ...UNMANAGED, serviceRole: undefined }, "ServiceRole is required."],
    ["UNMANAGED with Fargate", { ...resources({}), ...UNMANAGED }, "Cannot create an UNMANAGED Fargate Compute"],
    [
      "UNMANAGED with the service-linked role",
      { ...UNMANAGED, serviceRole: "arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/A" },
      "Service Linked Role cannot be used with UNMANAGED Compute Environment",
    ],
    ["EC2 without minvCpus", ec2({ minvCpus: undefined }), "Resource minvCpus is required."],
    [
      "an unknown instance type",
      ec2({ instanceTypes: ["m5", "m5.large", "optimal", "m5.huge"] }),
      "Instance type can only be one of the instance types of EC2, got m5.huge",
    ],
    [
      "an unsupported member",
      { ...resources({}), eksConfiguration: { eksClusterArn: "a", kubernetesNamespace: "n" } },
      "local Batch does not support eksConfiguration in this request",
    ],
    ["a number as a name", { ...resources({}), computeEnvironmentName: 1 }, "computeEnvironmentName must be a string"],
    ["EC2 without instance role", ec2({ instanceRole: undefined }), "Instance role is required."],
  ])("rejects a compute environment with %s", async (_, input, expected) => {
    const given = await givenBatch();

    expect(await given.refusal("CreateComputeEnvironment", input)).toContain(expected);
  });

  it.each([
    ["maxvCpus below minvCpus", { maxvCpus: 1 }, "maxvCpus should be greater than or equal to minvCpus."],
    ["the strategy BEST_FIT", { allocationStrategy: "BEST_FIT" }, "allocationStrategy must be one of BEST_FIT_PROG"],
    ["an unknown member", { minCpus: 1 }, "local Batch does not support computeResources.minCpus in this request"],
  ])("rejects an update with %s, and changes nothing", async (_, computeResources, expected) => {
    const given = await givenBatch();
    await given.call("CreateComputeEnvironment", ec2({ minvCpus: 2 }));

    const input = { computeEnvironment: "new", serviceRole: "arn:aws:iam::123456789012:role/own", computeResources };
    const message = await given.refusal("UpdateComputeEnvironment", input);
    const { computeEnvironments } = await given.call("DescribeComputeEnvironments", { computeEnvironments: ["new"] });

    expect(message).toContain(expected);
    expect(computeEnvironments).toMatchObject([
      { computeResources: { minvCpus: 2, maxvCpus: 4 }, serviceRole: text(/AWSServiceRoleForBatch$/) },
    ]);
  });

  it.each(["UpdateComputeEnvironment", "DeleteComputeEnvironment"])(
    "rejects %s of a compute environment that does not exist",
    async (operation) => {
      const given = await givenBatch();

      expect(await given.refusal(operation, { computeEnvironment: "none" })).toContain("none does not exist");
    },
  );

  it("lists compute environments in pages", async () => {
    const given = await givenBatch();
    await given.call("CreateComputeEnvironment", resources({}));

    const first = await given.call("DescribeComputeEnvironments", { maxResults: 1 });
    const second = await given.call("DescribeComputeEnvironments", { maxResults: 1, nextToken: first["nextToken"] });

    expect(first).toMatchObject({ computeEnvironments: [{ computeEnvironmentName: "ce" }] });
    expect(second).toMatchObject({ computeEnvironments: [{ computeEnvironmentName: "new" }] });
    expect(second).not.toHaveProperty("nextToken");
  });
});

describe("job queues", () => {
  const ACTION = {
    reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    state: "RUNNABLE",
    maxTimeSeconds: 600,
    action: "CANCEL",
  };

  it("creates a VALID job queue with the given settings and compute environments by ARN", async () => {
    const given = await givenBatch();
    await given.call("CreateJobQueue", {
      ...JOB_QUEUE,
      jobQueueName: "new",
      state: "DISABLED",
      tags: { a: "b" },
      jobStateTimeLimitActions: [ACTION],
    });

    const { jobQueues } = await given.call("DescribeJobQueues", { jobQueues: ["new"] });

    expect(jobQueues).toEqual([
      {
        jobQueueName: "new",
        jobQueueArn: "arn:aws:batch:us-east-2:123456789012:job-queue/new",
        state: "DISABLED",
        status: "VALID",
        statusReason: "JobQueue Healthy",
        priority: 1,
        jobQueueType: "ECS_FARGATE",
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: CE_ARN }],
        jobStateTimeLimitActions: [ACTION],
        tags: { a: "b" },
      },
    ]);
  });

  it("change in place, and only what is named", async () => {
    const given = await givenBatch();
    await given.call("CreateComputeEnvironment", resources({}));

    await given.call("UpdateJobQueue", {
      jobQueue: QUEUE_ARN,
      priority: 7,
      computeEnvironmentOrder: [
        { order: 2, computeEnvironment: "ce" },
        { order: 1, computeEnvironment: "new" },
      ],
    });
    const { jobQueues } = await given.call("DescribeJobQueues", {});

    expect(jobQueues).toMatchObject([
      {
        state: "ENABLED",
        priority: 7,
        computeEnvironmentOrder: [
          { order: 1, computeEnvironment: CE_ARN.replace(/ce$/, "new") },
          { order: 2, computeEnvironment: CE_ARN },
        ],
      },
    ]);
  });

  it("deletes a job queue that is DISABLED", async () => {
    const given = await givenBatch();

    const enabled = await given.refusal("DeleteJobQueue", { jobQueue: "q" });
    await given.call("UpdateJobQueue", { jobQueue: "q", state: "DISABLED" });
    await given.call("DeleteJobQueue", { jobQueue: "q" });

    expect(enabled).toContain("job queue state must be DISABLED");
    expect(await given.call("DescribeJobQueues", { jobQueues: ["q"] })).toEqual({ jobQueues: [] });
    expect(await given.refusal("UpdateJobQueue", { jobQueue: "q" })).toContain("q does not exist");
  });

  it.each([
    ["a name in use", {}, "Object already exists"],
    ["priority 1,001", { jobQueueName: "n", priority: 1001 }, "priority must be between 0 and 1000, got 1001"],
    [
      "no compute environment",
      { jobQueueName: "n", computeEnvironmentOrder: [] },
      "computeEnvironmentOrder is required.",
    ],
    [
      "four compute environments",
      {
        jobQueueName: "n",
        computeEnvironmentOrder: [1, 2, 3, 4].map((order) => ({ order, computeEnvironment: "ce" })),
      },
      "at most 3 compute environments",
    ],
    [
      "an order used twice",
      { jobQueueName: "n", computeEnvironmentOrder: [1, 1].map((order) => ({ order, computeEnvironment: "ce" })) },
      "Duplicate ComputeEnvironment order values.",
    ],
    [
      "a compute environment used twice",
      { jobQueueName: "n", computeEnvironmentOrder: [1, 2].map((order) => ({ order, computeEnvironment: "ce" })) },
      "computeEnvironmentOrder must name each compute environment once",
    ],
    [
      "two time limits for a reason",
      { jobQueueName: "n", jobStateTimeLimitActions: [ACTION, ACTION] },
      "Duplicate job state limit actions are not allowed.",
    ],
    [
      "an unknown compute environment",
      { jobQueueName: "n", computeEnvironmentOrder: [{ order: 1, computeEnvironment: "none" }] },
      "none does not exist",
    ],
    [
      "a time limit below 600 s",
      { jobQueueName: "n", jobStateTimeLimitActions: [{ ...ACTION, maxTimeSeconds: 599 }] },
      "jobStateTimeLimitActions.0.maxTimeSeconds must be between 600 and 86400, got 599",
    ],
    [
      "a time limit for an unknown reason",
      { jobQueueName: "n", jobStateTimeLimitActions: [{ ...ACTION, reason: "UNDETERMINED" }] },
      "jobStateTimeLimitActions.0.reason must be one of CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY,",
    ],
    [
      "the action TERMINATE",
      { jobQueueName: "n", jobStateTimeLimitActions: [{ ...ACTION, action: "TERMINATE" }] },
      "jobStateTimeLimitActions.0.action must be CANCEL; TERMINATE is only for queues with a service environment",
    ],
    [
      "a scheduling policy that does not exist",
      { jobQueueName: "n", schedulingPolicyArn: "arn:aws:batch:us-east-2:123456789012:scheduling-policy/none" },
      "scheduling policy arn:aws:batch:us-east-2:123456789012:scheduling-policy/none does not exist",
    ],
    ["the type of another platform", { jobQueueName: "n", jobQueueType: "ECS" }, "jobQueueType must be ECS_FARGATE"],
    [
      "a service environment",
      { jobQueueName: "n", serviceEnvironmentOrder: [] },
      "local Batch does not support serviceEnvironmentOrder in this request",
    ],
  ])("rejects a job queue with %s", async (_, changes, expected) => {
    const given = await givenBatch();

    expect(await given.refusal("CreateJobQueue", { ...JOB_QUEUE, ...changes })).toContain(expected);
  });

  it("rejects a job queue that mixes EC2 and Fargate, also on update", async () => {
    const given = await givenBatch();
    await given.call("CreateComputeEnvironment", { ...UNMANAGED, computeEnvironmentName: "own" });
    const own = { order: 2, computeEnvironment: "own" };

    const mixed = await given.refusal("UpdateJobQueue", {
      jobQueue: "q",
      computeEnvironmentOrder: [...JOB_QUEUE.computeEnvironmentOrder, own],
    });
    const changed = await given.refusal("UpdateJobQueue", { jobQueue: "q", computeEnvironmentOrder: [own] });

    expect(mixed).toContain("Fargate and EC2 compute environments can not be mixed.");
    expect(changed).toContain("compute environments of job queue q must remain FARGATE");
  });
});

it("does not add a scheduling policy to a queue without one, and replaces one", async () => {
  const given = await givenBatch();
  const schedulingPolicyArn = await given.createFairQueue();

  const added = await given.refusal("UpdateJobQueue", { jobQueue: "q", schedulingPolicyArn });
  await given.call("UpdateJobQueue", { jobQueue: "fair", schedulingPolicyArn });

  expect(added).toContain("a scheduling policy can only be set when the job queue is created");
  expect(await given.call("DescribeJobQueues", { jobQueues: ["fair"] })).toMatchObject({
    jobQueues: [{ schedulingPolicyArn }],
  });
});

it("rejects resources for a compute environment without any", async () => {
  const given = await givenBatch();
  await given.call("CreateComputeEnvironment", { ...UNMANAGED, computeEnvironmentName: "own" });
  const input = { computeEnvironment: "own", computeResources: { maxvCpus: 4 } };

  expect(await given.refusal("UpdateComputeEnvironment", input)).toContain(
    "computeResources is not applicable for own",
  );
});

describe("job definitions", () => {
  const register = (changes: object) => ({ ...JOB_DEFINITION, ...changes });
  const container = (changes: object) => register({ containerProperties: { ...CONTAINER_PROPERTIES, ...changes } });
  const linux = (linuxParameters: object) => container({ linuxParameters });
  const requirements = (VCPU: string, MEMORY: string) =>
    container({
      resourceRequirements: [
        { type: "VCPU", value: VCPU },
        { type: "MEMORY", value: MEMORY },
      ],
    });

  it("increments the revision, also after one was deregistered", async () => {
    const given = await givenBatch();
    await given.call("DeregisterJobDefinition", { jobDefinition: "d:1" });

    const second = await given.call("RegisterJobDefinition", JOB_DEFINITION);
    const active = await given.call("DescribeJobDefinitions", { jobDefinitionName: "d", status: "ACTIVE" });
    const all = await given.call("DescribeJobDefinitions", { jobDefinitionName: "d" });

    expect(second).toEqual({
      jobDefinitionName: "d",
      revision: 2,
      jobDefinitionArn: "arn:aws:batch:us-east-2:123456789012:job-definition/d:2",
    });
    expect(active).toMatchObject({ jobDefinitions: [{ revision: 2, status: "ACTIVE" }] });
    expect(all).toMatchObject({ jobDefinitions: [{ status: "INACTIVE" }, { status: "ACTIVE" }] });
    expect(await given.call("DescribeJobDefinitions", { jobDefinitions: ["d"] })).toEqual(all);
    expect(await given.call("DescribeJobDefinitions", { jobDefinitions: ["d:2"] })).toEqual(active);
  });

  it("returns the registered definition with the empty lists of AWS", async () => {
    const given = await givenBatch();
    const input = register({
      jobDefinitionName: "full",
      parameters: { a: "b" },
      retryStrategy: { attempts: 3, evaluateOnExit: [{ onReason: "*", action: "Exit" }] },
      timeout: { attemptDurationSeconds: 60 },
      propagateTags: true,
      schedulingPriority: 5,
      tags: { t: "1" },
      containerProperties: {
        ...CONTAINER_PROPERTIES,
        networkConfiguration: { assignPublicIp: "ENABLED" },
        logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/own" } },
        linuxParameters: { initProcessEnabled: true },
      },
    });
    await given.call("RegisterJobDefinition", input);

    const { jobDefinitions } = await given.call("DescribeJobDefinitions", {
      jobDefinitions: ["arn:aws:batch:us-east-2:123456789012:job-definition/full:1", "none:1"],
    });

    expect(jobDefinitions).toEqual([
      {
        ...input,
        jobDefinitionArn: "arn:aws:batch:us-east-2:123456789012:job-definition/full:1",
        revision: 1,
        status: "ACTIVE",
        containerOrchestrationType: "ECS",
        containerProperties: {
          volumes: [],
          environment: [],
          mountPoints: [],
          ulimits: [],
          secrets: [],
          ...input.containerProperties,
        },
      },
    ]);
    expect(await given.call("DescribeJobDefinitions", { jobDefinitionName: "none" })).toEqual({ jobDefinitions: [] });
    expect((await given.call("DescribeJobDefinitions", {}))["jobDefinitions"]).toHaveLength(2);
  });

  it.each([
    ["0.25", "2048"],
    ["1", "8192"],
    ["4", "30720"],
    ["8", "61440"],
    ["16", "122880"],
  ])("accepts %s vCPU with %s MiB on Fargate", async (vcpus, memory) => {
    const given = await givenBatch();

    await expect(given.call("RegisterJobDefinition", requirements(vcpus, memory))).resolves.toMatchObject({
      revision: 2,
    });
  });

  it.each([
    [
      "3 vCPU",
      requirements("3", "8192"),
      "(3.00 vCPU, 8192 MiB) not valid. VCPU must be one of 0.25, 0.5, 1, 2, 4, 8, 16",
    ],
    [
      "1 vCPU with 1 GiB",
      requirements("1", "1024"),
      "Fargate resource requirements (1.00 vCPU, 1024 MiB) not valid. MEMORY for 1 VCPU must be one of 2048,",
    ],
    ["no requirements", container({ resourceRequirements: [] }), "must contain VCPU and MEMORY for Fargate"],
    ["a GPU", container({ resourceRequirements: [{ type: "GPU", value: "1" }] }), "GPU is not applicable for Fargate."],
    ["no execution role", container({ executionRoleArn: null }), "executionRoleArn is required for Fargate jobs."],
    [
      "privileged",
      container({ privileged: true }),
      "Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.",
    ],
    [
      "ulimits",
      container({ ulimits: [{ name: "nofile", softLimit: 1, hardLimit: 1 }] }),
      "ulimits is not applicable for Fargate.",
    ],
    [
      "two VCPU requirements",
      container({ resourceRequirements: [...CONTAINER_PROPERTIES.resourceRequirements, { type: "VCPU", value: "1" }] }),
      "Cannot provide duplicates in resourceRequirements.",
    ],
    ["vcpus", container({ vcpus: 1 }), "Cannot use both ECS containerProperties vcpus and resourceRequirement VCPU."],
    [
      "json-file",
      container({ logConfiguration: { logDriver: "json-file" } }),
      "Log driver for Fargate is not valid: js",
    ],
    ["20 GiB", container({ ephemeralStorage: { sizeInGiB: 20 } }), "only between range 21 GiB to 200 GiB"],
    [
      "a tmpfs",
      linux({ tmpfs: [{ containerPath: "/t", size: 1 }] }),
      "linuxParameter.tmpfs is not allowed for Fargate.",
    ],
    ["devices", linux({ devices: [{ hostPath: "/d" }] }), "linuxParameter.devices is not allowed for Fargate."],
    ["shared memory", linux({ sharedMemorySize: 1 }), "linuxParameter.sharedMemorySize is not allowed for Fargate."],
    ["swap", linux({ maxSwap: 1 }), "linuxParameter.maxSwap is not allowed for Fargate."],
    ["an unknown Linux member", linux({ shm: 1 }), "does not support containerProperties.linuxParameters.shm in this"],
    ["a host path", container({ volumes: [{ host: { sourcePath: "/h" } }] }), "host.sourcePath should not be set"],
    [
      "Amazon EFS on an old platform",
      container({
        volumes: [{ efsVolumeConfiguration: { fileSystemId: "fs-1" } }],
        fargatePlatformConfiguration: { platformVersion: "1.3.0" },
      }),
      "EFS is supported for Fargate platform versions 1.4.0 or later, provided 1.3.0",
    ],
    [
      "two kinds of volume in one",
      container({ volumes: [{ host: {}, efsVolumeConfiguration: { fileSystemId: "fs-1" } }] }),
      "only one volume configuration type should be used.",
    ],
    ["an unnamed variable", container({ environment: [{ value: "a" }] }), "Environment variable name is required."],
    ["two platforms", register({ platformCapabilities: ["EC2", "FARGATE"] }), "Exactly 1 capability must be provided."],
    ["node properties, too", register({ nodeProperties: {} }), "nodeProperties is not supported by local Batch"],
    ["11 attempts", register({ retryStrategy: { attempts: 11 } }), "retryStrategy.attempts must be between 1 and 10"],
    ["a timeout of 59 s", register({ timeout: { attemptDurationSeconds: 59 } }), "must be at least 60 seconds, got 59"],
    ["no image", container({ image: null }), "containerProperties.image is required"],
    ["a variable named AWS_BATCH*", container({ environment: [{ name: "AWS_BATCH_A", value: "" }] }), "reserved"],
    ["no container", register({ containerProperties: null }), "containerProperties is required"],
    ["type multinode", register({ type: "multinode" }), "local Batch does not run multi-node jobs"],
    ["EKS properties", register({ eksProperties: {} }), "eksProperties is not supported by local Batch"],
    ["a bad name", register({ jobDefinitionName: "a b" }), "jobDefinitionName must be"],
  ])("rejects a definition for Fargate with %s", async (_, input, expected) => {
    const given = await givenBatch();

    expect(await given.refusal("RegisterJobDefinition", input)).toContain(expected);
  });

  it.each([
    [
      "network configuration",
      { vcpus: 1, memory: 4, networkConfiguration: {} },
      "networkConfiguration not applicable for EC2.",
    ],
    ["no vCPUs", { memory: 4 }, "vCPU is required."],
    ["no memory", { vcpus: 1 }, "containerProperties must contain memory"],
    [
      "half a vCPU",
      { resourceRequirements: [{ type: "VCPU", value: "0.5" }], memory: 4 },
      "Value 0.5 for type VCPU in",
    ],
    [
      "1.0 vCPU",
      { resourceRequirements: [{ type: "VCPU", value: "1.0" }], memory: 4 },
      "Please provide a numeric value.",
    ],
    ["0 vCPU", { vcpus: 0, memory: 4 }, "vCPU must be at least 1, got 0."],
    ["3 MiB", { vcpus: 1, memory: 3 }, "Memory must be at least 4 Mib, got 3 Mib."],
    ["-1 MiB", { vcpus: 1, memory: -1 }, "Memory must be at least 4 Mib, got -1 Mib."],
    [
      "secrets without a role",
      { vcpus: 1, memory: 4, secrets: [{ name: "A", valueFrom: "arn" }] },
      "executionRoleArn cannot be empty when using secrets or secretOptions",
    ],
    [
      "swap without swappiness",
      { vcpus: 1, memory: 4, linuxParameters: { maxSwap: 1 } },
      "swappiness value is required.",
    ],
    [
      "negative swap",
      { vcpus: 1, memory: 4, linuxParameters: { maxSwap: -1 } },
      "Invalid swap memory size: -1, must be non-negative.",
    ],
    [
      "swappiness 101",
      { vcpus: 1, memory: 4, linuxParameters: { swappiness: 101 } },
      "Invalid swappiness: 101, must be between 0 and 100.",
    ],
    [
      "an empty tmpfs",
      { vcpus: 1, memory: 4, linuxParameters: { tmpfs: [{ containerPath: "/t", size: 0 }] } },
      "Size of a tmpfs is invalid.",
    ],
  ])("rejects a definition for EC2 with %s", async (_, changes, expected) => {
    const given = await givenBatch();

    const message = await given.refusal("RegisterJobDefinition", {
      jobDefinitionName: "ec2",
      type: "container",
      containerProperties: { image: "i", ...changes },
    });

    expect(message).toContain(expected);
  });

  it.each(["d", "none:1"])("rejects DeregisterJobDefinition of %s", async (jobDefinition) => {
    const given = await givenBatch();

    expect(await given.refusal("DeregisterJobDefinition", { jobDefinition })).toContain(
      `jobDefinition must be name:revision or the ARN of a revision, got ${jobDefinition}`,
    );
  });
});

describe("tags", () => {
  const JOB_DEFINITION_ARN = "arn:aws:batch:us-east-2:123456789012:job-definition/d:1";

  it.each([CE_ARN, QUEUE_ARN, JOB_DEFINITION_ARN, "job"])("adds, removes and lists tags of %s", async (which) => {
    const given = await givenBatch();
    const jobId = await given.submit();
    const resourceArn = which === "job" ? `arn:aws:batch:us-east-2:123456789012:job/${jobId}` : which;

    await given.call("TagResource", { resourceArn, tags: { a: "1", b: "2" } });
    await given.call("TagResource", { resourceArn, tags: { b: "3" } });
    await given.call("UntagResource", { resourceArn, tagKeys: ["a", "unknown"] });

    expect(await given.call("ListTagsForResource", { resourceArn })).toEqual({ tags: { b: "3" } });
  });

  it("rejects more than 50 tags", async () => {
    const given = await givenBatch();
    const tags = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, ""]));
    await given.call("TagResource", { resourceArn: QUEUE_ARN, tags: tags(0, 50) });

    const message = await given.refusal("TagResource", { resourceArn: QUEUE_ARN, tags: tags(50, 1) });

    expect(message).toContain("a resource can have at most 50 tags, got 51");
  });

  it.each(["arn:aws:batch:us-east-2:123456789012:job/none", "arn:aws:batch:us-east-2:9:job-queue/q"])(
    "rejects tags for %s, which does not exist",
    async (resourceArn) => {
      const given = await givenBatch();

      expect(await given.refusal("ListTagsForResource", { resourceArn })).toContain(`${resourceArn} does not exist`);
    },
  );
});

it.each([
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
])("returns ARNs in %s with partition %s", async (region, partition) => {
  const given = await givenBatch({ region });

  expect(await given.call("DescribeJobQueues", {})).toMatchObject({
    jobQueues: [{ jobQueueArn: `arn:${partition}:batch:${region}:123456789012:job-queue/q` }],
  });
});
