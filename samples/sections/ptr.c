/* PTR: exposed data holds the address of something private. Storing it is no access: a note. */
#include "annotations.h"

int ptr_private_value = 1;
__exposed_data int ptr_exposed_value = 1;

/* Nothing: who follows this pointer stays in what is exposed. */
__exposed_data int *good_ptr = &ptr_exposed_value;

/* PTR: exposed code that follows it would fault, and the check cannot see who does. */
__exposed_data int *bad_ptr = &ptr_private_value;
