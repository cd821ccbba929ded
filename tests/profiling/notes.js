// Gathers which functions an instrumented program has called (banner/toolchain/pruning/instrument.py). The names of
// its globals are kept from who runs it: Pyodide would take them for its own.

(() => {
  const PREFIX = "called:";
  /** @type {[string, WebAssembly.Global][]} */
  const notes = [];
  /** Where functions in Python begin, by their names; they are in memory once the snapshot is restored. */
  const places = Object.entries(globalThis.pythonPlaces ?? {});
  const STARTED = 196; // RESUME_CHECK, which Python puts in place of RESUME
  /** @type {WebAssembly.Memory | undefined} */
  let memory;

  /** @param {WebAssembly.Instance} instance */
  const split = ({ exports }) => {
    memory = exports.memory;
    const theirs = Object.create(null);
    for (const [name, value] of Object.entries(exports)) {
      if (name.startsWith(PREFIX)) notes.push([name.slice(PREFIX.length), value]);
      else theirs[name] = value;
    }
    return { exports: theirs };
  };

  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (program, imports) => {
      const made = await real.call(WebAssembly, globalThis.exchanged?.(program) ?? program, imports);
      if (made instanceof WebAssembly.Instance) return split(made);
      return { module: made.module, instance: split(made.instance) };
    };
  }

  /** Return the functions that have been called: those of the program since this was asked last, and those in Python. */
  globalThis.calledFunctions = () => {
    const found = notes.filter(([, note]) => note.value);
    for (const [, note] of found) note.value = 0;
    const bytes = new Uint8Array(memory?.buffer ?? 0);
    const named = places.filter(([, starts]) => starts.some((start) => bytes[start] === STARTED));
    return [...found.map(([place]) => Number(place)), ...named.map(([name]) => name)];
  };

  // In a page: a few times a second, and when it is left.
  if (typeof document === "undefined") return;
  const tell = () => {
    const found = calledFunctions();
    if (found.length) globalThis.tellCalled?.(found);
  };
  setInterval(tell, 250);
  addEventListener("pagehide", tell);
})();
