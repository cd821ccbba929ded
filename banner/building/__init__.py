"""What happens before any visitor comes: set-up, checks, build and serving. Never shipped."""
