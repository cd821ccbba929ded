// What is changed in the work of others, so that it can be the guest of any page; LICENCES.txt says so. A line names the
// files, a text in them, and what takes its place.

const ADAPTERS = /polyscript\/esm\/interpreter\/(micropython|pyodide)\.js$/;
const HELPERS = /polyscript\/esm\/interpreter\/_utils\.js$/;
const UTILITIES = /polyscript\/esm\/utils\.js$/;
const PACKAGE = /core\/src\/stdlib\/pyscript\.js$/;
const SMALL_ADAPTER = /polyscript\/esm\/interpreter\/micropython\.js$/;
const PYTHONS = /polyscript\/esm\/interpreter\/_python\.js$/;
const MICROPYTHON = /\/micropython\.mjs$/;
const LOADER = /\/pyodide\.mjs$/;
/** Pyodide's program in JavaScript; the other half of it lies beside it. */
export const PROGRAM = /\/pyodide\.asm\.mjs$/;

// What MicroPython has of its host: a page, and where it tells what is wrong.
const WEB =
  "ENVIRONMENT_IS_WEB=true,ENVIRONMENT_IS_WORKER=false,ENVIRONMENT_IS_NODE=false,ENVIRONMENT_IS_SHELL=false;" +
  "var wasmBinary,readAsync,readBinary,fs,require,out=console.log,err=console.error;";

const STARTED = "_emscripten_stack_init(),wasmExports.__wasm_call_ctors();var moduleRtn=Module;";

