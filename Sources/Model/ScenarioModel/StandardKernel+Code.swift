import Isolation

extension StandardKernel {
  /// What the kernel's functions read and write.
  ///
  /// The members are those that a real getpid, read and page fault of Linux 6.12 touch; see
  /// samples/captures/labelled.
  package static let data: [DataObject] = [
    DataObject("pcpu_hot.current_task", section: ".data..percpu..exposed", offset: 0xfc0),
    DataObject("pcpu_hot.top_of_stack", section: ".data..percpu..exposed", offset: 0xfd0),
    DataObject("nmi_state", section: ".data..percpu..exposed", size: 4, offset: 0x100),
    DataObject("cpu_asi_session", section: ".data..percpu..exposed", offset: 0x200),
    DataObject("user_pcid_flush_mask", section: ".data..percpu", size: 2, offset: 0x96),
    DataObject("runqueues", section: ".data..percpu", size: 64, offset: 0x1000),
    DataObject("hrtimer_bases", section: ".data..percpu", size: 64, offset: 0x2000),
    DataObject("perf_counters", section: ".data..percpu", size: 64, offset: 0x3000),
    DataObject("task_struct.flags", section: "task"),
    DataObject("task_struct.signal", section: "task"),
    DataObject("task_struct.thread_pid", section: "task"),
    DataObject("task_struct.files", section: "task"),
    DataObject("pid.level", section: "task", size: 4),
    DataObject("pid.numbers", section: "task"),
    DataObject("file.f_op", section: "task"),
    DataObject("timekeeper", section: ".data..exposed", size: 64),
    DataObject("jiffies", section: ".data..exposed"),
    DataObject("init_pid_ns.level", section: ".data..exposed", size: 4),
    DataObject("inode.i_size", section: "slab"),
    DataObject("super_block.s_flags", section: "slab"),
    DataObject("pipe_inode_info.bufs", section: "slab", size: 64),
    DataObject("vm_area_struct.vm_flags", section: "slab"),
    DataObject("mm_struct.mm_mt", section: "slab"),
    DataObject("page cache", section: "page cache", size: 64),
    DataObject("fresh page", section: "page cache", size: 4096, offset: 0x4000),
  ]

  /// What the kernel does, function by function.
  package static let functions: [KernelFunction] = syscalls + handlers

  private static let syscalls: [KernelFunction] = [
    exposed(
      "__x64_sys_getpid", .read("task_struct.signal"), .read("task_struct.thread_pid"), .call("__task_pid_nr_ns")),
    exposed("__task_pid_nr_ns", .read("pid.level"), .read("init_pid_ns.level"), .read("pid.numbers")),
    exposed("__x64_sys_clock_gettime", .read("timekeeper"), .writeUser),
    KernelFunction("__x64_sys_read", [.call("ksys_read")]),
    KernelFunction("ksys_read", [.read("task_struct.files"), .read("file.f_op"), .call("vfs_read")]),
    KernelFunction("vfs_read", [.read("file.f_op"), .call("shmem_file_read_iter")]),
    KernelFunction(
      "shmem_file_read_iter",
      [.read("inode.i_size"), .read("super_block.s_flags"), .read("page cache"), .writeUser]),
    KernelFunction("__x64_sys_write", [.read("task_struct.files"), .read("file.f_op"), .call("pipe_write")]),
    KernelFunction("pipe_write", [.readUser, .write("pipe_inode_info.bufs")]),
  ]

  private static let handlers: [KernelFunction] = [
    exposed("sysvec_reschedule_ipi", .read("task_struct.flags")),
    exposed("sysvec_tick", .write("jiffies"), .read("timekeeper")),
    exposed("sysvec_apic_timer_interrupt", .read("timekeeper"), .call("hrtimer_interrupt")),
    KernelFunction("hrtimer_interrupt", [.read("hrtimer_bases"), .write("hrtimer_bases")]),
    exposed("exc_page_fault", .read("task_struct.flags"), .call("do_user_addr_fault")),
    KernelFunction("do_user_addr_fault", [.read("mm_struct.mm_mt"), .call("handle_mm_fault")]),
    KernelFunction("handle_mm_fault", [.read("vm_area_struct.vm_flags"), .write("fresh page"), .mapPage]),
    exposed("exc_double_fault", .read("task_struct.flags")),
    exposed("exc_nmi", .write("nmi_state"), .call("perf_event_nmi_handler")),
    KernelFunction("perf_event_nmi_handler", [.read("perf_counters"), .write("perf_counters")]),
    exposed("exc_nmi_exposed", .write("nmi_state")),
    KernelFunction("worker_thread", [.read("runqueues")]),
    KernelFunction("do_idle", [.read("runqueues")]),
  ]

  /// The syscall table and the vectors. Linux 6.12 arch/x86/include/asm/irq_vectors.h.
  package static let entries: [EntryPoint] = [
    EntryPoint("getpid", .syscall, function: "__x64_sys_getpid"),
    EntryPoint("clock_gettime", .syscall, function: "__x64_sys_clock_gettime"),
    EntryPoint("read", .syscall, function: "__x64_sys_read"),
    EntryPoint("write", .syscall, function: "__x64_sys_write"),
    EntryPoint(
      "timer", .interrupt, function: "sysvec_apic_timer_interrupt", stub: "asm_sysvec_apic_timer_interrupt",
      vector: 236),
    EntryPoint("tick", .interrupt, function: "sysvec_tick", stub: "asm_sysvec_tick", vector: 235),
    EntryPoint(
      "reschedule", .interrupt, function: "sysvec_reschedule_ipi", stub: "asm_sysvec_reschedule_ipi", vector: 253),
    EntryPoint("page-fault", .exception, function: "exc_page_fault", stub: "asm_exc_page_fault", vector: 14),
    EntryPoint(
      "double-fault", .exception, function: "exc_double_fault", stub: "asm_exc_double_fault", vector: 8,
      marking: .private),
    EntryPoint("nmi", .nmi, function: "exc_nmi", stub: "asm_exc_nmi", vector: 2),
    EntryPoint("nmi-exposed", .nmi, function: "exc_nmi_exposed", stub: "asm_exc_nmi", vector: 2),
  ]

  private static func exposed(_ name: String, _ acts: KernelFunction.Act...) -> KernelFunction {
    KernelFunction(name, section: ".text..exposed", acts)
  }
}
