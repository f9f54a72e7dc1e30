/// The parts of an x86-64 instruction that matter to who looks at its relocations.
///
///     +-----------+------+--------------------+-------+------+--------------+------------------+
///     | prefixes  | REX  | escapes and opcode | ModRM | SIB  | displacement | immediate        |
///     +-----------+------+--------------------+-------+------+--------------+------------------+
///       0 or more   0, 1   1, 2 or 3            0, 1    0, 1   0, 1, 4, 8     0, 1, 2, 3, 4, 8   bytes
///
/// VEX, EVEX, XOP and REX2, of 2 to 4 bytes, stand where REX and escapes do. A branch has its distance for an immediate.
///
/// Intel SDM vol. 2, sections 2.1, 2.2, 2.3 and 2.7.
package struct Instruction: Hashable, Sendable {
  /// How control goes on after an instruction.
  package enum Flow: Hashable, Sendable {
    /// With the next instruction, also after HLT, SYSCALL, SYSENTER, INT n, VMLAUNCH and VMRESUME: control comes back.
    case next
    /// With a function at a distance, then with the next instruction: CALL.
    case call
    /// At a distance: JMP; at an address: JMPABS.
    case jump
    /// At a distance or with the next instruction: Jcc, LOOPcc, JRCXZ, XBEGIN.
    case conditionalJump
    /// With a function whose address is in a register or in memory: CALL, near or far.
    case indirectCall
    /// At an address that is in a register or in memory: JMP, near or far.
    case indirectJump
    /// With a caller: RET, IRET, SYSRET, SYSEXIT, ERETS, ERETU, UIRET, SEAMRET, RSM.
    case `return`
    /// Not at all: UD0, UD1, UD2, and INT3, which compilers pad with.
    case stop
  }

  /// A number inside an instruction, low byte first.
  package struct Field: Hashable, Sendable {
    /// Where it starts, in bytes from the start of the instruction: 1 to 14.
    package let offset: Int
    /// Its bytes: 1, 2, 4 or 8.
    package let size: Int

    /// A field of `size` bytes, `offset` bytes from the start of the instruction.
    package init(offset: Int, size: Int) {
      self.offset = offset
      self.size = size
    }
  }

  /// What the displacement of a memory operand is added to.
  package enum Base: Hashable, Sendable {
    /// Nothing: the displacement is the address, in a segment.
    case none
    /// RIP, that is the address of the next instruction.
    case instructionPointer
    /// A base register, an index register or both.
    case registers
  }

  /// Which base of a segment is added to an address; those of the other segments are 0.
  package enum Segment: Hashable, Sendable {
    /// None is added.
    case none
    /// That of FS: a thread's variables.
    case fs
    /// That of GS: a CPU's variables, in Linux's kernel.
    case gs
  }

  /// The most bytes that an instruction has. Intel SDM vol. 3A, interrupt 13: a longer one is a general-protection
  /// exception.
  package static let maximumLength = 15
  /// All its bytes: 1 to 15.
  package let length: Int
  /// How control goes on.
  package let flow: Flow
  /// The displacement of the memory operand; nil if that has none or there is no such operand. EVEX scales one byte.
  package let displacement: Field?
  /// What the displacement is added to; nil without a memory operand, that is one of a ModRM byte or of a MOV
  /// to and from an address. Strings, stacks and other implied operands are none.
  package let base: Base?
  /// Whether the memory operand is read, written or flushed; not so for LEA, NOP, INVLPG, prefetches and what stops.
  package let accessesMemory: Bool
  /// The immediate operand, of two the first; nil if there is none. Bytes that choose an operation count too, and the
  /// address of JMPABS.
  package let immediate: Field?
  /// The distance of a branch, counted from the next instruction; nil if there is none.
  package let branch: Field?
  /// The segment that a prefix names, whether there is a memory operand or not.
  package let segment: Segment
  /// Whether it is MOV to CR3.
  package let writesCR3: Bool
}
