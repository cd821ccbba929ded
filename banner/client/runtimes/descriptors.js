// How an object has its items, as Object tells it, but for what a page has put into all objects: a "get" there would be
// taken for a getter. In these bundles everybody asks here.

const { getOwnPropertyDescriptor: describe } = Object;

/** @param {object} owner @param {PropertyKey} key */
export const getOwnPropertyDescriptor = (owner, key) => {
  const found = describe(owner, key);
  return found && Object.setPrototypeOf(found, null);
};

/** @param {object} owner @returns {Record<PropertyKey, PropertyDescriptor>} */
export const getOwnPropertyDescriptors = (owner) => {
  const all = Object.create(null);
  for (const key of Reflect.ownKeys(owner)) all[key] = getOwnPropertyDescriptor(owner, key);
  return all;
};

/** Whether *owner* has an item of that name, be it inherited, unless a page has put it into all objects. */
export const isItem = (/** @type {object} */ owner, /** @type {PropertyKey} */ key) => {
  for (let one = owner; one; one = Object.getPrototypeOf(one)) {
    const found = describe(one, key);
    if (found) return one !== Object.prototype || !found.enumerable;
  }
  return false;
};
