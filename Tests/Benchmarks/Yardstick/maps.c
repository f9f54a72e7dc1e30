// maps CORE  prints what `cr3scope maps CORE --format json` prints, as a straightforward C program does:
// the core mapped, every path walked, runs merged as they come, 64 KiB of output at a time.
// It is the measure for speed; it joins no aliases and it does not survive hostile tables as well.
#include <elf.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint64_t FRAME = 0x000ffffffffff000, NX = 1ull << 63;
// PWT, PCD, A, D, software bits and key: they do not end a run.
static const uint64_t IGNORED = 0x7ff0000000000e78;

static const unsigned char *file;
static uint64_t size;
static Elf64_Phdr *segments;
static unsigned segment_count;
static unsigned char *seen; // one bit a page of the file: counts distinct tables
static uint64_t tables, leaves;
static bool pti, peer_is_known, global_enabled, five_levels;

static struct run {
	uint64_t start, physical, pages, page_size;
	unsigned rights; // 1 write, 2 user, 4 execute
	bool global;
	char class;
} run;
static uint64_t printed;

static struct { uint64_t table; int level; } unreadable[1024];
static unsigned unreadable_count;

static char buffer[65536];
static unsigned used;

static void flush(void)
{
	for (unsigned done = 0; done < used;) {
		ssize_t count = write(1, buffer + done, used - done);
		if (count <= 0)
			exit(2);
		done += count;
	}
	used = 0;
}

static inline void text(const char *words, unsigned length)
{
	memcpy(buffer + used, words, length);
	used += length;
}
#define TEXT(words) text(words, sizeof words - 1)

static inline void hex(uint64_t value)
{
	static const char digits[] = "0123456789abcdef";
	TEXT("\"0x");
	for (int shift = 60; shift >= 0; shift -= 4)
		buffer[used++] = digits[value >> shift & 15];
	buffer[used++] = '"';
}

static inline void number(uint64_t value)
{
	char digits[20];
	unsigned count = 0;
	do
		digits[count++] = '0' + value % 10;
	while (value /= 10);
	while (count)
		buffer[used++] = digits[--count];
}

static void print_run(void)
{
	if (!run.pages)
		return;
	if (used > sizeof buffer - 512)
		flush();
	if (printed++)
		buffer[used++] = ',';
	TEXT("{\"start\":");
	hex(run.start);
	TEXT(",\"end\":");
	hex(run.start + run.pages * run.page_size);
	TEXT(",\"physical\":");
	hex(run.physical);
	TEXT(",\"pages\":");
	number(run.pages);
	TEXT(",\"page_size\":");
	number(run.page_size);
	TEXT(",\"rights\":\"r");
	buffer[used++] = run.rights & 1 ? 'w' : '-';
	buffer[used++] = run.rights & 4 ? 'x' : '-';
	if (run.rights & 2)
		TEXT("\",\"user\":true,\"global\":");
	else
		TEXT("\",\"user\":false,\"global\":");
	if (run.global)
		TEXT("true,\"class\":\"");
	else
		TEXT("false,\"class\":\"");
	buffer[used++] = run.class;
	TEXT("\",\"repeat\":1,\"stride\":0}");
}

// The 512 entries of a table; NULL if the core does not hold it.
static const uint64_t *table_at(uint64_t physical)
{
	static unsigned last;
	for (unsigned n = 0; n < segment_count; n++) {
		unsigned index = last + n < segment_count ? last + n : last + n - segment_count;
		const Elf64_Phdr *segment = &segments[index];
		if (physical - segment->p_paddr < segment->p_filesz
		    && segment->p_filesz - (physical - segment->p_paddr) >= 4096) {
			last = index;
			return (const uint64_t *)(file + segment->p_offset + (physical - segment->p_paddr));
		}
	}
	return NULL;
}

// What the peer has at the same place: a table, a page (its physical address), or nothing.
struct peer {
	const uint64_t *table;
	uint64_t page;
	bool same;
};

static inline bool is_leaf(uint64_t entry, int level)
{
	return level == 1 || (level <= 3 && entry & 0x80);
}

