import type { JobShape } from "./job-shape";

/** DescribeJobs replies from AWS's documentation, and the expected JobResult. */
export const DOCUMENTED_SHAPES: readonly JobShape[] = [
  {
    title: "multi-node job whose node range uses ecsProperties; the main node exits 3",
    job: {
      status: "FAILED",
      statusReason: "Essential container in task exited",
      nodeProperties: {
        mainNode: 0,
        nodeRangeProperties: [
          {
            targetNodes: "0:1",
            ecsProperties: {
              taskProperties: [
                {
                  containers: [
                    {
                      name: "main",
                      essential: true,
                      logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/my/mnp" } },
                    },
                  ],
                },
              ],
            },
          },
        ],
      },
      attempts: [
        {
          container: {},
          startedAt: 1,
          stoppedAt: 2,
          statusReason: "Essential container in task exited",
          taskProperties: [{ containers: [{ name: "main", exitCode: 3, reason: "", logStreamName: "jd/main/abc" }] }],
        },
      ],
    },
    expected: { categories: ["UserError"], exitCode: 3, logGroup: "/my/mnp", firstExitCode: 3 },
  },
  {
    title: "multi-node job with a log group of its own in the node range",
    job: {
      status: "FAILED",
      statusReason: "Essential container in task exited",
      nodeProperties: {
        mainNode: 0,
        nodeRangeProperties: [
          {
            targetNodes: "0:1",
            container: {
              logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/my/mnp" } },
            },
          },
        ],
      },
      attempts: [
        {
          container: { exitCode: 3, logStreamName: "jd/default/abc" },
          startedAt: 1,
          stoppedAt: 2,
          statusReason: "Essential container in task exited",
        },
      ],
    },
    expected: { categories: ["UserError"], exitCode: 3, logGroup: "/my/mnp" },
  },
  {
    title: "multi-node job with ecsProperties that succeeds",
    job: {
      status: "SUCCEEDED",
      nodeProperties: {
        mainNode: 0,
        nodeRangeProperties: [
          { targetNodes: "0:1", ecsProperties: { taskProperties: [{ containers: [{ name: "main" }] }] } },
        ],
      },
      attempts: [
        {
          container: {},
          taskProperties: [{ containers: [{ name: "main", exitCode: 0, logStreamName: "jd/main/abc" }] }],
        },
      ],
    },
    expected: { exitCode: 0 },
  },
  {
    title: "init container (dependsOn SUCCESS) exits 1; main never runs",
    job: {
      status: "FAILED",
      statusReason: "Container dependency failed",
      container: {},
      ecsProperties: {
        taskProperties: [
          {
            containers: [
              { name: "init", essential: false, exitCode: 1, reason: "boom", logStreamName: "jd/init/1" },
              { name: "main", essential: true, dependsOn: [{ containerName: "init", condition: "SUCCESS" }] },
            ],
          },
        ],
      },
      attempts: [
        {
          container: {},
          statusReason: "Container dependency failed",
          taskProperties: [
            {
              containers: [{ name: "init", exitCode: 1, reason: "boom", logStreamName: "jd/init/1" }, { name: "main" }],
            },
          ],
        },
      ],
    },
    expected: { categories: ["UserError"], exitCode: 1, containerReason: "boom" },
  },
  {
    title: "job SUCCEEDED; a non-essential sidecar, listed first, exits 143",
    job: {
      status: "SUCCEEDED",
      container: {},
      ecsProperties: {
        taskProperties: [
          {
            containers: [
              { name: "sidecar", essential: false, exitCode: 143, logStreamName: "jd/sidecar/1" },
              { name: "main", essential: true, exitCode: 0, logStreamName: "jd/main/1" },
            ],
          },
        ],
      },
      attempts: [
        {
          container: {},
          taskProperties: [
            {
              containers: [
                { name: "sidecar", exitCode: 143, logStreamName: "jd/sidecar/1" },
                { name: "main", exitCode: 0, logStreamName: "jd/main/1" },
              ],
            },
          ],
        },
      ],
    },
    expected: { exitCode: 0, firstExitCode: 0, firstLogStream: "jd/main/1" },
  },
  {
    title: "main exits 3 twice; a non-essential sidecar, listed first, exits 143",
    job: {
      status: "FAILED",
      statusReason: "Essential container in task exited",
      container: {},
      ecsProperties: {
        taskProperties: [
          {
            containers: [
              { name: "sidecar", essential: false, exitCode: 143, logStreamName: "jd/sidecar/1" },
              { name: "main", essential: true, exitCode: 3, logStreamName: "jd/main/1" },
            ],
          },
        ],
      },
      attempts: [
        {
          container: {},
          taskProperties: [
            {
              containers: [
                { name: "sidecar", exitCode: 143, logStreamName: "jd/sidecar/0" },
                { name: "main", exitCode: 3, logStreamName: "jd/main/0" },
              ],
            },
          ],
        },
        {
          container: {},
          taskProperties: [
            {
              containers: [
                { name: "sidecar", exitCode: 143, logStreamName: "jd/sidecar/1" },
                { name: "main", exitCode: 3, logStreamName: "jd/main/1" },
              ],
            },
          ],
        },
      ],
    },
    expected: { categories: ["UserError"], exitCode: 3, firstExitCode: 3 },
  },
  {
    title: "two essential containers: one is stopped (143) because the other ran out of memory",
    job: {
      status: "FAILED",
      statusReason: "Essential container in task exited",
      container: {},
      ecsProperties: {
        taskProperties: [
          {
            containers: [
              { name: "db", essential: true, exitCode: 143 },
              {
                name: "main",
                essential: true,
                exitCode: 137,
                reason: "OutOfMemoryError: Container killed due to memory usage",
              },
            ],
          },
        ],
      },
      attempts: [
        {
          container: {},
          taskProperties: [
            {
              containers: [
                { name: "db", exitCode: 143 },
                { name: "main", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
              ],
            },
          ],
        },
      ],
    },
    expected: { categories: ["OutOfMemory"], retryable: false },
  },
  {
    title: "non-essential container killed for memory, listed first; main exits 3",
    job: {
      status: "FAILED",
      statusReason: "Essential container in task exited",
      container: {},
      ecsProperties: {
        taskProperties: [
          {
            containers: [
              {
                name: "logger",
                essential: false,
                exitCode: 137,
                reason: "OutOfMemoryError: Container killed due to memory usage",
              },
              { name: "main", essential: true, exitCode: 3 },
            ],
          },
        ],
      },
      attempts: [
        {
          container: {},
          taskProperties: [
            {
              containers: [
                { name: "logger", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
                { name: "main", exitCode: 3 },
              ],
            },
          ],
        },
      ],
    },
    expected: { categories: ["UserError"], exitCode: 3, containerReason: null, firstExitCode: 3 },
  },
  {
    title: "awslogs-region differs from the job's region",
    job: {
      status: "FAILED",
      statusReason: "Essential container in task exited",
      container: {
        exitCode: 1,
        logStreamName: "jd/default/1",
        logConfiguration: {
          logDriver: "awslogs",
          options: { "awslogs-group": "/my/jobs", "awslogs-region": "eu-central-1" },
        },
      },
      attempts: [{ container: { exitCode: 1, logStreamName: "jd/default/1" } }],
    },
    expected: { categories: ["UserError"], logUrl: "region=eu-central-1" },
  },
  {
    title: "cancelled by the queue's time limit because capacity is insufficient",
    job: {
      status: "FAILED",
      statusReason: "Canceled by JobStateTimeLimit action due to reason: CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
      isCancelled: true,
      container: {},
      attempts: [],
    },
    expected: { categories: ["QueueBlocked"], retryable: true },
  },
  {
    title: "cancelled by the queue's time limit for a misconfiguration",
    job: {
      status: "FAILED",
      statusReason: "Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
      isCancelled: true,
      container: {},
      attempts: [],
    },
    expected: { categories: ["QueueBlocked"], retryable: false },
  },
  {
    title: "array child terminated by an operator",
    job: {
      status: "FAILED",
      statusReason: "Array Child Job failed",
      arrayProperties: { size: 3, statusSummary: { FAILED: 1, SUCCEEDED: 2 } },
      attempts: [],
    },
    children: [
      {
        jobId: "11111111-2222-3333-4444-555555555555:1",
        status: "FAILED",
        statusReason: "too expensive, stop it",
        isTerminated: true,
        arrayProperties: { index: 1 },
        container: { exitCode: 143 },
        attempts: [{ container: { exitCode: 143 }, statusReason: "too expensive, stop it" }],
      },
    ],
    expected: { categories: ["Terminated"], retryable: false },
  },
  {
    title: "array child cancelled before it ran",
    job: {
      status: "FAILED",
      statusReason: "Array Child Job failed",
      arrayProperties: { size: 2, statusSummary: { FAILED: 1 } },
      attempts: [],
    },
    children: [
      {
        jobId: "11111111-2222-3333-4444-555555555555:0",
        status: "FAILED",
        statusReason: "no longer wanted",
        isCancelled: true,
        arrayProperties: { index: 0 },
        container: {},
        attempts: [],
      },
    ],
    expected: { categories: ["Cancelled"], retryable: false },
  },
  {
    title: "array child exceeded its attempt duration",
    job: {
      status: "FAILED",
      statusReason: "Array Child Job failed",
      arrayProperties: { size: 3, statusSummary: { FAILED: 1, SUCCEEDED: 2 } },
      attempts: [],
    },
    children: [
      {
        jobId: "11111111-2222-3333-4444-555555555555:1",
        status: "FAILED",
        statusReason: "Job attempt duration exceeded timeout",
        isTerminated: true,
        arrayProperties: { index: 1 },
        container: { exitCode: 137 },
        attempts: [{ container: { exitCode: 137 }, statusReason: "Job attempt duration exceeded timeout" }],
      },
    ],
    expected: { categories: ["Timeout"], retryable: false },
  },
  {
    title: "first failed child lost its host, a later one exited 1: running it all again cannot succeed",
    job: {
      status: "FAILED",
      statusReason: "Array Child Job failed",
      arrayProperties: { size: 3, statusSummary: { FAILED: 2, SUCCEEDED: 1 } },
      attempts: [],
    },
    children: [
      {
        jobId: "11111111-2222-3333-4444-555555555555:0",
        status: "FAILED",
        statusReason: "Host EC2 (instance i-0) terminated.",
        arrayProperties: { index: 0 },
        container: {},
        attempts: [{ statusReason: "Host EC2 (instance i-0) terminated.", container: {} }],
      },
      {
        jobId: "11111111-2222-3333-4444-555555555555:2",
        status: "FAILED",
        statusReason: "Essential container in task exited",
        arrayProperties: { index: 2 },
        container: { exitCode: 7 },
        attempts: [{ container: { exitCode: 7 } }],
      },
    ],
    expected: { categories: ["HostTerminated"], retryable: false },
  },
  {
    title: "CannotInspectContainerError",
    job: {
      status: "FAILED",
      statusReason: "Essential container in task exited",
      container: {
        reason: "CannotInspectContainerError: Could not transition to inspecting; timed out after waiting 30s",
      },
      attempts: [
        {
          statusReason: "Essential container in task exited",
          container: {
            reason: "CannotInspectContainerError: Could not transition to inspecting; timed out after waiting 30s",
          },
        },
      ],
    },
    expected: { categories: ["StartFailure", "HostTerminated"], retryable: true },
  },
  {
    title: "ECS was unable to assume the role",
    job: {
      status: "FAILED",
      statusReason:
        "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/job' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.",
      container: {},
      attempts: [],
    },
    expected: { categories: ["StartFailure"], retryable: true },
  },
  {
    title: "Capacity is unavailable at this time",
    job: {
      status: "FAILED",
      statusReason: "Capacity is unavailable at this time. Please try again later or in a different availability zone",
      container: {},
      attempts: [],
    },
    expected: { categories: ["StartFailure"], retryable: true },
  },
  {
    title: "reason AGENT, which AWS's retry page retries",
    job: {
      status: "FAILED",
      statusReason: "AGENT",
      container: { reason: "AGENT" },
      attempts: [{ container: { reason: "AGENT" } }],
    },
    expected: { categories: ["StartFailure", "HostTerminated"], retryable: true },
  },
  {
    title: "CannotStartContainerError: executable file not found",
    job: {
      status: "FAILED",
      statusReason: "Task failed to start",
      container: {
        reason:
          'CannotStartContainerError: Error response from daemon: failed to create task for container: OCI runtime create failed: exec: "nope": executable file not found in $PATH: unknown',
      },
      attempts: [{ statusReason: "Task failed to start", container: { reason: "CannotStartContainerError: x" } }],
    },
    expected: { categories: ["StartFailure"], retryable: false },
  },
  {
    title: "log group name is reserved",
    job: {
      status: "FAILED",
      statusReason: "Task failed to start",
      container: {
        reason:
          "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: InvalidParameterException: Log groups starting with AWS/ are reserved for AWS.",
      },
      attempts: [{ container: { reason: "CannotStartContainerError: x" } }],
    },
    expected: { categories: ["StartFailure"], retryable: false },
  },
  {
    title: "SUCCEEDED although isTerminated",
    job: {
      status: "SUCCEEDED",
      isTerminated: true,
      statusReason: "x",
      container: { exitCode: 0 },
      attempts: [{ container: { exitCode: 0 } }],
    },
    expected: {},
  },
  {
    title: "attempt duration exceeded",
    job: {
      status: "FAILED",
      isTerminated: true,
      statusReason: "Job attempt duration exceeded timeout",
      container: { exitCode: 137 },
      attempts: [{ container: { exitCode: 137 }, statusReason: "Job attempt duration exceeded timeout" }],
    },
    expected: { categories: ["Timeout"] },
  },
];
