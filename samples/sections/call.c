/* CALL: exposed code calls code that nobody has vetted for the exposed space. */
#include "annotations.h"

__kept int call_private_work(int x)
{
	return x * 3;
}

__exposed __kept int call_exposed_work(int x)
{
	return x * 5;
}

/* Nothing: both functions are exposed. */
__exposed int good_call(int x)
{
	return call_exposed_work(x) + 1;
}

/* CALL: with "text: public" it does not fault at the call, but who knows what it touches; with "split" it does. */
__exposed int bad_call(int x)
{
	return call_private_work(x) + 1;
}
