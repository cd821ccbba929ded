// Drops unnamed methods of a module that comes on standard input; the argument is the folder of the packages.
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { withoutUnnamed } from "../../../banner/toolchain/unnamed.mjs";

const acorn = createRequire(join(process.argv[2], "acorn/"))("acorn");
process.stdout.write(withoutUnnamed(await text(process.stdin), acorn));
