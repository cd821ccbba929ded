// PyScript and Pyodide in one file: the whole CPython.

import { loadPyodide as load, version } from "pyodide";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { info } from "pyodide/pyodide-lock.json";

export { hooks } from "@pyscript/core";
export { provide } from "./files.js";
export { version };

// No package is ever loaded.
const lockFileContents = JSON.stringify({ info, packages: {} });

/** @param {object} options */
export const loadPyodide = (options) => load({ ...options, lockFileContents, createPyodideModule });
