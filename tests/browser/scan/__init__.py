"""What is seen of pages in a real browser, and what is made of it."""
