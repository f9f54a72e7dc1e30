import Bytes
import Canvas
import Captures
import Chassis
import ELF
import Explorer
import Isolation
import ObjectExplorer
import PageTables
import Recordings
import SectionCheck
import TestSupport
import Timelines

/// Object files to explore, and keys by their names.
enum Checking {
  /// A small kernel: two calls out of exposed text, two addresses of private data, a table and a symbol of elsewhere.
  ///
  ///     .text            __x64_sys_read > vfs_read, printk
  ///     .text..exposed   __x64_sys_getpid > helper > printk (CALL); takes the address of secret (ADDR)
  ///     .noinstr.text    asm_exc_page_fault > exc_page_fault > printk (CALL), gate_read (a gate)
  ///                      lonely > missing (UNDEF); takes the address of cpu_tss_rw (ADDR)
  ///     .rodata          file_ops holds vfs_read (PTR)
  static var kernel: ObjectWriter {
    var object = ObjectWriter()
    var code = CodeWriter()
    let text = object.addSection(".text", [.allocated, .execute], [UInt8](repeating: 0xc3, count: 64))
    let gates = object.addSection(".text..gate", [.allocated, .execute], [0xc3])
    let data = object.addSection(".data", [.allocated, .write], [UInt8](repeating: 0, count: 8))
    let perCPU = object.addSection(".data..percpu..page_aligned", [.allocated, .write], type: 8, size: 4096)
    let printk = object.addSymbol("printk", .function, in: text, offset: 0, size: 1, isGlobal: true)
    let read = object.addSymbol("vfs_read", .function, in: text, offset: 1, size: 1, isGlobal: true)
    let gate = object.addSymbol("gate_read", .function, in: gates, size: 1, isGlobal: true)
    let secret = object.addSymbol("secret", .object, in: data, size: 8, isGlobal: true)
    let tss = object.addSymbol("cpu_tss_rw", .object, in: perCPU, size: 4096, isGlobal: true)
    let missing = object.addUndefined("missing")

    code.function("helper", [.call(printk)])
    code.function("__x64_sys_getpid", [.call(object.count), .address(secret)])
    code.add(".text..exposed", to: &object)
    code.function("exc_page_fault", [.call(printk), .call(gate)])
    code.function("asm_exc_page_fault", [.call(object.count)])
    code.function("lonely", [.call(missing), .address(tss)])
    code.add(".noinstr.text", to: &object)
    code.function("__x64_sys_read", [.call(read)])
    code.add(".text.read", to: &object)
    let table = object.addSection(".rodata", .allocated, [UInt8](repeating: 0, count: 16))
    object.addSymbol("file_ops", .object, in: table, size: 16, isGlobal: true)
    object.addRelocation(in: table, offset: 8, .absolute64, read)
    return object
  }

  /// An explorer of an object file that a test wrote.
  static func explorer(
    _ object: ObjectWriter = kernel, _ width: Int = 80, _ height: Int = 24, policy: SectionPolicy = .standard,
    dump: KernelDump? = nil
  ) throws -> ObjectExplorer {
    let files = try ObjectFile.files(in: FileBytes(name: "vmlinux.o", object.bytes()))
    let input = ObjectExplorer.Input(
      name: "vmlinux.o", shellWords: ["vmlinux.o"], set: ObjectSet(files, policy: policy), policy: policy, dump: dump)
    return ObjectExplorer(input, size: Size(width: width, height: height))
  }

  /// A dump of a real kernel, and symbols that a test makes up at addresses that it maps, or not.
  static func dump(_ more: [(UInt64, String)] = [], without missing: String = "") throws -> KernelDump {
    let path = TestSupport.sample("captures/dump/core-user.elf")
    var recording = try InputFile.open(path).recording
    recording.name = "core-user.elf"
    let symbols: [(UInt64, String)] = [
      (0xffff_ffff_813a_d000, "exc_page_fault"), (0xffff_ffff_8100_0000, "printk"), (0xffff_ffff_8100_2000, "printk"),
      (0x6000, "cpu_tss_rw"), (0xffff_ffff_813a_e000, "lonely"), (0xffff_ffff_f000_0000, "__x64_sys_getpid"),
    ]
    let table = SymbolTable(
      (symbols + more).filter { $0.1 != missing }.map {
        .init(address: VirtualAddress($0.0), kind: "T", name: $0.1)
      })
    return KernelDump(Timeline(recording), symbols: table)
  }
}

/// Writes functions one after the other, of instructions that have no doubt about them.
struct CodeWriter {
  enum Instruction {
    /// `call symbol`.
    case call(Int)
    /// `lea symbol(%rip), %rdi`.
    case address(Int)
  }

  private var bytes: [UInt8] = []
  private var relocations: [(offset: Int, kind: ObjectWriter.RelocationKind, symbol: Int)] = []
  private var functions: [(name: String, start: Int)] = []

  mutating func function(_ name: String, _ instructions: [Instruction]) {
    functions.append((name, bytes.count))
    for instruction in instructions {
      switch instruction {
      case .call(let symbol):
        bytes += [0xe8]
        relocations.append((bytes.count, .plt32, symbol))
      case .address(let symbol):
        bytes += [0x48, 0x8d, 0x3d]
        relocations.append((bytes.count, .relative32, symbol))
      }
      bytes += [0, 0, 0, 0]
    }
    bytes += [0xc3]
  }

  /// Adds all as a section, and begins anew. The symbols follow those that the object has, in the order of the functions.
  mutating func add(_ section: String, to object: inout ObjectWriter) {
    let number = object.addSection(section, [.allocated, .execute], bytes)
    let ends = functions.dropFirst().map(\.start) + [bytes.count]
    for (function, end) in zip(functions, ends) {
      object.addSymbol(
        function.name, .function, in: number, offset: UInt64(function.start), size: UInt64(end - function.start),
        isGlobal: true)
    }
    for (offset, kind, symbol) in relocations {
      object.addRelocation(in: number, offset: UInt64(offset), kind, symbol, addend: -4)
    }
    self = CodeWriter()
  }
}

extension ObjectWriter {
  /// The number of the symbol that is added next.
  var count: Int {
    var copy = self
    return copy.addUndefined("")
  }
}

extension ObjectExplorer {
  /// Lets the idle work come to its end.
  mutating func settle() {
    while isSurveying { update(.idle) }
  }

  /// Presses keys by their names, separated by blanks; gives the last request.
  @discardableResult
  mutating func press(_ names: String) -> Request? {
    var last: Request?
    for name in names.split(separator: " ") {
      guard let key = Key(name: String(name)) else { preconditionFailure("no key '\(name)'") }
      last = update(.key(key))
    }
    return last
  }

  /// Types a line after ':' and enters it.
  @discardableResult
  mutating func command(_ text: String) -> Request? {
    press(":")
    for character in text { update(.key(.character(character))) }
    return press("Enter")
  }

  /// The screen as text.
  func screen(_ glyphs: Glyphs = .unicode) -> [String] { draw(glyphs: glyphs).lines }

  /// The screen as one text, for looking for words that stand on one line.
  var text: String { screen(.ascii).joined(separator: "\n") }
}
