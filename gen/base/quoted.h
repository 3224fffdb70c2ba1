/* quoted.h - private to base: messages stay readable whatever an input holds. */
#ifndef RELANCE_BASE_QUOTED_H
#define RELANCE_BASE_QUOTED_H

#include "base/text.h"

/*
 * Cut what a message quotes between « and » to QUOTED_MAX characters and an ellipsis, the names of files
 * (anything with a slash in it) to PATH_QUOTED_MAX, and the whole message to MESSAGE_MAX. Never inside of
 * a character. A quoted text that has guillemets of its own is taken piece by piece.
 */
#define QUOTED_MAX ((size_t)80)
#define PATH_QUOTED_MAX ((size_t)255)
#define MESSAGE_MAX ((size_t)2000)
void quoted_cut(struct buf *message);

#endif