/** @type {[RegExp, string | RegExp, string][]} */
const CHANGES = [
  // No address of a public host, where they would look for an interpreter, for packages or for advice.
  [ADAPTERS, /module: \(version = .*\) =>\s+`https:.*`,/, ""],
  [/polyscript\/esm\/interpreter\/pyodide\.js$/, / See: https:.*(?=`\))/, ""],
  [PACKAGE, / See: https:[^'"]*/, ""],
  [LOADER, /\?\?`https:[^`]*`/, ""],
  [MICROPYTHON, /\. See https:[^`]*/, ""],

  // No global name: those of the page are its own, and so are those of the PyScript that it may have.
  [UTILITIES, "defineProperty(globalThis, js_modules, { value: jsModules });", ""],
  [ADAPTERS, /globalThis\[js_modules\]\.set\(.*\);/, ""],
  // MicroPython's are the names of one interpreter: a page may have a second one, once the first has ended.
  [MICROPYTHON, "globalThis.Module=Module", "keep(Module)"],
  [MICROPYTHON, /globalThis\.(?=proxy_js_|pyProxyFinalizationRegistry)/g, ""],
  [
    MICROPYTHON,
    /^/,
    "export const interpreter=()=>{let Module,proxy_js_ref,proxy_js_ref_next,proxy_js_ref_map,proxy_js_map," +
      "proxy_js_existing,pyProxyFinalizationRegistry;const keep=(made)=>{Module=made};",
  ],
  [MICROPYTHON, "export default _createMicroPythonModule;export async", "async"],
  [MICROPYTHON, /$/, "return loadMicroPython};"],

  // No event of theirs in the page: Pyodide puts off what it has to do by messages that the page would hear, too.
  [PROGRAM, 'globalThis.addEventListener("message",t,!1)', ""],
  [PROGRAM, 'typeof globalThis.postMessage=="function"', "false"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands so in their text.
  [HELPERS, "dispatchEvent(new CustomEvent(`${prefix}:progress`, { detail }));", ""],

  // Pages may have frozen the prototypes that all scripts share: PyScript takes methods off Promise by a proxy, and
  // Pyodide assigns what a prototype has already.
  [UTILITIES, "new Proxy(Promise,", "new Proxy(class extends Promise {},"],
  [PROGRAM, "if(r)return r;let n={};", "if(r)return r;let n=Object.create(null);"],

  // An element of the page may have the name of that by which Pyodide knows that it is in one.
  [LOADER, 'typeof document.createElement=="function"&&', ""],

  // Old libraries put items into all objects, which functions are, too; the rest of that is shield.mjs's.
  [MICROPYTHON, /"_ref"in (js_obj|value)/g, 'Object.hasOwn($1,"_ref")'],
  [
    PROGRAM,
    'return t instanceof Function?e in t&&!(Tn.has(e)||r&&e==="prototype"):e in t',
    'return isItem(t,e)&&!(t instanceof Function&&(Tn.has(e)||r&&e==="prototype"))',
  ],
  [/polyscript\/esm\/interpreter\/_io\.js$/, "init || console;", "init || {};"],

  // No function of the program is a library's that is linked later: thousands of places in its table would be for those,
  // and some hundred functions of JavaScript, which it does not call by itself (unlinked.mjs drops them).
  [PROGRAM, "updateGOT(origExports);", ""],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands so in their text.
  [PROGRAM, "throw new Error(`Dynamic linking error: undefined symbol '${symName}'`)", "entry.value=0;continue"],

  // Nor do we have a canvas, a database of files, or another file system: what only these need has no name any more then.
  [PROGRAM, "If you are using canvas element for SDL library, it should have id 'canvas' to work properly.", ""],
  [PROGRAM, "FS.filesystems={MEMFS,IDBFS,NODEFS,WORKERFS,PROXYFS}", "FS.filesystems={MEMFS}"],
  [PROGRAM, "IDBFS.quit();", ""],
  [PROGRAM, "if(ENVIRONMENT_IS_NODE){NODEFS.staticInit()}", ""],

  // A pruned program that has ended is no error to be told: client/runtimes/pyodide.js has the full one start.
  // What waits for an answer of it, or for its start, waits for ever.
  [
    PROGRAM,
    "dependenciesFulfilled=null;callback()",
    "dependenciesFulfilled=null;try{callback()}catch(e){if(!Module.ended)throw e}",
  ],
  [PROGRAM, "API.fatal_error=function(t){", "API.fatal_error=function(t){if(Module.ended)return;"],
  [
    PROGRAM,
    /(catch\((\w)\)\{)(?=API\.fatal_error\(\2\)\}try\{if\(l=l\[0\])/,
    "$1if(Module.ended)return new Promise(()=>{});",
  ],
  // MicroPython asks client/runtimes/micropython.js for its program, and whether that has ended. Late calls then stay
  // without an answer: what a page has put off may still come.
  [MICROPYTHON, "let Module={locateFile:(path,scriptDirectory)=>url||scriptDirectory+path}", "let Module={...options}"],
  [
    MICROPYTHON,
    /return Module\.instantiateWasm\?.*?await instantiateAsync\(.*?\)\)\)(?=\}\(\))/,
    "return receiveInstance((await Module.instantiate(info)).instance)",
  ],
  [MICROPYTHON, "(cRef=>{", "(cRef=>{if(Module.hasEnded())return;"],
  [
    MICROPYTHON,
    "function(target,argumentsList){let args=0;",
    "function(target,argumentsList){const never=new Promise(()=>{});if(Module.hasEnded())return never;let args=0;",
  ],
  [
    MICROPYTHON,
    /(Module\.ccall\("proxy_c_to_js_call",.*?,value\]\)),/,
    "try{$1}catch(e){if(Module.hasEnded(e))return never;throw e}",
  ],

  // What MicroPython has for other hosts than a page, and for who works on it: bundle.mjs drops what this leaves unused.
  [MICROPYTHON, /!function\(\)\{function humanReadableVersionToPacked.*?\}\(\);(?=var Module=moduleArg)/, ""],
  [MICROPYTHON, /ENVIRONMENT_IS_WEB=.*?(?=var ABORT=)/, WEB],
  [
    MICROPYTHON,
    /(?<=;)function run\(\)\{.*?(?=return moduleRtn)|(?<=\}\(\),)function run\(\)\{function doRun.*?(?=return moduleRtn)/,
    STARTED,
  ],
  [MICROPYTHON, /h16=new Int16Array\(1\),.*?BIG_ENDIAN to bypass\)"\)[;,]/, ""],
  [MICROPYTHON, /assert\(globalThis\.Int32Array[^"]*"[^"]*"\);/, ""],
  [MICROPYTHON, 'void 0===globalThis.crypto&&(globalThis.crypto=require("crypto"));', ""],
  [MICROPYTHON, /(?<=MP_JS_EPOCH=Date\.now\(\);).*?(?=Module\.ccall=)/, ""],
  [MICROPYTHON, /if\(globalThis\.loadMicroPython=.*?\}\}\(\)\}(?=class PyProxy)/, ""],
  [MICROPYTHON, /assert\(void 0!==wasmExports\.\w+,"[^"]*"\),/g, ""],
  [MICROPYTHON, /function assert\(condition,text\)\{.*?\}/, "function assert(){}"],
  [MICROPYTHON, /function checkStackCookie\(\)\{.*?\}\}(?=var h16)/, "function checkStackCookie(){}"],
  [MICROPYTHON, /FS=\{root:null.*?,getStr:ptr=>UTF8ToString\(ptr\)\}/, "FS"],
  [MICROPYTHON, /function consumedModuleProp\(prop\)\{.*?\}\}\)\}/, "function consumedModuleProp(){}"],
  // Files are those of client/runtimes/python_files.js.
  [MICROPYTHON, /FS\.createPreloadedFile=.*?,FS\.preloadFile=FS_preloadFile,FS\.staticInit\(\),/, ""],
  [MICROPYTHON, /__syscall_\w+:function\(.*?return-e\.errno\}\},/g, ""],
  [MICROPYTHON, /,fd_\w+:function\(.*?return e\.errno\}\}/g, ""],
  [MICROPYTHON, "Module.PATH=PATH,Module.PATH_FS=PATH_FS,", ""],
  [MICROPYTHON, ",Module.FS=FS;", ";"],
  [
    MICROPYTHON,
    /\[("\w+",?)+\]\.forEach\((function\(sym\)\{unexportedRuntimeSymbol\(sym\)\}|unexportedRuntimeSymbol)\)[;,]/g,
    "",
  ],
  [MICROPYTHON, /Module\.\w+=makeInvalidEarlyAccess\("\w+"\)[,;]/g, ""],
  [MICROPYTHON, /makeInvalidEarlyAccess\("\w+"\)/g, "null"],
  [MICROPYTHON, /createExportWrapper\("(\w+)",\d\)/g, "wasmExports.$1"],

  // What PyScript would load and unpack for who configures it, and its ways to run what stands in a page.
  [PYTHONS, /(?<=export const loadProgress = ).*?\n\};/s, "async () => {};"],
  [PYTHONS, /value\.(lazy_py_modules|storage) = .*?\n {8}\};/gs, ""],
  [SMALL_ADAPTER, /\n {4}run,\n {4}runAsync,\n {4}runEvent,/, ""],
  [
    SMALL_ADAPTER,
    /(?<=writeFile: )\(interpreter, path, buffer, url\) => \{.*?\n {4}\},/s,
    "({ FS }, path, buffer) => FS.writeFile(path, buffer),",
  ],
  [SMALL_ADAPTER, /this\.writeFile\(interpreter, '\.\/mip\.py', mip\);/, ""],

  // Pyodide only warns of a program that does not come, and waits for it for ever.
  [LOADER, /console\.warn\("wasm instantiation failed!"\),console\.warn\((\w+)\)/, "r(null,$1)"],
];

/**
 * *text* of the file at *path* with all changes that are due there; each must find what it is about.
 * @param {string} path @param {string} text
 */
export const changed = (path, text) => {
  for (const [files, old, fresh] of CHANGES) {
    if (!files.test(path)) continue;
    const now = text.replace(old, fresh);
    if (now === text) throw new Error(`${path} has no ${old} any more`);
    text = now;
  }
  return text;
};
