import Diagnostics
import Isolation
import SectionCheck
import TestSupport
import Testing

/// What makes a finding's names and order, what several files are together, and what a policy changes.
struct ObjectCheckTests {
  private static let text = ".text..exposed"
  private static let load: [UInt8] = [0x48, 0x8b, 0x05, 0, 0, 0, 0]
  private static let zeros = [UInt8](repeating: 0, count: 8)

  private static func line(_ file: String, _ from: String, _ to: String, in section: String = ".data") -> String {
    "\(file): error: \(from): reference to private \(to) (\(section)) from exposed text (\(text)) [DATA]"
  }

  /// By file, section and offset, whatever their order in the file is; the order of symbols does not matter.
  @Test func sorting() throws {
    var object = SmallObject()
    object.add("z", in: ".text..exposed.z", Self.load, .init(3, .relative32, "secret", -4))
    object.add(
      "foo", in: Self.text, Self.load + Self.load, .init(10, .relative32, "secret", -4),
      .init(3, .relative32, "secret", -4))
    object.add("bar", in: Self.text, Self.load, .init(3, .relative32, "secret", -4))
    object.add("secret", in: ".data", Self.zeros)
    let check = try ObjectCheck(object)
    #expect(check.findings.map(\.from.place) == ["foo+0x3", "foo+0xa", "bar+0x3", "z+0x3"])
    #expect(check.findings.map(\.fileOffset) == [64 + 8 + 3, 64 + 8 + 10, 64 + 8 + 17, 64 + 3])
  }

