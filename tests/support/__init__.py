"""What tests of several subjects stand on: the browsers, a validator, and the command that runs it all."""
