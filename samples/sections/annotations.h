/*
 * What the section check goes by: the names of sections. Code and data without any of these are private.
 * README.md says how a kernel would use them.
 */
#ifndef SAMPLES_ANNOTATIONS_H
#define SAMPLES_ANNOTATIONS_H

#ifndef __ASSEMBLER__

#define __placed_in(name) __attribute__((__section__(name)))

/* Code that runs in the exposed space. */
#define __exposed __placed_in(".text..exposed")
/* Code that exposed code may call and that may do all: it changes to the private space first. */
#define __gate __placed_in(".text..gate") __attribute__((__noinline__))
/* Data that the exposed space maps. */
#define __exposed_data __placed_in(".data..exposed")
/* Constants that it does not map, other than the rest of .rodata. */
#define __private_rodata __placed_in(".rodata..private")
/* A function that the compiler neither inlines nor looks into, so that these small samples keep their calls. */
#define __kept __attribute__((__noipa__))

/*
 * What stands between these two, in one function, is private work that is known and good. They leave the address of
 * a label, as a distance, in a section that the linker drops; they are no code themselves.
 */
#define __private_mark(edge)                                                                    \
	__asm__ volatile(".Lprivate_" edge "%=:\n\t"                                            \
			 ".pushsection .discard.private_" edge "\n\t"                           \
			 ".long .Lprivate_" edge "%= - .\n\t"                                   \
			 ".popsection" : : : "memory")
#define private_begin() __private_mark("begin")
#define private_end() __private_mark("end")

#else

/* A function of this section. */
.macro function name section
	.section \section, "ax"
	.globl \name
	.type \name, @function
\name:
.endm

/* The end of a function. */
.macro end name
	.size \name, . - \name
.endm

/* Eight bytes of data of this section. */
.macro variable name section
	.section \section, "aw"
	.globl \name
	.type \name, @object
	.size \name, 8
	.balign 8
\name:
	.quad 1
.endm

/* The same as the two above, at the place where it stands. */
.macro private_begin
.Lprivate\@:
	.pushsection .discard.private_begin
	.long .Lprivate\@ - .
	.popsection
.endm

.macro private_end
.Lprivate\@:
	.pushsection .discard.private_end
	.long .Lprivate\@ - .
	.popsection
.endm

#endif
#endif
