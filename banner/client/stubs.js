// What pages call vendors by, before these are there: each name has a stub, and what is called is kept in memory, for
// this page alone. stub_calls.js hands it over; it comes with whatever opens services later.

const MOST = 99; // calls that are kept

/** What pages have called that nobody has heard. @type {Call[]} */
const held = [];
/** @param {Call} call @returns {unknown} */
let hear = (call) => held.length < MOST && held.push(call);

/** What pages call from now on is *ear*'s, and so is what they have called, which this gives. @type {Host["calls"]} */
export const relay = (ear) => {
  hear = ear;
  return held.splice(0);
};

for (const name of DATA.calls) {
  const [root, methods] = name;
  // What the page, or a vendor, has already is theirs.
  if (Object.hasOwn(window, root)) continue;
  /** @param {string} method nothing for the name itself */
  const make =
    (method) =>
    (/** @type {any[]} */ ...args) => {
      // A page may wait until its call has arrived, and go on only then. Nobody else is there to say so.
      for (const one of args) for (const key in one) if (/callback$/i.test(key)) return setTimeout(one[key]);
      hear([root, method, args]);
      if (method) return held.length;
    };
  const stub = /** @type {any} */ (methods[0] ? [] : make(""));
  for (const method of methods) stub[method] = make(method);
  name.stub = window[root] = stub;
}

/** Out of the way of a service's own steps, which make what they need. @param {string} id */
export const aside = (id) => {
  for (const call of DATA.calls) if (call[2].includes(id) && window[call[0]] === call.stub) delete window[call[0]];
};
