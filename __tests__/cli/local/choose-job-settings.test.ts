import { chooseJobSettings } from "../../../cli/local/open-local-environment";
import { createScreen } from "../../../cli/screen";
import { givenContext } from "../memory-context";

/** @param runner - value of --runner */
function choose(runner: "docker" | undefined, environment: Readonly<Record<string, string>>) {
  const context = givenContext({ environment });
  const settings = chooseJobSettings({ runner }, context, createScreen(context, { color: false }));
  return { settings, stderr: context.stderr.text };
}

it("uses the settings of the job for containers, and names them", () => {
  expect(choose("docker", { JOB_IMAGE: "mine:1", JOB_VCPUS: "1" })).toEqual({
    settings: { JOB_IMAGE: "mine:1", JOB_VCPUS: "1" },
    stderr: "Settings of the job from the environment: JOB_IMAGE, JOB_VCPUS\n",
  });
});

it("ignores the settings of the job for processes, and names them", () => {
  expect(choose(undefined, { JOB_IMAGE: "mine:1" })).toEqual({
    settings: {},
    stderr: "Ignored without --runner docker or podman: JOB_IMAGE\n",
  });
});

it("prints nothing without settings of the job", () => {
  expect(choose("docker", { PATH: "/bin" })).toEqual({ settings: {}, stderr: "" });
});
