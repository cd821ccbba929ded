// Calls the function `run` of Python modules on an interpreter of the browser, whose own module is the argument. Each
// line of standard input is a call: `entry` names the module, `files` has the modules in base 64, and `given` is what
// the function gets. Each line of standard output is an answer. MicroPython gets what is compiled, as in a page: it
// translates nothing here, which a profile would take for something that pages need.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

// Without this the error of a test would stand behind a megabyte of source.
process.on("uncaughtException", ({ message }) => {
  process.stderr.write(message);
  process.exit(1);
});

const { loadMicroPython, loadPyodide } = await import(pathToFileURL(process.argv[2]).href);
const python = loadPyodide ? await loadPyodide() : await loadMicroPython({ heapsize: 8_000_000 });
const folder = loadPyodide ? "/ours/" : "/"; // where MicroPython looks by itself
// A profile counts what is called from here on (tests/profiling): a browser starts from a snapshot.
globalThis.calledFunctions?.();
if (loadPyodide) python.runPython(`import sys; sys.path.insert(0, '${folder}')`);
for await (const line of createInterface({ input: process.stdin })) {
  const { entry, files, given } = JSON.parse(line);
  for (const [path, content] of Object.entries(files)) {
    python.FS.mkdirTree(folder + path.split("/").slice(0, -1).join("/"));
    python.FS.writeFile(folder + path, Buffer.from(content, "base64"));
  }
  const told = python.pyimport("tests.runtime.asked").answer(entry, JSON.stringify(given));
  process.stdout.write(`${told}\n`);
}
