import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import { GITHUB_AUDIENCE, GITHUB_ISSUER } from "./github-trust";

/**
 * IAM OIDC provider for GitHub Actions tokens. The trust policy of each role decides which tokens may assume it. An
 * account can have only one provider for GitHub, so environments in one account share it.
 */
export class GithubOidcProvider extends Construct {
  /** @param issuer - issuer of the tokens, without `https://` */
  constructor(scope: Construct, id: string, issuer = GITHUB_ISSUER) {
    super(scope, id);
    new IamOpenidConnectProvider(this, "Resource", {
      url: `https://${issuer}`,
      clientIdList: [GITHUB_AUDIENCE],
      // No thumbprint: AWS verifies GitHub's certificate against its own trusted certificate authorities.
    });
  }
}
