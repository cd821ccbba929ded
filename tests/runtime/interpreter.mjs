// Calls the function `run` of Python modules on an interpreter of the browser, whose own module is the argument. Each
// line of standard input is a call: `entry` names the module, `files` has the sources, and `given` is what the function
// gets. Each line of standard output is an answer.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

// Without this the error of a test would stand behind a megabyte of source.
process.on("uncaughtException", ({ message }) => {
  process.stderr.write(message);
  process.exit(1);
});

const { loadMicroPython, loadPyodide } = await import(pathToFileURL(process.argv[2]).href);
const python = loadPyodide ? await loadPyodide() : await loadMicroPython({ heapsize: 8_000_000 });
// A profile counts what is called from here on (tests/profiling): a browser starts from a snapshot.
globalThis.calledFunctions?.();
python.runPython(`
import json, sys
sys.path.insert(0, '/ours')
`);
for await (const line of createInterface({ input: process.stdin })) {
  const { entry, files, given } = JSON.parse(line);
  for (const [path, text] of Object.entries(files)) {
    const folder = "/ours/" + path.split("/").slice(0, -1).join("/");
    python.FS.mkdirTree(folder);
    python.FS.writeFile("/ours/" + path, text);
  }
  python.globals.set("given", JSON.stringify(given));
  python.runPython(`
from ${entry} import run
told = json.dumps({'name': sys.implementation.name, 'told': run(json.loads(given))})
`);
  process.stdout.write(python.globals.get("told") + "\n");
}
