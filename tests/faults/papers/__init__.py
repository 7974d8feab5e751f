"""The long proof of the papers: texts that break layouts, in both formats, and the Word files opened in LibreOffice."""
