"""The banner on pages that the software of others brings."""
