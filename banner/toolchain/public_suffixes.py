"""Makes ``banner/catalogue/public_suffix_list.dat``: the public suffix list, unchanged, and its licence.

    .venv/bin/python -m banner.toolchain.public_suffixes

takes the list out of the package of Python that ``locks/public-suffixes`` names, checked against the hash
there. A newer one is written into that lock first. https://publicsuffix.org/
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from banner.observe import suffixes
from banner.toolchain import environment, licences

LOCK = environment.LOCKS / "public-suffixes/requirements.txt"
SOURCE = "https://github.com/publicsuffix/list"
LICENCE = suffixes.FILE.with_suffix(".LICENSE")


def main() -> int:
    """Fetch the list, and write the file and the licence."""
    with tempfile.TemporaryDirectory(prefix="public-suffixes-") as name:
        environment.python_packages(LOCK, Path(name))
        content = (Path(name) / "publicsuffixlist" / suffixes.FILE.name).read_bytes()
    suffixes.FILE.write_bytes(content)
    version, commit = suffixes.version()
    whole = f"the public suffix list of {version} ({SOURCE},\ncommit {commit}), unchanged."
    head = f"{suffixes.FILE.name} is {whole}"
    text = licences.text("MPL-2.0")
    LICENCE.write_text(f"{head} Its licence:\n\n{text}", encoding="utf-8", newline="\n")
    sys.stdout.write(f"{suffixes.FILE.name}: {len(suffixes.rules()):,} rules of {version}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
