import MarkdownIt from "markdown-it";
import { COMMENT_MARKER, isAbout } from "../../src/render/comment-markers";
import { CHANGE_GROUPS, type OutputChange } from "../../src/report/plan-report";
import {
  COMMENT_LIMIT_BYTES,
  markOutdated,
  renderComment,
  type CommentView,
  SUMMARY_LIMIT_BYTES,
} from "../../src/render/render-comment";
import { renderPlanSummary } from "../../src/render/render-plan-summary";
import { givenAttribute, givenChange, givenChanges, givenReport } from "../../testing/given-report";

/** Maximum comment size of GitHub, in characters. */
const GITHUB_LIMIT = 65_536;
const HEAD = "c0ffee".padEnd(40, "0");
const RUN = "https://github.example/acme/poller/actions/runs/7";

const render = (reports: CommentView["reports"], more: Partial<CommentView> = {}): string =>
  renderComment({
    environment: "dev",
    reports,
    isIncomplete: false,
    headSha: HEAD,
    runUrl: RUN,
    limitBytes: COMMENT_LIMIT_BYTES,
    ...more,
  });

describe("renderComment", () => {
  it("shows in the title that nothing changes", () => {
    const text = render([givenReport()]);

    expect(text).toContain("## ✅ No changes to dev for c0ffee0");
    expect(text).toMatch(/\| `job-poller-dev` \| · \| · \| · \| · \| `[0-9a-f]{12}` no changes \|/);
  });

  it("has one row per stack, sorted by name", () => {
    const text = render([givenReport([], { stack: "job-poller-dev" }), givenReport([], { stack: "batch-dev" })]);

    expect([...text.matchAll(/^\| `([\w-]+)`/gm)].map(([, stack]) => stack)).toEqual(["batch-dev", "job-poller-dev"]);
  });

  it("shows the most important changes first", () => {
    const text = render([givenReport(givenChanges(60))]);

    const titles = [...text.matchAll(/<b>(.+?)<\/b> \((\d+)\)/g)].map(([, title]) => title);
    expect(titles).toEqual(["🔴 Destroyed", "🟠 Replaced", "🔐 Permissions", "🌐 Network", "Other"]);
    expect(titles).toHaveLength(CHANGE_GROUPS.length);
  });

  it("shows the values before and after as a diff", () => {
    const text = render([
      givenReport([
        givenChange("aws_iam_role_policy.a", ["update"], [givenAttribute("policy.Action", "batch:X", "batch:*")]),
      ]),
    ]);

    expect(text).toContain('! aws_iam_role_policy.a\n-     policy.Action: "batch:X"\n+     policy.Action: "batch:*"\n');
  });

  it("lists attributes computed by AWS on one line", () => {
    const text = render([
      givenReport([
        givenChange(
          "aws_sqs_queue.a",
          ["create"],
          [
            givenAttribute("arn", undefined, "?"),
            givenAttribute("id", undefined, "?"),
            givenAttribute("name", undefined, "q"),
          ],
        ),
      ]),
    ]);

    expect(text).toContain('+ aws_sqs_queue.a\n      name: "q"\n      known after apply: arn, id\n');
  });

  it("shows why a resource is replaced, moved, imported, removed from the state or deposed", () => {
    const text = render([
      givenReport([
        givenChange("aws_batch_job_queue.a", ["delete", "create"], [], { replacePaths: ["name"] }),
        givenChange("aws_sns_topic.b", ["no-op"], [], { previousAddress: "aws_sns_topic.old" }),
        givenChange("aws_sns_topic.c", ["no-op"], [], { importId: "arn" }),
        givenChange("aws_sns_topic.d", ["delete"], [], { deposed: "1a2b" }),
        givenChange("aws_sns_topic.e", ["forget"]),
      ]),
    ]);

    expect(text).toContain("- aws_batch_job_queue.a  is replaced, forced by name\n");
    expect(text).toContain("  aws_sns_topic.b  (moved from aws_sns_topic.old)\n");
    expect(text).toContain("  aws_sns_topic.c  (imported as arn)\n");
    expect(text).toContain("- aws_sns_topic.d  (deposed object 1a2b of an interrupted replacement)\n");
    expect(text).toContain("- aws_sns_topic.e  is removed from the state, not deleted\n");
  });

  it("shows the allow-destroy lines of guarded resources", () => {
    const text = render([givenReport([givenChange("aws_cloudwatch_log_group.logs", ["delete"])])]);

    expect(text).toContain("> allow-destroy: aws_cloudwatch_log_group.logs\n");
  });

  it("shows missing lock files and failed checks", () => {
    const failedChecks = [{ address: "check.code", problems: ["submit-job runs other code"] }];
    const text = render([givenReport([], { lockFile: "absent", failedChecks })]);

    expect(text).toContain("No provider lock file is committed for `job-poller-dev`");
    expect(text).toContain("> - `job-poller-dev`: `submit-job runs other code`");
  });

  it("shows the locked providers, and a raised provider at the top", () => {
    const aws = { source: "registry.terraform.io/hashicorp/aws", version: "6.1.0", previous: "5.100.0" };
    const text = render([givenReport([], { lockFile: { sha256: "d".repeat(64), providers: [aws] } })]);

    expect(text).toContain("> - `job-poller-dev`: `registry.terraform.io/hashicorp/aws 5.100.0 -> 6.1.0`\n\n");
    expect(text).toContain(`  lock    sha256:${"d".repeat(64)}\n          registry.terraform.io/hashicorp/aws 6.1.0\n`);
    expect(render([givenReport()])).not.toContain("Other providers");
  });

  it("lists changed outputs with their values, and hides sensitive ones", () => {
    const outputs: OutputChange[] = [
      { name: "url", actions: ["update"], attributes: [givenAttribute("", "a", "b")] },
      { name: "arns", actions: ["create"], attributes: [givenAttribute("[0]", undefined, "arn")] },
      { name: "key", actions: ["create"], attributes: [{ path: "", after: { kind: "hidden", hash: "scrypt:1" } }] },
      { name: "gone", actions: ["delete"], attributes: [] },
      {
        name: "long",
        actions: ["update"],
        attributes: [givenAttribute("", `${"x".repeat(500)}1`, `${"x".repeat(500)}2`)],
      },
    ];
    const text = render([givenReport([], { outputs })]);

    expect(text).toContain('- `job-poller-dev`: `url` (update) `"a"` → `"b"`\n');
    expect(text).toContain('- `job-poller-dev`: `arns` (create) `[0]` `"arn"`\n');
    expect(text).toContain("- `job-poller-dev`: `key` (create) `(hidden)`\n");
    expect(text).toContain("- `job-poller-dev`: `gone` (delete)\n");
    expect(text).toMatch(/`long` \(update\) `…x{60}1"` → `…x{60}2"`\n/);
  });

  it.each([
    ["guarded addresses", { guarded: Array.from({ length: 40 }, (_, index) => `${"🌈".repeat(2000)}${index}`) }],
    [
      "failed checks",
      { failedChecks: [{ address: "a", problems: Array.from({ length: 40 }, () => "ä".repeat(4000)) }] },
    ],
    [
      "outputs",
      {
        outputs: Array.from({ length: 50 }, (_, index): OutputChange => {
          return { name: `${"n".repeat(3000)}${index}`, actions: ["create"], attributes: [] };
        }),
      },
    ],
  ])("stays within the limit with long %s", (_, more) => {
    const text = render([givenReport(givenChanges(60), more)]);

    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_LIMIT_BYTES);
    expect(text).toMatch(/… and \d+ more/);
    expect(text).toContain("For the full plans, see the [run summary]");
  });

  it("links to the log if some or all stacks could not be planned", () => {
    expect(render([givenReport()], { isIncomplete: true })).toContain(
      `> For the reason, see the [run log](${RUN}). Only these stacks were planned:`,
    );
    const nothing = render([], { isIncomplete: true, runUrl: undefined, headSha: undefined });
    expect(nothing).toContain("## ❌ Not every stack of dev could be planned\n");
    expect(nothing).toContain("> For the reason, see the run log. No stack was planned.");
    expect(nothing).not.toContain("| Stack |");
    expect(nothing).toContain("Another plan is shown again before it is applied.");
  });

  it("starts with the number of changes, and of those that matter most", () => {
    const title = (text: string): string | undefined => /^## .*$/m.exec(text)?.[0];

    expect(title(render([givenReport(givenChanges(24))]))).toBe(
      "## 24 changes to dev for c0ffee0: 2 destroyed, 2 replaced, 2 permissions",
    );
    expect(title(render([givenReport([givenChange("aws_iam_role.a", ["create"])])]))).toBe(
      "## 1 change to dev for c0ffee0: 1 permission",
    );
    expect(title(render([givenReport([givenChange("aws_sns_topic.a", ["create"])])]))).toBe(
      "## 1 change to dev for c0ffee0",
    );
  });

  it("expands all groups if there are few changes", () => {
    const network = (count: number): string =>
      render([
        givenReport(Array.from({ length: count }, (_, index) => givenChange(`aws_subnet.s${index}`, ["create"]))),
      ]);

    expect(network(8)).toContain("<details open><summary><b>🌐 Network</b> (8)");
    expect(network(9)).toContain("<details><summary><b>🌐 Network</b> (9)");
  });

  it.each([60, 300, 600, 2000])("never folds permissions, replacements and losses, with %d changes", (count) => {
    const text = render([givenReport(givenChanges(count))]);

    for (const title of ["Destroyed", "Replaced", "Permissions"])
      expect(text).not.toMatch(new RegExp(`<details><summary><b>\\S+ ${title}`));
  });

  it.each([0, 1, 60, 600, 2000, 20_000])("stays within GitHub's limit with %d changes", (count) => {
    const text = render([givenReport(givenChanges(count))]);

    expect(text.length).toBeLessThan(GITHUB_LIMIT - 500);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_LIMIT_BYTES);
  });

  it("omits values of the least important groups first, with a link to the full plan", () => {
    const some = render([givenReport(givenChanges(300))]);
    const fewer = render([givenReport(givenChanges(600))]);

    expect(some).toContain(
      `Shortened: values are omitted in the groups other. For the full plan, see the [run summary](${RUN}).`,
    );
    expect(fewer).toContain("Shortened: values are omitted in the groups");
    for (const { address } of givenChanges(600)) expect(fewer).toContain(address);
    expect(fewer).toContain("is replaced, forced by name");
  });

  it("lists the most important changes if not all addresses fit", () => {
    const changes = givenChanges(3000);
    const text = render([givenReport(changes)]);

    expect(text).toMatch(
      /Shortened: showing the \d+ most important changes of 3000; \d+ are omitted\. For the full plan/,
    );
    for (const { address, group } of changes.filter((change) => change.group === "destroy"))
      expect({ group, isShown: text.includes(address) }).toEqual({ group, isShown: true });
  });

  it("truncates long values and limits the attributes of a resource", () => {
    const attributes = Array.from({ length: 200 }, (_, index) =>
      givenAttribute(`tags.T${index}`, "x".repeat(999), "y"),
    );
    const text = render([givenReport([givenChange("aws_sns_topic.a", ["update"], attributes)])]);

    expect(text).toContain(`-     tags.T0: "${"x".repeat(119)}…${"x".repeat(119)}"\n`);
    expect(text).toContain("… and 140 more\n");
  });

  it("shows two long values at their first difference", () => {
    const script = "echo harmless; ".repeat(40);
    const command = givenAttribute("command", script, `${script}curl evil.example`);
    const text = render([givenReport([givenChange("aws_batch_job_definition.a", ["update"], [command])])]);

    expect(text).toMatch(/^\+ {5}command: ….*curl evil\.example"$/m);
    expect(text).toMatch(/^- {5}command: …[^.]*"$/m);
    expect(text).not.toContain(script);
  });

  it("shows only the changed lines of a multi-line string", () => {
    const script = ["set -e", "echo one", "echo two", "exit 0"];
    const changed = ["set -e", "echo ONE", "curl evil.example", "echo two", "exit 0", ""];
    const command = givenAttribute("command[2]", script.join("\n"), changed.join("\n"));
    const added = givenAttribute("command[3]", "a\nc", "a\nb\nc");
    const whole = givenAttribute("name", "a", "b");
    const text = render([givenReport([givenChange("aws_thing.a", ["update"], [command, added, whole])])]);

    expect(text).toContain(
      [
        "! aws_thing.a",
        '-     command[2], line 2: "echo one"',
        '+     command[2], line 2: "echo ONE"',
        '-     command[2], line 3: "echo two"',
        '+     command[2], line 3: "curl evil.example"',
        '-     command[2], line 4: "exit 0"',
        '+     command[2], line 4: "echo two"',
        '+     command[2], line 5: "exit 0"',
        '+     command[2], line 6: ""',
        '+     command[3], line 2: "b"',
        '-     name: "a"',
        '+     name: "b"\n',
      ].join("\n"),
    );
  });

  it("does not split a string with too many changed lines", () => {
    const lines = (word: string): string => Array.from({ length: 21 }, () => word).join("\n");
    const report = givenReport([givenChange("aws_thing.a", ["update"], [givenAttribute("x", lines("a"), lines("b"))])]);

    expect(render([report])).toContain(String.raw`-     x: "a\na\n`);
    expect(renderPlanSummary(report, SUMMARY_LIMIT_BYTES)).toContain('+     x, line 21: "b"\n');
  });

  it("shows in the summary what is truncated in the comment", () => {
    const statements = Array.from({ length: 100 }, (_, index) =>
      givenAttribute(`policy.Statement[${String(index).padStart(2, "0")}].Action`, undefined, `s3:${"x".repeat(300)}`),
    );
    const evil = givenAttribute("policy.Statement[99].Resource", undefined, `${"y".repeat(400)}evil`);
    const report = givenReport([givenChange("aws_iam_role_policy.a", ["create"], [...statements, evil])]);

    expect(render([report])).toContain("… and 41 more\n");
    expect(renderPlanSummary(report, SUMMARY_LIMIT_BYTES)).toContain('policy.Statement[99].Resource: "yyy');
    expect(renderPlanSummary(report, SUMMARY_LIMIT_BYTES)).toContain('yevil"\n');
    expect(Buffer.byteLength(renderPlanSummary(report, 9_000))).toBeLessThanOrEqual(9_000);
  });

  it("escapes invisible and bidirectional characters", () => {
    const hidden = givenAttribute("policy.Principal\u200b", "arn:1\u202e2", "arn:1\u{e0041}2");
    const problems = ["code\u2066\u2069"];
    const text = render([
      givenReport([givenChange("aws_kms_key.a\u00ad", ["update"], [hidden])], {
        failedChecks: [{ address: "check.a", problems }],
      }),
    ]);

    expect(text).toContain(String.raw`aws_kms_key.a\u00ad`);
    expect(text).toContain(String.raw`-     policy.Principal\u200b: "arn:1\u202e2"`);
    expect(text).toContain(String.raw`: "arn:1\udb40\udc412"`);
    expect(text).toContain("`code" + String.raw`\u2066\u2069` + "`");
    expect(text).not.toMatch(/\p{Cf}/u);
  });

  it("omits default tags of a new resource, but shows changed ones", () => {
    const text = render([
      givenReport([
        givenChange("aws_sns_topic.a", ["create"], [givenAttribute("tags_all.Project", undefined, "new")]),
        givenChange("aws_sns_topic.b", ["update"], [givenAttribute("tags_all.Project", "old", "newer")]),
      ]),
    ]);

    expect(text).not.toContain('tags_all.Project: "new"');
    expect(text).toContain('+     tags_all.Project: "newer"');
  });

  it("escapes addresses and values", () => {
    const evil = "</details>\n```\n# <img src=x> @everyone";
    const text = render([
      givenReport([givenChange(`aws_s3_bucket.${evil}`, ["delete"], [givenAttribute(evil, evil, undefined)])]),
    ]);

    const html = new MarkdownIt({ html: true }).render(text);
    expect(html).toContain("&lt;img");
    expect(html).not.toContain("<img");
    expect(html.replaceAll(/<code[^]*?<\/code>/g, "")).not.toContain("everyone");
  });
});

describe("comment after a new push", () => {
  const body = render([givenReport()]);

  it("matches its commit", () => {
    expect(isAbout(body, HEAD)).toBe(true);
    expect(isAbout(body, "1".repeat(40))).toBe(false);
  });

  it("has one notice and keeps its marker", () => {
    const marked = markOutdated(body, "1".repeat(40));

    expect(marked.startsWith(COMMENT_MARKER)).toBe(true);
    expect(marked).toContain("> **Outdated:** `1111111` was pushed since and is being planned.");
    expect(markOutdated(marked, "2".repeat(40))).toBe(marked);
    expect(marked.length - body.length).toBeLessThan(GITHUB_LIMIT - COMMENT_LIMIT_BYTES);
  });
});
