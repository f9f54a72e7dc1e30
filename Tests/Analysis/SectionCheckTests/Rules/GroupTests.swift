import Diagnostics
import ELF
import Isolation
import SectionCheck
import TestSupport
import Testing

/// Group 26 of semantics 6.7, once written by the tests and once by the assembler: the same lines.
struct GroupTests {
  private static let lines = [
    "a.o: note: operations+0x8: exposed data (.rodata) holds a pointer to private work (.text) [PTR]",
    "a.o: error: a+0x1: call to work() leaves exposed text (.text..exposed -> .text) [CALL]",
    "a.o: error: c+0x3: reference to private secret (.data) from exposed text (.text..exposed) [DATA]",
    "a.o: warning: d+0x3: address of private secret (.data) taken in exposed text (.text..exposed) [ADDR]",
    "a.o: error: e+0x5: reference to private current (.data..percpu) from exposed text (.text..exposed) [DATA]",
    "a.o: warning: h+0x1: indirect call {dynamic} through __x86_indirect_thunk_rax may leave exposed text "
      + "(.text..exposed) [INDIRECT]",
  ]

  private static func expect(_ set: ObjectSet) {
    let check = ObjectCheck(set, policy: .standard)
    #expect(check.lines == lines)
    #expect(check.suppressed == 1 && check.notices == [])
    #expect(check.count(.error) == 3 && check.count(.warning) == 2 && check.count(.note) == 1)
  }

  @Test func written() throws {
    let text = ".text..exposed"
    let load: [UInt8] = [0x48, 0x8b, 0x05, 0, 0, 0, 0]
    let zeros = [UInt8](repeating: 0, count: 8)
    var object = SmallObject()
    object.add("a", in: text, [0xe8, 0, 0, 0, 0], .init(1, .plt32, "work", -4))
    object.add("b", in: text, [0xe8, 0, 0, 0, 0], .init(1, .plt32, "gate", -4))
    object.add("c", in: text, load, .init(3, .relative32, "secret", -4))
    object.add("d", in: text, [0x48, 0x8d, 0x05, 0, 0, 0, 0], .init(3, .relative32, "secret", -4))
    object.add("e", in: text, [0x65, 0x48, 0x8b, 0x04, 0x25, 0, 0, 0, 0], .init(5, .signed32, "current"))
    let start = object.add("g", in: text, load, .init(3, .relative32, "secret", -4))
    object.mark("begin", in: text, at: start)
    object.mark("end", in: text, at: start + load.count)
    object.add("h", in: text, [0xe8, 0, 0, 0, 0], .init(1, .plt32, "__x86_indirect_thunk_rax", -4))
    object.add("operations", in: ".rodata", zeros + zeros, .init(8, .absolute64, "work"))
    object.add("work", in: ".text", [0xc3])
    object.add("gate", in: ".text..gate", [0xc3])
    object.add("__x86_indirect_thunk_rax", in: ".text..__x86.indirect_thunk", [0xff, 0xe0])
    object.add("secret", in: ".data", zeros)
    object.add("current", in: ".data..percpu", zeros)
    Self.expect(try ObjectSet(object))
  }

  private static let source = """
    .macro function name
    .type \\name, @function
    \\name:
    .endm
    .section .text..exposed, "ax"
    function a; call work
    function b; call gate
    function c; movq secret(%rip), %rax
    function d; leaq secret(%rip), %rax
    function e; movq %gs:current, %rax
    function g
    1: movq secret(%rip), %rax
    2: .pushsection .discard.private_begin; .long 1b - .; .popsection
    .pushsection .discard.private_end; .long 2b - .; .popsection
    function h; call __x86_indirect_thunk_rax
    .section .rodata
    operations: .quad 0, work
    .text
    .globl work
    function work; ret
    .section .text..gate, "ax"
    function gate; ret
    .section .text..__x86.indirect_thunk, "ax"
    .globl __x86_indirect_thunk_rax
    function __x86_indirect_thunk_rax; jmp *%rax
    .data
    secret: .quad 0
    .section .data..percpu, "aw"
    current: .quad 0

    """

  @Test(.enabled(if: Compiler.isThere, "needs make, gcc and ld")) func assembled() throws {
    Self.expect(ObjectSet([try Compiler.object(assembly: Self.source)], policy: .standard))
  }
}
