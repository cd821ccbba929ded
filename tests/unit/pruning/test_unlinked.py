"""Of Pyodide's script there is what the program, or another script, may come to name."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from banner.toolchain import environment

# As Emscripten writes it: what nothing names, what only that names, and what the program gives and takes.
TEXT = """async function create(given){
function draw(){return pixels()}function pixels(){return 1}
draw.sig="i";Module["draw"]=draw;
var kept=1,lost=2,begun=start(),GL={buffers:[]};
function start(){return kept}
function read(){return reading}function reading(){}
read.sig="ip";Module["read"]=read;Module["asked"]=asked;
var asked=()=>5;
var wasmImports={draw:draw,read,"write":kept};
function assignWasmExports(wasmExports){_malloc=Module["_malloc"]=wasmExports["malloc"];_gone=Module["_gone"]=wasmExports["gone"];}
assignWasmExports(_malloc);
}export default create;"""  # noqa: E501
LEFT = """async function create(given){var kept=1;
var begun=start();
function start(){return kept}
function read(){return reading}
function reading(){}
read.sig="ip";
Module["read"]=read;
Module["asked"]=asked;
var asked=()=>5;
var wasmImports={read,"write":kept};
function assignWasmExports(wasmExports){
_malloc=Module["_malloc"]=wasmExports["malloc"];
}
assignWasmExports(_malloc);}export default create;"""


def test_what_nothing_names_goes_and_so_does_what_only_that_names() -> None:
    script = Path(__file__).with_name("unlinked.mjs")
    given = json.dumps({"text": TEXT, "others": ["module.asked()"], "taken": ["read", "write"]})
    command = [environment.node(), script, environment.package("")]
    told = subprocess.run(command, input=given, capture_output=True, check=True, encoding="utf-8").stdout

    assert told == LEFT
