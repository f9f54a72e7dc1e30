// cores KIND COUNT FILE  writes a core dump as QEMU's dump-guest-memory does; its size grows with COUNT
//
//   plain     COUNT tables of 512 pages each, none of which continues its neighbour
//   random    COUNT tables whose entries all lead to tables, chosen at random: each is met at every level
//   random5   the same with five levels
//   layers5   five levels of COUNT tables in all; each level's entries lead to random tables of the next
//   missing   COUNT tables whose entries lead to tables that are not there
//   pairs     random tables under both roots of a pair of page-table isolation
//   segments  COUNT program headers of a page each, in an order that jumps
//   overlap   COUNT program headers that all describe the same pages
//   notes     COUNT notes, half of them of processors
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 4096, WORDS = 512 };
static const uint64_t BASE = 0x100000; // where the tables stand
static const uint64_t NX = 1ull << 63;
static uint64_t state = 15;
static uint64_t (*tables)[WORDS];
static uint64_t count;

static uint64_t next(void) // xorshift64*
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 0x2545f4914f6cdd1dull;
}

static uint64_t table(uint64_t n)
{
	return BASE + n * PAGE;
}

static uint64_t flags(void)
{
	uint64_t bits = next();
	return 0x61 | (bits & 6) | (bits & 8 ? NX : 0);
}

// Entries of the tables from `first` to `end` lead to random ones from `below` to `limit`.
static void link_randomly(uint64_t first, uint64_t end, uint64_t below, uint64_t limit)
{
	for (uint64_t n = first; n < end && n < count; n++)
		for (int index = 0; index < WORDS; index++)
			tables[n][index] = table(below + next() % (limit - below)) | flags();
}

static void fill_with_pages(uint64_t first, uint64_t end)
{
	for (uint64_t n = first; n < end && n < count; n++)
		for (int index = 0; index < WORDS; index++)
			tables[n][index] = (((n * WORDS + index) * 0x9e375 & 0xffffffff) << 12) | 0x67;
}

// Levels one below the other down to tables that are not in `tables` or hold pages; returns the first of the last level.
static uint64_t tree(void)
{
	uint64_t directories = (count + WORDS - 1) / WORDS, first = 2 + directories;
	tables[0][0] = table(1) | 0x67;
	for (uint64_t n = 0; n < directories; n++)
		tables[1][n] = table(2 + n) | 0x67;
	for (uint64_t n = first; n < count; n++)
		tables[2 + (n - first) / WORDS][(n - first) % WORDS] = table(n) | 0x67;
	return first;
}

static void make(const char *kind)
{
	if (!strcmp(kind, "plain")) {
		fill_with_pages(tree(), count);
	} else if (!strcmp(kind, "missing")) {
		// The last level of the tree is one of directories here: two levels more are above it.
		uint64_t first = (count + WORDS - 1) / WORDS + 1;
		for (uint64_t n = 1; n < first; n++)
			tables[0][n - 1] = table(n) | 0x67;
		for (uint64_t n = first; n < count; n++) {
			tables[1 + (n - first) / WORDS][(n - first) % WORDS] = table(n) | 0x67;
			for (int index = 0; index < WORDS; index++)
				tables[n][index] = (0x100000000ull + ((n * WORDS + index) << 12)) | 0x67;
		}
	} else if (!strncmp(kind, "random", 6)) {
		link_randomly(0, count, 0, count);
	} else if (!strcmp(kind, "layers5")) {
		uint64_t part = (count - 1) / 4;
		link_randomly(0, 1, 1, 1 + part);
		for (int level = 0; level < 3; level++)
			link_randomly(1 + level * part, 1 + (level + 1) * part, 1 + (level + 1) * part, 1 + (level + 2) * part);
		fill_with_pages(1 + 3 * part, count);
	} else if (!strcmp(kind, "pairs")) {
		link_randomly(0, count, 2, count);
		memcpy(tables[1], tables[0], PAGE / 2);
		tables[1][511] = 0;
	} else {
		fill_with_pages(tree(), count);
	}
}

static void put_note(unsigned char *note, const char *owner, uint64_t cr4)
{
	memcpy(note, &(Elf64_Nhdr){ 5, 440, 0 }, 12);
	memcpy(note + 12, owner, 4);
	unsigned char *contents = note + 20;
	memcpy(contents, &(uint32_t[2]){ 1, 440 }, 8);
	memcpy(contents + 152, &(uint32_t[3]){ 0x10, 0xffffffff, 0x00af9b00 }, 12); // CS
	memcpy(contents + 392, &(uint64_t[5]){ 0x80050033, 0, 0, BASE, cr4 }, 40);
}

int main(int argc, char **words)
{
	if (argc != 4)
		return 2;
	const char *kind = words[1];
	uint64_t wanted = strtoull(words[2], NULL, 10), segments = 1, notes = 1;
	count = wanted;
	if (!strcmp(kind, "segments") || !strcmp(kind, "overlap") || !strcmp(kind, "notes")) {
		count = 64;
		*(strcmp(kind, "notes") ? &segments : &notes) = wanted;
	}
	tables = calloc(count, PAGE);
	const uint64_t headers = 64 + 56 * (segments + 1) + 64, start = (headers + 460 * notes + PAGE - 1) / PAGE * PAGE;
	unsigned char *head = calloc(1, start);
	FILE *file = fopen(words[3], "wb");
	if (!tables || !head || !file || count < 8)
		return 2;
	make(kind);

	const int is_long = segments + 1 >= 0xffff;
	Elf64_Ehdr elf = { .e_type = ET_CORE, .e_machine = EM_X86_64, .e_version = 1, .e_phoff = 64,
		.e_shoff = headers - 64, .e_ehsize = 64, .e_phentsize = 56, .e_phnum = is_long ? 0xffff : segments + 1 };
	memcpy(elf.e_ident, "\177ELF\2\1\1", 7);
	memcpy(head, &elf, sizeof elf);
	Elf64_Phdr note = { .p_type = PT_NOTE, .p_offset = headers, .p_filesz = 460 * notes, .p_memsz = 460 * notes };
	memcpy(head + 64, &note, sizeof note);
	for (uint64_t n = 0; n < segments; n++) {
		// One for all; or a page each, in an order that jumps; or a page more than the one before, in the same place.
		uint64_t page = !strcmp(kind, "segments") ? n * 0x9e375 % (segments | 1) : 0;
		uint64_t size = segments == 1 ? count * PAGE : !strcmp(kind, "overlap") ? (n % count + 1) * PAGE : PAGE;
		Elf64_Phdr load = { .p_type = PT_LOAD, .p_offset = start + page % count * PAGE, .p_paddr = BASE + page * PAGE,
			.p_filesz = size, .p_memsz = size };
		memcpy(head + 64 + 56 * (n + 1), &load, sizeof load);
	}
	Elf64_Shdr section = { .sh_info = segments + 1 };
	memcpy(head + headers - 64, &section, sizeof section);
	for (uint64_t n = 0; n < notes; n++)
		put_note(head + headers + 460 * n, n % 2 ? "CORE" : "QEMU", strchr(kind, '5') ? 0x3016f0 : 0x3006f0);
	fwrite(head, 1, start, file);
	fwrite(tables, PAGE, count, file);
	return fclose(file) ? 2 : 0;
}
