document.cookie = "basket=1; Max-Age=604800; Path=/";
// further
