"""A paper as Word file, made of the very HTML that becomes the PDF: closed vocabulary in, named styles out."""
