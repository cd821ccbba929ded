// A pruned program (toolchain/pruning) ends when something is called that it lacks. It traps there, but what has called
// it may go on: so nothing that it calls of the page works from then on, and what it has begun leads nowhere.

/** What the program calls where something is missing, as toolchain/runtime.py has it: it traps after that. */
const SIGNAL = "_abort_js";

/**
 * Return *imports* with which a program can end, and what ends it where a trap has told nothing; *ended* hears of it,
 * once, before anything else happens.
 * @param {WebAssembly.Imports} imports @param {(error: Error) => void} ended
 */
export const mortal = (imports, ended) => {
  /** @type {Error | undefined} */
  let end;
  const check = () => {
    if (end) throw end;
  };
  /** @param {Function} method @returns {(...given: unknown[]) => unknown} */
  const guarded =
    (method) =>
    (...given) => {
      check();
      const result = method(...given);
      // Python may have run meanwhile, and ended.
      check();
      return result;
    };
  const signal = () => {
    if (end) return;
    end = Object.assign(Error("Python needs what its small program lacks, so the full program starts."), MARK);
    ended(end);
  };
  const outside = { ...imports };
  for (const name of MODULES) outside[name] = mapped(imports[name], guarded);
  outside.env[SIGNAL] = signal;
  return { imports: outside, end: signal };
};

/** Pyodide takes an error with this for one that it has told already. */
const MARK = { pyodide_fatal_error: true };
/** Begins the names of those that call the program back, often, and hand on its trap: Emscripten's way to catch errors. */
const BACK = "invoke_";
/** The modules of functions; the others have addresses that the program shares with libraries. */
const MODULES = ["env", "wasi_snapshot_preview1"];

/** @param {WebAssembly.ModuleImports} module @param {(method: Function) => Function} change */
const mapped = (module, change) =>
  Object.fromEntries(
    Object.entries(module).map(([name, value]) => {
      const changes = typeof value === "function" && !name.startsWith(BACK);
      return [name, changes ? change(value) : value];
    }),
  );
