import { startLoopbackServer } from "local-aws";
import { openConsoleTarget } from "../../../cli/console/open-console-target";
import { createScreen } from "../../../cli/screen";
import { givenContext } from "../memory-context";

it("takes the clock and the speed of a running poller local", async () => {
  const server = await startLoopbackServer({
    name: "endpoint",
    handle: ({ path }) =>
      Promise.resolve(
        path === "/_clock" ? { status: 200, body: '{"nowMs":1000000,"speed":30}' } : { status: 404, body: "" },
      ),
  });
  const environment = { AWS_ENDPOINT_URL_SFN: server.url, AWS_ENDPOINT_URL_BATCH: server.url };
  const context = givenContext({ environment });
  const stateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:machine";

  const target = await openConsoleTarget(
    { local: true, stateMachineArn, speed: 1, integration: "poll" },
    context,
    createScreen(context, { color: false }),
  );

  expect(target).toMatchObject({ isLocal: true, stateMachineArn, clock: { speed: 30 } });
  expect(target.clock.now()).toBeLessThan(1_000_000 + 30 * 60_000);
  await target.close();
  await server.close();
});
