import Recordings
import Testing

/// What disassemblers print, as GNU objdump 2.40, gdb 13 and llvm-objdump 14 do.
@Suite struct InstructionTextTests {
  @Test(
    arguments: [
      ("mov    rax,QWORD PTR [rip+0x7e]        # 0x600012c6 <x>", "mov", ["rax", "qword ptr [rip+0x7e]"], "rax"),
      ("mov    0x8(%rax,%rbx,2),%rcx", "mov", ["0x8(%rax,%rbx,2)", "%rcx"], "rcx"),
      ("movq\t%rax, %cr0", "movq", ["%rax", "%cr0"], "cr0"), ("mov    $0x1,%eax", "mov", ["$0x1", "%eax"], "eax"),
      ("cs nopw 0x0(%rax,%rax,1)", "nopw", ["0x0(%rax,%rax,1)"], "0x0(%rax,%rax,1)"),
      ("lock cmpxchg %edx,(%rdi)", "cmpxchg", ["%edx", "(%rdi)"], "(%rdi)"), ("IRETQ ", "iretq", [], nil),
      ("{evex} vmovaps %zmm0,%zmm1", "vmovaps", ["%zmm0", "%zmm1"], "zmm1"), ("(bad)", "bad", [], nil),
      ("rex.W", "rex", [], nil), ("mov.s  %eax,%ebx", "mov", ["%eax", "%ebx"], "ebx"),
    ] as [(String, String, [String], String?)])
  func parts(text: String, name: String, operands: [String], destination: String?) throws {
    let parts = try #require(InstructionText(text))
    #expect(parts.name == name)
    #expect(parts.operands == operands)
    #expect(parts.destination == destination)
  }

  /// Addresses, labels and bytes before the name: what follows is not looked for.
  @Test(arguments: [
    "", " ", "# x", "0f 20 d8 mov %cr3,%rax", "c3 ret", "f20f22dc mov cr3, rsp", "ffffffff814000a0 mov cr3, rsp",
    "ffffffffffffffff nop", "=> 0x10: nop", "0x10: nop", "<f+4>: nop", "f: nop",
  ])
  func noName(text: String) { #expect(InstructionText(text) == nil) }

  /// Names that look like numbers.
  @Test(arguments: ["add", "adc", "dec", "faddd", "adcb", "aad"])
  func names(name: String) { #expect(InstructionText("\(name) %eax,%ebx")?.name == name) }

  @Test func sizes() throws {
    let pop = try #require(InstructionText("popw %fs"))
    #expect(pop.isNamed(["pop"]) && !pop.isNamed(["po"]))
    #expect(try #require(InstructionText("inc %eax")).isNamed(["in"]) == false)
  }
}
