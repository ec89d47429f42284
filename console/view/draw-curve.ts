import type { Point } from "./layout-graph";

const round = (value: number): string => String(Math.round(value * 10) / 10);
const show = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
const mix = (one: Point, other: Point, share: number): Point => ({
  x: one.x + (other.x - one.x) * share,
  y: one.y + (other.y - one.y) * share,
});

/** Returns an SVG path through the points, with straight ends and rounded corners. */
export function drawCurve(points: readonly Point[]): string {
  const [first, ...others] = points;
  const last = others.at(-1);
  if (first === undefined || last === undefined) return "";
  const corners = others
    .slice(0, -1)
    .map((corner, index) => `Q${show(corner)} ${show(mix(corner, others[index + 1] ?? last, 0.5))}`);
  return [
    `M${show(first)}`,
    ...(corners.length === 0 ? [] : [`L${show(mix(first, others[0] ?? last, 0.5))}`, ...corners]),
    `L${show(last)}`,
  ].join("");
}

const ARROW_LENGTH = 9;
const ARROW_HALF_WIDTH = 4.5;

/** Returns the SVG path of an arrowhead at the last point. */
export function drawArrow(points: readonly Point[]): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (tip === undefined || before === undefined) return "";
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const along = { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length };
  const base = { x: tip.x - along.x * ARROW_LENGTH, y: tip.y - along.y * ARROW_LENGTH };
  const side = (sign: number): Point => ({
    x: base.x - sign * along.y * ARROW_HALF_WIDTH,
    y: base.y + sign * along.x * ARROW_HALF_WIDTH,
  });
  return `M${show(tip)}L${show(side(1))}L${show(side(-1))}Z`;
}
