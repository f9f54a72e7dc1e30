// generate permuted|merging|sparse FILE  writes a core dump as QEMU's dump-guest-memory does
// generate steps FILE [SOURCE.csv]       writes a step log of 1,000,000 rows
//
//   permuted  1,048,576 pages of 4 KiB, none of which continues its neighbour; both halves of PTI
//   merging   16,777,216 pages of 4 KiB in 16 runs; one space
//   sparse    64 GiB of memory, nearly all of it holes, with four tables
#include <elf.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE = 4096, HEADER = 8192, ROWS = 1000000 };
static const uint64_t NX = 1ull << 63;
static const uint64_t TABLES = 0x1000000; // where the tables stand; the kernel half of the pair is first

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

static void put_headers(int file, uint64_t physical, uint64_t size, uint64_t cr3)
{
	static unsigned char page[HEADER];
	Elf64_Ehdr elf = { .e_type = ET_CORE, .e_machine = EM_X86_64, .e_version = 1, .e_phoff = 64,
		.e_ehsize = 64, .e_phentsize = 56, .e_phnum = 2 };
	memcpy(elf.e_ident, "\177ELF\2\1\1", 7);
	const uint64_t notes = 64 + 2 * 56, first = 20 + 336, second = 20 + 440;
	Elf64_Phdr headers[2] = {
		{ .p_type = PT_NOTE, .p_offset = notes, .p_filesz = first + second, .p_memsz = first + second },
		{ .p_type = PT_LOAD, .p_flags = PF_R, .p_offset = HEADER, .p_paddr = physical,
		  .p_filesz = size, .p_memsz = size, .p_align = PAGE },
	};
	memcpy(page, &elf, sizeof elf);
	memcpy(page + 64, headers, sizeof headers);

	unsigned char *note = page + notes;
	memcpy(note, &(Elf64_Nhdr){ 5, 336, NT_PRSTATUS }, 12);
	memcpy(note + 12, "CORE", 4);
	note += first;
	memcpy(note, &(Elf64_Nhdr){ 5, 440, 0 }, 12);
	memcpy(note + 12, "QEMU", 4);
	unsigned char *state = note + 20;
	memcpy(state, &(uint32_t[2]){ 1, 440 }, 8);
	memcpy(state + 152, &(uint32_t[3]){ 0x10, 0xffffffff, 0x00af9b00 }, 12); // CS
	uint64_t registers[5] = { 0x80050033, 0, 0, cr3, 0x3006f0 };
	memcpy(state + 392, registers, sizeof registers);
	if (pwrite(file, page, HEADER, 0) != HEADER)
		fail("write");
}

static void put(int file, const void *bytes, uint64_t size, uint64_t offset)
{
	for (uint64_t done = 0; done < size;) {
		ssize_t count = pwrite(file, (const char *)bytes + done, size - done, HEADER + offset + done);
		if (count <= 0)
			fail("write");
		done += count;
	}
}

// The physical address of table n.
static uint64_t table(uint64_t n)
{
	return TABLES + n * PAGE;
}

static void permuted(int file)
{
	// 0 and 1: the roots; 2, 3: PDPTs; 4 to 7: PDs; 8, 9, 10: cpu entry area; from 11: 2,048 PTs.
	enum { PTS = 2048, FIRST = 11, COUNT = FIRST + PTS };
	uint64_t(*tables)[512] = calloc(COUNT, PAGE);
	if (!tables)
		fail("memory");
	tables[0][0] = (table(2) | 0x67) | NX; // user, poisoned in the kernel half
	tables[1][0] = table(2) | 0x67;
	tables[0][273] = table(3) | 0x63;      // the direct map
	tables[0][508] = tables[1][508] = table(8) | 0x63;
	tables[8][0] = table(9) | 0x63;
	tables[9][0] = table(10) | 0x63;
	for (uint64_t page = 0; page < 16; page++)
		tables[10][page] = (0x200000000 + (page << 13)) | 0x161 | NX;
	for (uint64_t n = 0; n < PTS; n++) {
		uint64_t half = n / (PTS / 2), rest = n % (PTS / 2);
		tables[2 + half][rest / 512] = table(4 + 2 * half + rest / 512) | 0x67;
		tables[4 + 2 * half + rest / 512][rest % 512] = table(FIRST + n) | 0x67;
		for (uint64_t index = 0; index < 512; index++) {
			uint64_t page = n * 512 + index;
			uint64_t frame = 0x100000 + (page * 0x9e375) % 0x100000; // odd: a permutation
			tables[FIRST + n][index] = frame << 12 | (half ? 0x163 | NX : 0x67);
		}
	}
	put(file, tables, (uint64_t)COUNT * PAGE, 0);
	put_headers(file, TABLES, (uint64_t)COUNT * PAGE, TABLES);
	free(tables);
}

