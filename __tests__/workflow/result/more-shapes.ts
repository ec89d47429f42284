import type { Job, JobContainer } from "../../../workflow/result/job";
import type { JobShape } from "./job-shape";

const EXITED = "Essential container in task exited";
const OOM = "OutOfMemoryError: Container killed due to memory usage";

/** A job of several containers. Its attempt lists them in reverse order, without `essential` and `dependsOn`. */
const task = (containers: readonly JobContainer[], fields: Job = {}): Job => ({
  status: "FAILED",
  statusReason: EXITED,
  container: {},
  ecsProperties: { taskProperties: [{ containers }] },
  attempts: [
    {
      container: {},
      statusReason: EXITED,
      taskProperties: [
        {
          containers: containers
            .map(({ name, exitCode, reason, logStreamName }) => ({ name, exitCode, reason, logStreamName }))
            .reverse(),
        },
      ],
    },
  ],
  ...fields,
});
const init = (fields: JobContainer): JobContainer => ({ name: "init", essential: false, ...fields });
const main = (fields: JobContainer): JobContainer => ({ name: "main", essential: true, ...fields });
const after = (condition: string, containerName = "init"): JobContainer => ({
  dependsOn: [{ containerName, condition }],
});

const TASKS: readonly JobShape[] = [
  ...["SUCCESS", "COMPLETE", "HEALTHY", "START"].map((condition) => ({
    title: `init container (dependsOn ${condition}) exits 1; main never runs`,
    job: task([main(after(condition)), init({ exitCode: 1, reason: "boom", logStreamName: "s" })]),
    expected: { categories: ["UserError"], exitCode: 1, containerReason: "boom", firstLogStream: "s" },
  })),
  {
    title: "init container killed without a word; main never runs",
    job: task([init({ exitCode: 137 }), main(after("SUCCESS"))]),
    expected: { categories: ["UserError"], exitCode: 137 },
  },
  {
    title: "sidecar that only had to start is stopped; main never runs because the host is gone",
    job: task([init({ exitCode: 143 }), main(after("START"))], {
      statusReason: "Host EC2 (instance i-0) terminated.",
    }),
    expected: { categories: ["HostTerminated"], exitCode: null, retryable: true },
  },
  {
    title: "sidecar without dependents exits 1; main never runs",
    job: task([init({ exitCode: 1, reason: "boom" }), main({})], { statusReason: "Task failed to start" }),
    expected: { categories: ["StartFailure"], exitCode: null, containerReason: null },
  },
  {
    title: "init container fails with COMPLETE; main runs and exits 3",
    job: task([init({ exitCode: 1 }), main({ ...after("COMPLETE"), exitCode: 3 })]),
    expected: { categories: ["UserError"], exitCode: 3 },
  },
  {
    title: "second of two init containers in a chain fails",
    job: task([
      init({ exitCode: 0 }),
      { name: "init2", essential: false, exitCode: 9, ...after("SUCCESS") },
      main(after("SUCCESS", "init2")),
    ]),
    expected: { categories: ["UserError"], exitCode: 9 },
  },
  {
    title: "image of the init container does not exist",
    job: task([init({ reason: "CannotPullContainerError: manifest unknown" }), main(after("SUCCESS"))]),
    expected: { categories: ["ImagePull"], retryable: false, exitCode: null },
  },
  {
    title: "three containers: the second fails, the others are stopped",
    job: task([
      { name: "a", exitCode: 143 },
      { name: "b", exitCode: 5, logStreamName: "b" },
      { name: "c", exitCode: 137, reason: "Error" },
    ]),
    expected: { categories: ["UserError"], exitCode: 5, firstExitCode: 5, firstLogStream: "b" },
  },
  {
    title: "SIGKILL without a reason comes before SIGTERM",
    job: task([
      { name: "a", exitCode: 143 },
      { name: "b", exitCode: 137 },
    ]),
    expected: { categories: ["UserError"], exitCode: 137 },
  },
  {
    title: "only SIGTERM",
    job: task([
      { name: "a", exitCode: 0 },
      { name: "b", exitCode: 143 },
    ]),
    expected: { categories: ["UserError"], exitCode: 143 },
  },
  {
    title: "a container that cannot be stopped is a consequence",
    job: task([
      { name: "a", exitCode: 137, reason: "CannotStopContainerError: context deadline exceeded" },
      { name: "b", exitCode: 4 },
    ]),
    expected: { categories: ["UserError"], exitCode: 4, containerReason: null },
  },
  {
    title: "succeeded job whose second essential container was stopped after the first ended",
    job: task([{ name: "a", exitCode: 143 }, main({ exitCode: 0, logStreamName: "m" })], { status: "SUCCEEDED" }),
    expected: { exitCode: 0, firstExitCode: 0, firstLogStream: "m" },
  },
  {
    title: "container that AWS added to the task",
    job: task([main({ exitCode: 3 })], {
      attempts: [
        { taskProperties: [{ containers: [{ name: "aws-guardduty-agent", exitCode: 137, reason: OOM }] }] },
        {
          taskProperties: [
            {
              containers: [
                { name: "aws-guardduty-agent", exitCode: 137, reason: OOM },
                { name: "main", exitCode: 3 },
              ],
            },
          ],
        },
      ],
    }),
    expected: { categories: ["UserError"], exitCode: 3, firstExitCode: null, containerReason: null },
  },
  {
    title: "first attempt without taskProperties",
    job: task([init({ exitCode: 143 }), main({ exitCode: 3 })], {
      attempts: [
        { statusReason: "Host EC2 (instance i-0) terminated." },
        { taskProperties: [{ containers: [{ name: "main", exitCode: 3 }] }] },
      ],
    }),
    expected: { categories: ["UserError"], exitCode: 3, firstExitCode: null },
  },
  {
    title: "attempt with the containers' names, definition without",
    job: task([{ exitCode: 0 }, { exitCode: 6 }], {
      attempts: [
        {
          taskProperties: [
            {
              containers: [
                { name: "a", exitCode: 0 },
                { name: "b", exitCode: 6 },
              ],
            },
          ],
        },
      ],
    }),
    expected: { categories: ["UserError"], exitCode: 6, firstExitCode: 6 },
  },
  {
    title: "attempts only",
    job: task([], {
      ecsProperties: undefined,
      attempts: [{ taskProperties: [{ containers: [{ exitCode: 143 }, { exitCode: 6 }] }, {}] }],
    }),
    expected: { categories: ["UserError"], exitCode: 6, firstExitCode: 6 },
  },
  {
    title: "no essential container",
    job: task([init({ exitCode: 1 })]),
    expected: { categories: ["Unknown"], exitCode: null },
  },
];

