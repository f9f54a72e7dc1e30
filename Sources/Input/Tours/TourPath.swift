/// Paths in tours: they start at the folder of the tour that names them.
package enum TourPath {
  /// The path of `name` as seen from where `tour` is seen from, without `.` and with as few `..` as possible.
  package static func resolve(_ name: String, from tour: String) -> String {
    guard !name.hasPrefix("/") else { return normal(name) }
    let folder = tour.lastIndex(of: "/").map { String(tour[...$0]) } ?? ""
    return normal(folder + name)
  }

  /// The same path without `.`, without empty parts, and without parts that a `..` takes back.
  static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.hasPrefix("/") {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// Whether a path stays in the folder that it starts at: what is written must.
  package static func staysInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.hasSuffix("/") && !path.utf8.contains(0)
      && path.split(separator: "/").allSatisfy { $0 != ".." && $0 != "." }
  }
}
