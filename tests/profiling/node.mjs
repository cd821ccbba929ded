// Makes a Node that runs Pyodide run the instrumented program in its place, and write what was called into a folder;
// the environment names both.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const { INSTRUMENTED, INSTRUMENTED_LENGTH, CALLED } = process.env;
const length = Number(INSTRUMENTED_LENGTH);
globalThis.exchanged = (program) => (program.byteLength === length ? readFileSync(INSTRUMENTED) : program);
await import("./notes.js");
process.on("exit", () => {
  writeFileSync(join(CALLED, `${process.pid}.json`), JSON.stringify(globalThis.calledFunctions()));
});
