"""What is asked, decided, recorded and followed."""
