import { form, valuesOf, type Search } from "./obstacle-search";

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
  const foreign = readItems(interfaces)
    .filter(({ description = "" }) => !OF_A_JOB.test(description))
    .map(
      ({ networkInterfaceId: id = "", description = "" }) =>
        `the network interface ${id} of others (${description === "" ? "no description" : description}) uses the network; delete the resource that it belongs to, or the interface with: aws ec2 delete-network-interface --network-interface-id ${id}`,
    );
  if (vpcs.length === 0) return foreign;
  const [inGroups, inSubnets] = await Promise.all([describe("DescribeSecurityGroups"), describe("DescribeSubnets")]);
  // Each VPC has a group `default`, which is deleted with it.
  const foreignGroups = readItems(inGroups)
    .filter(({ groupId = "", groupName }) => groupName !== "default" && !groups.includes(groupId))
    .map(
      ({ groupId: id = "", groupName: name = "" }) =>
        `the security group ${id} (${name}) of others is in the VPC; delete it with: aws ec2 delete-security-group --group-id ${id}`,
    );
  const foreignSubnets = readItems(inSubnets)
    .filter(({ subnetId = "" }) => !subnets.includes(subnetId))
    .map(
      ({ subnetId: id = "" }) =>
        `the subnet ${id} of others is in the VPC; delete it with: aws ec2 delete-subnet --subnet-id ${id}`,
    );
  return [...foreign, ...foreignGroups, ...foreignSubnets];
}

/** Returns the fields of each item of an EC2 list, which have any order, without the items of nested lists. */
function readItems(xml = ""): Partial<Record<string, string>>[] {
  const items: string[] = [];
  let depth = 0;
  for (const [part] of xml.matchAll(/<[^>]*>|[^<]+/g)) {
    if (part === "</item>") depth -= 1;
    if (depth === 1 && part !== "<item>") items.push(`${items.pop() ?? ""}${part}`);
    if (part !== "<item>") continue;
    depth += 1;
    if (depth === 1) items.push("");
  }
  return items.map((text) =>
    Object.fromEntries([...text.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name = "", value = ""]) => [name, value])),
  );
}
