import Diagnostics
import Isolation
import SectionCheck
import Testing

/// The table of semantics 5.2, and group 26, in an object that the assembler makes. `WrittenRowTests` has the same rows
/// without it.
@Suite(.enabled(if: Compiler.isThere, "needs make, gcc and ld"))
struct AssembledRowTests {
  /// An instruction of exposed text, where its relocated field is, and the findings.
  struct Row: CustomTestStringConvertible, Sendable {
    let code: String
    let field: Int
    let expected: [String]

    init(_ code: String, _ field: Int = 0, _ expected: String...) {
      (self.code, self.field, self.expected) = (code, field, expected)
    }

    var testDescription: String { code }
  }

  private static func call(_ name: String, _ section: String = ".text") -> String {
    "error call to \(name)() leaves exposed text (.text..exposed -> \(section)) [CALL]"
  }

  private static func data(_ name: String, _ section: String = ".data") -> String {
    "error reference to private \(name) (\(section)) from exposed text (.text..exposed) [DATA]"
  }

  private static func address(_ name: String, _ section: String = ".data") -> String {
    "warning address of private \(name) (\(section)) taken in exposed text (.text..exposed) [ADDR]"
  }

  private static func indirect(_ name: String) -> String {
    "warning indirect call {dynamic} through \(name) may leave exposed text (.text..exposed) [INDIRECT]"
  }

  private static let rows = [
    Row("call work", 1, call("work")), Row("jmp work", 1, call("work")), Row("je work", 2, call("work")),
    Row("call local_work", 1, call("local_work")), Row("jg local_work", 2, call("local_work")),
    Row("call gate_work"), Row("jmp gate_work"), Row("call near_work"), Row("call start"),
    Row("jmp secret", 1, call("secret", ".data")),
    Row("movq secret(%rip), %rax", 3, data("secret")), Row("movq %rax, secret(%rip)", 3, data("secret")),
    Row("movq local_secret(%rip), %rax", 3, data("local_secret")),
    Row("cmpl $1, secret(%rip)", 2, data("secret")), Row("cmpl $1, local_secret(%rip)", 2, data("local_secret")),
    Row("cmpl $0x12345678, local_secret(%rip)", 2, data("local_secret")),
    Row("movb $1, local_secret(%rip)", 2, data("local_secret")),
    Row("movw $1, local_secret(%rip)", 3, data("local_secret")),
    Row("imull $1000, local_secret(%rip), %eax", 2, data("local_secret")),
    Row("movq secret, %rax", 4, data("secret")), Row("movl secret(,%rdi,4), %eax", 3, data("secret")),
    Row("movl local_secret-4(,%rdi,4), %eax", 3, data("before+0x4")),
    Row("movl secret-4(,%rdi,4), %eax", 3, data("secret")),
    Row("movabsq secret, %rax", 2, data("secret")),
    Row("incq %gs:percpu_secret", 5, data("percpu_secret", ".data..percpu")),
    Row("incq %gs:percpu_secret(%rip)", 4, data("percpu_secret", ".data..percpu")), Row("incq %gs:percpu_open(%rip)"),
    Row("incq %gs:percpu_open"), Row("movq open(%rip), %rax"), Row("leaq open(%rip), %rax"),
    Row("movq shared(%rip), %rax", 3, data("shared", "COMMON")), Row("movq constant(%rip), %rax"),
    Row("movq key(%rip), %rax", 3, data("key", ".rodata..private")), Row("movq begin(%rip), %rax"),
    Row("movq late(%rip), %rax", 3, data("late", ".data..ro_after_init")),
    Row(
      "movq number, %rax", 0,
      "warning 1 operand is an absolute address: nobody can tell what lies there (.text..exposed) [BLIND]"),
    Row("leaq secret(%rip), %rax", 3, address("secret")), Row("movq $secret, %rax", 3, address("secret")),
    Row("movl $secret, %edi", 1, address("secret")), Row("movabsq $secret, %rax", 2, address("secret")),
    Row("pushq $secret", 1, address("secret")), Row("cmpq $secret, %rdi", 3, address("secret")),
    Row("addq $secret, %rax", 2, address("secret")), Row("leaq work(%rip), %rax", 3, address("work", ".text")),
    Row("movq $secret, open(%rip)", 7, address("secret")),
    Row("movq secret@GOTPCREL(%rip), %rax", 3, address("secret")), Row("call *work@GOTPCREL(%rip)", 2, call("work")),
    Row("call __x86_indirect_thunk_rax", 1, indirect("__x86_indirect_thunk_rax")),
    Row("jmp __x86_indirect_thunk_r11", 1, indirect("__x86_indirect_thunk_r11")),
    Row("call __SCT__operation", 1, indirect("__SCT__operation")),
    Row("call __SCT__other", 1, indirect("__SCT__other")),
    Row("call *operation(%rip)", 2, indirect("operation")), Row("jmp *table(,%rax,8)", 3, indirect("table")),
    Row("call *secret(%rip)", 2, data("secret"), indirect("secret")), Row("call *%rax"), Row("jmp *8(%rax)"),
    Row("movq elsewhere(%rip), %rax", 3, "note reference to undefined elsewhere from .text..exposed [UNDEF]"),
    Row("movq jiffies(%rip), %rax", 3, data("jiffies_64")), Row("movq work(%rip), %rax"), Row("nop"),
  ]

