// Drops from a script that comes on standard input, as JSON, what nothing names: {text, others, taken}; the argument is
// the folder of the packages.
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { withoutUnlinked } from "../../../banner/toolchain/unlinked.mjs";

const acorn = createRequire(join(process.argv[2], "acorn/"))("acorn");
const given = JSON.parse(await text(process.stdin));
process.stdout.write(withoutUnlinked(given.text, acorn, given.others, new Set(given.taken)));
