import { startLogsEndpoint } from "../emulators/logs-endpoint";
import { startLoopbackServer, type LoopbackRequest, type LoopbackServer } from "../src/loopback-server";

describe("startLogsEndpoint", () => {
  const servers: LoopbackServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

  /** @param batchStatus - status of the Batch endpoint's replies */
  async function givenEndpoint(batchStatus: number) {
    const received: LoopbackRequest[] = [];
    const serve = async (name: string, status: number): Promise<LoopbackServer> => {
      const server = await startLoopbackServer({
        name,
        handle: (request) => {
          received.push(request);
          const headers = status === 200 ? {} : { "x-amzn-errortype": "ResourceNotFoundException" };
          return Promise.resolve({ status, headers, body: name });
        },
      });
      servers.push(server);
      return server;
    };
    const [batch, moto] = [await serve("batch", batchStatus), await serve("moto", 400)];
    const endpoint = await startLogsEndpoint(batch, moto.url);
    servers.push(endpoint);
    const call = async (operation: string) => {
      const reply = await fetch(endpoint.url, {
        method: "POST",
        headers: { "x-amz-target": `Logs_20140328.${operation}`, authorization: "AWS4-HMAC-SHA256 logs" },
        body: "{}",
      });
      return [reply.status, await reply.text(), reply.headers.get("x-amzn-errortype")];
    };
    return { call, received };
  }

  it.each(["GetLogEvents", "DescribeLogStreams"])(
    "reads the logs of jobs from the Batch endpoint: %s",
    async (name) => {
      const { call } = await givenEndpoint(200);

      expect(await call(name)).toEqual([200, "batch", null]);
    },
  );

  it("passes reads of other logs on to moto, with its errors", async () => {
    const { call } = await givenEndpoint(400);

    expect(await call("GetLogEvents")).toEqual([400, "moto", "ResourceNotFoundException"]);
  });

  it("passes all other operations only to moto, with body and signature", async () => {
    const { call, received } = await givenEndpoint(200);

    expect(await call("CreateLogGroup")).toEqual([400, "moto", "ResourceNotFoundException"]);
    expect(received).toMatchObject([{ body: "{}", headers: { authorization: "AWS4-HMAC-SHA256 logs" } }]);
  });
});
