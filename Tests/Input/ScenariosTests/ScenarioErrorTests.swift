import ScenarioModel
import Testing

/// Every message that a scenario can get, with its exact text.
struct ScenarioErrorTests {
  /// Each call through a gate below each entry has a line of what is derived.
  @Test(arguments: [(257, false), (258, true)]) func manyGates(calls: Int, isTooMany: Bool) {
    let text = """
      functions:
        - {name: leaf, acts: []}
        - {name: low, acts: [\(Array(repeating: "gate leaf", count: calls).joined(separator: ", "))]}
        - {name: high, acts: [call low]}
      entries: [\((0..<255).map { "{name: e\($0), kind: syscall, function: high}" }.joined(separator: ", "))]
      events: [{syscall: e0}]
      """
    let error = Reading.error(text)
    #expect((error != nil) == isTooMany, "\(error ?? "")")
    #expect(error?.contains("more than 65536 calls through gates below the entries so far") ?? true)
  }

  @Test(
    arguments: [
      ("# nothing", "x.yaml: holds no scenario; expected a map with events"),
      (
        "- a",
        "x.yaml:1:1: error: a list for a scenario; expected a map with name, about, design, settings, scope, "
          + "threads, policy, sections, asi-ranges, functions, data, entries, include, events\n  - a\n  ^"
      ),
      ("name: a", "x.yaml:1:1: error: no events; expected the key events, a list\n  name: a\n  ^"),
      (
        "colour: red",
        "x.yaml:1:1: error: unknown key 'colour' in a scenario; expected name, about, design, "
          + "settings, scope, threads, policy, sections, asi-ranges, functions, data, entries, include, events\n  colour: red\n  ^"
      ),
      ("name: [a]", "x.yaml:1:7: error: a list for name; expected a name\n  name: [a]\n        ^"),
      ("name:", "x.yaml:1:6: error: nothing for name; expected a name\n  name:\n       ^"),
      ("about: {}", "x.yaml:1:8: error: a map for about; expected a text\n  about: {}\n         ^"),
      (
        "design: ptii",
        "x.yaml:1:9: error: 'ptii' for design; expected nopti, pti, asi3, gasi, unified\n  design: ptii\n          ^"
      ),
      (
        "settings: {pcid: 1}",
        "x.yaml:1:18: error: '1' for pcid; expected on, off, true, false\n  settings: {pcid: 1}\n                   ^"
      ),
      (
        "settings: {gates: no}",
        "x.yaml:1:19: error: 'no' for gates; expected sticky, scoped\n  settings: {gates: no}\n                    ^"
      ),
      (
        "settings: {pcid: off, shared-pcid: on}",
        "x.yaml:1:11: error: shared-pcid needs pcid: without PCIDs there is nothing to share\n"
          + "  settings: {pcid: off, shared-pcid: on}\n            ^"
      ),
      (
        "scope: all", "x.yaml:1:8: error: 'all' for scope; expected unified, pti, guest, none\n  scope: all\n         ^"
      ),
      (
        "scope: {public: [secret]}",
        "x.yaml:1:18: error: 'secret' for public; expected user, entry, exposed-text, "
          + "text, exposed-global, exposed-local, private, direct-map\n  scope: {public: [secret]}\n"
          + "                   ^"
      ),
      ("threads: []", "x.yaml:1:10: error: 0 threads; expected 1 to 64\n  threads: []\n           ^"),
      (
        "threads: [A, Z]",
        "x.yaml:1:14: error: 'Z' for a thread; expected A to P, or a map with name and process\n  threads: [A, Z]\n"
          + "               ^"
      ),
      (
        "threads: [A, A]",
        "x.yaml:1:14: error: a second thread 'A'; expected names that differ\n  threads: [A, A]\n               ^"
      ),
      (
        "threads: [{name: a, process: Q}]",
        "x.yaml:1:30: error: 'Q' for process; expected A to P, kernel, idle\n  threads: [{name: a, process: Q}]\n"
          + "                               ^"
      ),
    ] as [(String, String)])
  func top(text: String, expected: String) {
    #expect(Reading.error(text) == expected)
  }

