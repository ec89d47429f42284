import { VirtualClock, type LambdaInvoker } from "local-aws";
import { containing } from "../../testing/matchers";
import { FaultyLambdas, lambdaFaultSchema } from "./faulty-lambdas";

const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:poller-dev-${name}`;

function given(fault: object) {
  const clock = new VirtualClock();
  const invoked: string[] = [];
  const lambdas: LambdaInvoker = {
    invoke: (functionArn) => {
      invoked.push(functionArn);
      return Promise.resolve({ ok: true, payload: null });
    },
  };
  const faulty = new FaultyLambdas(clock);
  faulty.load([lambdaFaultSchema.parse(fault)]);
  const around = faulty.around(lambdas);
  const invoke = (name: string) => around.invoke(arnOf(name), {}, new AbortController().signal);
  return { clock, invoked, faulty, invoke };
}

it("fails invocations within the window without running the function", async () => {
  const { clock, invoked, invoke } = given({
    function: "check-job",
    error: "Lambda.TooManyRequestsException",
    fromSeconds: 10,
    forSeconds: 5,
  });

  const before = await invoke("check-job");
  await clock.sleep(10_000);
  const during = [await invoke("check-job"), await invoke("submit-job")];
  await clock.sleep(5_000);
  const after = await invoke("check-job");

  expect([before, during[1], after].map((result) => result?.ok)).toEqual([true, true, true]);
  expect(during[0]).toEqual({
    ok: false,
    error: "Lambda.TooManyRequestsException",
    cause: containing("Rate Exceeded. (Service: Lambda, Status Code: 429"),
  });
  expect(invoked).toHaveLength(3);
});

it("runs the function but loses its response when takesEffect is set", async () => {
  const { invoked, invoke } = given({
    function: "submit-job",
    error: "Lambda.SdkClientException",
    forSeconds: 1,
    takesEffect: true,
  });

  const result = await invoke("submit-job:live");

  expect(result).toMatchObject({ ok: false, error: "Lambda.SdkClientException" });
  expect(invoked).toEqual([arnOf("submit-job:live")]);
});

it("replaces the faults at the next load", async () => {
  const { faulty, invoke } = given({ function: "check-job", error: "Lambda.ServiceException", forSeconds: 60 });

  faulty.load([]);

  expect(await invoke("check-job")).toEqual({ ok: true, payload: null });
});

it("records invocations that fail without a fault", async () => {
  const { clock } = given({ function: "check-job", error: "Lambda.ServiceException", forSeconds: 60 });
  const faulty = new FaultyLambdas(clock);
  const around = faulty.around({ invoke: () => Promise.resolve({ ok: false, error: "Error", cause: "{}" }) });

  const invocation = around.invoke(arnOf("submit-job"), { one: 1 }, new AbortController().signal);

  expect(faulty.isInvoked("submit-job")).toBe(true);
  await invocation;
  expect(faulty.isInvoked("submit-job")).toBe(false);
  expect(faulty.findFailures("submit-job")).toEqual([{ one: 1 }]);
  expect(faulty.findFailures("check-job")).toEqual([]);
});
