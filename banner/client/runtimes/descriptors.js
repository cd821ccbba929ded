// Property descriptors that inherit nothing: a "get" that a page has put onto all objects would be taken for a getter.
// The bundles use these functions in place of those of Object and Reflect.

const { getOwnPropertyDescriptor: describe } = Object;

/** @param {object} owner @param {PropertyKey} key */
export const getOwnPropertyDescriptor = (owner, key) => {
  const found = describe(owner, key);
  return found && Object.setPrototypeOf(found, null);
};

/** @param {object} owner @returns {Record<PropertyKey, PropertyDescriptor>} */
export const getOwnPropertyDescriptors = (owner) => {
  const descriptors = Object.create(null);
  for (const key of Reflect.ownKeys(owner)) descriptors[key] = getOwnPropertyDescriptor(owner, key);
  return descriptors;
};

/** Return whether *owner* has a property, maybe inherited, that a page has not put onto all objects. */
export const isItem = (/** @type {object} */ owner, /** @type {PropertyKey} */ key) => {
  for (let one = owner; one; one = Object.getPrototypeOf(one)) {
    const found = describe(one, key);
    if (found) return one !== Object.prototype || !found.enumerable;
  }
  return false;
};