  private static let variables = [
    ("before", ".data"), ("local_secret", ".data"), ("secret", ".data"), ("jiffies_64", ".data"),
    ("open", ".data..exposed"),
    ("percpu_secret", ".data..percpu"), ("percpu_open", ".data..percpu..exposed"), ("constant", ".rodata"),
    ("key", ".rodata..private"), ("begin", ".init.data"), ("late", ".data..ro_after_init"),
    ("operation", ".data..exposed"), ("table", ".rodata"),
  ]

  private static let functions = [
    ("work", ".text"), ("local_work", ".text"), ("gate_work", ".text..gate"), ("near_work", ".noinstr.text"),
    ("start", ".init.text"), ("__x86_indirect_thunk_rax", ".text..__x86.indirect_thunk"),
    ("__SCT__operation", ".static_call.text"),
  ]

  /// Each function does in its own section what exposed text may not: nothing is found in those that are not exposed.
  private static var source: String {
    var source = ".comm shared, 8, 8\n.globl number\n.set number, 0x1000\n"
    for (name, section) in variables {
      source += ".section \(section), \"aw\"\n.type \(name), @object\n.size \(name), 8\n"
      if !name.hasPrefix("local_") { source += ".globl \(name)\n" }
      source += "\(name): .quad 0\n"
    }
    for (name, section) in functions {
      source += ".section \(section), \"ax\"\n.type \(name), @function\n"
      if !name.hasPrefix("local_") { source += ".globl \(name)\n" }
      let body =
        section.hasPrefix(".text..__x86") || section == ".noinstr.text" ? "" : "movabsq $secret, %rax; jmp other"
      source += "\(name): \(body); ret\n"
    }
    source += ".section .text.other, \"ax\"\nother: ret\n.section .text..exposed, \"ax\"\n"
    for (number, row) in rows.enumerated() { source += ".type row\(number), @function\nrow\(number): \(row.code)\n" }
    return source
      + ".section .data..exposed, \"aw\"\n.globl pointers\npointers: .quad 0, secret, open; .long secret - .\n"
  }

  private static func check(_ text: Settings.TextPolicy) throws -> ObjectCheck {
    let file = try Compiler.object(assembly: source)
    let policy = SectionPolicy.standard(text)
    return ObjectCheck(ObjectSet([file], policy: policy), policy: policy)
  }

  private static func lines(_ rows: [Row]) -> [String] {
    rows.enumerated().flatMap { number, row in
      row.expected.map { line in
        let severity = line.prefix { $0 != " " }
        return "a.o: \(severity): row\(number)+0x\(String(row.field, radix: 16)):\(line.dropFirst(severity.count))"
      }
    }
  }

  /// Of data first: sections stand by their names.
  private static let pointer =
    "a.o: note: pointers+0x8: exposed data (.data..exposed) holds a pointer to private secret (.data) [PTR]"

  @Test func publicText() throws {
    #expect(try Self.check(.public).lines == [Self.pointer] + Self.lines(Self.rows))
  }

  /// One row more: private text is read.
  @Test func splitText() throws {
    let rows = Self.rows.map { $0.code == "movq work(%rip), %rax" ? Row($0.code, 3, Self.data("work", ".text")) : $0 }
    let check = try Self.check(.split)
    #expect(check.lines == [Self.pointer] + Self.lines(rows))
    #expect(check.count(.error) == rows.flatMap(\.expected).count { $0.hasPrefix("error") })
    #expect(check.count(.warning) == rows.flatMap(\.expected).count { $0.hasPrefix("warning") })
    #expect(check.count(.note) == 2)
  }
}
