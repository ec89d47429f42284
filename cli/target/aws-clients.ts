import { BatchClient } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SFNClient } from "@aws-sdk/client-sfn";

/** Addresses of the local endpoints. */
export interface LocalEndpoints {
  readonly stepFunctionsUrl: string;
  readonly batchUrl: string;
  readonly logsUrl: string;
}

/** Everything that the CLI asks AWS, it asks through these. */
export interface AwsClients {
  readonly stepFunctions: SFNClient;
  readonly batch: BatchClient;
  readonly logs: CloudWatchLogsClient;
  /** Client for the logs of a job that writes them to another region than its own. */
  logsIn(region: string): CloudWatchLogsClient;
  /** Closes the connections, so that the process can end. */
  close(): void;
}

/** The local endpoints check no signature, but the SDK insists on having something to sign with. */
export const DUMMY_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/** How long the endpoints are waited for; the SDK tries each request three times. */
export interface RequestTimeouts {
  /** In milliseconds, until there is a connection. */
  readonly connectionTimeout: number;
  /** In milliseconds, until the reply begins. */
  readonly requestTimeout: number;
}

/** The largest replies, 1,000 events of a history, take AWS a few seconds. */
const TIMEOUTS: RequestTimeouts = { connectionTimeout: 5_000, requestTimeout: 30_000 };

/** Without the flag, the SDK but logs a warning when a reply is late. */
const makeHandler = (timeouts: RequestTimeouts) => ({ ...timeouts, throwOnRequestTimeout: true });

/** Clients for AWS itself: credentials and endpoints from where every AWS tool takes them. */
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

/** Clients for the local endpoints; real credentials, if there are any, are never sent. */
export function createLocalClients(
  region: string,
  endpoints: LocalEndpoints,
  timeouts: RequestTimeouts = TIMEOUTS,
): AwsClients {
  // A user's settings for AWS may ask for such endpoints, and the SDK refuses to combine them with an address.
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
    // The local endpoints hold the logs of every region.
    logsIn: () => logs,
    close: () => {
      for (const client of [stepFunctions, batch, logs]) client.destroy();
    },
  };
}
