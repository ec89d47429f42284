import * as z from "zod";
import { runPoller } from "../../../cli/run-poller";
import { startLoopbackServer, type LoopbackServer } from "local-aws";
import { givenContext } from "../memory-context";

const STATE_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const requestSchema = z.object({ name: z.string() });

describe("StartExecution whose first reply is lost", () => {
  let server: LoopbackServer;
  afterEach(() => server.close());

  it.each([["start"], ["attach", "876da822-4198-45f2-a252-6cea32512ea8"]])(
    "sends the same name again, so that %s starts one execution",
    async (...command) => {
      const bodies: unknown[] = [];
      server = await startLoopbackServer({
        name: "test",
        handle: ({ body }) => {
          bodies.push(JSON.parse(body));
          const { name } = requestSchema.parse(bodies.at(-1));
          return Promise.resolve(
            bodies.length === 1
              ? { status: 503, body: JSON.stringify({ __type: "ServiceUnavailable" }) }
              : { status: 200, body: JSON.stringify({ executionArn: `arn:${name}`, startDate: 0 }) },
          );
        },
      });
      const environment = { AWS_ENDPOINT_URL_SFN: server.url, AWS_ENDPOINT_URL_BATCH: server.url };
      const context = givenContext({ environment });

      const exitCode = await runPoller([...command, "--local", "--state-machine-arn", STATE_MACHINE], context);

      const names = bodies.map((body) => requestSchema.parse(body).name);
      expect(exitCode).toBe(0);
      expect(names).toEqual([expect.stringMatching(UUID), names[0]]);
      expect(context.stdout.text).toBe(`arn:${String(names[0])}\n`);
    },
  );
});
