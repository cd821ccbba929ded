"""What was asked, what was answered, what follows from it: pure Python that runs everywhere."""
