// Compares tags of languages (BCP 47), for features; the first script does so in page_language.js.

/** Return whether *tag* is that of *language*, or of a kind of it. @param {string} tag @param {string} language */
export const isKindOf = (tag, language) => (tag + "-").toLowerCase().startsWith(language.toLowerCase() + "-");
