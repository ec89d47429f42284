import { deployRoleArns } from "../../config/deploy-role-arns";
import { parseDeploymentConfig } from "../../config/deployment-config";
import { GIVEN_SETTINGS, synthEnvironment } from "../../testing/given-deployment";

it.each([{}, { AWS_REGION: "cn-north-1", DEPLOY_ENVIRONMENT: "prod" }, { POLLER_NAME: "nightly" }])(
  "names the roles that the stack of the state backend makes: %j",
  (settings) => {
    const all = { ...GIVEN_SETTINGS, GITHUB_REPOSITORY: "acme/poller", ...settings };
    const { output } = synthEnvironment(all).stateBackend;

    const arns = deployRoleArns(parseDeploymentConfig(all));

    const made = Object.entries(output).filter(([name]) => name.endsWith("_role_arn"));
    expect(Object.fromEntries(Object.entries(arns).map(([job, arn]) => [`${job}_role_arn`, arn]))).toEqual(
      Object.fromEntries(made.map(([name, { value }]) => [name, value])),
    );
  },
);
