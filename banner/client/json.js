// Writes JSON without toJSON, which some old libraries add to all arrays and objects.

/**
 * Return *value* as JSON.
 * @param {any} value @returns {string}
 */
export const toJson = (value) => {
  if (Array.isArray(value)) return `[${value.map(toJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const items = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${toJson(item)}`);
  return `{${items.join(",")}}`;
};
