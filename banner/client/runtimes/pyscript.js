// PyScript without its page side: an interpreter, made by PyScript's own adapter, with the package that PyScript gives
// to Python. Nothing of the page takes part: no element is looked for or made, no event is heard or sent, and no global
// name is read or left. Another PyScript, of any version, may live in the same page.

import stdlib from "@pyscript/core/src/stdlib/pyscript.js";
import { provide } from "./files.js";

/** @param {any} adapter PyScript's, for the interpreter @param {object} engine what loads the interpreter */
export default (adapter, engine) =>
  /**
   * Runs Python's *source*, which can import *modules* of JavaScript.
   * @param {{ files: Files, modules: Record<string, object>, source: string }} what
   */
  async ({ files, modules, source }) => {
    provide(files);
    const address = new URL(`${adapter.type}.mjs`, import.meta.url).href;
    const interpreter = await adapter.engine(engine, bare(), address, address);
    unpack(adapter, interpreter, ".", stdlib);
    const own = { polyscript: polyscript(), _pyscript: bare({ PyWorker: null, js_import: null }), ...modules };
    for (const [name, module] of Object.entries(own)) adapter.registerJSModule(interpreter, name, module);
    interpreter.runPython(source);
  };

/** What Python is told of PyScript: there is no configuration, no module, and no worker. */
const polyscript = () => bare({ config: bare(), js_modules: bare(), workers: bare() });

/** An object with *items* of its own, and none that the page may have put into all objects. */
const bare = (items = {}) => Object.assign(Object.create(null), items);

/** @param {any} adapter @param {object} interpreter @param {string} folder @param {object} files */
const unpack = (adapter, interpreter, folder, files) => {
  for (const [name, content] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    if (typeof content === "string") adapter.writeFile(interpreter, path, new TextEncoder().encode(content));
    else unpack(adapter, interpreter, path, content);
  }
};
