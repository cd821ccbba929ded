"""Facts about programs from which functions are taken."""
