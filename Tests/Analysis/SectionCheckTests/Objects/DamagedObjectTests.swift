import Bytes
import Diagnostics
import ELF
import Isolation
import SectionCheck
import TestSupport
import Testing

/// Whatever can be opened can be checked, in bounded time.
struct DamagedObjectTests {
  /// The check under two policies, and the closures of all symbols.
  private static func ask(_ files: [ObjectFile]) {
    let set = ObjectSet(files, policy: .standard)
    for (text, design) in [(Settings.TextPolicy.public, Design.unified), (.split, .pti)] {
      let policy = SectionPolicy.standard(text)
      let check = ObjectCheck(set, policy: policy, design: design)
      #expect(check.lines.allSatisfy { !$0.isEmpty })
      var finder = ClosureFinder(set, policy: policy, design: design)
      for (name, place) in set.places(where: { _ in true }) {
        let closure = finder.closure(of: name, at: place)
        #expect(closure.path(to: closure.functions.count - 1).first == 0)
      }
    }
  }

  /// A valid object with some of its bytes changed.
  @Test func mutations() throws {
    var opened = 0
    let all = withSeeds(250) { random in
      var bytes =
        random.oneIn(2) ? NaiveObject.random(&random).file.writer.bytes() : Self.patched(&random).writer.bytes()
      for _ in 0..<random.number(1...12) {
        let place = random.number(0...bytes.count - 1)
        switch random.number(0...3) {
        case 0: bytes[place] ^= 1 << random.number(0...7)
        case 1: bytes[place] = random.pick([0, 1, 0x7f, 0x80, 0xff], or: 0)
        case 2: bytes[place] = UInt8(random.number(0...255))
        default:
          // Sizes and offsets are 8 bytes.
          for index in place..<min(place + 8, bytes.count) { bytes[index] = random.pick([0, 0xff, 1], or: 0) }
        }
      }
      guard let files = try? ObjectFile.files(in: FileBytes(name: "a.o", bytes)) else { return }
      opened += 1
      Self.ask(files)
    }
    if all { #expect(opened > 30) }
  }

  /// A graph with alternatives and switched jumps, with markers at random places.
  private static func patched(_ random: inout SplitMix64) -> SmallObject {
    var object = NaiveClosure.random(&random).file
    for _ in 0..<random.number(0...6) {
      object.mark(random.oneIn(2) ? "begin" : "end", in: ".text..exposed", at: random.number(0...100))
    }
    return object
  }

  /// Tables that patch what lies outside of the section, as far as numbers go, and markers there.
  @Test(arguments: [18, 1 << 32, Int64.max - 1, Int64.max, -1, Int64.min])
  func patchesOutside(offset: Int64) throws {
    let text = ".text..exposed"
    var object = SmallObject()
    object.add("foo", in: text, [UInt8](repeating: 0x90, count: 16) + [0xc3])
    object.add("work", in: ".text", [0xc3])
    object.addAlternative(14, of: text, at: Int(offset), [0xe8, 0, 0, 0, 0], .init(1, .plt32, "work", -4))
    object.addAlternative(14, of: text, at: 0, replacement: Int(offset), length: 255)
    object.append(
      [UInt8](repeating: 0, count: 16), to: "__jump_table",
      [.init(0, .relative32, text, offset), .init(4, .relative32, "work"), .init(8, .relative64, "work")])
    object.append([UInt8](repeating: 0, count: 8), to: ".rodata", [.init(0, .absolute64, text, offset)])
    object.add("bar", in: text, [0xe8, 0, 0, 0, 0], .init(1, .plt32, text, offset))
    object.mark("begin", in: text, at: Int(offset))
    object.mark("end", in: text, at: Int(offset))
    Self.ask(try ObjectSet(object).files)
  }

  /// 100,000 entries with one replacement of 255 bytes, all of them relocated.
  @Test func sharedReplacement() throws {
    var object = SmallObject()
    let count = 100_000
    object.add("foo", in: ".text..exposed", [UInt8](repeating: 0x90, count: count))
    object.add("secret", in: ".data", [0])
    let fields = (0..<51).map { SmallObject.Field($0 * 5 + 1, .absolute32, "secret") }
    let code = (0..<51).flatMap { _ in [0xbf, 0, 0, 0, 0] as [UInt8] }
    let start = object.append(code, to: ".altinstr_replacement", fields)
    for place in 0..<count {
      object.addAlternative(14, of: ".text..exposed", at: place, replacement: start, length: code.count)
    }
    let set = try ObjectSet(object)
    #expect(ObjectCheck(set, policy: .standard).findings.count == count)
    #expect(try set.closure(of: "foo").objects.count == 1)
  }

  /// 100,000 markers that are pairs, and as many that are none.
  @Test(arguments: [true, false]) func markers(arePairs: Bool) throws {
    var object = SmallObject()
    let count = 100_000
    object.add("foo", in: ".text..exposed", [UInt8](repeating: 0x90, count: count + 1))
    object.add("bar", in: ".text..exposed", [0xe8, 0, 0, 0, 0], .init(1, .plt32, "work", -4))
    object.add("work", in: ".text", [0xc3])
    for place in 0..<count {
      object.mark(place.isMultiple(of: 2) || !arePairs ? "begin" : "end", in: ".text..exposed", at: place)
    }
    let set = try ObjectSet(object)
    let check = ObjectCheck(set, policy: .standard)
    #expect(check.findings.count == 1 && check.notices.count == (arePairs ? 0 : 101))
  }

  /// 100,000 symbols at one place, each of which another symbol's name begins with.
  @Test func symbols() throws {
    var object = SmallObject()
    let count = 100_000
    object.append([0xe8, 0, 0, 0, 0, 0xc3], to: ".text..exposed", [.init(1, .plt32, "work", -4)])
    object.add("work", in: ".text", [0xc3])
    for number in 0..<count { object.label("s\(number)", in: ".text..exposed", at: 0) }
    let set = try ObjectSet(object)
    #expect(ObjectCheck(set, policy: .standard).findings.map(\.from.place) == ["s0+0x1"])
    let closure = try set.closure(of: "s99999")
    #expect(closure.functions.count == 2)
  }
}
