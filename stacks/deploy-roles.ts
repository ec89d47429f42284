import type { TerraformStack } from "cdktf";
import type { DeployRoleArns } from "../config/deploy-role-arns";
import type { DeploymentConfig, GithubConfig } from "../config/deployment-config";
import { stateKey } from "../config/state-key";
import { DeployRole, type DeployRoleProps } from "../constructs/iam/deploy-role";
import { deployPath } from "../workflow/iam-paths";
import type { DeployTarget } from "../constructs/iam/deploy-permissions/deploy-target";
import { networkStatements } from "../constructs/iam/deploy-permissions/network-permissions";
import { readEnvironmentStatements } from "../constructs/iam/deploy-permissions/read-permissions";
import { resourceStatements } from "../constructs/iam/deploy-permissions/resource-permissions";
import { roleStatements } from "../constructs/iam/deploy-permissions/role-permissions";
import { smokeStatements } from "../constructs/iam/deploy-permissions/smoke-permissions";
import {
  readReviewStatements,
  readStateStatements,
  writeReceiptStatements,
  writeStateStatements,
} from "../constructs/iam/deploy-permissions/state-permissions";
import { GithubOidcProvider } from "../constructs/iam/github-oidc-provider";
import type { GithubJobs, GithubSubject } from "../constructs/iam/github-trust";
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
  const oidcProviders = github.createOidcProvider
    ? [new GithubOidcProvider(stack, "github-oidc-provider", github.issuer)]
    : [];
  const role = (
    name: string,
    description: string,
    props: Pick<DeployRoleProps, "jobs" | "managedPolicies" | "statements">,
  ): string => {
    const deployRole = new DeployRole(stack, `${name}-role`, {
      location: config,
      name: `${config.name}-${name}`,
      repository: github,
      rolePath: config.rolePath,
      ...props,
      description: `${description} of ${config.name}`,
    });
    deployRole.resource.node.addDependency(...oidcProviders);
    return deployRole.roleArn;
  };
  const onMain = (...workflows: GithubJobs["workflows"]): GithubJobs => ({ subjects: [ON_MAIN], workflows });
  const managedPolicies = { Read: readPolicy(stack, config, target) };
  const keys = deliveredKeys(config);
  return {
    plan: role("plan", "Plans changes", {
      jobs: { subjects: ["pull_request"], workflows: ["plan.yml"] },
      managedPolicies,
      statements: writeReceiptStatements(target),
    }),
    main_plan: role("main-plan", "Plans changes on main", {
      jobs: onMain("apply.yml", "destroy.yml", "operate.yml"),
      managedPolicies,
      statements: readReviewStatements(target, keys),
    }),
    apply: role("apply", "Applies changes", {
      jobs: {
        subjects: [`environment:${config.environment}`, `environment:${config.environment}-unreviewed`],
        workflows: ["apply.yml", "destroy.yml", "operate.yml"],
      },
      managedPolicies: { ...managedPolicies, ...rolesPolicy(stack, config, target) },
      statements: applyStatements(config, target),
    }),
    smoke: role("smoke", "Runs smoke tests", {
      jobs: onMain("smoke.yml"),
      // The state of job-poller has the state machine to start and its input.
      statements: [...readStateStatements(target, [stateKey(config, "job-poller")]), ...smokeStatements(target)],
    }),
    drift: role("drift", "Looks for drift", {
      jobs: onMain("drift.yml"),
      managedPolicies,
      statements: [],
    }),
  };
}

/**
 * Permissions of every plan. A separate policy, because it would exceed the size of the apply role's inline policy.
 */
function readPolicy(stack: TerraformStack, config: DeploymentConfig, target: DeployTarget): ManagedPolicy {
  return new ManagedPolicy(stack, "read-policy", {
    location: config,
    path: deployPath(config.rolePath),
    name: `${config.name}-read`,
    description: `What planning ${config.name} reads`,
    statements: [...readStateStatements(target, deliveredKeys(config)), ...readEnvironmentStatements(target)],
  });
}

function applyStatements(config: DeploymentConfig, target: DeployTarget): PolicyStatement[] {
  return [
    ...writeStateStatements(target, deliveredKeys(config)),
    ...networkStatements(target),
    ...(hasLongArns(config) ? [] : roleStatements(target)),
    ...resourceStatements(target),
  ];
}

/** Whether ARNs and paths of the organization could make the apply role's inline policy too long. */
const hasLongArns = ({ permissionsBoundaryArn, rolePath, kmsKeyArn }: DeploymentConfig): boolean =>
  [permissionsBoundaryArn, rolePath, kmsKeyArn].some((given) => given !== undefined);

/** Permissions of the apply role for roles, as a separate policy if the inline policy could be too long with them. */
function rolesPolicy(
  stack: TerraformStack,
  config: DeploymentConfig,
  target: DeployTarget,
): Readonly<Record<string, ManagedPolicy>> {
  if (!hasLongArns(config)) return {};
  const policy = new ManagedPolicy(stack, "apply-roles-policy", {
    location: config,
    path: deployPath(config.rolePath),
    name: `${config.name}-apply-roles`,
    description: `Roles that deploying ${config.name} changes`,
    statements: roleStatements(target),
  });
  return { Roles: policy };
}

/** State keys that pipelines may access; `state-backend` is excluded. */
function deliveredKeys(config: DeploymentConfig): string[] {
  return config.deployedParts.map((part) => stateKey(config, part));
}
