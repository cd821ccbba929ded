// Runs tests/runtime/render.py on Pyodide, with the files and the input that come on standard input.
import { pathToFileURL } from "node:url";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { pyodide: folder, files, given } = JSON.parse(Buffer.concat(chunks).toString());

const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
// Without this the error of a test would stand behind a megabyte of source.
process.on("uncaughtException", ({ message }) => {
  process.stderr.write(message);
  process.exit(1);
});

const python = await loadPyodide({ indexURL: folder });
for (const [path, text] of Object.entries(files)) {
  python.FS.mkdirTree("/ours/" + path.split("/").slice(0, -1).join("/"));
  python.FS.writeFile("/ours/" + path, text);
}
python.runPython("import sys; sys.path.insert(0, '/ours')");
python.globals.set("given", JSON.stringify(given));
process.stdout.write(
  python.runPython("import json; from tests.runtime.render import render; json.dumps({'version': sys.version, **render(json.loads(given))})"),
);
