"""The audit, in real browsers: leaks that are planted into a clean site, and the clean site itself."""
