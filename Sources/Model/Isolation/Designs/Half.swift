/// One of the two page tables of a process whose mappings are split: bit 12 of CR3 selects it.
///
/// Linux 6.12 arch/x86/entry/calling.h, PTI_USER_PGTABLE_BIT.
package enum Half: String, CaseIterable, Sendable {
  /// Bit 12 is 1: what user code runs with. U under pti, E under unified.
  case exposed
  /// Bit 12 is 0: everything is mapped. K under nopti and pti, P under unified.
  case `private`
}
