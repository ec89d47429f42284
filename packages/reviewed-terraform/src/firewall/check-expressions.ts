import { isArray, isObject } from "../json";
import { joinKey, type Findings } from "./findings";

/** Pure Terraform functions: the result depends only on the arguments. */
const PURE_FUNCTIONS = new Set(
  [
    "abs ceil floor log max min parseint pow signum",
    "chomp endswith format formatlist indent join lower regex regexall replace split startswith strcontains strrev",
    "substr title trim trimprefix trimspace trimsuffix upper",
    "alltrue anytrue chunklist coalesce coalescelist compact concat contains distinct element flatten index keys length",
    "lookup matchkeys merge one range reverse setintersection setproduct setsubtract setunion slice sort sum transpose",
    "values zipmap can try sensitive tobool tolist tomap tonumber toset tostring",
    "base64decode base64encode csvdecode jsondecode jsonencode urlencode yamldecode yamlencode",
    "base64sha256 base64sha512 md5 sha1 sha256 sha512 uuidv5 formatdate timeadd timecmp",
    "cidrhost cidrnetmask cidrsubnet cidrsubnets",
    // Keywords that can precede a parenthesis in an expression.
    "if in",
  ]
    .join(" ")
    .split(" "),
);

/** White space and comments, which Terraform ignores between tokens. */
const GAP = String.raw`(?:\s|/\*(?:[^*]|\*(?!/))*\*/|(?:#|//)[^\n]*\n)*`;

/**
 * Function call. The parenthesis is a look-ahead, so that a comment that starts in one string and ends in another
 * cannot hide a call between them.
 */
const CALL = new RegExp(String.raw`([\p{ID_Continue}-]+)(?=${GAP}\()`, "gu");

/** Machine-dependent values, such as `path.module` and `terraform.workspace`. */
const MACHINE = new RegExp(String.raw`(?<![\p{ID_Continue}.])(?:path|terraform)(?=${GAP}\.)`, "u");

/**
 * Checks every string, including member names, that contains an expression. The whole string is checked, so the
 * result does not depend on where the expression starts and ends. A harmless word before a parenthesis may therefore
 * be rejected.
 */
export function checkExpressions(value: unknown, path: string, findings: Findings): void {
  if (typeof value === "string") checkText(value, path, findings);
  else if (isArray(value))
    value.forEach((element, index) => {
      checkExpressions(element, `${path}[${index}]`, findings);
    });
  else if (isObject(value))
    for (const [key, member] of Object.entries(value)) {
      checkText(key, joinKey(path, key), findings);
      checkExpressions(member, joinKey(path, key), findings);
    }
}

function checkText(text: string, path: string, findings: Findings): void {
  if (!/[$%]\{/.test(text)) return;
  const refused = [...text.matchAll(CALL)].map(([name]) => name).filter((name) => !PURE_FUNCTIONS.has(name));
  for (const name of new Set(refused))
    findings.add(path, `function ${name}`, text, "compute the value in TypeScript, or use a pure function");
  if (MACHINE.test(text))
    findings.add(path, "place", text, "use paths relative to the stack's folder; these values differ between machines");
}
