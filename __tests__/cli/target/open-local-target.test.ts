import { openTarget } from "../../../cli/target/open-target";
import { givenContext } from "../memory-context";
import { startLoopbackServer, type LoopbackServer } from "local-aws";

const STATE_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m";

describe("openTarget --local", () => {
  let server: LoopbackServer;
  afterEach(() => server.close());

  /** An endpoint whose ListStateMachines gives these. */
  async function openWith(stateMachineArns: readonly string[]) {
    const stateMachines = stateMachineArns.map((stateMachineArn) => ({
      stateMachineArn,
      name: "m",
      type: "STANDARD",
      creationDate: 0,
    }));
    server = await startLoopbackServer({
      name: "test",
      handle: () => Promise.resolve({ status: 200, body: JSON.stringify({ stateMachines }) }),
    });
    const environment = { AWS_ENDPOINT_URL_SFN: server.url, AWS_ENDPOINT_URL_BATCH: server.url };
    return openTarget({ local: true }, givenContext({ environment }));
  }

  it("selects the only state machine", async () => {
    const target = await openWith([STATE_MACHINE]);

    expect(target).toMatchObject({ stateMachineArn: STATE_MACHINE, isLocal: true, optionsShown: "--local" });
    target.clients.close();
  });

  it("reports when there is no state machine", async () => {
    await expect(openWith([])).rejects.toThrow("the local endpoint has no state machine");
  });

  it("rejects an ambiguous target when there are several state machines", async () => {
    await expect(openWith([STATE_MACHINE, `${STATE_MACHINE}2`])).rejects.toThrow(
      "the local endpoint has 2 state machines; choose one with --state-machine-arn",
    );
  });
});
