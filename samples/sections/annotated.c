/* Nothing is found here: the markers say that the private work between them is known and good. */
#include "annotations.h"

int annotated_private_count = 1;

__exposed int good_annotated(int x)
{
	int count;

	private_begin();
	count = *(volatile int *)&annotated_private_count;
	private_end();
	return count + x;
}
