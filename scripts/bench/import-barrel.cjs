// Preloaded into a synthesis: what `import { ... } from "@cdktf/provider-aws"`, rather than a deep import, adds to it.
require("@cdktf/provider-aws");
