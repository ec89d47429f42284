import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { renderTable } from "../bench/render-table";

/** Docstring of a declaration. */
interface Docstring {
  readonly text: string;
  /** Text of `@default`; undefined if there is none. */
  readonly defaultValue: string | undefined;
  /** URLs of `@see`. */
  readonly links: readonly string[];
}

/**
 * Renders the members of every exported interface and class of a module, from their docstrings: a table of the
 * properties of each interface, and of the attributes and methods of each class that extends a construct.
 * @param indexFile - module that exports the public types by name
 * @throws Error if a member has no docstring, or an optional property no `@default`
 */
export function renderConstructTables(indexFile: string): string {
  const sections = parse(indexFile).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) return [];
    if (!ts.isNamedExports(statement.exportClause) || statement.moduleSpecifier === undefined) return [];
    if (!ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const source = parse(join(dirname(indexFile), `${statement.moduleSpecifier.text}.ts`));
    return statement.exportClause.elements.flatMap(({ name }) => renderExport(source, name.text));
  });
  return sections.join("\n\n");
}

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);

function renderExport(source: ts.SourceFile, name: string): string[] {
  const declarations = source.statements.filter(
    (statement) => ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement),
  );
  const declaration = declarations.find((each) => each.name?.text === name);
  if (declaration === undefined) return [];
  const table = ts.isInterfaceDeclaration(declaration) ? renderInterface(declaration) : renderClass(declaration);
  const { text, links } = docstringOf(declaration);
  return table === undefined ? [] : [`### ${name}`, `${text}${renderLinks(links)}`, table];
}

/** An interface that users read but do not write has no defaults. */
function renderInterface({ name, members }: ts.InterfaceDeclaration): string {
  const rows = members.filter(ts.isPropertySignature).map(rowOfProperty);
  if (/(Props|Options|Filter)$/.test(name.text)) return renderTable(["prop", "type", "meaning", "default"], rows);
  return renderTable(
    ["attribute", "type", "meaning"],
    rows.map((row) => row.slice(0, -1)),
  );
}

/** Errors are not listed. */
function renderClass(declaration: ts.ClassDeclaration): string | undefined {
  const isError = declaration.heritageClauses?.some((clause) => /\bError$/.test(clause.getText())) ?? false;
  if (isError) return undefined;
  const rows = declaration.members.filter(isPublic).map((member) => rowOfMember(declaration, member));
  return renderTable(["member", "meaning"], rows);
}

function rowOfProperty(property: ts.PropertySignature): string[] {
  const { text, defaultValue, links } = docstringOf(property);
  const isOptional = property.questionToken !== undefined;
  if (isOptional && defaultValue === undefined) throw new Error(`${locationOf(property)} has no @default`);
  const type = property.type?.getText().replace(/^Readonly<(.*)>$/, "$1") ?? "";
  return [
    code(property.name.getText()),
    code(type.replaceAll("readonly ", "")),
    `${text}${renderLinks(links)}`,
    defaultValue ?? (isOptional ? "" : "required"),
  ].map(escapeCell);
}

function rowOfMember(declaration: ts.ClassDeclaration, member: ts.ClassElement): string[] {
  const { text, links } = docstringOf(member);
  const isStatic = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static;
  const name = `${isStatic ? `${declaration.name?.text ?? ""}.` : ""}${member.name?.getText() ?? ""}`;
  const parameters = ts.isMethodDeclaration(member)
    ? `(${member.parameters.map((parameter) => parameter.name.getText().replace(/^\{[^]*\}$/, "options")).join(", ")})`
    : "";
  return [code(`${name}${parameters}`), `${text}${renderLinks(links)}`].map(escapeCell);
}

/** Returns whether a class member is part of the API. */
function isPublic(member: ts.ClassElement): boolean {
  if (member.name === undefined || ts.isConstructorDeclaration(member)) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (ts.getCombinedModifierFlags(member) & hidden) === 0 && !isImplementation(member);
}

/** A getter without a docstring implements an abstract attribute of the base class. */
const isImplementation = (member: ts.ClassElement): boolean =>
  ts.isGetAccessor(member) && ts.getJSDocCommentsAndTags(member).length === 0;

/** @throws Error if there is no docstring */
function docstringOf(node: ts.Node): Docstring {
  const comment = ts.getJSDocCommentsAndTags(node).at(-1)?.getText();
  if (comment === undefined) throw new Error(`${locationOf(node)} has no docstring`);
  const lines = comment.slice("/**".length, -"*/".length).replaceAll(/^\s*\* ?/gm, "");
  const [text = "", ...tags] = lines.split(/\s(?=@(?:default|see|param|returns|throws)\b)/);
  const valuesOf = (tag: string): string[] =>
    tags.filter((each) => each.startsWith(`@${tag} `)).map((each) => oneLine(each.slice(tag.length + 2)));
  return { text: oneLine(text), defaultValue: valuesOf("default")[0], links: valuesOf("see") };
}

const oneLine = (text: string): string =>
  text
    .replaceAll(/\{@link (\w+)\}/g, "`$1`")
    .replaceAll(/\s+/g, " ")
    .trim();

const renderLinks = (links: readonly string[]): string => links.map((link) => ` ([AWS](${link}))`).join("");
const code = (text: string): string => `\`${text}\``;
const escapeCell = (text: string): string => text.replaceAll("|", "\\|");

function locationOf(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${source.fileName}:${String(source.getLineAndCharacterOfPosition(node.getStart()).line + 1)}`;
}
