"""The text of a PDF by MuPDF or PDFium."""

import sys

reader, path = sys.argv[1:]
if reader == "mupdf":
    import pymupdf

    for page in pymupdf.open(path):
        print(page.get_text())
else:
    import pypdfium2

    for page in pypdfium2.PdfDocument(path):
        text = page.get_textpage().get_text_range()
        print(text.replace("\r\n", "\n").replace("\ufffe", ""))
