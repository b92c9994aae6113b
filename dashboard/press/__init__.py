"""Charts for the press: what is asked for, its words, the checks before it leaves, the files and the press kit."""
