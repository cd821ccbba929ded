// Prunes a Pyodide with a module of the test's in it. Called with Pyodide's own module; standard input is {files, prune,
// then}: modules by their names, Python that prunes, whose text is told, and Python that runs after that.
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

// An error of Pyodide's would come with a megabyte of its source.
process.on("uncaughtException", ({ message }) => {
  process.stderr.write(message);
  process.exit(1);
});

const { loadPyodide } = await import(pathToFileURL(process.argv[2]).href);
const { files, prune, then } = JSON.parse(await text(process.stdin));
const python = await loadPyodide({ stderr: () => {} });
for (const [name, source] of Object.entries(files)) python.FS.writeFile(`${name}.py`, source);
process.stdout.write(python.runPython(prune));
try {
  process.stdout.write(String(python.runPython(then)));
} catch (error) {
  process.stdout.write(error.message);
}
