import MarkdownIt from "markdown-it";
import { renderApply, renderDifferences } from "../../src/render/render-apply";

describe("renderApply", () => {
  it("shows failed changes first, then changes not started, then completed ones", () => {
    const text = renderApply(
      "batch-dev",
      [
        { address: "a.done", actions: ["create"], state: "done" },
        { address: "a.open", actions: ["delete", "create"], state: "not begun" },
        { address: "a.failed", actions: ["update"], state: "failed" },
        { address: "a.cut", actions: ["update"], state: "interrupted" },
      ],
      "AccessDenied ```",
    );

    expect(text).toContain("## ❌ batch-dev partially applied: 1 of 4 changes\n\n````\nAccessDenied ```\n````");
    expect([...text.matchAll(/`(a\.\w+)` \| (.+?) \| (.+?) \|/g)].map((match) => match.slice(1))).toEqual([
      ["a.failed", "update", "❌ failed"],
      ["a.cut", "update", "❓ interrupted"],
      ["a.open", "delete, then create", "⏸ not started"],
      ["a.done", "create", "✅ done"],
    ]);
  });

  it("keeps an address with | in its cell", () => {
    const changes = [{ address: 'aws_sqs_queue.a["b|c"]', actions: ["create"], state: "done" as const }];
    const html = new MarkdownIt().render(renderApply("batch-dev", changes, undefined));

    expect(html).toContain("<td><code>aws_sqs_queue.a[&quot;b|c&quot;]</code></td>\n<td>create</td>");
  });

  it("has no instructions if all changes were applied", () => {
    const text = renderApply("batch-dev", [{ address: "a.b", actions: ["create"], state: "done" }], undefined);

    expect(text).toContain("## ✅ batch-dev applied: 1 of 1 change\n");
    expect(text).not.toContain("Re-run");
  });

  it("shows the number of omitted rows", () => {
    const changes = Array.from({ length: 501 }, () => ({ address: "a", actions: ["create"], state: "done" as const }));

    expect(renderApply("batch-dev", changes, undefined)).toContain("… and 1 more");
  });
});

describe("renderDifferences", () => {
  it("renders a diff that no value can break, with each resource once", () => {
    const text = renderDifferences("batch-dev", [
      { address: "aws_a.b", attribute: "name", reviewed: "```\n+ x", now: "<b>\u202e" },
      { address: "aws_a.b", attribute: "size", reviewed: "1", now: "2" },
      { address: "aws_a.c", attribute: "action", reviewed: "no change", now: "update" },
    ]);

    expect(text).toContain(
      [
        "````diff",
        "@@ aws_a.b @@",
        "- name: ``` + x",
        "+ name: <b>\\u202e",
        "- size: 1",
        "+ size: 2",
        "@@ aws_a.c @@",
        "- action: no change",
        "+ action: update",
        "````",
      ].join("\n"),
    );
    expect(text).toMatch(/^## ⚠️ batch-dev: the plan differs from the reviewed plan\n/);
  });

  it("shows the number of omitted rows", () => {
    const difference = { address: "a", attribute: "b", reviewed: "c", now: "d" };

    expect(
      renderDifferences(
        "batch-dev",
        Array.from({ length: 502 }, () => difference),
      ),
    ).toContain("… and 2 more");
  });
});
