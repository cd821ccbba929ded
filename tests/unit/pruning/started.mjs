// Tells of Pyodide's program that has started, whose file is the argument: what its memory is before anything has run.
import { readFileSync } from "node:fs";

const program = new WebAssembly.Module(readFileSync(process.argv[2]));
const imports = {};
for (const { module, name, kind } of WebAssembly.Module.imports(program)) {
  const own = (imports[module] ??= {});
  if (kind === "function") own[name] = () => 0;
  else if (kind === "global") own[name] = new WebAssembly.Global({ value: "i32", mutable: true }, 0);
}
const { exports } = new WebAssembly.Instance(program, imports);
const [header] = WebAssembly.Module.customSections(program, "started");
const told = {
  stack: exports.__stack_pointer.value,
  memory: exports.memory.buffer.byteLength,
  ours: Buffer.from(exports.memory.buffer).lastIndexOf("banner.core.machine"),
  header: header.byteLength,
};
process.stdout.write(JSON.stringify(told));
