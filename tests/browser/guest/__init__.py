"""Pages that others wrote: nothing of theirs breaks it, and it breaks nothing of theirs."""
