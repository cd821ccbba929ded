# The end of the one file that travels to Pyodide: above it the build has put FILES, every module of ours by its
# path, and SITE, what differs from site to site. The modules are written to the interpreter's own file system and
# imported from there, as PyScript does with its own.

import os
import sys

ROOT = "/consent"


def unpack(files):
    """Write *files* below ROOT."""
    for path in files:
        folder = ROOT
        for part in path.split("/"):
            try:
                os.mkdir(folder)
            except OSError:
                pass  # it is there already
            folder = folder + "/" + part
        with open(folder, "w") as file:
            file.write(files[path])


unpack(FILES)
sys.path.insert(0, ROOT)

from banner.browser.main import main

main(SITE)
