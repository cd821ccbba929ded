// What a feature needs Python for.

/** Has Python start, where it does not run already. @param {Host} host */
export const python = async ({ run }) => (await run("python"))?.start();
