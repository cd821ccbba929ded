// What the interpreters come from: of others, and none of it says its types in a way that fits here. The bundler knows
// where they are.

declare module "@micropython/micropython-webassembly-pyscript/micropython.mjs" {
  export const interpreter: () => (options: object) => Promise<object>;
}

declare module "@pyscript/core/src/stdlib/pyscript.js" {
  const files: object;
  export default files;
}

declare module "polyscript/esm/interpreter/*" {
  const adapter: object;
  export default adapter;
}

declare module "pyodide" {
  export const loadPyodide: (options: object) => Promise<any>;
  export const version: string;
}

declare module "pyodide/pyodide.asm.mjs" {
  const create: (settings: object) => Promise<any>;
  export default create;
}

declare module "pyodide/pyodide-lock.json" {
  export const info: object;
}
