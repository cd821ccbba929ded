"""Tags of templates, by the name under which Django loads them."""
