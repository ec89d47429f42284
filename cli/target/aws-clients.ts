import { BatchClient } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SFNClient } from "@aws-sdk/client-sfn";
import { DUMMY_CREDENTIALS } from "./dummy-credentials";

/** URLs of the local endpoints. */
export interface LocalEndpoints {
  readonly stepFunctionsUrl: string;
  readonly batchUrl: string;
  readonly logsUrl: string;
}

/** AWS clients of the CLI. */
export interface AwsClients {
  readonly stepFunctions: SFNClient;
  readonly batch: BatchClient;
  readonly logs: CloudWatchLogsClient;
  /** Client for job logs in another region. */
  logsIn(region: string): CloudWatchLogsClient;
  /** Closes the connections, so that the process can end. */
  close(): void;
}

/** Timeouts of local requests; the SDK sends each request up to three times. */
interface RequestTimeouts {
  /** Connection timeout, in milliseconds. */
  readonly connectionTimeout: number;
  /** Time until the response starts, in milliseconds. */
  readonly requestTimeout: number;
}

/** Timeouts of AWS requests; 1,000 history events take a few seconds. */
const TIMEOUTS: RequestTimeouts = { connectionTimeout: 5_000, requestTimeout: 30_000 };

/** Fails late requests; without the flag, the SDK only logs a warning. */
const makeHandler = (timeouts: RequestTimeouts) => ({ ...timeouts, throwOnRequestTimeout: true });

/** Creates clients for AWS, with the standard credentials and endpoints. */
export function createAwsClients(region: string): AwsClients {
  const common = { region, requestHandler: makeHandler(TIMEOUTS) };
  const others = new Map<string, CloudWatchLogsClient>();
  const logsIn = (other: string): CloudWatchLogsClient => {
    const client = others.get(other) ?? new CloudWatchLogsClient({ ...common, region: other });
    others.set(other, client);
    return client;
  };
  const clients = group(new SFNClient(common), new BatchClient(common), new CloudWatchLogsClient(common));
  return {
    ...clients,
    logsIn: (other) => (other === region ? clients.logs : logsIn(other)),
    close: () => {
      clients.close();
      for (const client of others.values()) client.destroy();
    },
  };
}

/** Creates clients for the local endpoints. Real credentials are never sent. */
export function createLocalClients(
  region: string,
  endpoints: LocalEndpoints,
  timeouts: RequestTimeouts = TIMEOUTS,
): AwsClients {
  // The SDK rejects these settings in combination with an endpoint URL.
  const common = {
    region,
    credentials: DUMMY_CREDENTIALS,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    requestHandler: makeHandler(timeouts),
  };
  return group(
    new SFNClient({ ...common, endpoint: endpoints.stepFunctionsUrl }),
    new BatchClient({ ...common, endpoint: endpoints.batchUrl }),
    new CloudWatchLogsClient({ ...common, endpoint: endpoints.logsUrl }),
  );
}

function group(stepFunctions: SFNClient, batch: BatchClient, logs: CloudWatchLogsClient): AwsClients {
  return {
    stepFunctions,
    batch,
    logs,
    // The local endpoints have the logs of all regions.
    logsIn: () => logs,
    close: () => {
      for (const client of [stepFunctions, batch, logs]) client.destroy();
    },
  };
}
