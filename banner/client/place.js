// Where we are: every address of ours and of the site follows from that of the script tag.

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

export const { nonce } = script;
/** The address of a file beside consent.js. @param {string} path */
export const ours = (path) => new URL(path, script.src).href;
/** An address of the declaration, which is relative to the folder that holds ours. @param {string} path */
export const sites = (path) => new URL(path, ours("..")).href;
