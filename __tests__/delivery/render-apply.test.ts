import { renderApply, renderDifferences } from "../../delivery/render-apply";

describe("what became of an apply", () => {
  it("shows what failed first, then what was not begun, then what is done", () => {
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

    expect(text).toContain("## ❌ batch-dev was applied in part: 1 of 4 changes\n\n````\nAccessDenied ```\n````");
    expect([...text.matchAll(/`(a\.\w+)` \| (.+?) \| (.+?) \|/g)].map((match) => match.slice(1))).toEqual([
      ["a.failed", "update", "❌ failed"],
      ["a.cut", "update", "❓ begun, not ended"],
      ["a.open", "delete, then create", "⏸ not begun"],
      ["a.done", "create", "✅ done"],
    ]);
  });

  it("is short when all was applied", () => {
    const text = renderApply("batch-dev", [{ address: "a.b", actions: ["create"], state: "done" }], undefined);

    expect(text).toContain("## ✅ batch-dev applied: 1 of 1 change\n");
    expect(text).not.toContain("again");
  });

  it("says how many rows it leaves out", () => {
    const changes = Array.from({ length: 501 }, () => ({ address: "a", actions: ["create"], state: "done" as const }));

    expect(renderApply("batch-dev", changes, undefined)).toContain("… and 1 more");
  });
});

describe("what is not as it was reviewed", () => {
  it("is shown as a diff that no value can break, each resource once", () => {
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
    expect(text).toContain("accept-new-plan");
  });

  it("says how many rows it leaves out", () => {
    const difference = { address: "a", attribute: "b", reviewed: "c", now: "d" };

    expect(
      renderDifferences(
        "batch-dev",
        Array.from({ length: 502 }, () => difference),
      ),
    ).toContain("… and 2 more");
  });
});
