// Starts Python for other features.

/** Starts Python if it does not run already. @param {Host} host */
export const startPython = async ({ load }) => (await load("python"))?.start();
