import SectionCheck
import TestSupport

/// A random graph of calls as a list, from which both an object file and the answer are made.
struct NaiveClosure {
  /// How one function leads to another.
  enum Way: CaseIterable { case call, jump, conditional, short, near, alternative, switchedJump }

  /// What nobody can follow: a call of the end of the section, a jump to before its start, an access far behind it, and
  /// a number behind GS.
  enum Blind: CaseIterable { case end, start, access, variable }

  struct Edge {
    let to: Int
    let way: Way
  }

  /// Functions by number; all of a kind of section: 0 is exposed, 1 private, 2 a gate.
  var sections: [Int] = []
  var edges: [[Edge]] = []
  /// The variables that each function reads.
  var reads: [[Int]] = []
  var variables = 0
  /// What of each function cannot be followed.
  var blind: [[Blind]] = []

  private static let names = [".text..exposed", ".text", ".text..gate"]
  private static let size = 96

  /// A graph.
  static func random(_ random: inout SplitMix64) -> NaiveClosure {
    var graph = NaiveClosure()
    let count = random.number(2...12)
    graph.variables = random.number(1...5)
    for number in 0..<count { graph.sections.append(number == 0 ? 0 : random.pick([0, 0, 0, 1, 1, 2], or: 0)) }
    for number in 0..<count {
      let near = (0..<count).filter { graph.sections[$0] == graph.sections[number] }
      let edges = (0..<random.number(0...3)).map { _ in
        let way = random.pick(Way.allCases, or: .call)
        let to = way == .short || way == .near ? random.pick(near, or: number) : random.number(0...count - 1)
        return Edge(to: to, way: way)
      }
      graph.edges.append(edges)
      graph.blind.append((0..<random.number(0...2)).map { _ in random.pick(Blind.allCases, or: .end) })
      graph.reads.append((0..<random.number(0...2)).map { _ in random.number(0...graph.variables - 1) })
    }
    return graph
  }

  /// The file: each function is 96 bytes with a RET at the end, in its section in the order of the numbers.
  var file: SmallObject {
    var object = SmallObject()
    for number in sections.indices {
      let (bytes, fields) = code(of: number)
      let section = Self.names[sections[number]]
      let start = object.append(bytes, to: section, fields)
      object.label("f\(number)", in: section, at: start, size: Self.size, kind: .function, isGlobal: true)
    }
    for number in 0..<variables { object.add("v\(number)", in: ".data", [UInt8](repeating: 0, count: 8)) }
    for number in sections.indices {
      for (place, edge) in edges[number].enumerated() { patch(number, place, edge, in: &object) }
    }
    return object
  }

  private func place(of number: Int) -> Int { place(of: number, in: number) }

  /// Where function `number` would be in the section of another one.
  private func place(of number: Int, in other: Int) -> Int {
    sections[..<number].count { $0 == sections[other] } * Self.size
  }

  /// 16 bytes an edge, 8 a variable and 12 for what cannot be followed; the rest is NOPs.
  private func code(of number: Int) -> ([UInt8], [SmallObject.Field]) {
    var bytes = [UInt8](repeating: 0x90, count: Self.size - 1) + [0xc3]
    var fields: [SmallObject.Field] = []
    for (index, edge) in edges[number].enumerated() {
      let start = index * 16
      func write(_ code: [UInt8]) { bytes.replaceSubrange(start..<start + code.count, with: code) }
      switch edge.way {
      case .call, .jump, .conditional:
        let opcode: [UInt8] = edge.way == .call ? [0xe8] : edge.way == .jump ? [0xe9] : [0x0f, 0x8e]
        write(opcode + [0, 0, 0, 0])
        fields.append(.init(start + opcode.count, edge.way == .jump ? .relative32 : .plt32, "f\(edge.to)", -4))
      case .short, .near:
        let distance = place(of: edge.to) - place(of: number) - start
        if edge.way == .short, (-126...129).contains(distance) {
          write([0x7f, UInt8(bitPattern: Int8(distance - 2))])
        } else {
          let field = UInt32(bitPattern: Int32(distance - 5))
          write([0xe8] + (0..<4).map { UInt8(truncatingIfNeeded: field >> ($0 * 8)) })
        }
      case .alternative, .switchedJump: break
      }
    }
    for (index, variable) in reads[number].enumerated() {
      let start = 48 + index * 8
      bytes.replaceSubrange(start..<start + 7, with: [0x48, 0x8b, 0x05, 0, 0, 0, 0])
      fields.append(.init(start + 3, .relative32, "v\(variable)", -4))
    }
    for (index, one) in blind[number].enumerated() {
      let start = 64 + index * 12
      let code = Self.code(of: one, at: place(of: number) + start, end: place(of: sections.count, in: number))
      bytes.replaceSubrange(start..<start + code.count, with: code)
    }
    return (bytes, fields)
  }

  /// An instruction at a place of a section that ends at `end`.
  private static func code(of blind: Blind, at place: Int, end: Int) -> [UInt8] {
    func relative(_ opcode: [UInt8], to target: Int) -> [UInt8] {
      let distance = target - place - opcode.count - 4
      return opcode + (0..<4).map { UInt8(truncatingIfNeeded: distance >> ($0 * 8)) }
    }
    return switch blind {
    case .end: relative([0xe8], to: end)
    case .start: relative([0x0f, 0x84], to: -1)
    case .access: relative([0x48, 0x8b, 0x05], to: end + 0x1000)
    case .variable: [0x65, 0x48, 0x8b, 0x04, 0x25, 0x28, 0, 0, 0]
    }
  }

  /// Why functions that are reached cannot be followed; numbers behind GS count once a function.
  var reasons: [String] {
    distances.keys.flatMap { number in
      blind[number].filter { $0 != .variable }.map { _ in "place outside of its section" }
        + (blind[number].contains(.variable) ? ["number behind FS or GS"] : [])
    }
  }

  private func patch(_ number: Int, _ index: Int, _ edge: Edge, in object: inout SmallObject) {
    let section = Self.names[sections[number]]
    let place = place(of: number) + index * 16
    if edge.way == .alternative {
      object.addAlternative(14, of: section, at: place, [0xe8, 0, 0, 0, 0], .init(1, .plt32, "f\(edge.to)", -4))
    } else if edge.way == .switchedJump {
      object.append(
        [UInt8](repeating: 0, count: 16), to: "__jump_table",
        [
          .init(0, .relative32, section, Int64(place)), .init(4, .relative32, "f\(edge.to)"),
          .init(8, .relative64, "v0"),
        ])
    }
  }

  /// What is reached from function 0, each with the length of a shortest way; gates are not gone through.
  var distances: [Int: Int] {
    var distances = [0: 0]
    var found = true
    // Until nothing changes: no queue, no order.
    while found {
      found = false
      for (number, edges) in edges.enumerated() {
        guard let distance = distances[number], sections[number] != 2 else { continue }
        for edge in edges where edge.to != number && sections[edge.to] != 2 {
          if distances[edge.to].map({ $0 <= distance + 1 }) ?? false { continue }
          distances[edge.to] = distance + 1
          found = true
        }
      }
    }
    return distances
  }

  /// The length of a shortest way to a function that reads a variable, by its name.
  func distance(toReaderOf variable: String) -> Int? {
    var nearest: Int?
    for (number, distance) in distances where reads[number].contains(where: { "v\($0)" == variable }) {
      nearest = min(nearest ?? distance, distance)
    }
    return nearest
  }
}
