import { parseStateGraph } from "../../../console/model/state-graph";
import { drawArrow, drawCurve } from "../../../console/view/draw-curve";
import { layoutGraph } from "../../../console/view/layout-graph";
import { renderGraph } from "../../../console/view/render-graph";
import { wrapText } from "../../../console/view/wrap-text";
import { DEFINITION, givenFailure, givenModel, poll, submitted } from "../../../testing/console/given-history";

const GRAPH = parseStateGraph(DEFINITION);
const LAYOUT = layoutGraph(GRAPH);

describe("layoutGraph", () => {
  it("keeps all boxes within the diagram without overlap", () => {
    const { states, width, height } = LAYOUT;

    for (const box of states) {
      expect(box.x - box.width / 2).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width / 2).toBeLessThanOrEqual(width);
      expect(box.y + box.height / 2).toBeLessThanOrEqual(height);
      for (const other of states) {
        const apart =
          Math.abs(box.x - other.x) >= (box.width + other.width) / 2 ||
          Math.abs(box.y - other.y) >= (box.height + other.height) / 2;
        expect(other === box || apart).toBe(true);
      }
    }
    expect(states).toHaveLength(GRAPH.states.length);
  });

  it("places Start above and End below all states", () => {
    const { states, start, end } = LAYOUT;
    const ys = states.map(({ y }) => y);

    expect(start?.y).toBeLessThan(Math.min(...ys));
    expect(end?.y).toBeGreaterThan(Math.max(...ys));
  });

  it("returns a path for every transition", () => {
    const ends = GRAPH.states.filter(({ isEnd }) => isEnd);

    expect(LAYOUT.edges).toHaveLength(GRAPH.edges.length + 1 + ends.length);
    expect(LAYOUT.edges.every(({ points }) => points.length >= 2)).toBe(true);
  });

  it("lays out a definition without states, and one without a start or an end", () => {
    expect(layoutGraph(parseStateGraph(""))).toMatchObject({ states: [], edges: [], start: undefined, end: undefined });
    const odd = '{"StartAt":"No","States":{"A":{"Type":"Pass","Next":"A"}}}';
    expect(layoutGraph(parseStateGraph(odd))).toMatchObject({
      start: undefined,
      end: undefined,
      edges: [{ from: "A" }],
    });
  });

  it("accepts state names such as start, __proto__ and non-ASCII names", () => {
    const names = ["start", "end", "__proto__", "constructor", "état 状態 🎉"];
    const states = names.map((name) => `${JSON.stringify(name)}:{"Type":"Succeed"}`).join(",");

    const { states: placed } = layoutGraph(parseStateGraph(`{"StartAt":"start","States":{${states}}}`));

    expect(placed.map(({ state }) => state.name)).toEqual(expect.arrayContaining(["start", "end", "constructor"]));
    expect(placed.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });
});

describe("renderGraph", () => {
  it("shows only the definition without an execution", () => {
    const svg = String(renderGraph(LAYOUT));

    expect(svg).not.toContain("edge-taken");
    expect(svg).toContain('<text class="label"');
    expect(svg.match(/class="state state-none"/g)).toHaveLength(GRAPH.states.length);
  });

  it("shows the status and the visits of each state, and the transitions that were made", () => {
    const svg = String(renderGraph(LAYOUT, givenFailure()));

    expect(svg).toMatch(/class="state state-bad" data-state="Job Failed"/);
    expect(svg).toMatch(/class="state state-good" data-state="Wait X Seconds"/);
    expect(svg).toMatch(/class="state state-none" data-state="Get Final Job Status"/);
    expect(svg).toContain("Fail · failed");
    expect(svg).toContain(">4×</text>");
    expect(svg.match(/edge-taken/g)).toHaveLength(7);
    expect(svg).toContain("terminal-visited");
  });

  it("marks the current state", () => {
    const model = givenModel([...submitted, ...poll(1, "RUNNING").slice(0, 1)]);

    expect(String(renderGraph(LAYOUT, model))).toContain('class="state state-current" data-state="Wait X Seconds"');
  });

  it("contains a text alternative with prefixed IDs", () => {
    const svg = String(renderGraph(LAYOUT, givenFailure(), { idPrefix: "second" }));

    expect(svg).toContain('aria-labelledby="second-title second-desc"');
    expect(svg).toContain('<desc id="second-desc">');
    expect(svg).toContain("Wait X Seconds (Wait, succeeded, 4 visits, leads to Get Job Status)");
  });

  it("escapes state names, and uses no inline styles", () => {
    const name = '"><script>alert(1)</script>';
    const states = { [name]: { Type: "Task", Comment: "<img src=x onerror=alert(1)>", End: true } };
    const graph = parseStateGraph(JSON.stringify({ StartAt: name, States: states }));

    const svg = String(renderGraph(layoutGraph(graph)));

    expect(svg).not.toContain("<script");
    expect(svg).not.toContain("<img");
    expect(svg).not.toContain("style=");
  });
});

describe("paths and wrapped texts", () => {
  it("returns empty paths for too few points, and an arrowhead for identical points", () => {
    const point = { x: 1, y: 1 };

    expect([drawCurve([]), drawCurve([point]), drawArrow([point])]).toEqual(["", "", ""]);
    expect(drawArrow([point, point])).toBe("M1 1L1 1L1 1Z");
  });

  it("rounds the corners of a path", () => {
    expect(
      drawCurve([
        { x: 0, y: 0 },
        { x: 0, y: 10 },
        { x: 10, y: 10 },
      ]),
    ).toBe("M0 0L0 5Q0 10 5 10L10 10");
  });

  it("wraps between words and within long words, to at most three lines", () => {
    expect(wrapText("Get Final Job Status", 100)).toEqual(["Get Final Job", "Status"]);
    expect(wrapText("x".repeat(30), 100)).toEqual(["x".repeat(13), "x".repeat(13), "xxxx"]);
    expect(wrapText("one two three four five", 30)).toEqual(["one", "two", "thre…"]);
  });
});
