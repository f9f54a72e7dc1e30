// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// The texts of all files that are built in, by their paths in the folder samples.
  static let texts: [(path: String, text: String)] = [
    tours_01_address_space,
    tours_02_getpid_under_pti,
    tours_03_meltdown_then_and_now,
    tours_04_page_fault,
    tours_05_nmi_in_the_entry_window,
    tours_06_pcid_and_flushes,
    tours_07_three_spaces,
    tours_08_two_spaces,
    tours_09_unified_design,
    tours_10_siblings,
    tours_11_sections,
    tours_12_switches,
    scenarios_getpid,
    scenarios_meltdown_then_and_now,
    scenarios_page_fault,
    scenarios_nmi_entry_window,
    scenarios_context_switch,
    scenarios_seven_processes,
    scenarios_stale_tlb,
    scenarios_asi_enter_exit,
    scenarios_asi_irq_abort,
    scenarios_asi_barrier,
    scenarios_smt_siblings,
    scenarios_read,
    scenarios_caveat_untouched_secret,
    scenarios_caveat_sibling_process,
    scenarios_first,
    scenarios_timer_in_kernel,
    scenarios_missing_gate,
    scenarios_async_sync_window,
    scenarios_smt_core_scheduling,
    scenarios_idle_store_buffer,
    scenarios_asi_array_hole,
    scenarios_kernel_thread,
  ]
}
