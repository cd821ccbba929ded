// The runtime MicroPython: PyScript and the interpreter in one file.

import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import adapter from "polyscript/esm/interpreter/micropython.js";
import starter from "./pyscript.js";

export const start = starter(adapter, { loadMicroPython });
