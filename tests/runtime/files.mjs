// Starts MicroPython as a page does: its module and its program are the arguments. Tells what is written to the console.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, program] = process.argv.slice(2);
const said = [];
for (const kind of ["log", "error"]) console[kind] = (text) => said.push([kind, text]);
globalThis.document = {};
const { start } = await import(pathToFileURL(module).href);
const wasm = () => new Response(readFileSync(program));
await start({ files: { full: wasm }, modules: {}, source: "" });
process.stdout.write(JSON.stringify(said));
