import { PassThrough } from "node:stream";
import { endOnBrokenPipe } from "../../cli/end-on-broken-pipe";

const givenError = (code: string): Error => Object.assign(new Error(`write ${code}`), { code });

describe("endOnBrokenPipe", () => {
  it("ends when the reader of any output has gone", () => {
    const outputs = [new PassThrough(), new PassThrough()];
    let ended = 0;
    endOnBrokenPipe(outputs, () => (ended += 1));

    for (const output of outputs) output.emit("error", givenError("EPIPE"));

    expect(ended).toBe(2);
  });

  it("rethrows other errors", () => {
    const output = new PassThrough();
    endOnBrokenPipe([output], () => undefined);

    expect(() => output.emit("error", givenError("ENOSPC"))).toThrow("write ENOSPC");
  });
});
