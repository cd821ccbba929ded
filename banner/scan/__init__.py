"""Looks at a site in a real browser, names whom its pages contact, and proposes a declaration and the markup.

What the browser sees is the observer's (:mod:`banner.observe`). Here :mod:`banner.scan.walk` visits pages,
:mod:`banner.scan.parties` names who is behind what was seen, :mod:`banner.scan.changes` tells what to change
in the markup, and :mod:`banner.scan.proposal` writes the declaration. Nothing here judges: a scan is what was
seen in one run.
"""
