// The files of an interpreter. In the bundles every `fetch` and `WebAssembly.instantiateStreaming` is replaced by
// these, so that an interpreter can ask no host for anything else.

/** @type {Files} */
let sources = {};

/** @param {Files} ours */
export const provide = (ours) => {
  sources = ours;
};

/** @param {string | URL} address */
export const fetch = async (address) => {
  const get = sources[String(address).split(".").pop() || ""];
  if (!get) throw new TypeError(`nothing of ours: ${address}`);
  return get();
};

const { instantiate, instantiateStreaming: stream } = WebAssembly;

/**
 * Compiles WebAssembly. Browsers compile it during the download only if the server sends its type, which many do not.
 * @param {Response | Promise<Response>} coming @param {WebAssembly.Imports} imports
 */
export const instantiateStreaming = async (coming, imports) => {
  const response = await coming;
  const type = response.headers.get("Content-Type") || "";
  if (stream && /^application\/wasm$/i.test(type.trim())) return stream(response, imports);
  return instantiate(await response.arrayBuffer(), imports);
};
