/* version.h - the one place where the version stands. */
#ifndef RELANCE_VERSION_H
#define RELANCE_VERSION_H
#define RELANCE_VERSION "0.1.0"
#endif
