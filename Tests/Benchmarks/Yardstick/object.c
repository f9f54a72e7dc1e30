// object FILE  writes an object file of about 21 MB with 405,840 relocations, as a kernel's vmlinux.o has
//
//   .text          110,000 functions: each reads a variable, calls the next of its group of 2,000, and takes an address
//   .noinstr.text  8,000 functions of the same kind, which call functions of .text
//   .rodata        51,840 pointers to functions of .text
//   .data          4,000 variables of 64 bytes
//
// The first function of every 220th is a system call by its name: 500 of them.
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRIVATE = 110000, EXPOSED = 8000, POINTERS = 51840, VARIABLES = 4000, GROUP = 2000, SIZE = 48 };
enum { NONE, TEXT, NOINSTR, RODATA, DATA, RELA_TEXT, RELA_NOINSTR, RELA_RODATA, SYMBOLS, STRINGS, NAMES, SECTIONS };

static const char names[] = "\0.text\0.noinstr.text\0.rodata\0.data\0.rela.text\0.rela.noinstr.text\0.rela.rodata\0"
			    ".symtab\0.strtab\0.shstrtab";
static unsigned char *contents[SECTIONS];
static uint64_t sizes[SECTIONS];
static Elf64_Sym *symbols;
static uint64_t text_end;

static void *room(int section, uint64_t size)
{
	sizes[section] = size;
	contents[section] = calloc(1, size);
	if (!contents[section]) {
		perror("memory");
		exit(2);
	}
	return contents[section];
}

static uint32_t name_of(const char *format, unsigned number)
{
	uint32_t start = text_end;
	text_end += sprintf((char *)contents[STRINGS] + start, format, number) + 1;
	return start;
}

// mov variable(%rip),%rax; call next; lea variable(%rip),%rdi; ret
static void function(unsigned char *code, Elf64_Rela *relocations, uint64_t at, unsigned variable, unsigned next)
{
	static const unsigned char bytes[] = { 0x48, 0x8b, 5, 0, 0, 0, 0, 0xe8, 0, 0, 0, 0, 0x48, 0x8d, 0x3d, 0, 0, 0, 0, 0xc3 };
	memset(code, 0xcc, SIZE);
	memcpy(code, bytes, sizeof bytes);
	relocations[0] = (Elf64_Rela){ at + 3, ELF64_R_INFO((uint64_t)variable, R_X86_64_PC32), -4 };
	relocations[1] = (Elf64_Rela){ at + 8, ELF64_R_INFO((uint64_t)next, R_X86_64_PLT32), -4 };
	relocations[2] = (Elf64_Rela){ at + 15, ELF64_R_INFO((uint64_t)variable, R_X86_64_PC32), -4 };
}

static void fill(void)
{
	const unsigned first = 1, count = 1 + PRIVATE + EXPOSED + VARIABLES, variables = first + PRIVATE + EXPOSED;
	symbols = room(SYMBOLS, count * sizeof *symbols);
	room(STRINGS, count * 32);
	text_end = 1;
	unsigned char *text = room(TEXT, (uint64_t)PRIVATE * SIZE), *noinstr = room(NOINSTR, (uint64_t)EXPOSED * SIZE);
	Elf64_Rela *calls = room(RELA_TEXT, 3ull * PRIVATE * sizeof *calls);
	Elf64_Rela *leaving = room(RELA_NOINSTR, 3ull * EXPOSED * sizeof *leaving);
	for (unsigned n = 0; n < PRIVATE; n++) {
		unsigned next = n / GROUP * GROUP + (n + 1) % GROUP;
		function(text + (uint64_t)n * SIZE, calls + 3 * n, (uint64_t)n * SIZE, variables + n % VARIABLES, first + next);
		symbols[first + n] = (Elf64_Sym){ name_of(n % 220 ? "private_function_%u" : "__x64_sys_call_%u", n),
			STT_FUNC | STB_GLOBAL << 4, 0, TEXT, (uint64_t)n * SIZE, SIZE };
	}
	for (unsigned n = 0; n < EXPOSED; n++) {
		function(noinstr + (uint64_t)n * SIZE, leaving + 3 * n, (uint64_t)n * SIZE, variables + n % VARIABLES, first + n);
		symbols[first + PRIVATE + n] = (Elf64_Sym){ name_of("exposed_function_%u", n), STT_FUNC | STB_GLOBAL << 4, 0,
			NOINSTR, (uint64_t)n * SIZE, SIZE };
	}
	for (unsigned n = 0; n < VARIABLES; n++)
		symbols[variables + n] = (Elf64_Sym){ name_of("variable_%u", n), STT_OBJECT | STB_GLOBAL << 4, 0, DATA, n * 64ull, 64 };
	room(RODATA, 8 * POINTERS);
	Elf64_Rela *pointers = room(RELA_RODATA, POINTERS * sizeof *pointers);
	for (unsigned n = 0; n < POINTERS; n++)
		pointers[n] = (Elf64_Rela){ 8ull * n, ELF64_R_INFO((uint64_t)first + n, R_X86_64_64), 0 };
	room(DATA, VARIABLES * 64);
	memcpy(room(NAMES, sizeof names), names, sizeof names);
	sizes[STRINGS] = text_end;
}

int main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "wb") : NULL;
	if (!file) {
		fprintf(stderr, "usage: object FILE\n");
		return 2;
	}
	fill();
	Elf64_Shdr headers[SECTIONS] = { [TEXT] = { 0, SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR },
		[NOINSTR] = { 0, SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR }, [RODATA] = { 0, SHT_PROGBITS, SHF_ALLOC },
		[DATA] = { 0, SHT_PROGBITS, SHF_ALLOC | SHF_WRITE }, [RELA_TEXT] = { 0, SHT_RELA, .sh_info = TEXT },
		[RELA_NOINSTR] = { 0, SHT_RELA, .sh_info = NOINSTR }, [RELA_RODATA] = { 0, SHT_RELA, .sh_info = RODATA },
		[SYMBOLS] = { 0, SHT_SYMTAB, .sh_link = STRINGS, .sh_info = 1, .sh_entsize = sizeof(Elf64_Sym) },
		[STRINGS] = { 0, SHT_STRTAB }, [NAMES] = { 0, SHT_STRTAB } };
	Elf64_Ehdr elf = { .e_type = ET_REL, .e_machine = EM_X86_64, .e_version = 1, .e_shoff = sizeof elf,
		.e_ehsize = sizeof elf, .e_shentsize = sizeof *headers, .e_shnum = SECTIONS, .e_shstrndx = NAMES };
	memcpy(elf.e_ident, "\177ELF\2\1\1", 7);
	uint64_t offset = sizeof elf + sizeof headers;
	const char *name = names + 1;
	for (int n = 1; n < SECTIONS; n++, name += strlen(name) + 1) {
		headers[n].sh_name = name - names;
		headers[n].sh_offset = offset;
		headers[n].sh_size = sizes[n];
		headers[n].sh_addralign = 1;
		if (headers[n].sh_type == SHT_RELA) {
			headers[n].sh_link = SYMBOLS;
			headers[n].sh_entsize = sizeof(Elf64_Rela);
		}
		offset += sizes[n];
	}
	int ok = fwrite(&elf, sizeof elf, 1, file) == 1 && fwrite(headers, sizeof headers, 1, file) == 1;
	for (int n = 1; n < SECTIONS && ok; n++)
		ok = fwrite(contents[n], 1, sizes[n], file) == sizes[n];
	if (!ok || fclose(file)) {
		perror(argv[1]);
		return 2;
	}
	return 0;
}
