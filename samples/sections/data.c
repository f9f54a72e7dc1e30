/* DATA: exposed code reads what the exposed space does not map, which would fault. */
#include "annotations.h"

int data_private_count = 1;
__exposed_data int data_exposed_count = 1;
__private_rodata const int data_private_key[4] = { 1, 2, 3, 4 };
const int data_public_table[4] = { 1, 2, 3, 4 };

/* Nothing: exposed data, and constants that are not marked private. */
__exposed int good_data(int x)
{
	return data_exposed_count + data_public_table[x & 3];
}

/* DATA: .data is private. */
__exposed int bad_data(void)
{
	return data_private_count;
}

/* DATA: constants are exposed, but not these. */
__exposed int bad_data_constant(int x)
{
	return data_private_key[x & 3];
}
