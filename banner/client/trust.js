// What a page that asks for Trusted Types has to be told of our texts: that they are the build's own.
// https://www.w3.org/TR/trusted-types/

const same = (/** @type {string} */ text) => text;
/** @type {Trust} */
const plain = { createHTML: same, createScript: same, createScriptURL: same };

/** The one policy, which only the loader has, and lends to its own modules: no name leads to it. @type {Trust} */
export const trust = window.trustedTypes?.createPolicy("consent", plain) || plain;