const LOG = (group: string): JobContainer => ({
  logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": group, "awslogs-region": "Nowhere!" } },
});
const nodes = (fields: Job): Job => ({ status: "FAILED", statusReason: EXITED, ...fields });
const POD = { podProperties: { containers: [{ name: "main" }], initContainers: [{ name: "init" }] } };

const NODES: readonly JobShape[] = [
  ...[
    ["1:", "0"],
    [":1", "1"],
    ["0:10", "1:2"],
    [undefined, "1"],
    ["x", "1:1"],
    ["2:", "1:5"],
  ].map(([other, own]) => ({
    title: `main node 1 in ranges ${String(other)} and ${String(own)}`,
    job: nodes({
      nodeProperties: {
        mainNode: 1,
        nodeRangeProperties: [
          { targetNodes: other, container: LOG(own === "0" ? "/own" : "/other") },
          { targetNodes: own, container: LOG(own === "0" ? "/other" : "/own") },
        ],
      },
      attempts: [{ container: { exitCode: 3, logStreamName: "s" } }],
    }),
    expected: { categories: ["UserError"], exitCode: 3, logGroup: "/own", logUrl: "region=us-east-2" },
  })),
  {
    title: "main node outside of every range",
    job: nodes({
      nodeProperties: { mainNode: 7, nodeRangeProperties: [{ targetNodes: "0:1", container: LOG("/x") }] },
      attempts: [{ container: { exitCode: 3 } }],
    }),
    expected: { categories: ["UserError"], exitCode: 3, logGroup: null },
  },
  {
    title: "multi-node job on EKS whose main container exits 3",
    job: nodes({
      nodeProperties: { nodeRangeProperties: [{ targetNodes: "0:", eksProperties: POD }] },
      eksAttempts: [
        {
          containers: [{ name: "main", exitCode: 3, reason: "Error" }],
          initContainers: [{ name: "init", exitCode: 1 }],
        },
      ],
    }),
    expected: { categories: ["UserError"], exitCode: 3, firstExitCode: 3 },
  },
  {
    title: "multi-node parent that says nothing, and its main node's exit code",
    job: nodes({
      statusReason: undefined,
      nodeProperties: { mainNode: 1, nodeRangeProperties: [{ targetNodes: "0:1", container: LOG("/range") }] },
    }),
    children: [
      { jobId: "#1", status: "FAILED", container: { exitCode: 4, logStreamName: "s" }, statusReason: EXITED },
      { jobId: "#0", status: "FAILED", container: { exitCode: 9 } },
    ],
    expected: { categories: ["UserError"], exitCode: 4, logGroup: "/range" },
  },
  {
    title: "multi-node parent with the node's own reason, and a main node with several containers",
    job: nodes({
      nodeProperties: { mainNode: 0, nodeRangeProperties: [{ targetNodes: "0:1" }] },
      attempts: [{ container: {} }],
    }),
    children: [{ jobId: "#0", ...task([init({ exitCode: 143 }), main({ exitCode: 137, reason: OOM })]) }],
    expected: { categories: ["OutOfMemory"], exitCode: 137, retryable: false },
  },
  {
    title: "multi-node parent whose main node was terminated",
    job: nodes({ nodeProperties: { mainNode: 0 } }),
    children: [{ jobId: "#0", status: "FAILED", isTerminated: true, statusReason: "stop", container: {} }],
    expected: { categories: ["Terminated"], retryable: false },
  },
];

