// Preloaded into a synthesis to measure the barrel import `@cdktf/provider-aws` instead of deep imports.
require("@cdktf/provider-aws");
