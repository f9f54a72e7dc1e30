// hostile KIND COUNT FILE  writes an object file that is meant to be expensive to check; its size grows with COUNT
//
//   ring      functions that each call the next one, the last the first; all are system calls by their names
//   chain     the same without the last call; each reads a variable of its own
//   ladder    each calls the next two
//   random    each calls three later ones, chosen at random
//   hub       exposed functions that all read one symbol, once each
//   names     COUNT functions with names of 4,000 bytes, "xxx...", of which each reads a variable ten times
//   place     symbols that are all at one place
//   sections  sections of one exposed function each
//   overlap   sections that all have the same COUNT bytes of code, with a relocation at its end
//   tables    jumps of one function through tables that overlap
//   undefined one exposed function, and COUNT undefined symbols of one name
//   remains   a function whose bytes are no instruction, and behind it COUNT relocations that were removed
//   patches   COUNT instructions with one replacement of 255 bytes
//   archive   an archive of COUNT object files of one function each
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bytes {
	unsigned char *start;
	uint64_t size, room;
};
struct section {
	char name[64];
	uint32_t type;
	uint64_t flags;
	struct bytes contents, relocations;
	uint64_t alias; // the section whose contents it shares
};

static struct section *sections;
static unsigned section_count;
static struct bytes symbols, strings;

static void *append(struct bytes *bytes, const void *data, uint64_t size)
{
	if (bytes->size + size > bytes->room) {
		bytes->room = 2 * (bytes->size + size);
		if (!(bytes->start = realloc(bytes->start, bytes->room))) {
			perror("memory");
			exit(2);
		}
	}
	if (data)
		memcpy(bytes->start + bytes->size, data, size);
	bytes->size += size;
	return bytes->start + bytes->size - size;
}

static unsigned section(const char *name, uint64_t flags)
{
	static unsigned room;
	if (section_count == room)
		sections = realloc(sections, (room = 2 * room + 16) * sizeof *sections);
	struct section *made = memset(&sections[section_count], 0, sizeof *made);
	snprintf(made->name, sizeof made->name, "%s", name);
	made->type = SHT_PROGBITS;
	made->flags = SHF_ALLOC | flags;
	return section_count++;
}

// A global symbol; section 0 is the first one that was made here.
static unsigned symbol(const char *name, unsigned section, uint64_t offset, uint64_t size, int kind)
{
	Elf64_Sym made = { strings.size, kind | STB_GLOBAL << 4, 0, SHN_XINDEX, offset, size };
	append(&strings, name, strlen(name) + 1);
	made.st_shndx = section + 1 < SHN_LORESERVE ? section + 1 : SHN_XINDEX;
	append(&symbols, &made, sizeof made);
	return symbols.size / sizeof made - 1;
}

static void relocate(unsigned section, uint64_t offset, unsigned symbol, int kind, int64_t addend)
{
	Elf64_Rela made = { offset, ELF64_R_INFO((uint64_t)symbol, kind), addend };
	append(&sections[section].relocations, &made, sizeof made);
}

static uint64_t code(unsigned section, const char *bytes, uint64_t size)
{
	uint64_t start = sections[section].contents.size;
	append(&sections[section].contents, bytes, size);
	return start;
}

static void call(unsigned section, unsigned symbol)
{
	relocate(section, code(section, "\xe8\0\0\0", 5) + 1, symbol, R_X86_64_PLT32, -4);
}

static void read_variable(unsigned section, unsigned symbol)
{
	relocate(section, code(section, "\x48\x8b\5\0\0\0", 7) + 3, symbol, R_X86_64_PC32, -4);
}

static void start(void)
{
	section_count = 0;
	symbols.size = strings.size = 0;
	append(&strings, "", 1);
	memset(append(&symbols, NULL, sizeof(Elf64_Sym)), 0, sizeof(Elf64_Sym));
}

static uint64_t random_number(uint64_t below)
{
	static uint64_t state = 88172645463325252;
	state ^= state << 13, state ^= state >> 7, state ^= state << 17;
	return state % below;
}

