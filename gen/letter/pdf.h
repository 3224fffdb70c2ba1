/*
 * pdf.h - from drawn pages to a PDF/A-1b file, by libharu. Used by page.c;
 * everybody else calls doc_finish() (page.h).
 */
#ifndef RELANCE_LETTER_PDF_H
#define RELANCE_LETTER_PDF_H

#include "letter/page.h"

/*
 * The whole file, appended to out. ST_LIMIT (reported) when libharu refuses, in
 * which case out is as before. The bytes depend on the document alone.
 */
enum status pdf_write(struct diag *d, struct doc *doc, struct buf *out);

#endif
