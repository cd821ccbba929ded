"""Watches pages in a real browser: what they ask of whom, what they keep, and who in the page does so.

It stands below ``scan`` and ``audit`` and judges nothing. :class:`banner.observe.observer.Observer` is given
a context of Playwright and tells observations (:mod:`banner.observe.kinds`). Around it,
:mod:`banner.observe.browsers` opens the browser, :mod:`banner.observe.folder` serves a folder of pages,
:mod:`banner.observe.crawl` finds the pages of a site, and :mod:`banner.observe.names` tells whose a host is.
"""
