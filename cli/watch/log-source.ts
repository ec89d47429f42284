import { DescribeJobsCommand } from "@aws-sdk/client-batch";
import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { LogSource } from "../../console/log/log-source";
import { errorMessage } from "../error-properties";
import type { AwsClients } from "../target/aws-clients";
import { explainAwsError } from "../target/explain-aws-error";

/** Creates the calls for following a log. */
export const createLogSource = (clients: AwsClients): LogSource => ({
  describeJob: async (jobId, abortSignal) => {
    const { jobs = [] } = await clients.batch.send(new DescribeJobsCommand({ jobs: [jobId] }), { abortSignal });
    return jobs[0];
  },
  getLogEvents: (region, input, abortSignal) =>
    (region === undefined ? clients.logs : clients.logsIn(region)).send(new GetLogEventsCommand(input), {
      abortSignal,
    }),
  explainError: (error) => explainAwsError(error) ?? errorMessage(error),
});
