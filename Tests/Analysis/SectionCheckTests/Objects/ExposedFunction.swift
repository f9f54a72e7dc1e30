import SectionCheck
import TestSupport
import Testing

/// One exposed function, and what is said of it.
enum ExposedFunction {
  /// `f` with these bytes and fields, `pub` is exposed data, `number` is absolute.
  static func object(_ bytes: [UInt8], _ fields: SmallObject.Field...) -> SmallObject {
    var object = SmallObject()
    let start = object.append(bytes, to: ".text..exposed", fields)
    object.label("f", in: ".text..exposed", at: start, size: bytes.count, kind: .function, isGlobal: true)
    object.add("pub", in: ".data..exposed", [UInt8](repeating: 0, count: 8))
    object.absolute("number")
    return object
  }

  /// What the check says, and what the closure of `f` does not follow.
  static func found(_ object: SmallObject) throws -> (lines: [String], unknowns: [String]) {
    let set = try ObjectSet(object)
    return (try ObjectCheck(object).lines, try set.text(of: "f").unknowns)
  }

  /// Neither says anything.
  static func expectNothing(_ object: SmallObject) throws {
    let (lines, unknowns) = try found(object)
    #expect(lines == [] && unknowns == [])
  }
}
