import type { TerraformStack } from "cdktf";
import { DEPLOYED_PARTS } from "../config/deployed-parts";
import type { DeployRoleArns } from "../config/deploy-role-arns";
import type { DeploymentConfig, GithubConfig } from "../config/deployment-config";
import { stateKey } from "../config/state-key";
import { DEPLOY_PATH, DeployRole, type DeployRoleProps } from "../constructs/iam/deploy-role";
import type { DeployTarget } from "../constructs/iam/deploy-permissions/deploy-target";
import { networkStatements } from "../constructs/iam/deploy-permissions/network-permissions";
import { readEnvironmentStatements } from "../constructs/iam/deploy-permissions/read-permissions";
import { resourceStatements } from "../constructs/iam/deploy-permissions/resource-permissions";
import { roleStatements } from "../constructs/iam/deploy-permissions/role-permissions";
import { smokeStatements } from "../constructs/iam/deploy-permissions/smoke-permissions";
import { readStateStatements, writeStateStatements } from "../constructs/iam/deploy-permissions/state-permissions";
import { GithubOidcProvider } from "../constructs/iam/github-oidc-provider";
import type { GithubSubject } from "../constructs/iam/github-trust";
import { ManagedPolicy } from "../constructs/iam/managed-policy";
import type { PolicyStatement } from "../constructs/iam/policy-document";

const ON_MAIN: GithubSubject = "ref:refs/heads/main";

/** Adds the roles of the GitHub workflows: one for each kind of job, with the permissions of that job only. */
export function addDeployRoles(
  stack: TerraformStack,
  config: DeploymentConfig,
  github: GithubConfig,
  target: DeployTarget,
): DeployRoleArns {
  const oidcProviders = github.createOidcProvider ? [new GithubOidcProvider(stack, "github-oidc-provider")] : [];
  const role = (
    name: string,
    description: string,
    props: Pick<DeployRoleProps, "subjects" | "managedPolicies" | "statements">,
  ): string => {
    const deployRole = new DeployRole(stack, `${name}-role`, {
      location: config,
      name: `${config.name}-${name}`,
      repository: github,
      ...props,
      description: `${description} of ${config.name}`,
    });
    deployRole.resource.node.addDependency(...oidcProviders);
    return deployRole.roleArn;
  };
  const inEnvironment: GithubSubject = `environment:${config.environment}`;
  const managedPolicies = { Read: readPolicy(stack, config, target) };
  return {
    plan: role("plan", "Plans changes", { subjects: ["pull_request"], managedPolicies, statements: [] }),
    apply: role("apply", "Applies changes", {
      subjects: [inEnvironment],
      managedPolicies,
      statements: applyStatements(config, target),
    }),
    smoke: role("smoke", "Runs smoke tests", {
      // Workflow runs on main, or in the GitHub environment, which can require an approval.
      subjects: [inEnvironment, ON_MAIN],
      // The state of job-poller has the state machine to start and its input.
      statements: [...readStateStatements(target, [stateKey(config, "job-poller")]), ...smokeStatements(target)],
    }),
    drift: role("drift", "Looks for drift", { subjects: [ON_MAIN], managedPolicies, statements: [] }),
  };
}

/**
 * Permissions of every plan. A separate policy, because it would exceed the size of the apply role's inline policy.
 */
function readPolicy(stack: TerraformStack, config: DeploymentConfig, target: DeployTarget): ManagedPolicy {
  return new ManagedPolicy(stack, "read-policy", {
    location: config,
    path: DEPLOY_PATH,
    name: `${config.name}-read`,
    description: `What planning ${config.name} reads`,
    statements: [...readStateStatements(target, deliveredKeys(config)), ...readEnvironmentStatements(target)],
  });
}

function applyStatements(config: DeploymentConfig, target: DeployTarget): PolicyStatement[] {
  return [
    ...writeStateStatements(target, deliveredKeys(config)),
    ...networkStatements(target),
    ...roleStatements(target),
    ...resourceStatements(target),
  ];
}

/** State keys that pipelines may access; `state-backend` is excluded. */
function deliveredKeys(config: DeploymentConfig): string[] {
  return DEPLOYED_PARTS.map((part) => stateKey(config, part));
}
