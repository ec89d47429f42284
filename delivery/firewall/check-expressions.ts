import { isArray, isObject } from "../json";
import { joinKey, type Findings } from "./findings";

/** Functions of Terraform that give the same for the same arguments, and look at nothing else. */
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
    // No functions: what may stand before a parenthesis in an expression.
    "if in",
  ]
    .join(" ")
    .split(" "),
);

/** What Terraform skips between two words: white space and comments. */
const GAP = String.raw`(?:\s|/\*(?:[^*]|\*(?!/))*\*/|(?:#|//)[^\n]*\n)*`;

/** Looks ahead for the parenthesis: a comment that begins in one text and ends in another must not hide what is between. */
const CALL = new RegExp(String.raw`([\p{ID_Continue}-]+)(?=${GAP}\()`, "gu");

/** `path.module` and `terraform.workspace` and the like. */
const MACHINE = new RegExp(String.raw`(?<![\p{ID_Continue}.])(?:path|terraform)(?=${GAP}\.)`, "u");

/**
 * Looks at every text, names of members too, in which Terraform finds an expression, as a whole: so nothing depends on
 * where Terraform sees its beginning and its end. A harmless word before a parenthesis may be refused for that.
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
    findings.add(
      path,
      `function ${name}`,
      text,
      "compute the value in TypeScript, or with a function that reads nothing",
    );
  if (MACHINE.test(text))
    findings.add(path, "place", text, "use paths relative to the stack's folder: these differ from machine to machine");
}
