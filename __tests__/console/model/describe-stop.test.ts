import { describeStop } from "../../../console/model/describe-stop";
import { NO_PROGRESS } from "../../../console/model/progress/run-progress";
import { after } from "../../../testing/console/given-history";

const JOB = { ...NO_PROGRESS, jobId: "id", jobName: "import", jobStatus: "RUNNING" };

it.each([
  [NO_PROGRESS, "No job is known yet. A job that is being submitted is terminated."],
  [JOB, "Its job import (id), last seen RUNNING, is terminated within seconds."],
  [
    { ...JOB, jobStatus: undefined, jobName: undefined },
    "Its job id, last seen SUBMITTED, is terminated within seconds.",
  ],
  [{ ...JOB, attached: true }, "Job import (id) continues, because the execution did not submit it."],
  [{ ...JOB, endFoundAt: after(1) }, "Its job import (id) has ended already."],
])("describes the effect of stopping on the job", (progress, text) => {
  expect(describeStop(progress)).toBe(text);
});
