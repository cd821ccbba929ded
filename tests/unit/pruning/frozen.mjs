// Imports modules of Python on a MicroPython, each on one of its own. The arguments: its script, a program, and the
// names; what came of each goes to standard output.
import { pathToFileURL } from "node:url";

const [script, program, ...names] = process.argv.slice(2);
const { loadMicroPython } = await import(pathToFileURL(script).href);
const told = {};
for (const name of names) {
  const python = await loadMicroPython({ url: program });
  try {
    python.runPython(`try:\n  import ${name}\nexcept BaseException: pass`);
    told[name] = "it went on";
  } catch (error) {
    told[name] = String(error);
  }
}
process.stdout.write(JSON.stringify(told));
