import { z } from "zod";
import { findArnParts, formatArn, type Arn } from "../workflow/arn";
import { findPartition } from "../workflow/partition";
import { SAMPLE_JOB_ENVIRONMENT } from "../sample-job/sample-job-command";
import { DEFAULT_JOB_IMAGE } from "./job-settings-schema";
import { readJsonText } from "./json-text";
import { problemOf, type GivenSettings } from "./rules-between-settings";
import { splitList } from "./setting-rules";
import type { SettingProblem } from "./settings-error";

/** Secret of the job. */
interface GivenSecret {
  /** Setting with the secret. */
  readonly setting: string;
  /** Environment variable in JOB_SECRETS, or the setting. */
  readonly name: string;
  readonly arn: Arn;
}

/** Rules on JOB_SECRETS, JOB_IMAGE_CREDENTIALS and JOB_SECRETS_KMS_KEY_ARNS. The schema reports invalid ARNs. */
export function problemsOfSecrets(given: GivenSettings): SettingProblem[] {
  const secrets = [
    ...findSecrets("JOB_SECRETS", stringsOf(given["JOB_SECRETS"])),
    ...findSecrets("JOB_IMAGE_CREDENTIALS", { JOB_IMAGE_CREDENTIALS: given["JOB_IMAGE_CREDENTIALS"] ?? "" }),
  ];
  return [
    ...nameProblems(given),
    ...placeProblems(given, secrets),
    ...keyProblems(given, secrets),
    ...otherAccountProblems(given, secrets),
  ];
}

const findSecrets = (setting: string, arns: Readonly<Record<string, string>>): GivenSecret[] =>
  Object.entries(arns).flatMap(([name, text]) => {
    const arn = findArnParts(text);
    return arn === undefined ? [] : [{ setting, name, arn }];
  });

/** Rejects names that the container's environment has already. */
function nameProblems(given: GivenSettings): SettingProblem[] {
  const { JOB_IMAGE: image = DEFAULT_JOB_IMAGE, JOB_COMMAND: command } = given;
  const reject = (others: object, where: string): SettingProblem[] => {
    const twice = Object.keys(stringsOf(given["JOB_SECRETS"])).filter((name) => Object.hasOwn(others, name));
    return twice.length === 0
      ? []
      : [problemOf("JOB_SECRETS", given, `without the names of ${where}: ${twice.join(", ")}`)];
  };
  const isSample = image === DEFAULT_JOB_IMAGE && command === undefined;
  return [
    ...reject(stringsOf(given["JOB_ENVIRONMENT"]), "JOB_ENVIRONMENT"),
    ...(isSample ? reject(SAMPLE_JOB_ENVIRONMENT, "the sample job's environment") : []),
  ];
}

/** Rejects secrets of another partition, or of a region that does not exist in it. */
function placeProblems(given: GivenSettings, secrets: readonly GivenSecret[]): SettingProblem[] {
  const partition = findPartition(given["AWS_REGION"] ?? "");
  if (partition === undefined) return [];
  const isElsewhere = ({ arn }: GivenSecret): boolean =>
    arn.partition !== partition || findPartition(arn.region) !== partition;
  return ["JOB_SECRETS", "JOB_IMAGE_CREDENTIALS"].flatMap((setting) => {
    const elsewhere = secrets.filter((secret) => secret.setting === setting && isElsewhere(secret));
    const places = elsewhere.map(({ name, arn }) => `${name} (${arn.partition}, ${arn.region})`).join(", ");
    const rule = `ARNs in regions of the partition ${partition}, that of AWS_REGION; elsewhere: ${places}`;
    return elsewhere.length === 0 ? [] : [problemOf(setting, given, rule)];
  });
}

/** Rejects keys without secrets, and keys of a region without a secret: a secret's key is in its region. */
function keyProblems(given: GivenSettings, secrets: readonly GivenSecret[]): SettingProblem[] {
  if (given["JOB_SECRETS_KMS_KEY_ARNS"] === undefined) return [];
  if (given["JOB_SECRETS"] === undefined && given["JOB_IMAGE_CREDENTIALS"] === undefined)
    return [problemOf("JOB_SECRETS_KMS_KEY_ARNS", given, "left out without JOB_SECRETS or JOB_IMAGE_CREDENTIALS")];
  const elsewhere = keysOf(given).filter((key) => !secrets.some(({ arn }) => isSameRegion(arn, key)));
  if (elsewhere.length === 0 || secrets.length === 0) return [];
  const rule = `keys in the regions of the secrets; elsewhere: ${elsewhere.map(formatArn).join(", ")}`;
  return [problemOf("JOB_SECRETS_KMS_KEY_ARNS", given, rule)];
}

/**
 * Rejects secrets of other accounts without a key in their region: the key that AWS manages cannot be used from
 * another account.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
 */
function otherAccountProblems(given: GivenSettings, secrets: readonly GivenSecret[]): SettingProblem[] {
  const keys = keysOf(given);
  const withoutKey = secrets.filter(
    ({ arn }) =>
      arn.service === "secretsmanager" &&
      arn.accountId !== given["AWS_ACCOUNT_ID"] &&
      !keys.some((key) => isSameRegion(arn, key)),
  );
  if (withoutKey.length === 0 || given["AWS_ACCOUNT_ID"] === undefined) return [];
  const names = withoutKey.map(({ name, arn }) => `${name} (${arn.region}, ${arn.accountId})`).join(", ");
  const rule = `the keys of secrets of other accounts, because the key that AWS manages works only in its account; without a key: ${names}`;
  return [problemOf("JOB_SECRETS_KMS_KEY_ARNS", given, rule)];
}

const keysOf = (given: GivenSettings): Arn[] =>
  splitList(given["JOB_SECRETS_KMS_KEY_ARNS"] ?? "").flatMap((text) => findArnParts(text) ?? []);

const isSameRegion = (one: Arn, other: Arn): boolean =>
  one.partition === other.partition && one.region === other.region;

/** Returns an object of strings; empty for any other text, which the schema reports. */
function stringsOf(json = ""): Readonly<Record<string, string>> {
  const read = readJsonText(json);
  const parsed = z.record(z.string(), z.string()).safeParse("value" in read ? read.value : undefined);
  return parsed.success ? parsed.data : {};
}
