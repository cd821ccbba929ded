// Stubs for the functions by which pages call vendors, such as gtag(), until the vendor's script is there. Calls are
// kept in memory, for this page only. stub_calls.js delivers them; it loads with the feature that activates services.

const MAX_CALLS = 99; // calls that are kept

/** The calls that nobody has received yet. @type {Call[]} */
const calls = [];
/** @param {Call} call @returns {unknown} */
let receive = (call) => calls.length < MAX_CALLS && calls.push(call);

/** Passes all further calls to *receiver*. Return the calls that were made before. @type {Host["onCall"]} */
export const onCall = (receiver) => {
  receive = receiver;
  return calls.splice(0);
};

for (const name of DATA.calls) {
  const [root, methods] = name;
  // A name that the page or a vendor has already defined stays theirs.
  if (Object.hasOwn(window, root)) continue;
  /** @param {string} method empty for the function of that name itself */
  const make =
    (method) =>
    (/** @type {any[]} */ ...args) => {
      // Some pages pass a callback and wait until it is called, for instance before they follow a link.
      for (const one of args) for (const key in one) if (/callback$/i.test(key)) return setTimeout(one[key]);
      receive([root, method, args]);
      if (method) return calls.length;
    };
  name.stub = window[root] = /** @type {any} */ (methods[0] ? [] : make(""));
  for (const method of methods) name.stub[method] = make(method);
}

/** Removes the stubs of a service, so that its own steps define the names. @param {string} id */
export const removeStubs = (id) => {
  for (const call of DATA.calls) if (call[2].includes(id) && window[call[0]] === call.stub) delete window[call[0]];
};
