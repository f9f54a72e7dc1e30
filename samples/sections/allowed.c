/* DATA, unless policy.yaml is given: it allows this reference and says why. */
#include "annotations.h"

int allowed_setting __placed_in(".data..ro_after_init") = 1;

/* A section of this sample's own: private without policy.yaml, exposed with it. */
int allowed_clock __placed_in(".data..sample_clock") = 1;

__exposed int good_with_policy(void)
{
	return allowed_setting + allowed_clock;
}
