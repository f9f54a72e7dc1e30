import Canvas
import Chassis
import Isolation
import ObjectExplorer
import SectionCheck
import TestSupport
import Testing

/// What is shown where instructions are understood.
@Suite(.enabled(if: Checking.canDecode, "instructions are not decoded"))
struct DecodedTests {
  /// `mov secret(%rip), %rax; call printk; ret`
  private static var reader: ObjectWriter {
    var object = ObjectWriter()
    let text = object.addSection(".text", [.allocated, .execute], [0xc3])
    let data = object.addSection(".data", [.allocated, .write], [UInt8](repeating: 0, count: 8))
    let printk = object.addSymbol("printk", .function, in: text, size: 1, isGlobal: true)
    let secret = object.addSymbol("secret", .object, in: data, size: 8, isGlobal: true)
    let code: [UInt8] = [0xe8, 0, 0, 0, 0, 0x48, 0x8b, 0x05, 0, 0, 0, 0, 0xc3]
    let exposed = object.addSection(".text..exposed", [.allocated, .execute], code)
    object.addSymbol("__x64_sys_getpid", .function, in: exposed, size: 13, isGlobal: true)
    object.addRelocation(in: exposed, offset: 1, .plt32, printk, addend: -4)
    object.addRelocation(in: exposed, offset: 8, .relative32, secret, addend: -4)
    return object
  }

  /// What faults for certain comes before what is only not vetted.
  @Test func aReadOfPrivateDataComesFirst() throws {
    var explorer = try Checking.explorer(Self.reader)
    #expect(explorer.finding?.id == .data)
    #expect(explorer.text.contains(" code   48 8b 05[00 00 00 00]"))
    explorer.press("f")
    #expect(explorer.finding?.id == .call)
  }

  @Test func theModelReadsThePrivateObject() throws {
    var explorer = try Checking.explorer(Self.reader, 120, 40)
    explorer.press("Tab Enter")
    let designs = Dictionary(uniqueKeysWithValues: (explorer.state.opened?.designs ?? []).map { ($0.design, $0) })
    #expect(designs[.nopti]?.flips == 0)
    #expect(designs[.unified]?.flips == 2)
    #expect(designs[.unified]?.why.contains("reads secret") ?? false, "\(designs[.unified]?.why ?? "")")
  }
}

extension Checking {
  /// Whether the instruction at a finding is found.
  static let canDecode: Bool = {
    guard let explorer = try? explorer(), let finding = explorer.finding else { return false }
    return SiteBytes(of: finding, in: explorer.input.set).isInstruction
  }()
}
