// Makes a memory snapshot of a Pyodide that has started: the tests start from it, in a third of the time.
// Called with the folder of Pyodide and the file to write.

import { writeFileSync } from "node:fs";

const { loadPyodide } = await import(`${process.argv[2]}/pyodide.mjs`);
const pyodide = await loadPyodide({ _makeSnapshot: true, env: { HOME: "/home/pyodide" } });
pyodide.runPython("import asyncio, dataclasses, datetime, json, random, re");
writeFileSync(process.argv[3], pyodide.makeMemorySnapshot());
process.exit(0);
