#ifndef CR3SCOPE_CYAML_SHIM_H
#define CR3SCOPE_CYAML_SHIM_H

// The events of a YAML text, for Swift: libyaml's parser and its unions behind one pointer, a function a fact.

#include <stdlib.h>
#include <yaml.h>

typedef struct {
  yaml_parser_t parser;
  yaml_event_t event;
} cr3_yaml;

enum {
  cr3_yaml_failed, cr3_yaml_other, cr3_yaml_document, cr3_yaml_end, cr3_yaml_alias, cr3_yaml_scalar,
  cr3_yaml_sequence, cr3_yaml_sequence_end, cr3_yaml_mapping, cr3_yaml_mapping_end
};

// NULL without memory. The bytes have to stay until cr3_yaml_close.
static inline cr3_yaml *cr3_yaml_open(const unsigned char *bytes, size_t count) {
  cr3_yaml *yaml = calloc(1, sizeof(cr3_yaml));
  if (!yaml) return NULL;
  if (!yaml_parser_initialize(&yaml->parser)) { free(yaml); return NULL; }
  yaml_parser_set_encoding(&yaml->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&yaml->parser, bytes, count);
  return yaml;
}

static inline void cr3_yaml_close(cr3_yaml *yaml) {
  yaml_event_delete(&yaml->event);
  yaml_parser_delete(&yaml->parser);
  free(yaml);
}

// Goes to the next event and tells what it is.
static inline int cr3_yaml_next(cr3_yaml *yaml) {
  yaml_event_delete(&yaml->event);
  if (!yaml_parser_parse(&yaml->parser, &yaml->event)) return cr3_yaml_failed;
  switch (yaml->event.type) {
  case YAML_DOCUMENT_START_EVENT: return cr3_yaml_document;
  case YAML_NO_EVENT:
  case YAML_STREAM_END_EVENT: return cr3_yaml_end;
  case YAML_ALIAS_EVENT: return cr3_yaml_alias;
  case YAML_SCALAR_EVENT: return cr3_yaml_scalar;
  case YAML_SEQUENCE_START_EVENT: return cr3_yaml_sequence;
  case YAML_SEQUENCE_END_EVENT: return cr3_yaml_sequence_end;
  case YAML_MAPPING_START_EVENT: return cr3_yaml_mapping;
  case YAML_MAPPING_END_EVENT: return cr3_yaml_mapping_end;
  default: return cr3_yaml_other;
  }
}

// The place of the event, from 0, in lines and characters.
static inline size_t cr3_yaml_line(const cr3_yaml *yaml) { return yaml->event.start_mark.line; }
static inline size_t cr3_yaml_column(const cr3_yaml *yaml) { return yaml->event.start_mark.column; }

// A scalar's text and whether it has no quotes.
static inline const unsigned char *cr3_yaml_text(const cr3_yaml *yaml) { return yaml->event.data.scalar.value; }
static inline size_t cr3_yaml_length(const cr3_yaml *yaml) { return yaml->event.data.scalar.length; }
static inline int cr3_yaml_is_plain(const cr3_yaml *yaml) {
  return yaml->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

// The anchor that a node sets or an alias names, and a node's tag; NULL for none.
static inline const char *cr3_yaml_anchor(const cr3_yaml *yaml) {
  switch (yaml->event.type) {
  case YAML_ALIAS_EVENT: return (const char *)yaml->event.data.alias.anchor;
  case YAML_SCALAR_EVENT: return (const char *)yaml->event.data.scalar.anchor;
  case YAML_SEQUENCE_START_EVENT: return (const char *)yaml->event.data.sequence_start.anchor;
  case YAML_MAPPING_START_EVENT: return (const char *)yaml->event.data.mapping_start.anchor;
  default: return NULL;
  }
}
static inline const char *cr3_yaml_tag(const cr3_yaml *yaml) {
  switch (yaml->event.type) {
  case YAML_SCALAR_EVENT: return (const char *)yaml->event.data.scalar.tag;
  case YAML_SEQUENCE_START_EVENT: return (const char *)yaml->event.data.sequence_start.tag;
  case YAML_MAPPING_START_EVENT: return (const char *)yaml->event.data.mapping_start.tag;
  default: return NULL;
  }
}

// Why parsing failed: in words, and where; a byte if the text cannot be read at all, else a line and column.
static inline const char *cr3_yaml_problem(const cr3_yaml *yaml) { return yaml->parser.problem; }
static inline int cr3_yaml_is_unreadable(const cr3_yaml *yaml) { return yaml->parser.error == YAML_READER_ERROR; }
static inline size_t cr3_yaml_problem_byte(const cr3_yaml *yaml) { return yaml->parser.problem_offset; }
static inline size_t cr3_yaml_problem_line(const cr3_yaml *yaml) { return yaml->parser.problem_mark.line; }
static inline size_t cr3_yaml_problem_column(const cr3_yaml *yaml) { return yaml->parser.problem_mark.column; }

#endif
