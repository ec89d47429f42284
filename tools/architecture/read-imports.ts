import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import * as z from "zod";

/** Import of one source file by another; paths from the root. */
export interface FileImport {
  readonly from: string;
  readonly to: string;
  readonly isTypeOnly: boolean;
}

const packageSchema = z.object({ name: z.string(), exports: z.record(z.string(), z.string()) });

/**
 * Reads the imports between the TypeScript sources of some folders and files, without tests.
 * @param root - folder of the project
 * @param parts - folders and files below it
 */
export function readImports(root: string, parts: readonly string[]): FileImport[] {
  const packages = readPackages(root);
  return parts
    .flatMap((part) => listSources(root, part))
    .flatMap((from) =>
      importsOf(readFileSync(join(root, from), "utf8")).flatMap(({ specifier, isTypeOnly }) => {
        const to = specifier.startsWith(".") ? resolveFile(root, join(dirname(from), specifier)) : packages[specifier];
        return to === undefined ? [] : [{ from, to, isTypeOnly }];
      }),
    );
}

/** Files of the workspaces by the name under which other code imports them. */
function readPackages(root: string): Readonly<Record<string, string>> {
  const entries = readdirSync(join(root, "packages")).flatMap((folder) => {
    const path = join("packages", folder);
    const { name, exports } = packageSchema.parse(JSON.parse(readFileSync(join(root, path, "package.json"), "utf8")));
    return Object.entries(exports).map(([subpath, file]): [string, string] => [join(name, subpath), join(path, file)]);
  });
  return Object.fromEntries(entries);
}

function listSources(root: string, part: string): string[] {
  if (statSync(join(root, part)).isFile()) return [part];
  return readdirSync(join(root, part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/(?:^|\/)(?:__tests__|node_modules|build)\//.test(file))
    .sort();
}

/** File of an import, which may omit the extension; undefined if it does not exist before a build. */
function resolveFile(root: string, path: string): string | undefined {
  return [path, `${path}.ts`, join(path, "index.ts")].find(
    (file) => existsSync(join(root, file)) && statSync(join(root, file)).isFile(),
  );
}

/** Imports, re-exports and dynamic imports of a source text. */
function importsOf(text: string): { readonly specifier: string; readonly isTypeOnly: boolean }[] {
  const source = ts.createSourceFile("source.ts", text, ts.ScriptTarget.ES2023);
  const found: { specifier: string; isTypeOnly: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      found.push({ specifier: node.moduleSpecifier.text, isTypeOnly: importsOnlyTypes(node.importClause) });
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      found.push({ specifier: node.moduleSpecifier.text, isTypeOnly: node.isTypeOnly });
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteral(specifier)) found.push({ specifier: specifier.text, isTypeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function importsOnlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined || clause.name !== undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { namedBindings } = clause;
  return (
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((one) => one.isTypeOnly)
  );
}
