import SectionCheck
import TestSupport

/// A random graph of calls as a list, from which both an object file and the answer are made.
struct NaiveClosure {
  /// How one function leads to another.
  enum Way: CaseIterable { case call, jump, conditional, short, near, alternative, switchedJump }

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

  private func place(of number: Int) -> Int { sections[..<number].count { $0 == sections[number] } * Self.size }

  /// 16 bytes an edge, then 8 a variable; the rest is NOPs.
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
    return (bytes, fields)
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
