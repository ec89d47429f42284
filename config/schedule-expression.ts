/** Rule for {@link isScheduleExpression}, as the end of "must be ...". */
export const SCHEDULE_RULE =
  "rate(N minutes), hours or days, or cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR) with ? for one of the days, like cron(0 6 ? * MON-FRI *)";

const RATE = /^rate\((?:1 (?:minute|hour|day)|(?:[2-9]|[1-9]\d{1,3}) (?:minutes|hours|days))\)$/;

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Field of a cron expression: range of numbers, their names in order, and other accepted text. */
interface Field {
  readonly smallest: number;
  readonly largest: number;
  readonly names?: readonly string[];
  readonly others?: RegExp;
}

const FIELDS: readonly Field[] = [
  { smallest: 0, largest: 59 },
  { smallest: 0, largest: 23 },
  { smallest: 1, largest: 31, others: /^(\?|L|LW|(?:[1-9]|[12]\d|3[01])W)$/ },
  { smallest: 1, largest: 12, names: MONTHS },
  { smallest: 1, largest: 7, names: DAYS, others: /^(\?|L|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5]))$/ },
  { smallest: 1970, largest: 2199 },
];

/**
 * Whether EventBridge accepts the text as a recurring schedule.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function isScheduleExpression(expression: string): boolean {
  if (RATE.test(expression)) return true;
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(" ") ?? [];
  const [, , dayOfMonth, , dayOfWeek] = fields;
  const oneDayOnly = (dayOfMonth === "?") !== (dayOfWeek === "?");
  return (
    fields.length === FIELDS.length && oneDayOnly && FIELDS.every((field, index) => fits(field, fields[index] ?? ""))
  );
}

function fits(field: Field, text: string): boolean {
  return field.others?.test(text) === true || text.split(",").every((part) => fitsPart(field, part));
}

/** Whether a field accepts `*`, `5` or `1-5`, each optionally with a step like `/2`. */
function fitsPart({ smallest, largest, names = [] }: Field, part: string): boolean {
  const [range = "", step, ...more] = part.split("/");
  const valueOf = (text: string): number => {
    const position = names.indexOf(text);
    if (position >= 0) return smallest + position;
    return /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  };
  const values = range.split("-").map(valueOf);
  const [first = Number.NaN, last = first] = values;
  const stepFits = step === undefined || /^[1-9]\d{0,3}$/.test(step);
  const rangeFits = range === "*" || (values.length <= 2 && first >= smallest && last <= largest && first <= last);
  return more.length === 0 && stepFits && rangeFits;
}
