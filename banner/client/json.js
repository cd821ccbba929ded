// JSON on pages whose libraries have put toJSON into all arrays and objects, and so decide how everybody else writes.

/**
 * *value* as JSON, whatever it says itself about how it wants to be written.
 * @param {any} value @returns {string}
 */
export const written = (value) => {
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const items = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${written(item)}`);
  return `{${items.join(",")}}`;
};
