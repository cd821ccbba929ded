"""The audit: compares what a site does in a real browser with what its declaration says."""
