import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { SETTINGS_SCHEMA } from "../../config/settings-schema";
import { FAILURE_CATEGORIES, isRetryable } from "../../workflow/result/failure";
import { EMPTY_RESULT } from "../../workflow/result/job-result";
import { DOCUMENTS, readDocument as read } from "./documents";
import { resourcesOf, START_OPTIONS, synthEnvironment } from "../../testing/given-deployment";

const { scripts, dependencies, devDependencies } = z
  .object({
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(read("package.json")));

const root = join(__dirname, "..", "..");

const workspaceSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

const scriptsNamedIn = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/npm (?:run ([\w:-]+)|(test)\b)/g)]
      .map(([, script, test]) => script ?? test ?? "")
      .filter(Boolean),
  ),
];

it("lists every script of package.json in help, and no other", () => {
  expect(scriptsNamedIn(read("help")).sort()).toEqual(Object.keys(scripts).sort());
});

it("explains each dependency in CONTRIBUTING", () => {
  const text = read("CONTRIBUTING.md");
  const ofWorkspaces = readdirSync("packages").flatMap((folder) =>
    Object.keys(workspaceSchema.parse(JSON.parse(read(`packages/${folder}/package.json`))).dependencies),
  );
  const packages = [...Object.keys({ ...dependencies, ...devDependencies }), ...ofWorkspaces];

  expect(packages.filter((name) => !name.startsWith("@types/") && !text.includes(name))).toEqual([]);
});

it("lists every setting in docs/settings.md", () => {
  const text = read("docs/settings.md");

  expect(Object.keys(SETTINGS_SCHEMA.shape).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

it("lists only settings that exist in docs/settings.md", () => {
  const listed = [...read("docs/settings.md").matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name ?? "");

  expect(listed.filter((name) => !(name in SETTINGS_SCHEMA.shape))).toEqual([]);
});

it("lists every failure category in docs/workflow.md, with whether it is retryable", () => {
  const rows = read("docs/workflow.md")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()));

  for (const category of FAILURE_CATEGORIES) {
    const row = rows.find(([, names]) => names?.split(", ").includes(category));
    const retryable = row?.[3] === "yes" || row?.[3] === category;
    expect({ category, listed: row !== undefined, retryable }).toEqual({
      category,
      listed: true,
      retryable: isRetryable(category),
    });
  }
});

it("lists every field of the JobResult in docs/workflow.md", () => {
  const text = read("docs/workflow.md");

  expect(Object.keys(EMPTY_RESULT).filter((field) => !text.includes(`\`${field}\``))).toEqual([]);
});

it("has a heading in docs/operations.md for each alarm, and for no other", () => {
  const headings = [...read("docs/operations.md").matchAll(/^## (`.*)$/gm)].map(([, heading]) => heading ?? "");
  const { jobPoller } = synthEnvironment({ ...START_OPTIONS, WAIT_INTEGRATION: "events" });
  const alarms = resourcesOf(jobPoller, "aws_cloudwatch_metric_alarm").map((alarm) =>
    String(alarm["alarm_name"]).replace("job-status-poller-dev-", "`"),
  );

  expect(headings.flatMap((heading) => heading.split("`, ").map((name) => name.replace(/`$/, ""))).sort()).toEqual(
    alarms.sort(),
  );
});

it("shows the sample input in the README as it is in sample-job/", () => {
  const sample: unknown = JSON.parse(read("sample-job/execution-input.json"));
  const shown = /^ {4}(\{ "jobName".*\})$/m.exec(read("README.md"))?.[1] ?? "";

  expect(JSON.parse(shown)).toEqual(sample);
});

it("lists existing files as reading orders in the architecture", () => {
  const [, orders = ""] = read("docs/architecture.md").split("## Where to read");
  const files = [...(orders.split("\n## ")[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file);

  expect(files.length).toBeGreaterThan(30);
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

it("keeps each decision to 40 lines and the architecture to 115", () => {
  const tooLong = DOCUMENTS.filter(
    (document) => document.startsWith("docs/decisions/") || document === "docs/architecture.md",
  ).filter((document) => read(document).split("\n").length - 1 > (document.includes("decisions") ? 40 : 115));

  expect(tooLong).toEqual([]);
});
