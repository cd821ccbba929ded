"""The pages of the demo: they fit, they say what is wrong, and they speak six languages."""
