"""Scripts and elements of services: held back, activated in order, told to nobody too early."""
