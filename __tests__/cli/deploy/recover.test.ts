import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startBatchEndpoint, createScaledClock } from "local-aws";
import { givenDeploy, message } from "./given-deploy";

const VPC = "aws_vpc.vpc";
const ROLE = "aws_iam_role.role";
const ROUTE = "aws_route.route";
const TABLE = "aws_route_table.table";
const JOURNAL = "state/dev/batch.tfstate.journal";
const TAGS = { Stack: "batch-dev", Name: "n" };

const diagnostic = (more: object): string =>
  `echo '${JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary: "s", ...more } })}'`;
const absent = (address: string): string =>
  diagnostic({ detail: `While attempting to import an existing object to "${address}", the provider` });
/** Keeps what Terraform would read in addition to cdk.tf.json. */
const keep = (number: number): string => `cp recovery.tf.json read-${number}.json`;

describe("a deploy after one that was killed", () => {
  let given: Awaited<ReturnType<typeof givenDeploy>>;
  beforeEach(async () => {
    given = await givenDeploy();
  });
  afterEach(() => given.remove());

  const leave = (planned: readonly string[], made: object = {}): void => {
    given.s3.objects.set(JOURNAL, JSON.stringify({ version: 1, planned, made }));
  };
  const read = (number: number): unknown =>
    JSON.parse(readFileSync(join(given.folder("batch-dev"), `read-${number}.json`), "utf8"));
  const table = { address: TABLE, after: { tags_all: TAGS } };
  const route = { address: ROUTE, after: { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0" } };

  it("keeps a journal in the bucket until the apply has ended", async () => {
    const seen: (string | undefined)[] = [];
    given.set("batch-dev", [{ address: VPC }], [message("apply_complete", VPC, { id_value: "vpc-1" }), "sleep 0.2"]);
    given.s3.onRequest = () => seen.push(given.s3.objects.get(JOURNAL));

    expect((await given.run()).end).toBe(0);

    expect(seen).toContain(JSON.stringify({ version: 1, planned: [VPC], made: {} }));
    expect(seen).toContain(JSON.stringify({ version: 1, planned: [VPC], made: { [VPC]: "vpc-1" } }));
    expect(given.s3.objects.has(JOURNAL)).toBe(false);
  });

  it("records all resources when writes are slower than the apply", async () => {
    const made = [1, 2, 3, 4].map((number) => `aws_iam_role.r${number}`);
    const changes = made.map((address) => ({ address }));
    given.set("batch-dev", changes, [
      ...made.map((address) => message("apply_complete", address, { id_value: "x" })),
      "kill -9 $$",
    ]);

    await given.run();

    expect(JSON.parse(given.s3.objects.get(JOURNAL) ?? "")).toMatchObject({
      made: Object.fromEntries(made.map((address) => [address, "x"])),
    });
  });

  it("leaves the journal, and what an earlier one said, when Terraform is killed", async () => {
    leave([VPC], { [VPC]: "vpc-1" });
    given.set("batch-dev", [{ address: ROLE }], [message("apply_complete", ROLE, { id_value: "r" }), "kill -9 $$"]);

    await given.run();

    expect(JSON.parse(given.s3.objects.get(JOURNAL) ?? "")).toEqual({
      version: 1,
      planned: [VPC, ROLE],
      made: { [VPC]: "vpc-1", [ROLE]: "r" },
    });
  });

  it("creates nothing when the journal cannot be written", async () => {
    given.set("batch-dev", [{ address: VPC }]);
    given.s3.onRequest = () => {
      if (given.asked().length === 5) given.s3.override = { status: 403, body: "" };
    };

    const { end } = await given.run();

    expect(end).toEqual([
      expect.stringMatching(
        /^cannot write s3:\/\/state\/dev\/batch\.tfstate\.journal: access denied; .* run bootstrap again$/,
      ),
    ]);
    expect(given.asked().some((line) => line.includes(" apply "))).toBe(false);
  });

  it("imports existing resources by ID, tags and dependency, and creates the rest", async () => {
    leave([VPC, ROLE, TABLE, ROUTE], { [VPC]: "vpc-1" });
    const role = { address: ROLE, after: { name: "r" } };
    const vpc = { address: VPC };
    const unknownRoute = { address: ROUTE, after: { destination_cidr_block: "0.0.0.0/0" } };
    const imported = [
      { ...vpc, actions: ["no-op"], before: { tags_all: TAGS }, importId: "vpc-1" },
      { ...table, actions: ["update"], before: { tags_all: TAGS }, importId: "rtb-1" },
    ];
    given.set("batch-dev", [], [message("apply_complete", TABLE, {}, "update"), message("apply_complete", ROLE)]);
    given.setPlan("batch-dev", 1, [vpc, role, table, unknownRoute], "exit 0");
    given.setPlan("batch-dev", 2, [], `${keep(2)}; ${absent(ROLE)}; exit 1`);
    given.setPlan("batch-dev", 3, [role, ...imported, route], "exit 0");
    given.setPlan(
      "batch-dev",
      4,
      [role, ...imported, { ...route, actions: ["no-op"], before: {}, importId: "rtb-1_0.0.0.0/0" }],
      `${keep(4)}; exit 0`,
    );

    const { end, stderr } = await given.run();

    expect(read(2)).toEqual({
      data: { aws_route_tables: { recovery_2: { tags: TAGS } } },
      import: [
        { to: VPC, id: "vpc-1" },
        { to: ROLE, id: "r" },
        { for_each: "${toset(data.aws_route_tables.recovery_2.ids)}", to: TABLE, id: "${each.value}" },
      ],
    });
    expect(read(4)).toMatchObject({ import: [{ to: VPC }, { to: TABLE }, { to: ROUTE, id: "rtb-1_0.0.0.0/0" }] });
    expect(stderr).toContain(
      "batch-dev: an apply was interrupted before it saved its state; looking for its resources\n",
    );
    expect(stderr).toMatch(/ {2}< +import +aws_vpc +vpc\n/);
    expect(stderr).toContain("  [1/2] changed route_table.table\n  [2/2] created iam_role.role\n");
    expect(stderr).toMatch(
      /^STACK +CREATED +CHANGED +DELETED +IMPORTED +TOOK\nbatch-dev +1 +1 +0 +3 .*\njob-poller-dev +0 +0 +0 +0 .*\nall +1 +1 +0 +3 /m,
    );
    expect(end).toBe(0);
    expect(given.s3.objects.has(JOURNAL)).toBe(false);
    expect(existsSync(join(given.folder("batch-dev"), "recovery.tf.json"))).toBe(false);
  });

  it("finds an internet gateway by a data source that fails when there is none", async () => {
    const gateway = { address: "aws_internet_gateway.gateway", after: { tags_all: TAGS } };
    leave([gateway.address]);
    given.set("batch-dev", [gateway], [message("apply_complete", gateway.address)]);
    given.setPlan("batch-dev", 1, [gateway], "exit 0");
    given.setPlan(
      "batch-dev",
      2,
      [],
      `${keep(2)}; ${diagnostic({ address: "data.aws_internet_gateway.recovery_0" })}; exit 1`,
    );
    given.setPlan("batch-dev", 3, [gateway], "exit 0");

    const { end, stderr } = await given.run();

    expect(read(2)).toMatchObject({ import: [{ id: "${data.aws_internet_gateway.recovery_0.id}" }] });
    expect(stderr).toContain("  +   create   aws_internet_gateway  gateway\n");
    expect(end).toBe(0);
  });

  it("understands a provider that says in its own words which parts of an ID it has not found", async () => {
    const address = "aws_route_table_association.a";
    const association = { address, after: { subnet_id: "subnet-1", route_table_id: "rtb-1" } };
    leave([address]);
    given.set("batch-dev", [association], [message("apply_complete", address)]);
    given.setPlan("batch-dev", 1, [association], "exit 0");
    const summary = "No association found between route table ID rtb-1 and target ID subnet-1";
    given.setPlan("batch-dev", 2, [], `${keep(2)}; ${diagnostic({ summary })}; exit 1`);

    const { end } = await given.run();

    expect(read(2)).toEqual({ import: [{ to: address, id: "subnet-1/rtb-1" }] });
    expect(end).toBe(0);
  });

  it("keeps a subnet and its route table when it is their association that is not there", async () => {
    const subnet = { address: "aws_subnet.s", after: { tags_all: TAGS } };
    const address = "aws_route_table_association.a";
    const imported = [
      { ...subnet, actions: ["no-op"], before: { tags_all: TAGS }, importId: "subnet-1" },
      { ...table, actions: ["no-op"], before: { tags_all: TAGS }, importId: "rtb-1" },
    ];
    const association = { address, after: { subnet_id: "subnet-1", route_table_id: "rtb-1" } };
    leave([subnet.address, TABLE, address], {
      [subnet.address]: "subnet-1",
      [TABLE]: "rtb-1",
      [address]: "association-1",
    });
    given.set("batch-dev", [], [message("apply_complete", address)]);
    given.setPlan("batch-dev", 1, [subnet, table, { address, after: {} }], "exit 0");
    given.setPlan("batch-dev", 2, [...imported, association], "exit 0");
    const summary = "No association found between route table ID rtb-1 and target ID subnet-1";
    given.setPlan("batch-dev", 3, [], `${keep(3)}; ${diagnostic({ summary })}; exit 1`);
    given.setPlan("batch-dev", 4, [...imported, association], `${keep(4)}; exit 0`);

    const { end, stderr } = await given.run();

    expect(read(3)).toMatchObject({ import: [{}, {}, { to: address, id: "subnet-1/rtb-1" }] });
    expect(read(4)).toEqual({
      import: [
        { to: subnet.address, id: "subnet-1" },
        { to: TABLE, id: "rtb-1" },
      ],
    });
    expect(stderr).toMatch(/^batch-dev +1 +0 +0 +2 /m);
    expect(end).toBe(0);
  });

  it("looks for a function's permissions only when the function is there, as the provider names none that it misses", async () => {
    const permission = (name: string) => ({
      address: `aws_lambda_permission.${name}`,
      after: { function_name: name, statement_id: "events" },
    });
    const lambda = (name: string) => ({ address: `aws_lambda_function.${name}`, after: { function_name: name } });
    const changes = ["f", "g"].flatMap((name) => [lambda(name), permission(name)]);
    const found = { ...lambda("f"), actions: ["no-op"], before: { tags_all: TAGS }, importId: "f" };
    leave(changes.map(({ address }) => address));
    given.set("batch-dev", []);
    given.setPlan("batch-dev", 1, changes, "exit 0");
    given.setPlan("batch-dev", 2, [], `${keep(2)}; ${absent("aws_lambda_function.g")}; exit 1`);
    given.setPlan("batch-dev", 3, [found, permission("f"), lambda("g"), permission("g")], `${keep(3)}; exit 0`);
    given.setPlan("batch-dev", 4, [found, lambda("g"), permission("g")], `${keep(4)}; exit 0`);

    await given.run();

    expect(read(2)).toMatchObject({ import: [{ to: "aws_lambda_function.f" }, { to: "aws_lambda_function.g" }] });
    expect(read(3)).toMatchObject({ import: [{ to: "aws_lambda_function.f" }] });
    expect(read(4)).toEqual({
      import: [
        { to: "aws_lambda_function.f", id: "f" },
        { to: "aws_lambda_permission.f", id: "f/events" },
      ],
    });
  });

  it("imports only recorded resources when the provider error names none", async () => {
    const [made, supposed] = ["a", "b"].map((name) => ({ address: `aws_iam_role.${name}`, after: { name } }));
    if (made === undefined || supposed === undefined) throw new Error("there are two");
    leave([made.address, supposed.address], { [made.address]: "a" });
    given.set("batch-dev", []);
    given.setPlan("batch-dev", 1, [made, supposed], "exit 0");
    given.setPlan("batch-dev", 2, [], `${diagnostic({ summary: "resource not found" })}; exit 1`);
    given.setPlan("batch-dev", 3, [made, supposed], `${keep(3)}; exit 0`);

    await given.run();

    expect(read(3)).toEqual({ import: [{ to: made.address, id: "a" }] });
  });

  it("does not import a resource with other tags", async () => {
    leave([ROLE]);
    const role = { address: ROLE, after: { name: "r" } };
    given.set("batch-dev", [role], [message("apply_complete", ROLE)]);
    given.setPlan("batch-dev", 1, [role], "exit 0");
    given.setPlan(
      "batch-dev",
      2,
      [{ ...role, actions: ["update"], before: { tags_all: {} }, importId: "r" }],
      "exit 0",
    );
    given.setPlan("batch-dev", 3, [role], "exit 0");

    const { stderr } = await given.run();

    expect(stderr).toContain(`batch-dev: ${ROLE} exists, but its tags are not those of this stack\n`);
    expect(stderr).toContain("  +   create   aws_iam_role  r\n");
  });

  it("does not import a schedule with another target", async () => {
    const address = "aws_scheduler_schedule.schedule";
    const starting = (arn: string) => ({ group_name: "default", name: "n", target: [{ arn }] });
    const schedule = { address, after: starting("ours") };
    const imported = { ...schedule, actions: ["update"], importId: "default/n" };
    leave([address]);
    given.set("batch-dev", [schedule], [message("apply_complete", address)]);
    given.setPlan("batch-dev", 1, [schedule], "exit 0");
    given.setPlan("batch-dev", 2, [{ ...imported, before: starting("another's") }], "exit 0");
    given.setPlan("batch-dev", 3, [schedule], "exit 0");

    expect((await given.run()).stderr).toContain(
      `batch-dev: ${address} exists, but its tags are not those of this stack\n`,
    );

    leave([address]);
    given.setPlan("batch-dev", 4, [schedule], "exit 0");
    given.setPlan("batch-dev", 5, [{ ...imported, before: starting("ours") }], "exit 0");

    const { stderr } = await given.run();
    expect(stderr).toContain("batch-dev: planning\nbatch-dev: an apply was interrupted");
    expect(stderr).toContain("batch-dev: plan 1 of at most 8, looking for 0 resources\n");
    expect(stderr).toContain("batch-dev: plan 2 of at most 8, looking for 1 resources\n");
    expect(given.asked().filter((line) => line.startsWith("batch-dev plan")).length).toBe(5);
  });

  it.each(["compute_environment_name_prefix", "name_prefix"])(
    "%s: finds a compute environment by the start of its name, and by its tags",
    async (argument) => {
      const batch = await startBatchEndpoint({
        clock: createScaledClock(1),
        region: "us-east-1",
        accountId: "123456789012",
      });
      process.env["AWS_ENDPOINT_URL_BATCH"] = batch.url;
      try {
        const address = "aws_batch_compute_environment.c";
        for (const [name, tags] of [
          ["env-other", {}],
          ["env-1", { Stack: "batch-dev" }],
        ] as const)
          await fetch(`${batch.url}/v1/createcomputeenvironment`, {
            method: "POST",
            body: JSON.stringify({
              computeEnvironmentName: name,
              type: "MANAGED",
              computeResources: { type: "FARGATE", maxvCpus: 4, subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
              tags,
            }),
          });
        leave([address]);
        const environment = { address, after: { [argument]: "env-" } };
        given.set("batch-dev", [environment]);
        given.setPlan("batch-dev", 1, [environment], "exit 0");
        given.setPlan("batch-dev", 2, [], `${keep(2)}; exit 0`);

        await given.run();

        expect(read(2)).toEqual({ import: [{ to: address, id: "env-1" }] });
      } finally {
        Reflect.deleteProperty(process.env, "AWS_ENDPOINT_URL_BATCH");
        await batch.close();
      }
    },
  );

  it("names a replacement that will be created again", async () => {
    const address = "aws_batch_compute_environment.c";
    const actions = ["create", "delete"];
    const others = { address: VPC, actions, before: { id: "vpc-1" } };
    leave([address, VPC], { [address]: "env-2", [VPC]: "vpc-1" });
    given.set("batch-dev", []);
    given.setPlan("batch-dev", 1, [{ address, actions, before: { id: "env-1" } }, others], "exit 0");

    const { stderr } = await given.run();

    expect(stderr.match(/^batch-dev: .* created again; .*$/gm)).toEqual([
      `batch-dev: env-2, a replacement of ${address}, will be created again; delete env-2 manually`,
    ]);
  });

  it("deletes the journal when no resource is missing", async () => {
    leave([VPC], { [VPC]: "vpc-1" });
    given.setPlan("batch-dev", 1, [], "exit 0");

    const { end, stderr } = await given.run();

    expect(stderr).toContain("batch-dev: nothing to change\n");
    expect(end).toBe(0);
    expect(given.s3.objects.has(JOURNAL)).toBe(false);
  });

  it("reports a complete apply when the journal cannot be deleted", async () => {
    given.set("batch-dev", [{ address: VPC }]);
    given.write("batch-dev", "apply", "touch applied");
    given.s3.onRequest = () => {
      if (existsSync(join(given.folder("batch-dev"), "applied"))) given.s3.override = { status: 403, body: "" };
    };

    expect((await given.run()).end).toEqual([
      expect.stringMatching(
        /^cannot delete s3:\/\/state\/dev\/batch\.tfstate\.journal: access denied; .*; the changes were applied: /,
      ),
    ]);
  });

  it("stops at a plan that fails for another reason, and keeps the journal", async () => {
    leave([ROLE]);
    given.setPlan("batch-dev", 1, [], `${diagnostic({ detail: "AWS account ID not allowed: 210987654321" })}; exit 1`);

    const { end } = await given.run();

    expect(end).toEqual([
      expect.stringContaining("the AWS credentials belong to account 210987654321"),
      "nothing was changed, because not every stack could be planned",
    ]);
    expect(given.s3.objects.has(JOURNAL)).toBe(true);
  });

  it("fails with advice after the maximum number of plans", async () => {
    for (const number of [1, 3, 5, 7])
      given.setPlan(
        "batch-dev",
        number,
        [{ address: `aws_iam_role.r${number}`, after: { name: `r${number}` } }],
        "exit 0",
      );
    for (const number of [2, 4, 6, 8])
      given.setPlan("batch-dev", number, [], `${absent(`aws_iam_role.r${number - 1}`)}; exit 1`);
    leave([1, 3, 5, 7].map((number) => `aws_iam_role.r${number}`));

    expect((await given.run()).end).toEqual([
      expect.stringMatching(
        /could not recover the resources of an interrupted apply after 8 plans; .* delete s3:\/\/state\/dev\/batch\.tfstate\.journal$/,
      ),
      "nothing was changed, because not every stack could be planned",
    ]);
  });

  it("rejects an invalid journal", async () => {
    given.s3.objects.set(JOURNAL, "{}");

    expect((await given.run()).end).toEqual([
      "s3://state/dev/batch.tfstate.journal is not a valid apply journal; check its content and delete it",
      "nothing was changed, because not every stack could be planned",
    ]);
  });
});
