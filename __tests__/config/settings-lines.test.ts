import { parseSettingsLines } from "../../config/settings-lines";

describe("parseSettingsLines", () => {
  it("reads a setting from each line, whatever the line endings", () => {
    const text = "AWS_REGION=us-east-1\r\nAWS_ACCOUNT_ID = 123456789012\nSUBNET_IDS=subnet-1,subnet-2\n";

    expect(parseSettingsLines("SETTINGS", text)).toEqual({
      AWS_REGION: "us-east-1",
      AWS_ACCOUNT_ID: "123456789012",
      SUBNET_IDS: "subnet-1,subnet-2",
    });
  });

  it("skips empty lines and comments", () => {
    expect(parseSettingsLines("SETTINGS", "\n# the test account\n  \nMAX_VCPUS=8")).toEqual({ MAX_VCPUS: "8" });
  });

  it("keeps what follows the first equals sign", () => {
    expect(parseSettingsLines("SETTINGS", "JOB_IMAGE=registry/image:tag=1")).toEqual({
      JOB_IMAGE: "registry/image:tag=1",
    });
  });

  it("names every line that is no setting, and shows no value", () => {
    const text =
      "NODE_OPTIONS=--require=/tmp/x.js\nAWS_REGION us-east-1\nMAX_VCPUS=1\nMAX_VCPUS=2\nDEPLOY_ENVIRONMENT=prod";

    expect(() => parseSettingsLines("SETTINGS", text)).toThrow(
      [
        'line 1 of SETTINGS is "NODE_OPTIONS": must be a setting of docs/settings.md, written on one line like AWS_REGION=us-east-1',
        "line 2 of SETTINGS has no = after AWS_REGION: must be a setting of docs/settings.md, written on one line like AWS_REGION=us-east-1",
        'line 4 of SETTINGS is "MAX_VCPUS": must be given once',
        'line 5 of SETTINGS is "DEPLOY_ENVIRONMENT": must be left out: the workflow says which environment it is for',
      ].join("\n"),
    );
  });

  it.each(['  "password": "x1"', "=us-east-1", "export AWS_REGION=us-east-1", "secret"])(
    "shows nothing of a line that does not begin with a name: %s",
    (line) => {
      expect(() => parseSettingsLines("SETTINGS", line)).toThrow(
        "line 1 of SETTINGS does not begin with NAME=: must be a setting of docs/settings.md, written on one line like AWS_REGION=us-east-1",
      );
    },
  );
});