  @Test(
    arguments: [
      ("- name: s", "3: error: a section 's' without class; expected class"),
      ("- {name: .data}", "10: error: '.data' without class; expected class"),
      (
        "- {name: s, class: secret}",
        "20: error: 'secret' for class; expected entry, exposed-text, text, exposed-global, exposed-local, private"
      ),
      (
        "- {name: user text, class: text}",
        "28: error: a class for 'user text'; expected it to stay user"
      ),
      (
        "- {name: slab, class: entry, pages: 3}",
        "37: error: pages for 'slab', a section of the standard kernel; expected class alone, or another name"
      ),
      (
        "- {name: s, class: private, pages: 1000}",
        "36: error: '1000' for pages; expected a number from 1 to 512"
      ),
      (
        "- {name: s, class: private, address: 0x123}",
        "38: error: an address inside of a page; expected a multiple of 0x1000"
      ),
      (
        "- {name: s, class: private, address: 12}",
        "38: error: '12' for address; expected 0x and up to 16 hexadecimal digits"
      ),
      (
        "- {name: s, class: private, address: 0xfffffe0000100000}",
        "38: error: an address where no section can be; expected one in the kernel image or in vmalloc, "
          + "such as 0xffffffff82800000"
      ),
      (
        "- {name: s, class: private, address: 0xffffffff8190f000}",
        "38: error: 's' at 0xffffffff8190f000, where '.data' of the standard kernel is; "
          + "expected addresses outside of 0xffffffff81900000 to 0xffffffff81910000"
      ),
    ] as [(String, String)])
  func sections(item: String, expected: String) {
    #expect(Reading.error("sections:\n\(item)\n")?.firstLine == "x.yaml:2:\(expected)")
  }

