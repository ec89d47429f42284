import { parseStateGraph } from "../../console/model/state-graph";
import { readStylesheet } from "../../console/report/read-stylesheet";
import { layoutGraph } from "../../console/view/layout-graph";
import { renderGraph } from "../../console/view/render-graph";

/** Themes, one file each: GitHub selects the file by its own theme, which a media query in the SVG cannot detect. */
export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Blocks with the custom properties of a theme in the stylesheet; dark overrides light. */
const PROPERTY_BLOCKS = { light: /^:root \{[^}]*\}/m, dark: /^ {2}:root \{[^}]*\}/m };

/**
 * Renders the state machine graph of the console page as a self-contained SVG.
 * @param definition - in Amazon States Language
 * @returns SVG
 */
export function drawStateMachine(definition: string, theme: Theme): string {
  const graph = layoutGraph(parseStateGraph(definition));
  const svg = renderGraph(graph).toString();
  const style = [".background { fill: var(--surface); }", ...readGraphRules(readStylesheet(), svg)].join("\n");
  const background = `<rect class="background" width="${graph.width}" height="${graph.height}" rx="8"/>`;
  const framed = svg.replace("</desc>", `</desc>\n<style>\n${setProperties(style, theme)}\n</style>\n${background}`);
  return `${framed.replaceAll(/\n\s*/g, "\n")}\n`;
}

/** Returns the rules of the stylesheet that apply to the SVG. */
function readGraphRules(stylesheet: string, svg: string): string[] {
  const rules = stylesheet.match(/^\.graph[ {][^{]*\{[^}]*\}/gm) ?? [];
  return rules.filter((rule) => {
    const classes = [...(rule.split("{")[0] ?? "").matchAll(/\.([\w-]+)/g)].map(([, name]) => name);
    return classes.every((name) => new RegExp(`class="[^"]*\\b${name ?? ""}\\b(?!-)`).test(svg));
  });
}

/** Replaces custom properties with their values, because not all SVG viewers support them. */
function setProperties(rules: string, theme: Theme): string {
  const stylesheet = readStylesheet();
  const blocks = theme === "light" ? [PROPERTY_BLOCKS.light] : [PROPERTY_BLOCKS.light, PROPERTY_BLOCKS.dark];
  const values = new Map(
    blocks
      .flatMap((block) => [...(block.exec(stylesheet)?.[0] ?? "").matchAll(/(--[\w-]+): ([^;]+);/g)])
      .map(([, name = "", value = ""]) => [name, value]),
  );
  return rules.replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the console's stylesheet uses ${name}, which its :root does not define`);
    return value;
  });
}
