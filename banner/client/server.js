// Questions to the site's own server, for as long as a visitor can be made to wait.

const PATIENCE = 3000; // milliseconds

/** @param {string} address @param {object | null} body @returns {Promise<unknown>} */
export const ask = async (address, body) => {
  const headers = { "Content-Type": "application/json" };
  const post = body && { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE), ...post });
  return response.ok ? response.json() : null;
};
