// The Trusted Types policy: it lets texts through as they are, since all of them come from the build.

/** Answers every method with a function that returns its text. @type {any} */
const plain = new Proxy({}, { get: () => String });

/**
 * The policy. The loader passes it to its own modules only, so that no script of the page can reach it.
 * @type {Trust}
 */
export const trust = window.trustedTypes?.createPolicy("consent", plain) || plain;
