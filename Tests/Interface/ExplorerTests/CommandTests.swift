import Explorer
import Isolation
import PageTables
import Testing

/// The command language: what the prompt understands, and what it answers to the rest.
@Suite struct CommandTests {
  @Test(
    arguments: [
      ("step", .step(1)), ("step 10", .step(10)), ("step 0x10", .step(16)), ("step 1_000", .step(1000)),
      ("back", .back(1)), ("back 3", .back(3)), ("page", .page(1)), ("page 2", .page(2)),
      ("next flip", .next(.flip, 1)), ("next fault", .next(.fault, 1)), ("next leak", .next(.leak, 1)),
      ("next trouble", .next(.trouble, 1)), ("next event", .next(.event, 1)), ("next mark", .next(.mark, 1)),
      ("next match", .next(.match, 1)), ("previous flip", .previous(.flip, 1)),
      ("goto 12", .goto(.number(12))), ("goto 50%", .goto(.percent(50))), ("goto start", .goto(.start)),
      ("goto end", .goto(.end)), ("goto mark a b", .goto(.mark("a b"))), ("120", .goto(.number(120))),
      ("0", .goto(.number(0))), ("0%", .goto(.percent(0))), ("100%", .goto(.percent(100))),
      ("0x10", .goto(.number(16))), ("focus map", .focus(.map)), ("focus steps", .focus(.steps)),
      ("focus help", .focus(.help)), ("only all", .only(.all)), ("only data", .only(.data)),
      ("only fault", .only(.fault)), ("only shared", .only(.shared)), ("search pid ns", .search("pid ns")),
      ("filter", .filter("")), ("filter w & x", .filter("w & x")), ("mark here", .mark("here")),
      ("walk", .walk(nil)), ("walk 0xffff888000000000", .walk(VirtualAddress(0xffff_8880_0000_0000))),
      ("walk ffff888000000000", .walk(VirtualAddress(0xffff_8880_0000_0000))),
      ("walk ffffffff_81400000", .walk(VirtualAddress(0xffff_ffff_8140_0000))), ("copy", .copy),
      ("close", .close), ("help", .help), ("quit", .quit), ("redraw", .redraw), ("shell", .shell),
      ("design pti", .design(.pti)), ("set pcid off", .set(key: "pcid", value: "off")),
      ("set gates scoped", .set(key: "gates", value: "scoped")), ("inject irq", .inject(.irq, nil)),
      ("inject nmi nmi-exposed", .inject(.nmi, "nmi-exposed")), ("inject fault", .inject(.fault, nil)), ("undo", .undo),
      ("probe ffff888002800000", .probe("ffff888002800000", cpl: 3)),
      ("probe page cache", .probe("page cache", cpl: 3)),
      ("probe page cache 0", .probe("page cache", cpl: 0)), ("probe jiffies 3", .probe("jiffies", cpl: 3)),
      ("focus verdict", .focus(.verdict)), ("focus tlb", .focus(.tlb)), ("focus buffers", .focus(.buffers)),
      ("focus derivation", .focus(.derivation)), ("focus findings", .focus(.findings)),
      ("focus toggles", .focus(.toggles)),
      ("  step   2", .step(2)), ("quit ", .quit), ("quit   ", .quit), ("12 ", .goto(.number(12))),
    ] as [(String, Command)])
  func commands(text: String, command: Command) throws {
    #expect(try Command(parsing: text) == command)
  }

  private static let panes =
    "ribbon, now, steps, map, cr3, walk, verdict, tlb, buffers, derivation, findings, compare, toggles, inject, help"

  private static let keys = Settings.keys.map(\.name).joined(separator: ", ")

  @Test(arguments: [
    ("design", "design: one of nopti, pti, asi3, gasi, unified is missing"),
    ("design fast", "design: 'fast' is none of nopti, pti, asi3, gasi, unified"),
    ("set", "set: one of \(keys) is missing"),
    ("set speed on", "set: 'speed' is none of \(keys)"), ("set pcid", "set pcid: on or off is missing"),
    ("set pcid maybe", "set pcid: 'maybe' is none of on, off"), ("set pcid on now", "set: 'now' is too much"),
    ("inject", "inject: one of irq, nmi, fault is missing"), ("inject x", "inject: 'x' is none of irq, nmi, fault"),
    ("inject irq timer now", "inject: 'now' is too much"), ("probe", "probe: an address or a name is missing"),
    ("undo it", "undo: 'it' is too much"),
    ("stpe", "no command 'stpe'; did you mean 'step'?"), ("ste", "no command 'ste'; did you mean 'step'?"),
    ("nxt flip", "no command 'nxt'; did you mean 'next'?"), ("serch x", "no command 'serch'; did you mean 'search'?"),
    ("Quit", "no command 'Quit'; did you mean 'quit'?"),
    ("previos flip", "no command 'previos'; did you mean 'previous'?"),
    ("fly", "no command 'fly'; ? lists the commands"), ("xyzzy", "no command 'xyzzy'; ? lists the commands"),
    ("150%", "no command '150%'; ? lists the commands"),
    ("step x", "step: 'x' is not a number of steps"), ("step -1", "step: '-1' is not a number of steps"),
    ("back 99999999999", "back: '99999999999' is not a number of steps"),
    ("page 1 2", "page: '1 2' is not a number of steps"),
    ("next", "next: one of flip, fault, leak, trouble, event, mark, match is missing"),
    ("next fly", "next: 'fly' is none of flip, fault, leak, trouble, event, mark, match"),
    ("previous", "previous: one of flip, fault, leak, trouble, event, mark, match is missing"),
    ("goto", "goto: a step number, a percentage, start, end or mark NAME is missing"),
    ("goto nowhere", "goto: 'nowhere' is not a step number, a percentage, start, end or mark NAME"),
    ("goto 101%", "goto: '101%' is not a step number, a percentage, start, end or mark NAME"),
    ("focus", "focus: one of \(panes) is missing"),
    ("focus moon", "focus: 'moon' is none of \(panes)"),
    ("only some", "only: 'some' is none of all, data, fault, shared"),
    ("search", "search: a text is missing"), ("mark", "mark: a name is missing"),
    ("walk here", "walk: 'here' is not an address"),
    ("walk 0x1ffffffffffffffff", "walk: '0x1ffffffffffffffff' is not an address"),
    ("quit now", "quit: 'now' is too much"), ("help me", "help: 'me' is too much"),
    ("99999999999", "no command '99999999999'; ? lists the commands"),
  ])
  func errors(text: String, description: String) throws {
    let error = try #require(throws: CommandError.self) { try Command(parsing: text) }
    #expect(error.description == description)
  }

  /// Every listed name is a command, and the list is in order.
  @Test func names() {
    #expect(Command.names == Command.names.sorted())
    for name in Command.names {
      do {
        _ = try Command(parsing: name)
      } catch {
        if case .unknown = error { Issue.record("\(name) is unknown") }
      }
    }
  }
}
