/* DATA: what a kernel patches in at its start is found too, at the instruction that it replaces. */
#include "annotations.h"

	variable alternative_private_mode .data
	variable alternative_exposed_mode .data..exposed

/* Seven bytes that become "movq \symbol(%rip), %rax"; struct alt_instr, Linux 6.12 arch/x86/include/asm/alternative.h */
.macro alternative symbol
.Lold\@:
	.byte 0x0f, 0x1f, 0x80, 0, 0, 0, 0
.Lend\@:
	.pushsection .altinstr_replacement, "ax"
.Lnew\@:
	movq \symbol(%rip), %rax
.Lnewend\@:
	.popsection
	.pushsection .altinstructions, "a"
	.long .Lold\@ - ., .Lnew\@ - ., 0
	.byte .Lend\@ - .Lold\@, .Lnewend\@ - .Lnew\@
	.popsection
.endm

/* Nothing: what is patched in reads exposed data. */
	function good_alternative .text..exposed
	alternative alternative_exposed_mode
	ret
	end good_alternative

/* DATA: what is patched in reads private data. */
	function bad_alternative .text..exposed
	alternative alternative_private_mode
	ret
	end bad_alternative