const pod = (containers: readonly JobContainer[], initContainers: readonly JobContainer[], fields: Job = {}): Job => ({
  status: "FAILED",
  statusReason: "failed",
  eksProperties: {
    podProperties: { containers: containers.map(({ name }) => ({ name })), initContainers },
  },
  eksAttempts: [{ containers, initContainers }],
  ...fields,
});

const PODS: readonly JobShape[] = [
  {
    title: "init container of a pod runs out of memory; main waits",
    job: pod([{ name: "main", reason: "PodInitializing" }], [{ name: "init", exitCode: 137, reason: "OOMKilled" }]),
    expected: { categories: ["OutOfMemory"], exitCode: 137, retryable: false, containerReason: "OOMKilled" },
  },
  {
    title: "restartable sidecar of a pod is stopped after main fails",
    job: pod(
      [{ name: "main", exitCode: 3, reason: "Error" }],
      [{ name: "init", exitCode: 137, reason: "ContainerStatusUnknown" }],
    ),
    expected: { categories: ["UserError"], exitCode: 3, retryable: false },
  },
  {
    title: "restartable sidecar of a pod is stopped after main succeeds",
    job: pod([{ name: "main", exitCode: 0, reason: "Completed" }], [{ name: "init", exitCode: 143 }], {
      status: "SUCCEEDED",
    }),
    expected: { exitCode: 0, firstExitCode: 0 },
  },
  {
    title: "pod with an image that cannot be pulled",
    job: pod([{ name: "main", reason: "ImagePullBackOff" }], []),
    expected: { categories: ["ImagePull"], retryable: true, exitCode: null },
  },
  {
    title: "pod that is gone without containers",
    job: pod([], [], { eksAttempts: [{ statusReason: "Pod was terminated in response to imminent node shutdown." }] }),
    expected: { categories: ["HostTerminated"], retryable: true },
  },
];

export const MORE_SHAPES: readonly JobShape[] = [...TASKS, ...NODES, ...PODS];