  /// The same place, rule and target once; another target or another rule is another finding.
  @Test func duplicates() throws {
    var object = SmallObject()
    object.add(
      "foo", in: Self.text, Self.load, .init(3, .relative32, "secret", -4), .init(3, .relative32, "secret", -4),
      .init(3, .relative32, ".data", -4), .init(3, .relative32, "other", -4))
    object.add("secret", in: ".data", Self.zeros)
    object.add("other", in: ".data", Self.zeros)
    #expect(
      try ObjectCheck(object).lines == [Self.line("a.o", "foo+0x3", "other"), Self.line("a.o", "foo+0x3", "secret")])
  }

  /// Files define each other's symbols: the first that has a global one.
  @Test func severalFiles() throws {
    var (first, second, third) = (SmallObject(), SmallObject(), SmallObject())
    first.add(
      "foo", in: Self.text, Self.load + Self.load, .init(3, .relative32, "secret", -4),
      .init(10, .relative32, "open", -4))
    first.add("work", in: ".text", [0xc3])
    second.add("secret", in: ".data..exposed", Self.zeros, isGlobal: false)
    second.add("bar", in: Self.text, [0xe8, 0, 0, 0, 0], .init(1, .plt32, "work", -4))
    second.add("open", in: ".data..exposed", Self.zeros)
    third.add("secret", in: ".bss", Self.zeros)
    third.add("open", in: ".bss", Self.zeros)
    third.add("baz", in: Self.text, Self.load, .init(3, .relative32, "nowhere", -4))
    let set = try ObjectSet(first, second, third)
    #expect(
      ObjectCheck(set, policy: .standard).lines == [
        Self.line("a.o", "foo+0x3", "secret", in: ".bss"),
        "b.o: error: bar+0x1: call to work() leaves exposed text (.text..exposed -> .text) [CALL]",
        "c.o: note: baz+0x3: reference to undefined nowhere from .text..exposed [UNDEF]",
      ])
  }

  /// A weak definition gives way to one that is not, wherever either is; of weak ones the first counts.
  @Test(arguments: [[0, 1, 2], [0, 2, 1], [2, 1, 0]])
  func weakSymbols(order: [Int]) throws {
    var (first, second, third) = (SmallObject(), SmallObject(), SmallObject())
    let call: [UInt8] = [0xe8, 0, 0, 0, 0]
    first.add("foo", in: Self.text, call, .init(1, .plt32, "own", -4))
    first.add("bar", in: Self.text, call, .init(1, .plt32, "other", -4))
    first.add("baz", in: Self.text, call, .init(1, .plt32, "weak", -4))
    first.add("own", in: ".text", [0xc3], isWeak: true)
    second.add("own", in: Self.text, [0xc3])
    second.add("other", in: ".text", [0xc3], isWeak: true)
    second.add("weak", in: ".text", [0xc3], isWeak: true)
    third.add("other", in: Self.text, [0xc3])
    third.add("weak", in: Self.text, [0xc3], isWeak: true)
    let files = [first, second, third]
    let set = try ObjectSet(files[order[0]], files[order[1]], files[order[2]])
    let lines = ObjectCheck(set, policy: .standard).lines
    let isPrivateFirst = order == [0, 1, 2]
    #expect(
      lines.map { $0.dropFirst(4) }
        == (isPrivateFirst
          ? [
            " error: baz+0x1: call to weak() leaves exposed text (.text..exposed -> .text) [CALL]"
          ] : []))
    #expect(set.places { $0 == "own" }.map(\.place.file) == [order.firstIndex(of: 1)])
  }

  /// Unlikely code was moved to private text: a finding as any other.
  @Test func coldPart() throws {
    var object = SmallObject()
    object.add("foo", in: Self.text, [0x0f, 0x88, 0, 0, 0, 0, 0xc3], .init(2, .plt32, "foo.cold", -4))
    object.add("foo.cold", in: ".text.unlikely", [0xc3], isGlobal: false)
    #expect(
      try ObjectCheck(object).lines == [
        "a.o: error: foo+0x2: call to foo.cold() leaves exposed text (.text..exposed -> .text.unlikely) [CALL]"
      ])
  }

  /// Of several symbols at a place the function or object, the one with a size, the global one; the first of those.
  @Test func aliases() throws {
    var object = SmallObject()
    object.append(Self.zeros, to: ".data")
    let nops = [UInt8](repeating: 0x90, count: Self.load.count)
    object.append(Self.load + nops, to: Self.text, [.init(3, .relative32, ".data", -4)])
    object.label("label", in: Self.text, at: 0, isGlobal: true)
    object.label("empty", in: Self.text, at: 0, kind: .function, isGlobal: true)
    object.label("alias", in: Self.text, at: 0, size: 14, kind: .function)
    object.label("foo", in: Self.text, at: 0, size: 14, kind: .function, isGlobal: true)
    object.label("again", in: Self.text, at: 0, size: 14, kind: .function, isGlobal: true)
    object.label("mark", in: ".data", at: 0, isGlobal: true)
    object.label("secret", in: ".data", at: 0, size: 8, kind: .object)
    #expect(try ObjectCheck(object).lines == [Self.line("a.o", "foo+0x3", "secret")])
  }

  /// Before the first symbol the section's own name stands.
  @Test func noSymbol() throws {
    var object = SmallObject()
    object.append(Self.load, to: Self.text, [.init(3, .relative32, ".data", 4)])
    object.append(Self.zeros, to: ".data")
    object.append(Self.zeros, to: ".data")
    object.label("foo", in: Self.text, at: 7)
    object.label("secret", in: ".data", at: 12)
    #expect(
      try ObjectCheck(object).lines == [
        "a.o: error: .text..exposed+0x3: reference to private .data+0x8 (.data) from exposed text (.text..exposed) [DATA]"
      ])
  }

  /// `secret[i - 1]`: an address before the symbol that the relocation names is still of that symbol.
  @Test(arguments: [true, false])
  func beforeSymbol(isFirst: Bool) throws {
    var object = SmallObject()
    object.add("foo", in: Self.text, [0x48, 0x8b, 0x04, 0xfd, 0, 0, 0, 0], .init(4, .signed32, "secret", -8))
    if !isFirst { object.add("before", in: ".data", Self.zeros) }
    object.add("secret", in: ".data", Self.zeros)
    object.add("behind", in: ".data", Self.zeros)
    #expect(try ObjectCheck(object).lines == [Self.line("a.o", "foo+0x4", "secret")])
  }

  /// Code that cannot be read, here PUSH ES (06), is still told by its relocations: a call by PLT32, or an address.
  @Test func unreadable() throws {
    var object = SmallObject()
    object.add(
      "foo", in: Self.text, [0x06, 0, 0, 0, 0, 0, 0, 0, 0], .init(1, .plt32, "work", -4),
      .init(5, .relative32, "secret", -4))
    object.add("work", in: ".text", [0xc3])
    object.add("secret", in: ".data", Self.zeros)
    #expect(try ObjectCheck(object).findings.map(\.id) == [.blind, .call, .address])
  }

  /// Very many references at one place, to symbols with long names in any order: each once, sorted by their names.
  @Test(.timeLimit(.minutes(1))) func onePlace() throws {
    let prefix = String(repeating: "x", count: 500)
    let count = 300
    var object = SmallObject()
    for number in 0..<count { object.add("\(prefix)_\(number)", in: ".data", Self.zeros) }
    let fields = (0..<30_000).map { SmallObject.Field(3, .relative32, "\(prefix)_\($0 * 7 % count)", -4) }
    let start = object.append([0x48, 0x8b, 0x05, 0, 0, 0, 0, 0xc3], to: ".text..exposed", fields)
    object.label("foo", in: ".text..exposed", at: start, size: 8, kind: .function, isGlobal: true)
    let found = try ObjectCheck(object).findings.map(\.to.symbol)
    #expect(found == (0..<count).map { "\(prefix)_\($0)" }.sorted())
  }
}
