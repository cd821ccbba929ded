"""What the observer makes of what a browser tells: pure, and tested without one."""