// Functions that call each other: by `calls` each, in one section.
static void graph(const char *kind, unsigned count)
{
	int is_chain = !strcmp(kind, "chain"), is_ladder = !strcmp(kind, "ladder"), is_random = !strcmp(kind, "random");
	unsigned calls = is_ladder ? 2 : is_random ? 3 : 1, size = 5 * calls + (is_chain ? 7 : 0) + 1;
	unsigned text = section(".text", SHF_EXECINSTR), data = section(".data", SHF_WRITE);
	char name[64];
	for (unsigned n = 0; n < count; n++) {
		snprintf(name, sizeof name, "__x64_sys_%x", n);
		symbol(name, text, (uint64_t)n * size, size, STT_FUNC);
	}
	for (unsigned n = 0; is_chain && n < count; n++)
		symbol("v", data, 8ull * n, 8, STT_OBJECT);
	if (is_chain)
		memset(append(&sections[data].contents, NULL, 8ull * count), 0, 8ull * count);
	for (unsigned n = 0; n < count; n++) {
		for (unsigned k = 1; k <= calls; k++) {
			unsigned next = is_random && n + 1 < count ? n + 1 + random_number(count - n - 1) : n + k;
			if (next < count || !strcmp(kind, "ring"))
				call(text, 1 + next % count);
			else
				code(text, "\x90\x90\x90\x90\x90", 5);
		}
		if (is_chain)
			read_variable(text, 1 + count + n);
		code(text, "\xc3", 1);
	}
}

static void hub(unsigned count)
{
	unsigned text = section(".noinstr.text", SHF_EXECINSTR), data = section(".data", SHF_WRITE);
	code(data, "\0\0\0\0\0\0\0", 8);
	unsigned secret = symbol("secret", data, 0, 8, STT_OBJECT);
	symbol("exposed", text, 0, 0, STT_FUNC);
	for (unsigned n = 0; n < count; n++)
		read_variable(text, secret);
}

static void names(unsigned count)
{
	static char name[4096];
	unsigned text = section(".noinstr.text", SHF_EXECINSTR), data = section(".data", SHF_WRITE);
	memset(name, 'x', 4000);
	snprintf(name + 4000, 64, "secret");
	code(data, "\0\0\0\0\0\0\0", 8);
	unsigned secret = symbol(name, data, 0, 8, STT_OBJECT);
	for (unsigned n = 0; n < count; n++) {
		snprintf(name + 4000, 64, "_%x", n);
		symbol(name, text, sections[text].contents.size, 70, STT_FUNC);
		for (int k = 0; k < 10; k++)
			read_variable(text, secret);
	}
}

static void place(unsigned count)
{
	unsigned text = section(".noinstr.text", SHF_EXECINSTR), data = section(".data", SHF_WRITE);
	code(data, "\0\0\0\0\0\0\0", 8);
	for (unsigned n = 0; n < count; n++) {
		unsigned secret = symbol("secret", data, 0, 8, STT_OBJECT);
		symbol("__x64_sys_same", text, 0, 8, STT_FUNC);
		if (n % 4 == 0)
			read_variable(text, secret);
	}
}

static void many_sections(unsigned count)
{
	unsigned data = section(".data", SHF_WRITE);
	code(data, "\0\0\0\0\0\0\0", 8);
	unsigned secret = symbol("secret", data, 0, 8, STT_OBJECT);
	char name[64];
	for (unsigned n = 0; n < count; n++) {
		snprintf(name, sizeof name, ".text..exposed.%x", n);
		unsigned text = section(name, SHF_EXECINSTR);
		if (text + 1 < SHN_LORESERVE)
			symbol(name + 1, text, 0, 8, STT_FUNC);
		read_variable(text, secret);
		code(text, "\xc3", 1);
	}
}

static void overlap(unsigned count)
{
	unsigned data = section(".data", SHF_WRITE), first = 0;
	code(data, "\0\0\0\0\0\0\0", 8);
	unsigned secret = symbol("secret", data, 0, 8, STT_OBJECT);
	for (unsigned n = 0; n < count / 100 + 1 && n < 60000; n++) {
		unsigned text = section(".noinstr.text", SHF_EXECINSTR);
		if (n == 0) {
			first = text;
			memset(append(&sections[text].contents, NULL, count), 0x90, count);
		}
		sections[text].alias = first;
		relocate(text, count - 8, secret, R_X86_64_PC32, -4);
	}
}

