"""The public pages by which anybody asks whether a paper is ours and still counts."""
