import { composeArn } from "../../aws-location";
import type { Conditions, PolicyStatement } from "../policy-document";
import type { DeployTarget } from "./deploy-target";

/** Network resource types that are created with tags. Their IDs are assigned by EC2, so only tags identify them. */
const TAGGED_PARTS = ["internet-gateway", "route-table", "security-group", "security-group-rule", "subnet", "vpc"];

const CREATE_ACTIONS = [
  "CreateInternetGateway",
  "CreateRouteTable",
  "CreateSecurityGroup",
  "CreateSubnet",
  "CreateVpc",
  "AuthorizeSecurityGroupEgress",
];

const CHANGE_ACTIONS = [
  "ec2:AssociateRouteTable",
  "ec2:AttachInternetGateway",
  "ec2:AuthorizeSecurityGroupEgress",
  "ec2:CreateRoute",
  "ec2:CreateTags",
  "ec2:DeleteInternetGateway",
  "ec2:DeleteRoute",
  "ec2:DeleteRouteTable",
  "ec2:DeleteSecurityGroup",
  "ec2:DeleteSubnet",
  "ec2:DeleteTags",
  "ec2:DeleteVpc",
  "ec2:DetachInternetGateway",
  "ec2:DisassociateRouteTable",
  "ec2:ModifySubnetAttribute",
  "ec2:ModifyVpcAttribute",
  "ec2:ReplaceRoute",
  "ec2:RevokeSecurityGroupEgress",
];

/**
 * Allows creating, changing and deleting network resources that have the environment's tags.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function networkStatements(target: DeployTarget): PolicyStatement[] {
  const part = (type: string): string => composeArn(target.location, "ec2", `${type}/*`);
  const taggedParts = TAGGED_PARTS.map(part);
  return [
    {
      sid: "CreateNetwork",
      actions: CREATE_ACTIONS.filter((action) => action.startsWith("Create")).map((action) => `ec2:${action}`),
      resources: TAGGED_PARTS.filter((type) => type !== "security-group-rule").map(part),
      conditions: tagConditions("aws:RequestTag", target),
    },
    {
      // These actions are also checked against the VPC, which may be an existing one without the tags.
      sid: "CreateInVpc",
      actions: ["ec2:CreateRouteTable", "ec2:CreateSecurityGroup", "ec2:CreateSubnet"],
      resources: [part("vpc")],
    },
    {
      sid: "TagNew",
      actions: ["ec2:CreateTags"],
      resources: taggedParts,
      conditions: { StringEquals: { "ec2:CreateAction": CREATE_ACTIONS } },
    },
    {
      sid: "ChangeNetwork",
      actions: CHANGE_ACTIONS,
      resources: taggedParts,
      conditions: tagConditions("aws:ResourceTag", target),
    },
    {
      // Also checked against the security group, which must have the tags. A new rule has none.
      sid: "ChangeRules",
      actions: ["ec2:AuthorizeSecurityGroupEgress", "ec2:RevokeSecurityGroupEgress"],
      resources: [part("security-group-rule")],
    },
    // Before it deletes a subnet or security group, Terraform looks for network interfaces that services left in it.
    { sid: "FindInterfaces", actions: ["ec2:DescribeNetworkInterfaces"], resources: ["*"] },
  ];
}

function tagConditions(key: "aws:RequestTag" | "aws:ResourceTag", { tags }: DeployTarget): Conditions {
  return {
    StringEquals: Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`${key}/${tag}`, value])),
  };
}