static void merging(int file)
{
	// 0: the root; 2: PDPT; 3 to 66: PDs; from 67: 32,768 PTs.
	enum { PTS = 32768, FIRST = 67 };
	uint64_t words[512] = { 0 };
	words[273] = table(2) | 0x63;
	put(file, words, PAGE, 0);
	put(file, words, PAGE, PAGE); // a user half that hides nothing: no PTI
	memset(words, 0, PAGE);
	for (uint64_t n = 0; n < 64; n++)
		words[n] = table(3 + n) | 0x63;
	put(file, words, PAGE, 2 * PAGE);
	for (uint64_t n = 0; n < 64; n++) {
		for (uint64_t index = 0; index < 512; index++)
			words[index] = table(FIRST + n * 512 + index) | 0x63;
		put(file, words, PAGE, (3 + n) * PAGE);
	}
	for (uint64_t n = 0; n < PTS; n++) {
		for (uint64_t index = 0; index < 512; index++) {
			uint64_t page = n * 512 + index;
			words[index] = (0x100000 + page) << 12 | (page >> 20 & 1 ? 0x161 : 0x163) | NX;
		}
		put(file, words, PAGE, (FIRST + n) * PAGE);
	}
	put_headers(file, TABLES, (uint64_t)(FIRST + PTS) * PAGE, TABLES);
}

static void sparse(int file)
{
	uint64_t words[512] = { 0 };
	for (uint64_t level = 0; level < 3; level++) {
		words[0] = table(2 * level + 2) | 0x63;
		put(file, words, PAGE, table(2 * level));
	}
	for (uint64_t index = 0; index < 512; index++)
		words[index] = index << 12 | 0x163;
	put(file, words, PAGE, table(6));
	put_headers(file, 0, 64ull << 30, TABLES);
	if (ftruncate(file, HEADER + (64ll << 30)) < 0)
		fail("ftruncate");
}

static void steps(const char *path, const char *source)
{
	FILE *out = fopen(path, "w");
	FILE *in = source ? fopen(source, "r") : NULL;
	if (!out)
		fail(path);
	char *line = NULL;
	size_t room = 0;
	fputs("step,rip,symbol,cpl,cr3,rsp,insn,accesses,note\n", out);
	for (int step = 0; step < ROWS; step++) {
		if (in && getline(&line, &room, in) <= 0) {
			rewind(in);
			if (getline(&line, &room, in) <= 0)
				fail(source);
		}
		if (in && !strncmp(line, "step,", 5) && getline(&line, &room, in) <= 0)
			fail(source);
		const char *rest = in ? strchr(line, ',') : NULL;
		int kernel = step / 100 % 2;
		if (rest)
			fprintf(out, "%d%s", step, rest);
		else
			fprintf(out, "%d,0x%llx,%s+0x%x,%d,0x%x,0x%llx,mov,R:0x%llx:8,\n", step,
				kernel ? 0xffffffff81400000ull + step % 100 : 0x600013bfull + step % 100,
				kernel ? "entry_SYSCALL_64" : "main", step % 100, kernel ? 0 : 3,
				kernel ? 0x53e000 : 0x53f000, 0x7ffda3498118ull,
				kernel ? 0xffff888007a06000ull : 0x7ffda3498118ull);
	}
	if (fclose(out))
		fail(path);
}

int main(int count, char **words)
{
	if (count < 3)
		return 2;
	if (!strcmp(words[1], "steps")) {
		steps(words[2], words[3]);
		return 0;
	}
	int file = open(words[2], O_RDWR | O_CREAT | O_TRUNC, 0644);
	if (file < 0)
		fail(words[2]);
	if (!strcmp(words[1], "permuted"))
		permuted(file);
	else if (!strcmp(words[1], "merging"))
		merging(file);
	else if (!strcmp(words[1], "sparse"))
		sparse(file);
	else
		return 2;
	return close(file) ? 2 : 0;
}
