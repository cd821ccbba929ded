"""What a scan makes of what was seen: pure, and tested without a browser."""
