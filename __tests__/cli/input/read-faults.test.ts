import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../../../cli/cli-error";
import { readFaults } from "../../../cli/input/read-faults";

const folder = mkdtempSync(join(tmpdir(), "faults-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function givenFile(text: string): string {
  const file = join(folder, "faults.json");
  writeFileSync(file, text);
  return file;
}

const read = (file: string) => readFaults(file, { environment: {} });

it("gives the script as it is in the file", async () => {
  const script = { faults: [{ fault: "Throttled", operation: "SubmitJob" }] };

  expect(await read(givenFile(JSON.stringify(script)))).toEqual(script);
});

it.each([
  [
    '{"faults":[{"fault":"Trottled"}]}',
    'faults: faults.0.fault: unknown fault "Trottled"; supported faults: Throttled',
  ],
  ["{", "is not JSON"],
])("refuses %s in a line", async (text, message) => {
  const reading = read(givenFile(text));

  await expect(reading).rejects.toThrow(CliError);
  await expect(reading).rejects.toThrow(message);
});

it("names a file that is not there", async () => {
  await expect(read(join(folder, "none.json"))).rejects.toThrow("none.json: there is no such file");
});
