#ifndef CR3SCOPE_CNCURSES_SHIM_H
#define CR3SCOPE_CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <curses.h>

#endif
