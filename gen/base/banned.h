/* banned.h - included by every source last: these functions are not used here (git's habit). */
#ifndef RELANCE_BASE_BANNED_H
#define RELANCE_BASE_BANNED_H
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok atoi atol atof
#pragma GCC poison localtime gmtime ctime asctime localtime_r ctime_r asctime_r setlocale tmpnam mktemp
#pragma GCC poison strerror perror /* English: diag_errno() */
#endif