static void tables(unsigned count)
{
	unsigned text = section(".text", SHF_EXECINSTR), rodata = section(".rodata", 0);
	unsigned entry = symbol("__x64_sys_switch", text, 0, 0, STT_FUNC), table = symbol("table", rodata, 0, 0, STT_OBJECT);
	for (unsigned n = 0; n < count; n++) {
		relocate(text, code(text, "\xff\x24\xc5\0\0\0", 7) + 3, table, R_X86_64_32S, 8ll * n);
		relocate(rodata, code(rodata, "\0\0\0\0\0\0\0", 8), entry, R_X86_64_64, 0);
	}
}

// The first COUNT symbols: undefined ones of one name.
static void undefined(unsigned count)
{
	Elf64_Sym elsewhere = { .st_name = strings.size, .st_info = STT_NOTYPE | STB_GLOBAL << 4 };
	append(&strings, "undefined", sizeof "undefined");
	for (unsigned n = 0; n < count; n++)
		append(&symbols, &elsewhere, sizeof elsewhere);
	unsigned text = section(".text..exposed", SHF_EXECINSTR);
	symbol("f", text, 0, 6, STT_FUNC);
	call(text, 1);
	code(text, "\xc3", 1);
}

static void remains(unsigned count)
{
	unsigned text = section(".text..exposed", SHF_EXECINSTR);
	symbol("f", text, 0, 16, STT_FUNC);
	code(text, "\6\6\6\6\6\6\6\6\6\6\6\6\6\6\6\6", 16);
	for (unsigned n = 0; n < count; n++)
		relocate(text, code(text, "\xc3\xc3\xc3\xc3", 4), 0, R_X86_64_NONE, 0);
}

static void patches(unsigned count)
{
	unsigned text = section(".text..exposed", SHF_EXECINSTR), data = section(".data", SHF_WRITE);
	unsigned with = section(".altinstr_replacement", SHF_EXECINSTR), table = section(".altinstructions", 0);
	code(data, "\0\0\0\0\0\0\0", 8);
	unsigned secret = symbol("secret", data, 0, 8, STT_OBJECT), f = symbol("f", text, 0, count, STT_FUNC);
	unsigned replacement = symbol("replacement", with, 0, 255, STT_NOTYPE);
	for (unsigned n = 0; n < 51; n++)
		relocate(with, code(with, "\xbf\0\0\0\0", 5) + 1, secret, R_X86_64_32, 0);
	for (unsigned n = 0; n < count; n++) {
		code(text, "\x90", 1);
		uint64_t entry = code(table, "\0\0\0\0\0\0\0\0\0\0\0\0\1\xff", 14);
		relocate(table, entry, f, R_X86_64_PC32, n);
		relocate(table, entry + 4, replacement, R_X86_64_PC32, 0);
	}
}

