import Bytes
import Diagnostics
import ELF
import Isolation
import Reports
import SectionCheck
import TestSupport

/// An object file with a finding of each rule, and reports of its check.
enum CheckedObject {
  /// What stands in the field of each relocation, so that a test can find it again.
  static func mark(_ number: UInt8) -> [UInt8] { [number, 0xd1, 0xd2, 0x13] }

  /// foo calls and refers, table points.
  static let bytes: [UInt8] = {
    var object = ObjectWriter()
    // call work; mov secret(%rip), %eax; mov $secret, %rdi; call *table(%rip); call elsewhere; mov secret(%rip), %eax
    let code: [UInt8] =
      [0xe8] + mark(1) + [0x8b, 0x05] + mark(2) + [0x48, 0xc7, 0xc7] + mark(3) + [0xff, 0x15] + mark(4) + [0xe8]
      + mark(5) + [0x8b, 0x05] + mark(6) + [0xc3]
    let exposed = object.addSection(".text..exposed", [.allocated, .execute], code)
    let text = object.addSection(".text", [.allocated, .execute], [0xc3])
    let data = object.addSection(".data", [.allocated, .write], [0, 0, 0, 0])
    let constants = object.addSection(".rodata", .allocated, mark(7) + mark(8))
    object.addSymbol("foo", .function, in: exposed, size: UInt64(code.count), isGlobal: true)
    let work = object.addSymbol("work", .function, in: text, size: 1, isGlobal: true)
    let secret = object.addSymbol("secret", .object, in: data, size: 4, isGlobal: true)
    let table = object.addSymbol("table", .object, in: constants, size: 8, isGlobal: true)
    let elsewhere = object.addUndefined("elsewhere")
    object.addRelocation(in: exposed, offset: 1, .plt32, work, addend: -4)
    object.addRelocation(in: exposed, offset: 7, .relative32, secret, addend: -4)
    object.addRelocation(in: exposed, offset: 14, .signed32, secret)
    object.addRelocation(in: exposed, offset: 20, .relative32, table, addend: -4)
    object.addRelocation(in: exposed, offset: 25, .plt32, elsewhere, addend: -4)
    object.addRelocation(in: exposed, offset: 31, .relative32, secret, addend: -4)
    object.addRelocation(in: constants, offset: 0, .absolute64, work)
    return object.bytes()
  }()

  /// The file under a name, alone or with others.
  static func set(_ names: String..., policy: SectionPolicy = .standard) throws(ParseError) -> ObjectSet {
    var files: [ObjectFile] = []
    for name in names { files += try ObjectFile.files(in: FileBytes(name: name, bytes)) }
    return ObjectSet(files, policy: policy)
  }

  /// What is found in it.
  static func report(
    _ name: String = "a.o", baseline: Baseline? = nil, least: Severity = .note, policy: SectionPolicy = .standard
  ) throws(ParseError) -> ObjectReport {
    ObjectReport(ObjectCheck(try set(name, policy: policy), policy: policy), baseline: baseline, least: least)
  }
}

extension Baseline {
  /// The baseline that knows some findings.
  init(of findings: [ObjectFinding]) {
    self.init()
    for finding in findings { add(finding.baselineLine) }
  }
}
