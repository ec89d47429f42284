import { jobOf, problemsOf } from "./given-settings";

describe("JOB_IMAGE", () => {
  it.each([
    [
      "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/job:7",
      "arn:aws:ecr:eu-west-1:111122223333:repository/team/job",
    ],
    [
      `111122223333.dkr.ecr-fips.us-east-1.amazonaws.com/job@sha256:${"0a".repeat(32)}`,
      "arn:aws:ecr:us-east-1:111122223333:repository/job",
    ],
    ["111122223333.dkr-ecr-fips.us-east-1.on.aws/job:7", "arn:aws:ecr:us-east-1:111122223333:repository/job"],
    ["111122223333.dkr-ecr.us-east-1.on.aws/job:7", "arn:aws:ecr:us-east-1:111122223333:repository/job"],
    ["public.ecr.aws/team/job:7", undefined],
    ["ecr-public.aws.com/team/job:7", undefined],
    ["ghcr.io/team/job:7", undefined],
    ["localhost:5000/team/job:7", undefined],
    ["registry/111122223333.dkr.ecr.us-east-1.amazonaws.com/job:7", undefined],
  ])("finds the private repository of %s", (image, arn) => {
    expect(jobOf({ JOB_IMAGE: image, JOB_EGRESS: "443,5000" }).repositoryArn).toBe(arn);
  });

  it.each([
    "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/job:7",
    "111122223333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/job:7",
  ])("finds the private repository in China of %s", (image) => {
    const { repositoryArn } = jobOf({ AWS_REGION: "cn-north-1", JOB_IMAGE: image });

    expect(repositoryArn).toBe("arn:aws-cn:ecr:cn-north-1:111122223333:repository/job");
  });

  it.each([
    ["a//b:1", "it has an empty part between slashes"],
    ["/x:1", "it has an empty part between slashes"],
    ["a b:1", '"a b" is not a part of a repository: lower-case letters'],
    ["a___b:1", '"a___b" is not a part of a repository: lower-case letters'],
    ["Foo/Bar:1", 'or hyphens; the nearest is "foo/bar"'],
    ["ghcr.io/Team/job:1", 'or hyphens; the nearest is "team/job"'],
    ["my_registry.com/job:1", '"my_registry.com" is not the host of a registry'],
    ["https://ghcr.io/job:1", "leave out the scheme"],
    ["x", "a tag or a digest is missing, like x:1"],
    ["ghcr.io:5000/x", "a tag or a digest is missing, like ghcr.io:5000/x:1"],
    ["x:", '"" is not a tag'],
    ["x:-1", '"-1" is not a tag'],
    [`x:${"1".repeat(129)}`, `"${"1".repeat(129)}" is not a tag`],
    ["x@sha256:abc", '"sha256:abc" is not a digest: sha256: and 64'],
    [`x@md5:${"0".repeat(32)}`, "is not a digest: sha256: and 64"],
    [`x:${"a".repeat(254)}`, "it has 256 characters"],
  ])("rejects JOB_IMAGE=%s", (image, problem) => {
    expect(problemsOf({ JOB_IMAGE: image })).toEqual([
      expect.stringContaining(": must be an image like registry/repository:tag of at most 255 characters; "),
    ]);
    expect(problemsOf({ JOB_IMAGE: image })).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    "123456789012.dkr.ecr.us-east-1.amazonaws.com.evil",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com.cn",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com:443",
    "123456789012.dkr.ecr.us-east-1",
    "123456789012.dkr.ecr.us-east1.amazonaws.com",
    "123456789012.dkr.ecr.amazonaws.com",
    "12345678901.dkr.ecr.us-east-1.amazonaws.com",
    "123456789012.DKR.ECR.us-east-1.amazonaws.com",
    "123456789012.dkr-ecr.us-east-1.amazonaws.com",
    "123456789012.dkr.ecr.us-east-1.on.aws",
    "123456789012.ecr.us-east-1.amazonaws.com",
    "ecr.us-east-1.amazonaws.com",
    "public.ecr.amazonaws.com",
    "public.ecr.aws.com",
  ])("rejects an image of %s, which is almost a registry in ECR", (host) => {
    expect(problemsOf({ JOB_IMAGE: `${host}/job:7` })).toEqual([
      expect.stringContaining(
        `; "${host}" is not a registry in Amazon ECR, so the job would get no permission to pull; images there are like ` +
          "123456789012.dkr.ecr.us-east-1.amazonaws.com/repository:tag or public.ecr.aws/alias/repository:tag",
      ),
    ]);
  });

  it("rejects a registry in ECR without a repository", () => {
    expect(problemsOf({ JOB_IMAGE: "123456789012.dkr.ecr.us-east-1.amazonaws.com:7" })).toEqual([
      expect.stringContaining("is not a registry in Amazon ECR"),
    ]);
  });

  it("does not show a password in JOB_IMAGE", () => {
    expect(problemsOf({ JOB_IMAGE: "https://user:secret@ghcr.io/job:1" })).toEqual([
      expect.stringMatching(/^JOB_IMAGE is "https:\/\/\*\*\*@ghcr\.io\/job:1": /),
    ]);
  });
});
