// Builds a site on Pyodide: `module` is Pyodide, `root` the folder of the clone, `declaration` the path of the file in
// it. All come on standard input; what comes out is the SHA-256 of each file that was built, by its path.
import { pathToFileURL } from "node:url";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { module, root, declaration, runtime } = JSON.parse(Buffer.concat(chunks).toString());

// Without this the error of a test would stand behind a megabyte of source.
process.on("uncaughtException", ({ message }) => {
  process.stderr.write(message);
  process.exit(1);
});

const { loadPyodide } = await import(pathToFileURL(module).href);
const python = await loadPyodide();
python.mountNodeFS("/clone", root);
python.globals.set("task", JSON.stringify({ declaration, runtime }));
const told = python.runPython(`
import hashlib, json, sys
from pathlib import Path
sys.dont_write_bytecode = True
sys.path.insert(0, '/clone')
from banner.build import pipeline
known, out = json.loads(task), Path('/out')
pipeline.build(Path('/clone', known['declaration']), out, known['runtime'])
files = [file for file in out.rglob('*') if file.is_file()]
json.dumps({file.relative_to(out).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files})
`);
process.stdout.write(told);
