/* UNDEF: what a symbol is stands in no object that was given to the check: a note. */
#include "annotations.h"

extern int undef_elsewhere;
extern unsigned long jiffies;
__exposed_data unsigned long jiffies_64 = 1;

/* Nothing: the linker script makes jiffies another name of jiffies_64, and the policy's aliases know that. */
__exposed unsigned long good_undef(void)
{
	return jiffies;
}

/* UNDEF: check the object that defines it too, or vmlinux.o, where everything is. */
__exposed int bad_undef(void)
{
	return undef_elsewhere;
}