static void member(struct bytes *file)
{
	unsigned with = 0, total = section_count + 1;
	for (unsigned n = 0; n < section_count; n++)
		with += sections[n].relocations.size > 0;
	unsigned symtab = total + with, all = symtab + 2;
	struct bytes headers = { 0 }, body = { 0 }, names = { 0 };
	Elf64_Shdr *header = memset(append(&headers, NULL, all * sizeof *header), 0, all * sizeof *header);
	Elf64_Ehdr elf = { .e_type = ET_REL, .e_machine = EM_X86_64, .e_version = 1, .e_shoff = sizeof elf, .e_ehsize = sizeof elf,
		.e_shentsize = sizeof *header, .e_shnum = all < SHN_LORESERVE ? all : 0,
		.e_shstrndx = all - 1 < SHN_LORESERVE ? all - 1 : SHN_XINDEX };
	memcpy(elf.e_ident, "\177ELF\2\1\1", 7);
	if (all >= SHN_LORESERVE)
		header[0].sh_size = all, header[0].sh_link = all - 1;
	uint64_t base = sizeof elf + headers.size;
	unsigned next = total;
	append(&names, "", 1);
	for (unsigned n = 0; n < section_count; n++) {
		struct section *from = &sections[n];
		Elf64_Shdr *to = &header[n + 1];
		*to = (Elf64_Shdr){ names.size, from->type, from->flags, 0, base + body.size, from->contents.size, .sh_addralign = 1 };
		append(&names, from->name, strlen(from->name) + 1);
		if (from->alias && from->alias != n)
			to->sh_offset = header[from->alias + 1].sh_offset, to->sh_size = header[from->alias + 1].sh_size;
		else
			append(&body, from->contents.start, from->contents.size);
		if (from->relocations.size) {
			header[next++] = (Elf64_Shdr){ 0, SHT_RELA, 0, 0, base + body.size, from->relocations.size, symtab, n + 1, 8, 24 };
			append(&body, from->relocations.start, from->relocations.size);
		}
	}
	header[symtab] = (Elf64_Shdr){ 0, SHT_SYMTAB, 0, 0, base + body.size, symbols.size, all - 1, 1, 8, sizeof(Elf64_Sym) };
	append(&body, symbols.start, symbols.size);
	// One table for all names: those of sections follow those of symbols.
	for (unsigned n = 1; n < total; n++)
		header[n].sh_name += strings.size;
	header[all - 1] = (Elf64_Shdr){ 0, SHT_STRTAB, 0, 0, base + body.size, strings.size + names.size, .sh_addralign = 1 };
	append(&body, strings.start, strings.size);
	append(&body, names.start, names.size);
	append(file, &elf, sizeof elf);
	append(file, headers.start, headers.size);
	append(file, body.start, body.size);
	free(headers.start), free(body.start), free(names.start);
	for (unsigned n = 0; n < section_count; n++)
		free(sections[n].contents.start), free(sections[n].relocations.start);
}

static void archive(unsigned count, struct bytes *file)
{
	char header[64], name[32];
	append(file, "!<arch>\n", 8);
	for (unsigned n = 0; n < count; n++) {
		struct bytes object = { 0 };
		start();
		unsigned text = section(".text", SHF_EXECINSTR);
		snprintf(name, sizeof name, "__x64_sys_%x", n);
		symbol(name, text, 0, 6, STT_FUNC);
		Elf64_Sym elsewhere = { .st_name = strings.size, .st_info = STT_NOTYPE | STB_GLOBAL << 4 };
		snprintf(name, sizeof name, "__x64_sys_%x", (n + 1) % count);
		append(&strings, name, strlen(name) + 1);
		append(&symbols, &elsewhere, sizeof elsewhere);
		call(text, 2);
		code(text, "\xc3", 1);
		member(&object);
		snprintf(header, sizeof header, "%-16s%-12d%-6d%-6d%-8o%-10lu`\n", "a.o/", 0, 0, 0, 0644, (unsigned long)object.size);
		append(file, header, 60);
		append(file, object.start, object.size);
		if (object.size % 2)
			append(file, "\n", 1);
		free(object.start);
	}
}

int main(int argc, char **argv)
{
	unsigned count = argc == 4 ? atoi(argv[2]) : 0;
	FILE *file = count ? fopen(argv[3], "wb") : NULL;
	if (!file) {
		fprintf(stderr, "usage: hostile KIND COUNT FILE\n");
		return 2;
	}
	struct bytes bytes = { 0 };
	const char *kind = argv[1];
	start();
	if (!strcmp(kind, "hub")) hub(count);
	else if (!strcmp(kind, "names")) names(count);
	else if (!strcmp(kind, "place")) place(count);
	else if (!strcmp(kind, "sections")) many_sections(count);
	else if (!strcmp(kind, "overlap")) overlap(count);
	else if (!strcmp(kind, "tables")) tables(count);
	else if (!strcmp(kind, "patches")) patches(count);
	else if (!strcmp(kind, "undefined")) undefined(count);
	else if (!strcmp(kind, "remains")) remains(count);
	else if (!strcmp(kind, "archive")) archive(count, &bytes);
	else graph(kind, count);
	if (!bytes.size)
		member(&bytes);
	if (fwrite(bytes.start, 1, bytes.size, file) != bytes.size || fclose(file)) {
		perror(argv[3]);
		return 2;
	}
	return 0;
}
