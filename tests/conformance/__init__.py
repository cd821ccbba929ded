"""What every reader of the consent cookie has to find, in whatever language it is written."""