static bool peer_has(struct peer peer, unsigned index, int level, uint64_t physical, uint64_t span)
{
	if (peer.same)
		return true;
	if (!peer.table)
		return peer.page && peer.page - 1 + index * span == physical;
	uint64_t entry = peer.table[index];
	if (!(entry & 1))
		return false;
	if (is_leaf(entry, level))
		return (entry & FRAME & ~(span - 1)) == physical;
	const uint64_t *below = table_at(entry & FRAME);
	for (unsigned n = 0; below && n < 512; n++)
		if (!peer_has((struct peer){ .table = below }, n, level - 1, physical + n * (span >> 9), span >> 9))
			return false;
	return below;
}

static inline void leaf(uint64_t start, uint64_t entry, int level, unsigned rights, struct peer peer, unsigned index)
{
	uint64_t span = 1ull << (3 + 9 * level), physical = entry & FRAME & ~(span - 1);
	char class = rights & 2 ? 'U' : !peer_is_known || peer_has(peer, index, level, physical, span) ? 'E' : 'P';
	bool global = global_enabled && entry & 0x100;
	leaves++;
	if (run.pages && run.start + run.pages * run.page_size == start
	    && run.physical + run.pages * run.page_size == physical && run.page_size == span
	    && run.rights == rights && run.global == global && run.class == class) {
		run.pages++;
		return;
	}
	print_run();
	run = (struct run){ start, physical, 1, span, rights, global, class };
}

static uint64_t reserved(uint64_t entry, int level)
{
	if (level >= 4)
		return entry & 0x80;
	return level > 1 && entry & 0x80 ? entry & ((1ull << (3 + 9 * level)) - 1) & FRAME & ~0x1000ull : 0;
}

static void walk(uint64_t physical, int level, uint64_t base, unsigned rights, struct peer peer)
{
	const uint64_t *table = table_at(physical);
	if (!table) {
		for (unsigned n = 0; n < unreadable_count; n++)
			if (unreadable[n].table == physical && unreadable[n].level == level)
				return;
		if (unreadable_count < 1024) {
			unreadable[unreadable_count].table = physical;
			unreadable[unreadable_count++].level = level;
		}
		return;
	}
	uint64_t page = ((const unsigned char *)table - file) >> 12;
	if (!(seen[page >> 3] >> (page & 7) & 1)) {
		seen[page >> 3] |= 1 << (page & 7);
		tables++;
	}
	uint64_t span = 1ull << (3 + 9 * level);
	unsigned unused = five_levels ? 7 : 16;
	for (unsigned index = 0; index < 512; index++) {
		uint64_t entry = table[index];
		if (!(entry & 1) || reserved(entry, level))
			continue;
		uint64_t start = (uint64_t)((int64_t)((base + index * span) << unused) >> unused);
		unsigned left = rights & ((entry >> 1 & 3) | (entry & NX ? 0 : 4));
		if (is_leaf(entry, level)) {
			leaf(start, entry, level, left, peer, index);
			// Runs are the rule in a PT: look only at whether the next word is this one and a page.
			if (level == 1 && (left & 2 || !peer_is_known || peer.same)) {
				uint64_t next = (entry & ~IGNORED) + 4096;
				while (index < 511 && (table[index + 1] & ~IGNORED) == next) {
					next += 4096;
					index++;
					leaves++;
					run.pages++;
				}
			}
			continue;
		}
		struct peer below = { .same = peer.same };
		if (!peer.same && peer.table && peer.table[index] & 1) {
			if (is_leaf(peer.table[index], level))
				below.page = (peer.table[index] & FRAME & ~(span - 1)) + 1;
			else if ((peer.table[index] & FRAME) == (entry & FRAME))
				below.same = true;
			else
				below.table = table_at(peer.table[index] & FRAME);
		} else if (!peer.same && peer.page) {
			below.page = peer.page + index * span;
		}
		walk(entry & FRAME, level - 1, start, left, below);
	}
}

