import Canvas
import Chassis
import Commands
import Explorer
import ObjectExplorer
import Replay
import TestSupport

/// Says what is done next: mostly keys that mean something, and sometimes whole lines, key by key.
struct DeedSource {
  /// Whether a tour is played.
  var isTour = false
  /// The size of the screen.
  var screen = Inputs.size
  /// What is to be typed before anything else, the last first.
  private var waiting: [Deed] = []

  private static let keys = Explorer.keys.bindings.flatMap(\.keys)
  private static let objectKeys = ObjectExplorer.keys.bindings.flatMap(\.keys)
  private static let tourKeys = ReplayKeys.table.bindings.flatMap(\.keys)
  /// Keys that run a scenario again take long: they are pressed less often.
  private static let slow: Set<Key> = [
    .character("d"), .character("c"), .character("i"), .character("t"), .character("o"),
  ]

  /// A size of the screen: mostly a common one.
  static func size(_ random: inout SplitMix64) -> Size {
    switch random.number(0...9) {
    case 0...3: Size(width: 80, height: 24)
    case 4: Size(width: 120, height: 40)
    case 5: Size(width: random.number(35...85), height: random.number(10...40))
    case 6: Size(width: random.number(1...60), height: random.number(1...20))
    default: Size(width: random.number(1...300), height: random.number(1...100))
    }
  }

  /// What is done next.
  mutating func next(_ random: inout SplitMix64) -> Deed {
    if !waiting.isEmpty && !random.oneIn(40) { return waiting.removeLast() }
    switch random.number(0...99) {
    case 0...54: return .key(boundKey(&random))
    case 55...62: return .key(.character(Character("\(random.number(0...9))")))
    case 63...68: return .key(anyKey(&random))
    case 69...73: return .key(mouse(&random))
    case 74...79:
      type(&random)
      return .key(random.pick([":", ":", ":", ":", "/", "m", "p"].map { .character($0) }, or: .escape))
    case 80: return .resize(Self.size(&random))
    case 81...84: return .idle
    case 85...88: return (try? Command(parsing: CommandText.line(&random))).map { .command($0) } ?? .idle
    default: return .draw(random.oneIn(4) ? .ascii : .unicode)
    }
  }

  private func boundKey(_ random: inout SplitMix64) -> Key {
    let table = isTour && random.oneIn(2) ? Self.tourKeys : random.oneIn(4) ? Self.objectKeys : Self.keys
    let key = random.pick(table, or: .escape)
    return Self.slow.contains(key) && !random.oneIn(4) ? .character(" ") : key
  }

  private func anyKey(_ random: inout SplitMix64) -> Key {
    switch random.number(0...6) {
    case 6: .paste(CommandText.line(&random) + random.pick(["", "\n", "\r\nq\r\n", "\u{1B}[201~"], or: ""))
    case 0: .control(Character(Unicode.Scalar(UInt8(random.number(0x40...0x5f)))))
    case 1: .function(random.number(1...70))
    case 2: random.pick([.enter, .escape, .tab, .backTab, .backspace, .delete, .resize], or: .escape)
    case 3: random.pick([.up, .down, .left, .right, .pageUp, .pageDown, .home, .end], or: .up)
    case 4: .character(CommandText.character(&random))
    default: .character(Character(Unicode.Scalar(UInt8(random.number(0x20...0x7e)))))
    }
  }

  private func mouse(_ random: inout SplitMix64) -> Key {
    let point = Point(x: random.number(-1...screen.width), y: random.number(-1...screen.height))
    return .mouse(MouseEvent(random.pick(MouseEvent.Kind.allCases, or: .click), at: point))
  }

  /// A line, with a key in it that edits it now and then, and mostly Enter behind it.
  private mutating func type(_ random: inout SplitMix64) {
    var deeds = CommandText.line(&random).map { Deed.key(.character($0)) }
    for _ in 0..<random.number(0...2) {
      let edits: [Key] = [
        .left, .right, .home, .end, .backspace, .delete, .up, .down, .tab, .control("W"), .control("U"), .control("K"),
      ]
      deeds.insert(.key(random.pick(edits, or: .left)), at: random.number(0...deeds.count))
    }
    if !random.oneIn(8) { deeds.append(.key(.enter)) }
    waiting = deeds.reversed()
  }
}
