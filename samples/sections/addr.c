/* ADDR: exposed code takes an address. That is no access, but somebody wants to use it: a warning. */
#include "annotations.h"

int addr_private_queue[8] = { 1 };
__exposed_data int addr_exposed_queue[8] = { 1 };

/* Nothing: whoever gets this address may use it in the exposed space. */
__exposed int *good_addr(void)
{
	return addr_exposed_queue;
}

/* ADDR: in the exposed space nothing is at this address. */
__exposed int *bad_addr(void)
{
	return addr_private_queue;
}
