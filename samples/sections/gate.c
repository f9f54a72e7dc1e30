/* Nothing is found here: exposed code reaches for what is private through a gate. Compare data.c. */
#include "annotations.h"

int gate_private_count = 1;

/* A gate may do all. In a kernel it writes CR3 first, and back at its end; here only its place matters. */
__gate __kept int gate_read_count(void)
{
	return gate_private_count;
}

/* Nothing: a call of a gate is what gates are for. */
__exposed int good_gate(void)
{
	return gate_read_count() + 1;
}
