// Gathers which functions an instrumented program has called (banner/toolchain/pruning/instrument.py). The names of
// its globals are kept from who runs it: Pyodide would take them for its own.

(() => {
  const PREFIX = "called:";
  /** @type {[string, WebAssembly.Global][]} */
  const notes = [];

  /** @param {WebAssembly.Instance} instance */
  const split = ({ exports }) => {
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

  /** Return the places of the functions that have been called since this was asked last. */
  globalThis.calledFunctions = () => {
    const found = notes.filter(([, note]) => note.value);
    for (const [, note] of found) note.value = 0;
    return found.map(([place]) => Number(place));
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
