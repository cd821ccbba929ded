"""Outside content and what stands in its place."""
