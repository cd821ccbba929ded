"""The build that an owner runs: from a declaration to files that can be deployed, in pure Python."""
