/* INDIRECT: exposed code calls through a pointer, so that nobody can tell from the object where it goes. */
#include "annotations.h"

__exposed __kept int indirect_default(int x)
{
	return x + 1;
}

__exposed_data int (*indirect_operation)(int) = indirect_default;

/* Nothing: where it goes stands in the instruction. */
__exposed int good_indirect(int x)
{
	return indirect_default(x) * 2;
}

/* INDIRECT: the pointer may be exposed, what it is set to at run time need not be. */
__exposed int bad_indirect(int x)
{
	return indirect_operation(x) * 2;
}
