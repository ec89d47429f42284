import { form, matchAll, valuesOf, type Search } from "./obstacle-search";

/** Description of the network interface of a job on Fargate, which ends with the job. */
const OF_A_JOB = /^arn:aws[\w-]*:ecs:/;

/**
 * Finds what others have in the network, with the command that removes it.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html
 */
export async function findNetworkUsers(search: Search): Promise<string[]> {
  const vpcs = valuesOf(search, "aws_vpc", "id");
  const groups = valuesOf(search, "aws_security_group", "id");
  const subnets = valuesOf(search, "aws_subnet", "id");
  const [filter, values] = vpcs.length > 0 ? ["vpc-id", vpcs] : ["group-id", groups];
  if (values.length === 0) return [];
  const describe = (action: string): Promise<string | undefined> =>
    form("ec2", search, {
      Action: action,
      Version: "2016-11-15",
      "Filter.1.Name": filter,
      ...Object.fromEntries(values.map((value, index) => [`Filter.1.Value.${index + 1}`, value])),
    });
  const interfaces = await describe("DescribeNetworkInterfaces");
  const foreign = (interfaces?.split("<networkInterfaceId>").slice(1) ?? []).flatMap((text) => {
    const [id = ""] = text.split("<");
    const [, description = ""] = /<description>([^<]*)<\/description>/.exec(text) ?? [];
    return OF_A_JOB.test(description)
      ? []
      : [
          `the network interface ${id} of others (${description === "" ? "no description" : description}) uses the network; delete the resource that it belongs to, or the interface with: aws ec2 delete-network-interface --network-interface-id ${id}`,
        ];
  });
  if (vpcs.length === 0) return foreign;
  const [inGroups, inSubnets] = await Promise.all([describe("DescribeSecurityGroups"), describe("DescribeSubnets")]);
  // Each VPC has a group `default`, which is deleted with it.
  const foreignGroups = [...(inGroups ?? "").matchAll(/<groupId>(sg-\w+)<\/groupId>\s*<groupName>([^<]*)</g)]
    .filter(([, id = "", name]) => name !== "default" && !groups.includes(id))
    .map(
      ([, id = "", name = ""]) =>
        `the security group ${id} (${name}) of others is in the VPC; delete it with: aws ec2 delete-security-group --group-id ${id}`,
    );
  const foreignSubnets = matchAll(inSubnets, /<subnetId>(subnet-\w+)<\/subnetId>/g)
    .filter((id) => !subnets.includes(id))
    .map((id) => `the subnet ${id} of others is in the VPC; delete it with: aws ec2 delete-subnet --subnet-id ${id}`);
  return [...foreign, ...foreignGroups, ...foreignSubnets];
}
