// What a page that asks for Trusted Types has to be told of our texts: that they are the build's own.

/** Whatever a text is to become, it stays as it is. @type {any} */
const plain = new Proxy({}, { get: () => String });

/** The one policy. Only the loader has it, and lends it to its own modules: no name leads to it. @type {Trust} */
export const trust = window.trustedTypes?.createPolicy("consent", plain) || plain;
