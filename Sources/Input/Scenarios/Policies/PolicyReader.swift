import Bytes
import Diagnostics
import Isolation
import YAML

/// Reads a policy's map, which stands in a file of its own or in a scenario.
struct PolicyReader {
  /// The keys of a policy.
  static let keys = ["extends", "text", "sections", "spaces", "entries", "allow", "aliases"]
  /// How many patterns, references or names one key can hold.
  static let limit = 4096
  /// The bytes of what stands between two stars with question marks in it, in all patterns of a key: each may take time
  /// for each byte of a name.
  static let markedLimit = 1024
  /// See ``GlobSet/shapeSize``.
  static let shapeLimit = 8192

  let nodes: NodeReader

  /// Reads and checks all of it.
  func read(_ root: YAMLNode) throws(ParseError) -> SectionPolicy {
    let fields = try nodes.fields(root, "a policy", keys: Self.keys)
    var policy = SectionPolicy.standard
    if let node = fields["extends"], try nodes.word(node, "extends", of: ["standard", "none"]) == "none" {
      policy = SectionPolicy(rules: [], text: .public, exposures: [:], entries: [], aliases: [:])
    }
    if let node = fields["text"] { policy.text = try nodes.choice(node, "text") }
    if let node = fields["sections"] { policy.rules = try readRules(node) + policy.rules }
    if let node = fields["spaces"] { try readSpaces(node, &policy.exposures) }
    if let node = fields["entries"] { policy.entries = try globs(node, "entries") }
    if let node = fields["allow"] {
      let reader = AllowanceReader(policies: self)
      for item in try list(node, "allow") { policy.allowances.append(try reader.read(item)) }
    }
    if let node = fields["aliases"] { try readAliases(node, &policy.aliases) }
    try check(policy.rules.map(\.glob), fields["sections"])
    try check(policy.exposures.values.flatMap(\.sections), fields["spaces"])
    try check(policy.entries, fields["entries"])
    try check(policy.allowances.map(\.from), fields["allow"])
    try check(policy.allowances.map(\.to), fields["allow"])
    return policy
  }

  /// Refuses patterns that take too much time together.
  private func check(_ globs: [Glob], _ node: YAMLNode?) throws(ParseError) {
    guard let node, globs.contains(where: { $0.pattern.contains("?") }) else { return }
    let set = GlobSet(globs)
    guard set.markedSize <= Self.markedLimit else {
      throw nodes.error(
        node, "\(set.markedSize) bytes of patterns between stars, with question marks",
        expected: "at most \(Self.markedLimit)")
    }
    guard set.shapeSize <= Self.shapeLimit else {
      throw nodes.error(
        node, "question marks at too many places of patterns (\(set.shapeSize) bytes)",
        expected: "at most \(Self.shapeLimit)")
    }
  }

  private func readRules(_ node: YAMLNode) throws(ParseError) -> [SectionPolicy.Rule] {
    let classes = LinkClass.allCases.map(\.rawValue)
    var rules: [SectionPolicy.Rule] = []
    for item in try nodes.list(node, "sections") {
      let fields = try nodes.fields(item, "one of sections", keys: classes)
      guard fields.count == 1, let (key, value) = fields.first, let linkClass = LinkClass(rawValue: key) else {
        throw nodes.error(
          item, "\(fields.count) classes in one of sections", expected: "one: an item each, since the first match wins")
      }
      for glob in try globs(value, key) { rules.append(.init(glob.pattern, linkClass)) }
      guard rules.count <= Self.limit else { throw tooMany(item, "sections") }
    }
    return rules
  }