// The user half at root ^ 0x1000: its user part equal but for NX, its kernel part a strict subset.
static bool is_pti(uint64_t root)
{
	const uint64_t *kernel = table_at(root & ~0x1000ull), *user = table_at(root | 0x1000);
	if (!kernel || !user)
		return false;
	bool strict = false;
	for (unsigned n = 0; n < 256; n++)
		if ((kernel[n] ^ user[n]) & ~NX)
			return false;
	for (unsigned n = 256; n < 512; n++) {
		if (user[n] & 1 && !(kernel[n] & 1))
			return false;
		strict |= kernel[n] & 1 && !(user[n] & 1);
	}
	return strict;
}

int main(int count, char **words)
{
	struct stat status;
	int input = count == 2 ? open(words[1], O_RDONLY) : -1;
	if (input < 0 || fstat(input, &status) < 0 || status.st_size < 64)
		return 2;
	size = status.st_size;
	file = mmap(NULL, size, PROT_READ, MAP_PRIVATE, input, 0);
	if (file == MAP_FAILED)
		return 2;
	const Elf64_Ehdr *elf = (const Elf64_Ehdr *)file;
	if (memcmp(elf->e_ident, "\177ELF\2\1", 6) || elf->e_type != ET_CORE || elf->e_phentsize != 56
	    || elf->e_phoff > size || elf->e_phnum * 56ull > size - elf->e_phoff)
		return 2;
	const Elf64_Phdr *headers = (const Elf64_Phdr *)(file + elf->e_phoff);
	segments = calloc(elf->e_phnum + 1, sizeof *segments);
	seen = calloc(size / 4096 / 8 + 1, 1);
	const uint64_t *registers = NULL;
	for (unsigned n = 0; n < elf->e_phnum; n++) {
		if (headers[n].p_offset > size || headers[n].p_filesz > size - headers[n].p_offset)
			return 2;
		if (headers[n].p_type == PT_LOAD)
			segments[segment_count++] = headers[n];
		if (headers[n].p_type != PT_NOTE)
			continue;
		const unsigned char *note = file + headers[n].p_offset, *end = note + headers[n].p_filesz;
		while (end - note >= 12) {
			const Elf64_Nhdr *header = (const Elf64_Nhdr *)note;
			uint64_t name = (header->n_namesz + 3ull) & ~3ull, length = (header->n_descsz + 3ull) & ~3ull;
			if ((uint64_t)(end - note) - 12 < name + length)
				break;
			if (name == 8 && !memcmp(note + 12, "QEMU", 5) && length >= 440)
				registers = (const uint64_t *)(note + 12 + name + 392);
			note += 12 + name + length;
		}
	}
	if (!registers)
		return 2;
	uint64_t cr3, cr4;
	memcpy(&cr3, registers + 3, 8);
	memcpy(&cr4, registers + 4, 8);
	uint64_t root = cr3 & FRAME;
	global_enabled = cr4 >> 7 & 1;
	five_levels = cr4 >> 12 & 1;
	pti = is_pti(root);
	bool user_half = pti && root & 0x1000;
	peer_is_known = pti && !user_half;

	TEXT("{\"space\":{\"name\":\"");
	buffer[used++] = user_half ? 'U' : 'K';
	TEXT("\",\"letter\":\"");
	buffer[used++] = user_half ? 'U' : pti ? 'P' : 'E';
	TEXT("\",\"cr3\":");
	hex(cr3);
	TEXT(",\"levels\":");
	number(five_levels ? 5 : 4);
	TEXT("},\"mappings\":[");
	struct peer peer = { .table = pti ? table_at(root ^ 0x1000) : NULL };
	walk(root, five_levels ? 5 : 4, 0, 7, peer);
	print_run();
	flush();
	TEXT("],\"tables\":");
	number(tables);
	TEXT(",\"leaves\":");
	number(leaves);
	TEXT(",\"unreadable\":[");
	for (unsigned n = 0; n < unreadable_count; n++) {
		if (n)
			buffer[used++] = ',';
		TEXT("{\"table\":");
		hex(unreadable[n].table);
		TEXT(",\"level\":");
		number(unreadable[n].level);
		TEXT("}");
	}
	TEXT("]}\n");
	flush();
	return 0;
}