  @Test func overlappingSections() {
    let text = """
      sections:
      - {name: a, class: private, address: 0xffffffff82800000, pages: 4}
      - {name: b, class: private, address: 0xffffffff82803000, pages: 1}
      """
    #expect(
      Reading.error(text) == """
        x.yaml:3:38: error: 'b' at 0xffffffff82803000, where 'a' of line 2 is; expected addresses outside of \
        0xffffffff82800000 to 0xffffffff82804000
          - {name: b, class: private, address: 0xffffffff82803000, pages: 1}
                                               ^
        """)
    let many = "sections:\n" + (0..<9).map { "- {name: s\($0), class: private, pages: 512}\n" }.joined()
    #expect(
      Reading.error(many)?.firstLine == "x.yaml:4:37: error: no room for the 512 pages of 's2'; expected fewer pages")
  }

  @Test(
    arguments: [
      (
        "functions: [{name: f, section: .data}]",
        "1:32: error: the section '.data', which is not for text; expected .entry.text, .text, .text..exposed"
      ),
      (
        "functions: [{name: f, acts: [jump g]}]",
        "1:30: error: 'jump g' for one of acts; expected read DATA, write DATA, read user, write user, call FUNCTION, gate FUNCTION, map page, bad pointer"
      ),
      (
        "functions: [{name: f, acts: [call vfs_raed]}]",
        "1:30: error: the function 'vfs_raed', which is not there; expected one of 23, such as vfs_read, ksys_read, do_idle, exc_nmi, f, pipe_write, sysvec_tick, __x64_sys_read"
      ),
      (
        "functions: [{name: f, acts: [call f]}]",
        "1:30: error: the function 'f' calls itself; expected functions that run once through"
      ),
      ("functions: [{name: f}, {name: f}]", "1:31: error: 'f' a second time; expected it once; it is in line 1"),
      (
        "data: [{name: d, section: .data, size: 5000}]",
        "1:40: error: '5000' for size; expected a number from 1 to 4096"
      ),
      (
        "data: [{name: d, section: .text}]",
        "1:27: error: the section '.text', which is not for data; expected task, slab, page cache, cpu_tss_rw, .data..percpu..exposed, .data..percpu, kernel stack, cpu_entry_area, espfix, .rodata, .data..exposed, .data, .bss"
      ),
      ("data: [{name: d, section: task, offset: 8192}]", "1:15: error: section 'task' has no room for 'd'"),
      (
        "entries: [{name: e, function: exc_nmi}]",
        "1:11: error: an entry 'e' without kind; expected kind: one of syscall, interrupt, nmi, exception"
      ),
      ("entries: [{name: e, kind: syscall}]", "1:11: error: an entry 'e' without function; expected function: a name"),
      (
        "entries: [{name: e, kind: interrupt, function: exc_nmi, vector: 8}]",
        "1:65: error: '8' for vector; expected a number from 32 to 255"
      ),
      (
        "entries: [{name: e, kind: exception, function: exc_nmi}]",
        "1:11: error: an exception 'e' without vector; expected vector: 0 to 31"
      ),
    ] as [(String, String)])
  func code(text: String, expected: String) {
    #expect(Reading.error(text)?.firstLine == "x.yaml:\(expected)")
  }

  @Test func longChainsOfCalls() {
    let functions = (0..<100).map { "- {name: f\($0), acts: [\($0 < 99 ? "call f\($0 + 1)" : "read jiffies")]}\n" }
    let error = Reading.error("functions:\n" + functions.joined())?.firstLine
    #expect(error?.hasSuffix("error: calls that nest deeper than 64; expected fewer") == true, "\(error ?? "")")
  }

  @Test(
    arguments: [
      ("[{}]", "10: error: an event of no kind; expected one of syscall, irq, nmi, fault, probe, switch"),
      ("[{syscall: read, nmi: nmi}]", "10: error: an event of two kinds, syscall and nmi; expected one"),
      (
        "[{syscall: raed}]",
        "20: error: the syscall 'raed', which is not there; expected getpid, clock_gettime, read, write"
      ),
      ("[{irq: nmi}]", "16: error: the interrupt 'nmi', which is not there; expected timer, tick, reschedule"),
      ("[{fault: x}]", "18: error: the exception 'x', which is not there; expected demand, page-fault, double-fault"),
      ("[{switch: B}]", "19: error: the thread 'B', which is not there; expected A"),
      ("[{switch: A}]", "19: error: a switch to 'A', which runs already; expected another thread"),
      ("[{syscall: read, repeat: 0}]", "34: error: '0' for repeat; expected a number from 1 to 1000000"),
      (
        "[{irq: tick}, {syscall: read, repeat: 1000000}]",
        "23: error: more than 1000000 events, with those that are repeated; expected fewer"
      ),
      (
        "[{events: [{syscall: read}, {irq: tick}], repeat: 600000}]",
        "10: error: more than 1000000 events, with those that are repeated; expected fewer"
      ),
      ("[{irq: tick, returns-with-iret: on}]", "41: error: returns-with-iret of irq; expected it at a syscall"),
      (
        "[{irq: tick, during: [{nmi: nmi}]}]",
        "31: error: an event during another without a place; expected at: a symbol, such as vfs_read"
      ),
      (
        "[{irq: tick, during: [{at: sysvec_tick, syscall: read}]}]",
        "58: error: a syscall during another event; expected irq, nmi, fault or switch: the kernel runs"
      ),
      (
        "[{irq: tick, during: [{at: vfs_raed, nmi: nmi}]}]",
        "36: error: 'vfs_raed', where nothing runs; expected one of 75, such as vfs_read, ksys_read, asi_enter, asi_exit, asi_fault, asi_relax, do_idle, exc_nmi"
      ),
      (
        "[{nmi: nmi, during: [{at: exc_nmi, switch: A}]}]",
        "52: error: a switch inside of an NMI or a paranoid exception; expected it outside: they cannot schedule"
      ),
    ] as [(String, String)])
  func events(list: String, expected: String) {
    #expect(Reading.error("events: \(list)")?.firstLine == "x.yaml:1:\(expected)")
  }

  @Test func userCodeOfAKernelThread() {
    let text = "threads: [A, {name: k, process: kernel}]\nevents:\n- switch: k\n- syscall: read\n"
    #expect(
      Reading.error(text)?.firstLine
        == "x.yaml:4:12: error: a syscall of 'k', a kernel thread; expected a switch to a thread with user code before it"
    )
  }

  /// Names from files are shown cleaned, also in messages.
  @Test func escapes() throws {
    #expect(
      Reading.error("\"a\\e[2J\": 1")?.firstLine.hasPrefix("x.yaml:1:1: error: unknown key 'a\u{fffd}[2J'") == true)
    #expect(try Reading.scenario("name: \"a\\e[2J\"\nevents: []").name == "a\u{fffd}[2J")
  }
}

extension String {
  /// The text before the first line end.
  var firstLine: String { String(prefix { $0 != "\n" }) }
}
