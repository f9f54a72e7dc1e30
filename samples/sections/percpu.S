/* DATA: variables of each CPU are data like others: what counts is the section in which they are declared. */
#include "annotations.h"

	variable percpu_private_count .data..percpu
	variable percpu_exposed_count .data..percpu..exposed

/* Nothing: the exposed space maps this page of each CPU. */
	function good_percpu .text..exposed
	movq %gs:percpu_exposed_count(%rip), %rax
	ret
	end good_percpu

/* DATA: it does not map the others. */
	function bad_percpu .text..exposed
	incq %gs:percpu_private_count(%rip)
	ret
	end bad_percpu
