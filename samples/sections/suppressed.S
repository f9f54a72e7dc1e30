/* DATA, once: the markers hold from one label to the other and no further. */
#include "annotations.h"

	variable suppressed_private_flag .data

/* Nothing: the reference stands between the markers. */
	function good_suppressed .text..exposed
	private_begin
	movl suppressed_private_flag(%rip), %eax
	private_end
	ret
	end good_suppressed

/* DATA: the second reference stands behind the end. */
	function bad_suppressed .text..exposed
	private_begin
	movl suppressed_private_flag(%rip), %eax
	private_end
	addl suppressed_private_flag(%rip), %eax
	ret
	end bad_suppressed
