// Calls the function `run` of a Python module on an interpreter of the browser: `entry` names that module, `module` is
// the interpreter's own, `files` has the sources, and `given` is what the function gets. All come on standard input.
import { pathToFileURL } from "node:url";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { module, entry, files, given } = JSON.parse(Buffer.concat(chunks).toString());

// Without this the error of a test would stand behind a megabyte of source.
process.on("uncaughtException", ({ message }) => {
  process.stderr.write(message);
  process.exit(1);
});

const { loadMicroPython, loadPyodide } = await import(pathToFileURL(module).href);
const python = loadPyodide ? await loadPyodide() : await loadMicroPython({ heapsize: 8_000_000 });
for (const [path, text] of Object.entries(files)) {
  const folder = "/ours/" + path.split("/").slice(0, -1).join("/");
  python.FS.mkdirTree(folder);
  python.FS.writeFile("/ours/" + path, text);
}
python.globals.set("given", JSON.stringify(given));
python.runPython(`
import json, sys
sys.path.insert(0, '/ours')
from ${entry} import run
told = json.dumps({'name': sys.implementation.name, 'told': run(json.loads(given))})
`);
process.stdout.write(python.globals.get("told"));
