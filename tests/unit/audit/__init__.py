"""The parts of the audit that judge and tell: pure, without a browser."""
