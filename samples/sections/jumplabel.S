/* CALL: a jump label is no jump until the kernel makes it one; where it will go stands in __jump_table. */
#include "annotations.h"

	variable jumplabel_key .data

	function jumplabel_private_work .text
	ret
	end jumplabel_private_work

/* Five bytes that become "jmp \target"; struct jump_entry, Linux 6.12 include/linux/jump_label.h */
.macro jumplabel target
.Ljump\@:
	.byte 0x0f, 0x1f, 0x44, 0, 0
	.pushsection __jump_table, "aw"
	.balign 8
	.long .Ljump\@ - ., \target - .
	.quad jumplabel_key - .
	.popsection
.endm

/* Nothing: it jumps inside of its function. The key is private, but only the patching reads it. */
	function good_jumplabel .text..exposed
	jumplabel .Lother
	ret
.Lother:
	xorl %eax, %eax
	ret
	end good_jumplabel

/* CALL: it leaves exposed text. */
	function bad_jumplabel .text..exposed
	jumplabel jumplabel_private_work
	ret
	end bad_jumplabel
