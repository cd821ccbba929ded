"""The rules: questions, decisions and what follows from them, in pure Python that runs everywhere."""
