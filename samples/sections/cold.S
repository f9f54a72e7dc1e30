/* CALL: compilers move what is unlikely into .text.unlikely, out of the section that the function was put into. */
#include "annotations.h"

/* Nothing: the unlikely part stays in exposed text. */
	function good_cold .text..exposed
	testl %edi, %edi
	js good_cold.cold
	movl %edi, %eax
	ret
	end good_cold

	function good_cold.cold .text..exposed.unlikely
	xorl %eax, %eax
	ret
	end good_cold.cold

/* CALL: a true one. GCC does this to functions without a section of their own (-freorder-blocks-and-partition). */
	function bad_cold .text..exposed
	testl %edi, %edi
	js bad_cold.cold
	movl %edi, %eax
	ret
	end bad_cold

	function bad_cold.cold .text.unlikely
	xorl %eax, %eax
	ret
	end bad_cold.cold
