"""How long tests wait: no longer than for what they wait for, so that only what never comes takes so long."""

# What a page does comes within a second, or never; a machine that has other things to do takes longer. Where
# an answer of a server takes so long that it is given up (10 s), the banner waits for up to 64 s.
PATIENCE = 150  # seconds
# A browser that starts, and one command of its driver, which may be to wait.
START = 180  # seconds
# A server closes a connection that has been idle at the very moment at which the next request uses it.
RETRIES = 3
