extension Key {
  /// The name in help and in scripts, such as `q`, `Space`, `PgUp`, `Ctrl-L`, `F1` and `Click@12,3`; "Paste" for pasted
  /// text, which is not in its name.
  package var name: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let character): "Ctrl-\(character)"
    case .function(let number): "F\(number)"
    case .paste: "Paste"
    case .mouse(let event): "\(event.kind.rawValue)@\(event.point.x),\(event.point.y)"
    default: Key.named.first { $0.key == self }?.name ?? ""
    }
  }

  /// The key with the given name, in exactly the spelling of `name`; nil if no key has it, and for "Paste".
  package init?(name: String) {
    if let key = Key.named.first(where: { $0.name == name })?.key {
      self = key
    } else if name == "Space" {
      self = .character(" ")
    } else if let key = Key(single: name) ?? Key(control: name) ?? Key(function: name) ?? Key(mouse: name) {
      self = key
    } else {
      return nil
    }
  }

  private init?(single name: String) {
    guard let character = name.first, name.count == 1, character != " " else { return nil }
    guard !character.unicodeScalars.contains(where: Width.isControl) else { return nil }
    self = .character(character)
  }

  private init?(control name: String) {
    guard name.hasPrefix("Ctrl-"), name.count == 6, let character = name.last else { return nil }
    guard ("@"..."_").contains(character), character.isASCII else { return nil }
    self = .control(character)
  }

  private init?(function name: String) {
    guard name.first == "F", let number = Int(name.dropFirst()), number > 0 else { return nil }
    guard "F\(number)" == name else { return nil }
    self = .function(number)
  }

  private init?(mouse name: String) {
    let parts = name.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = MouseEvent.Kind(rawValue: String(parts[0])) else { return nil }
    let place = parts[1].split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard place.count == 2, let x = place[0], let y = place[1] else { return nil }
    self = .mouse(MouseEvent(kind, at: Point(x: x, y: y)))
  }

  private static let named: [(name: String, key: Key)] = [
    ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("Shift-Tab", .backTab),
    ("Backspace", .backspace), ("Delete", .delete),
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
    ("PgUp", .pageUp), ("PgDn", .pageDown), ("Home", .home), ("End", .end), ("Resize", .resize),
  ]
}
