// The one way in which an interpreter gets files: in these bundles every `fetch` is this one, and so is every
// `WebAssembly.instantiateStreaming`. There is nothing else that they could ask any host for.

/** @type {Files} */
let files = {};

/** @param {Files} ours */
export const provide = (ours) => {
  files = ours;
};

/** @param {string | URL} address */
export const fetch = async (address) => {
  const get = files[String(address).split(".").pop() || ""];
  if (!get) throw new TypeError(`nothing of ours: ${address}`);
  return get();
};

const { instantiate, instantiateStreaming: stream } = WebAssembly;

/**
 * Browsers compile what is still on its way only where the server calls it by its type; many call it something else.
 * @param {Response | Promise<Response>} coming @param {WebAssembly.Imports} imports
 */
export const instantiateStreaming = async (coming, imports) => {
  const response = await coming;
  const type = response.headers.get("Content-Type") || "";
  if (stream && /^application\/wasm$/i.test(type.trim())) return stream(response, imports);
  return instantiate(await response.arrayBuffer(), imports);
};
