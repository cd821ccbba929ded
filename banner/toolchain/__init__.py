"""Makes the assets when we release: with Node, and for no owner to run."""
