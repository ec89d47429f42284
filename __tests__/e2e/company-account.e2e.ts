import { join } from "node:path";
import * as z from "zod";
import { makeClone, type Clone } from "./support/clone";
import { startCloud, type Cloud } from "./support/cloud";
import { runOrThrow } from "./support/command";
import { installEmulators } from "./support/python";
import { step } from "./support/steps";

const DEV = ["--environment", "dev"];
const MINUTE_MS = 60_000;

let cloud: Cloud;
let clone: Clone;
let others: string;
/** Settings that the platform team gave us. */
let rules: Record<string, string>;

/** Runs a part of support/company_account.py, which acts as the platform team. */
async function company(part: "prepare" | "tag" | "others"): Promise<string> {
  const python = join(await installEmulators(), "python");
  const script = join(__dirname, "support", "company_account.py");
  return runOrThrow(python, [script, part], { cwd: __dirname, environment: cloud.environment });
}

/** Advice for a resource that exists. */
const IMPORT = /import it: npm run state -- (import .+), and deploy again/;

const poller = (...args: readonly string[]) => clone.poller([...args, ...DEV], rules);

beforeAll(async () => {
  cloud = await startCloud();
  clone = await makeClone(cloud.environment, "022");
  const { boundary, key } = z
    .object({ boundary: z.string(), key: z.string() })
    .parse(JSON.parse(await company("prepare")));
  rules = {
    TAGS: '{"CostCenter":"4711"}',
    IGNORE_TAGS: "audit:*",
    PERMISSIONS_BOUNDARY_ARN: boundary,
    ROLE_PATH: "/team-a/",
    KMS_KEY_ARN: key,
  };
  others = await company("others");
}, 5 * MINUTE_MS);

afterAll(async () => {
  await clone.remove();
  await cloud.stop();
});

describe("account of a company", () => {
  step(
    "names the setting for an existing OIDC provider, with which bootstrap ends",
    async () => {
      const first = await poller("bootstrap", "--yes");
      const [, name = "", value = "", command = ""] =
        /set (GITHUB_OIDC_PROVIDER)=(existing) and run bootstrap again: npm run poller -- (.+)$/m.exec(first.output) ??
        [];
      rules[name] = value;
      const second = await clone.poller([...command.split(" "), "--yes"], rules);

      expect(first.exitCode).toBe(1);
      expect({ exitCode: second.exitCode, output: second.output }).toMatchObject({ exitCode: 0 });
      expect(second.output).not.toMatch(/delete/);
      expect(await company("others")).toBe(others);
    },
    5 * MINUTE_MS,
  );

  step(
    "imports log groups that exist with the printed commands, also into job-poller, and deploys",
    async () => {
      let end = await poller("deploy", "--yes");
      const imported: string[] = [];
      for (let round = 0; round < 3 && end.exitCode !== 0; round += 1) {
        expect(end.output).toMatch(IMPORT);
        const [, command = ""] = IMPORT.exec(end.output) ?? [];
        const { exitCode, output } = await clone.poller(["state", ...command.split(" ")], rules);
        expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
        imported.push(command.replace(/.*--stack /, ""));
        end = await poller("deploy", "--yes");
      }

      expect({ exitCode: end.exitCode, output: end.output }).toMatchObject({ exitCode: 0 });
      expect(imported).toEqual(["batch", "job-poller"]);
    },
    12 * MINUTE_MS,
  );

  step(
    "has no drift after the company has tagged the resources; each role has its boundary and path",
    async () => {
      const roles = z
        .array(z.object({ path: z.string(), boundary: z.string() }))
        .parse(JSON.parse(await company("tag")));
      const { exitCode, output } = await poller("plan");

      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      expect(roles.length).toBeGreaterThan(8);
      expect(new Set(roles.map(({ boundary }) => boundary))).toEqual(new Set([rules["PERMISSIONS_BOUNDARY_ARN"]]));
      expect(roles.filter(({ path }) => !path.startsWith("/team-a/job-status-poller"))).toEqual([]);
      const bootstrapped = await poller("bootstrap");
      expect(bootstrapped.output).toContain("state-backend-dev: nothing to change");
    },
    5 * MINUTE_MS,
  );

  step(
    "refuses another team's bootstrap under the same name, which then passes with another POLLER_NAME",
    async () => {
      const theirs = { ...rules, GITHUB_REPOSITORY: "team-c/poller" };
      const refused = await clone.poller(["bootstrap", ...DEV, "--yes"], theirs);
      const own = await clone.poller(["bootstrap", ...DEV, "--yes"], { ...theirs, POLLER_NAME: "team-c" });

      expect(refused.exitCode).toBe(1);
      expect(refused.output).toMatch(/trusts the repository acme\/poller, not team-c\/poller, so nothing was changed/);
      expect({ exitCode: own.exitCode, output: own.output }).toMatchObject({ exitCode: 0 });
    },
    5 * MINUTE_MS,
  );

  step(
    "destroys the environment, and changes nothing of others",
    async () => {
      const { exitCode, output } = await poller("destroy", "--yes");

      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      expect(await company("others")).toBe(others);
    },
    5 * MINUTE_MS,
  );
});
