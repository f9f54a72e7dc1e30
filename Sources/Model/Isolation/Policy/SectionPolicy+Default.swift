extension SectionPolicy {
  /// The policy that is in force if nobody says otherwise: the names of Linux 6.12 and of the annotations.
  ///
  /// Linux 6.12 include/asm-generic/vmlinux.lds.h, arch/x86/kernel/vmlinux.lds.S; `.data..percpu..user_mapped` is
  /// KAISER's, `.data..asi_non_sensitive` that of Google's ASI.
  package static let standard = SectionPolicy(
    rules: meta.map { Rule($0, .meta) } + annotated, text: .public,
    exposures: Design.all.reduce(into: [:]) { exposures, design in
      exposures[design] = design.linkClasses.map { Exposure($0, sections: design.linkSections.map { Glob($0) }) }
    },
    entries: entries.map { Glob($0) }, aliases: aliases)

  /// What describes or patches other sections, and what is freed after the start.
  private static let meta = [
    ".altinstructions", ".altinstr_replacement*", ".altinstr_aux", "__ex_table", "__jump_table",
    ".static_call_sites", "__bug_table", ".orc_*", ".smp_locks", ".retpoline_sites", ".return_sites", ".call_sites",
    ".ibt_endbr_seal", "__mcount_loc", ".discard.*", ".note*", ".comment", ".debug*", ".eh_frame", "__ksymtab*",
    ".export_symbol", ".modinfo", ".init.*", ".exit.*",
  ]

  private static let annotated: [Rule] = [
    Rule(".text..gate*", .gate), Rule(".entry.text", .entry), Rule(".noinstr.text", .exposedText),
    Rule(".cpuidle.text", .exposedText), Rule(".text.__x86.*", .exposedText), Rule(".text..__x86.*", .exposedText),
    Rule(".text..exposed*", .exposedText), Rule(".static_call.text", .staticCall),
    Rule(".rodata..private*", .privateData), Rule(".rodata", .readOnlyData), Rule(".rodata.*", .readOnlyData),
    Rule(".data..exposed*", .exposedData), Rule(".bss..exposed*", .exposedData),
    Rule(".data..percpu..exposed*", .exposedData), Rule(".data..percpu..user_mapped*", .exposedData),
    Rule(".data..asi_non_sensitive*", .exposedData), Rule(".data..percpu..asi_non_sensitive*", .exposedData),
  ]

  /// Linux 6.12 arch/x86/include/asm/syscall_wrapper.h, idtentry.h.
  private static let entries = [
    "__x64_sys_*", "asm_exc_*", "asm_sysvec_*", "asm_common_interrupt", "asm_spurious_interrupt", "asm_int80_emulation",
  ]

  /// Linux 6.12 arch/x86/kernel/vmlinux.lds.S.
  private static let aliases = ["jiffies": "jiffies_64", "const_pcpu_hot": "pcpu_hot"]
}
