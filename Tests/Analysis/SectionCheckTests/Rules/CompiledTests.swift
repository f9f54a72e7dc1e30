import Bytes
import Diagnostics
import ELF
import Isolation
import SectionCheck
import Testing

/// What a compiler makes of code models, of switches and of link-time optimisation.
@Suite(.enabled(if: Compiler.isThere, "needs make, gcc and ld"))
struct CompiledTests {
  private static func set(_ source: String, _ options: String...) throws -> ObjectSet {
    ObjectSet([try Compiler.object(c: source, options)], policy: .standard)
  }

  private static func found(_ set: ObjectSet) -> [String] {
    ObjectCheck(set, policy: .standard).findings.map { "\($0.id.rawValue) \($0.to.symbol)" }
  }

  private static let exposed = "__attribute__((section(\".text..exposed\"),noinline))"

  /// With the large code model addresses are distances from a table, and numbers in the code.
  @Test(arguments: ["-O0", "-O2"])
  func largeModel(level: String) throws {
    let set = try Self.set(
      """
      static int own[100000]; int shared; extern int elsewhere;
      static void work(void) { shared++; __asm__ volatile(""); }
      \(Self.exposed) int reader(int i) { work(); return own[i] + shared + elsewhere; }
      void write(int i) { own[i] = i; }
      """, "-mcmodel=large", "-fPIC", level)
    let found = Self.found(set)
    for expected in ["DATA own", "ADDR shared", "UNDEF elsewhere"] { #expect(found.contains(expected)) }
    #expect(!found.contains { $0.hasPrefix("BLIND") })
    let closure = try set.closure(of: "reader")
    #expect(closure.needsPrivate && !closure.unknowns.isEmpty)
  }

  private static let choice = """
    extern void out(int);
    \(exposed) int chooser(int i) {
      switch (i) {
      case 0: out(1); break;
      case 1: out(5); break;
      case 2: out(9); break;
      case 3: out(2); break;
      case 4: out(77); break;
      case 5: out(3); return 4;
      }
      return 0;
    }
    """

  /// A switch of which all cases are in the function: nothing but the calls of what is elsewhere.
  @Test(arguments: [["-O2", "-fno-pic", "-mcmodel=kernel"], ["-O2", "-fno-pic"], ["-O2", "-fPIC"]])
  func switches(options: [String]) throws {
    let set = ObjectSet([try Compiler.object(c: Self.choice, options)], policy: .standard)
    #expect(Set(Self.found(set)) == ["UNDEF out"])
    #expect(try set.closure(of: "chooser").unknowns.allSatisfy { $0.reason == .undefined })
  }

  /// gcc's objects for link-time optimisation have no machine code, unless they are fat.
  @Test func bytecode() throws {
    let bytes = try Compiler.bytes(c: Self.choice, ["-flto", "-fno-fat-lto-objects"])
    #expect(throws: ParseError.self) { try ObjectFile.filesWithCode(in: FileBytes(name: "a.o", bytes)) }
    let fat = try Compiler.bytes(c: Self.choice, ["-flto", "-ffat-lto-objects"])
    #expect(try ObjectFile.filesWithCode(in: FileBytes(name: "a.o", fat)).count == 1)
  }
}
