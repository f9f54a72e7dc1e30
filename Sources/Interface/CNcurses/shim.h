#ifndef CR3SCOPE_CNCURSES_SHIM_H
#define CR3SCOPE_CNCURSES_SHIM_H

// Wide-character curses for Swift. Below are only the macros, variables and variadic functions that Swift
// cannot import, one function each.

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>
#include <wchar.h>

// wchar.h declares it only for X/Open sources, as which Swift does not compile headers.
extern int wcwidth(wchar_t scalar);
static inline int cr3_width(wchar_t scalar) { return wcwidth(scalar); }

// Attributes, and a colour pair as the attribute bits that older parts of curses look at.
static inline attr_t cr3_bold(void) { return WA_BOLD; }
static inline attr_t cr3_dim(void) { return WA_DIM; }
static inline attr_t cr3_underline(void) { return WA_UNDERLINE; }
static inline attr_t cr3_reverse(void) { return WA_REVERSE; }
static inline attr_t cr3_pair(int pair) { return (attr_t)COLOR_PAIR(pair); }

// What the terminal can do; valid after newterm or start_color.
static inline int cr3_colors(void) { return COLORS; }
static inline int cr3_pairs(void) { return COLOR_PAIRS; }
static inline int cr3_rows(void) { return LINES; }
static inline int cr3_columns(void) { return COLS; }

// Functions that need the window of the whole screen, the screen in memory, or the entry of terminfo.
static inline SCREEN *cr3_start(void) { return newterm(NULL, stdout, stdin); }
static inline void cr3_keypad(void) { keypad(stdscr, TRUE); }
static inline void cr3_timeout(int milliseconds) { wtimeout(stdscr, milliseconds); }
static inline int cr3_get(wint_t *scalar) { return wget_wch(stdscr, scalar); }
static inline void cr3_move(int y, int x) { wmove(stdscr, y, x); }
static inline void cr3_clear(void) { werase(stdscr); }
static inline void cr3_refresh(void) { wrefresh(stdscr); }
static inline void cr3_redraw(void) { clearok(curscr, TRUE); }
static inline int cr3_row(int y, const cchar_t *cells, int count) { return mvwadd_wchnstr(stdscr, y, 0, cells, count); }
static inline void cr3_forget_entry(void) { del_curterm(cur_term); }

// Buttons of the mouse.
static inline mmask_t cr3_button_left(void) { return BUTTON1_PRESSED; }
static inline mmask_t cr3_wheel_up(void) { return BUTTON4_PRESSED; }
static inline mmask_t cr3_wheel_down(void) { return BUTTON5_PRESSED; }

#endif
