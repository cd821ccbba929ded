// Compares tags of languages (BCP 47), as pages write them; page_language.js does so with the site's own.

/** Return whether *tag* is that of *language*, or of a kind of it. @param {string} tag @param {string} language */
export const isKindOf = (tag, language) => (tag + "-").toLowerCase().startsWith(language.toLowerCase() + "-");
