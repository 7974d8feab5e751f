"""Official documents: a frozen sheet of plain values becomes HTML, then PDF in the form of Nghị định 30/2020."""
