import { describeDeprecation, LAMBDA_RUNTIME_NAMES, runtimesOfProvider } from "../../workflow/lambda-runtimes";

it.each([
  ["5.99.1", []],
  ["5.100.0", ["nodejs22.x"]],
  ["6.18.9", ["nodejs22.x"]],
  ["6.19.0", ["nodejs22.x", "nodejs24.x"]],
  ["6.100.0", ["nodejs22.x", "nodejs24.x"]],
])("knows the runtimes of the AWS provider %s", (version, runtimes) => {
  expect(runtimesOfProvider(version)).toEqual(runtimes);
});

it("describes a deprecation from 90 days before", () => {
  expect(describeDeprecation("nodejs22.x", Date.parse("2027-01-29T23:59:59Z"))).toBeUndefined();
  expect(describeDeprecation("nodejs22.x", Date.parse("2027-01-30T00:00:00Z"))).toBe(
    "AWS deprecates the Lambda runtime nodejs22.x on 2027-04-30 and creates no functions with it from 2027-06-01; use a later one (LAMBDA_RUNTIME in docs/settings.md)",
  );
});

it("lists the runtimes from the oldest, so that the last one is the default", () => {
  const deprecatedOn = (name: (typeof LAMBDA_RUNTIME_NAMES)[number]): string =>
    describeDeprecation(name, Date.parse("2100-01-01"))?.split(" ")[7] ?? "";

  const dates = LAMBDA_RUNTIME_NAMES.map(deprecatedOn);

  expect(dates).toEqual(["2027-04-30", "2028-04-30"]);
});
