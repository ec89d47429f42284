import packageJson from "../../package.json";
import { runPoller } from "../../cli/run-poller";
import { givenContext } from "./memory-context";

describe("poller --version", () => {
  it.each(["--version", "-V"])("prints the versions of the package and of Node with %s", async (option) => {
    const context = givenContext();

    await expect(runPoller([option], context)).resolves.toBe(0);
    expect(context.stdout.text).toBe(`poller ${packageJson.version}, Node ${process.versions.node}\n`);
  });
});