  private func readSpaces(_ node: YAMLNode, _ exposures: inout [Design: SectionPolicy.Exposure]) throws(ParseError) {
    let classes = LinkClass.allCases.map(\.rawValue)
    let fields = try nodes.fields(node, "spaces", keys: Design.all.map(\.name))
    for design in Design.all {
      guard let value = fields[design.name] else { continue }
      var exposure = SectionPolicy.Exposure([])
      for item in try list(value, design.name) {
        if case .scalar(let text, _) = item.content, text.hasPrefix(".") {
          exposure.sections.append(try glob(item, design.name))
        } else if case .scalar(let text, _) = item.content, let linkClass = LinkClass(rawValue: text) {
          exposure.classes.insert(linkClass)
        } else {
          throw nodes.error(
            item, "\(item.words) for \(design.name)",
            expected: "\(classes.joined(separator: ", ")), or the name of a section, which begins with a dot")
        }
      }
      exposures[design] = exposure
    }
  }
}

extension PolicyReader {
  /// A pattern for names.
  func glob(_ node: YAMLNode, _ what: String) throws(ParseError) -> Glob {
    guard case .scalar(let text, _) = node.content else { return Glob(try nodes.name(node, what)) }
    return try glob(text, at: node.mark, what)
  }

  /// A pattern that is a part of a text.
  func glob(_ text: String, at mark: TextMark, _ what: String) throws(ParseError) -> Glob {
    guard !text.isEmpty else {
      throw nodes.error(at: mark, "an empty pattern for \(what)", expected: "a name, in which * and ? can stand")
    }
    return Glob(try nodes.name(text, at: mark, what))
  }

  /// A pattern, or a list of patterns.
  private func globs(_ node: YAMLNode, _ what: String) throws(ParseError) -> [Glob] {
    guard case .sequence = node.content else { return [try glob(node, what)] }
    var globs: [Glob] = []
    for item in try list(node, what) { globs.append(try glob(item, what)) }
    return globs
  }

  /// A list that is not too long.
  private func list(_ node: YAMLNode, _ what: String) throws(ParseError) -> [YAMLNode] {
    let items = try nodes.list(node, what)
    guard items.count <= Self.limit else { throw tooMany(items[Self.limit], what) }
    return items
  }

  private func tooMany(_ node: YAMLNode, _ what: String) -> ParseError {
    nodes.error(node, "more than \(Self.limit) \(what)", expected: "fewer")
  }

  /// Adds aliases; none may lead back to itself, also not through those that were there.
  private func readAliases(_ node: YAMLNode, _ aliases: inout [String: String]) throws(ParseError) {
    guard case .mapping(let pairs) = node.content else {
      throw nodes.error(node, "\(node.words) for aliases", expected: "a map of names")
    }
    guard pairs.count <= Self.limit else { throw tooMany(pairs[Self.limit].value, "aliases") }
    for pair in pairs {
      let key = try nodes.name(pair.key, at: pair.mark, "aliases")
      let name = try nodes.name(pair.value, key)
      guard name != key else {
        throw nodes.error(pair.value, "'\(key)' as an alias of itself", expected: "the symbol that it stands for")
      }
      aliases[key] = name
    }
    try checkCircles(pairs, aliases)
  }

  private func checkCircles(_ pairs: [YAMLNode.Pair], _ aliases: [String: String]) throws(ParseError) {
    var good: Set<String> = []
    for pair in pairs {
      var chain: [String] = []
      var seen: Set<String> = []
      var name = CleanText.clean(pair.key)
      while let next = aliases[name], !good.contains(name) {
        guard seen.insert(name).inserted else {
          // A circle has a name of the file, but not all names that lead to it are on it.
          let circle = chain.drop { $0 != name }
          let place = pairs.first { circle.contains(CleanText.clean($0.key)) } ?? pair
          let shown = circle.count > 8 ? circle.prefix(7) + ["..."] : circle
          throw nodes.error(
            at: place.mark, "aliases in a circle: \((shown + [name]).joined(separator: " -> "))",
            expected: "a symbol that is no alias at the end")
        }
        chain.append(name)
        name = next
      }
      good.formUnion(seen)
    }
  }
}
