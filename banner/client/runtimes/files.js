// The one way in which PyScript and its interpreter get files: in these bundles every `fetch` is this one.
// There is nothing else that they could ask any host for.

/** @type {(get: Files) => void} */
let provide;
/** @type {Promise<Files>} */
const provided = new Promise((resolve) => (provide = resolve));
export { provide };

/** @param {string | URL} address */
export const fetch = async (address) => {
  const kind = String(address).split(".").pop() || "";
  const get = (await provided)[kind];
  if (!get) throw new TypeError(`nothing of ours: ${address}`);
  return get();
};
